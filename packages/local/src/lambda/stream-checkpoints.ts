import { join } from 'node:path';
import { openJournal } from '../journal.ts';

interface Checkpoint {
  readonly function: string;
  readonly stream: string;
  readonly shard: number;
  readonly ordinal: number;
}

/**
 * How far functions have come in the streams that feed them.
 *
 * A batch is noted once it is through: after a crash the batches that were under way are delivered once more, and no
 * record is left out.
 */
export interface StreamCheckpoints {
  /** Of each shard, the ordinal up to which all is through. */
  processedOrdinals(functionName: string, streamArn: string): readonly number[];
  save(functionName: string, streamArn: string, shard: number, ordinal: number): void;
  close(): void;
}

/** Positions as they were left in `dataDir`; without one nothing is kept. */
export function openStreamCheckpoints(dataDir: string | undefined): StreamCheckpoints {
  const checkpoints = new Map<string, Checkpoint>();
  const keyOf = (functionName: string, stream: string, shard: number) => `${functionName} ${stream} ${shard}`;

  const journal = openJournal<Checkpoint>(dataDir && join(dataDir, 'lambda', 'positions.jsonl'), {
    replay: (entry) => void checkpoints.set(keyOf(entry.function, entry.stream, entry.shard), entry),
    snapshot: () => [...checkpoints.values()],
  });

  return {
    processedOrdinals(functionName, stream) {
      const shards: number[] = [];
      for (const { shard, ordinal, ...of } of checkpoints.values()) {
        if (of.function === functionName && of.stream === stream) shards[shard] = ordinal;
      }
      return shards;
    },
    save(functionName, stream, shard, ordinal) {
      const checkpoint = { function: functionName, stream, shard, ordinal };
      const key = keyOf(functionName, stream, shard);
      if (checkpoints.get(key)?.ordinal === ordinal) return;
      journal.append(checkpoint);
      checkpoints.set(key, checkpoint);
    },
    close: () => journal.close(),
  };
}
