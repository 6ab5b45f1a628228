import { join } from 'node:path';
import { openJournal } from '../journal.ts';
import { AwsError } from '../service.ts';

interface Checkpoint {
  readonly function: string;
  readonly stream: string;
  readonly shard: number;
  readonly ordinal: number;
}

/**
 * The checkpoints of functions in the streams that feed them.
 *
 * A checkpoint is stored once a batch is processed: after a crash, batches in progress are delivered again, and no
 * record is skipped.
 */
export interface StreamCheckpoints {
  /** For each shard, the ordinal up to which all records are processed. */
  processedOrdinals(functionName: string, streamArn: string): readonly number[];
  save(functionName: string, streamArn: string, shard: number, ordinal: number): void;
  close(): void;
}

/** Checkpoints stored in `dataDir`; without a folder nothing is stored. */
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
      try {
        journal.append(checkpoint);
      } catch (error) {
        // A full disk: the next one is saved instead, or these records are delivered again after a restart.
        if (error instanceof AwsError) return;
        throw error;
      }
      checkpoints.set(key, checkpoint);
    },
    close: () => journal.close(),
  };
}
