import { join } from 'node:path';
import { openJournal } from '../journal.ts';

interface Position {
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
export interface StreamPositions {
  /** Of each shard, the ordinal up to which all is through. */
  through(functionName: string, streamArn: string): readonly number[];
  note(functionName: string, streamArn: string, shard: number, ordinal: number): void;
  close(): void;
}

/** Positions as they were left in `dataDir`; without one nothing is kept. */
export function openStreamPositions(dataDir: string | undefined): StreamPositions {
  const positions = new Map<string, Position>();
  const keyOf = (functionName: string, stream: string, shard: number) => `${functionName} ${stream} ${shard}`;

  const journal = openJournal<Position>(dataDir && join(dataDir, 'lambda', 'positions.jsonl'), (entries) => {
    for (const entry of entries) positions.set(keyOf(entry.function, entry.stream, entry.shard), entry);
    return [...positions.values()];
  });

  return {
    through(functionName, stream) {
      const shards: number[] = [];
      for (const { shard, ordinal, ...of } of positions.values()) {
        if (of.function === functionName && of.stream === stream) shards[shard] = ordinal;
      }
      return shards;
    },
    note(functionName, stream, shard, ordinal) {
      const position = { function: functionName, stream, shard, ordinal };
      const key = keyOf(functionName, stream, shard);
      if (positions.get(key)?.ordinal === ordinal) return;
      positions.set(key, position);
      journal.append(position);
    },
    close: () => journal.close(),
  };
}
