import { createHash } from 'node:crypto';
import {
  partitionHash,
  type StreamFacts,
  type StreamRecord,
  type StreamViewType,
  toWireRecord,
  type WireRecord,
} from './stream-record.ts';

/** A part of a stream, which preserves the order of changes. */
export interface Shard {
  readonly id: string;
  /** Ordinal of the first record that may be in it. */
  readonly firstOrdinal: number;
  /** Records with smaller ordinals have been trimmed. */
  readonly trimmedBefore: number;
  /** Oldest first. */
  readonly records: readonly StreamRecord[];
}

/** The commit log of a table, readable for 24 hours. */
export interface Stream {
  readonly facts: StreamFacts;
  readonly table: string;
  readonly label: string;
  readonly createdAt: number;
  readonly shards: readonly Shard[];
  /** Ordinal of the newest record; 0: none yet. */
  newest(): number;
  /** Adds the record of a change that was committed; its ordinal follows the newest. */
  append(record: StreamRecord): void;
  /** Puts back a record that was kept; records come in the order of their ordinals. */
  restore(record: StreamRecord): void;
  /** Calls back for each record appended from now on; the returned function unsubscribes. */
  subscribe(listener: (record: StreamRecord, shard: number) => void): () => void;
  /** All readable records, oldest first, as functions receive them. */
  log(): WireRecord[];
  close(): void;
  /** Ends the stream: the table was deleted or its stream disabled. */
  readonly closed: boolean;
}

export interface StreamOptions {
  readonly table: string;
  readonly tableArn: string;
  readonly region: string;
  readonly viewType: StreamViewType;
  readonly keyNames: readonly string[];
  /** Milliseconds since 1970; used as the stream's label. */
  readonly createdAt: number;
  /** The table's newest ordinal so far: sequence numbers continue from there. */
  readonly after?: number;
  /** Number of shards; default: 4, as for a new on-demand table. */
  readonly shards?: number;
}

const RETENTION_MS = 24 * 60 * 60 * 1000;
// Old records are trimmed only this often: a shard is an array, and removing its head copies the rest.
const TRIM_INTERVAL_RECORDS = 4096;

/** Starts an empty stream. */
export function createStream(options: StreamOptions): Stream {
  const { createdAt, after = 0, table } = options;
  const label = new Date(createdAt).toISOString().replace('Z', '');
  const arn = `${options.tableArn}/stream/${label}`;
  const facts: StreamFacts = {
    arn,
    region: options.region,
    viewType: options.viewType,
    keyNames: options.keyNames,
    id: createHash('md5').update(arn).digest('hex').slice(0, 8),
  };
  const shards = Array.from({ length: options.shards ?? 4 }, (_, index) => ({
    id: `shardId-${String(createdAt).padStart(20, '0')}-${index.toString(16).padStart(8, '0')}`,
    firstOrdinal: after + 1,
    trimmedBefore: 0,
    records: [] as StreamRecord[],
  }));
  const listeners = new Set<(record: StreamRecord, shard: number) => void>();
  let newest = after;
  let closed = false;

  const shardOf = ({ key }: StreamRecord) => partitionHash(key) % shards.length;

  return {
    facts,
    table,
    label,
    createdAt,
    shards,
    newest: () => newest,
    append(record) {
      newest = record.ordinal;
      if (newest % TRIM_INTERVAL_RECORDS === 0) {
        for (const shard of shards) trim(shard, record.at - RETENTION_MS);
      }
      const index = shardOf(record);
      shards[index]!.records.push(record);
      for (const listener of listeners) listener(record, index);
    },
    restore(record) {
      // A compacted journal may contain a record in its snapshot and after it.
      if (record.ordinal <= newest) return;
      newest = record.ordinal;
      shards[shardOf(record)]!.records.push(record);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    log: () =>
      shards
        .flatMap(({ records }) => records)
        .sort((a, b) => a.ordinal - b.ordinal)
        .map((record) => toWireRecord(record, facts, 'lambda')),
    close() {
      closed = true;
      listeners.clear();
    },
    get closed() {
      return closed;
    },
  };
}

function trim(shard: { records: StreamRecord[]; trimmedBefore: number }, before: number): void {
  const firstRetained = shard.records.findIndex(({ at }) => at >= before);
  const trimmed = shard.records.splice(0, firstRetained < 0 ? shard.records.length : firstRetained);
  if (trimmed.length > 0) shard.trimmedBefore = trimmed.at(-1)!.ordinal + 1;
}

/** Index of the first record whose ordinal is at least `ordinal`. */
export function indexOfOrdinal(records: readonly StreamRecord[], ordinal: number): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (records[middle]!.ordinal < ordinal) low = middle + 1;
    else high = middle;
  }
  return low;
}
