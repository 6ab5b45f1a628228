import type { ReaderState, Reject, Renamed, RowBatch, StockRow } from '../stock-file/types.ts';
import { addRenamed } from './checkpoint.ts';

/** What is between two places where a load could be resumed. */
export interface Segment {
  /** Rows passed to the writer, and those dropped before. */
  readonly rows: number;
  readonly rejects: readonly Reject[];
  readonly duplicates: number;
  /** Rows of shelves that a newer file names. */
  readonly superseded: number;
  readonly renamed: Renamed | undefined;
  /** The state of the reader at the end of the segment. */
  readonly state: ReaderState;
}

/** Tracks the segments whose rows are in flight, and which of them are committed. */
export interface SegmentTracker {
  /** Adds the next batch of the file; `watermark` is the writer's, so that committed segments are merged. */
  add(batch: RowBatch, watermark: number): void;
  /** Adds shelves that a full export does not name: no rows of the file, which was read up to `state`. */
  addVanished(count: number, state: ReaderState, watermark: number): void;
  /** Counts a row that a later one of its shelf replaced before it was sent. */
  countDuplicate(row: StockRow): void;
  /** Counts a row whose shelf a newer file has written. */
  countSuperseded(row: StockRow): void;
  /** Takes everything before the writer's watermark, as one segment; `undefined` if there is nothing new. */
  takeCommitted(watermark: number): Segment | undefined;
  /** Approximate number of characters in memory of the rejects not taken yet. */
  readonly rejectedCharacters: number;
}

/** Without the rows: the writer holds and releases them. */
interface PendingSegment {
  readonly endOrdinal: number;
  readonly rows: number;
  readonly rejects: readonly Reject[];
  readonly renamed: Renamed | undefined;
  readonly state: ReaderState;
  superseded: number;
  duplicates: number;
}

export function createSegmentTracker(): SegmentTracker {
  let committed: PendingSegment | undefined;
  let pending: PendingSegment[] = [];
  let ordinal = 0;
  let rejectedCharacters = 0;

  function commit(watermark: number): void {
    const count = pending.findLastIndex(({ endOrdinal }) => endOrdinal <= watermark) + 1;
    if (count === 0) return;
    committed = mergeSegments(
      committed === undefined ? pending.slice(0, count) : [committed, ...pending.slice(0, count)],
    );
    pending = pending.slice(count);
  }

  /** The outcome of a row is reported only while it is uncommitted, so its segment is still pending: there are only a few. */
  function segmentOf({ offset }: StockRow): PendingSegment | undefined {
    return pending.find(({ state }) => offset < state.offset);
  }

  return {
    add({ rows, rejects, dropped, superseded, renamed, state }, watermark) {
      commit(watermark);
      ordinal += rows.length;
      rejectedCharacters += sum(rejects, characterCount);
      pending.push({
        endOrdinal: ordinal,
        rows: rows.length + dropped + superseded,
        rejects,
        renamed: renamed.count > 0 ? renamed : undefined,
        state,
        duplicates: dropped,
        superseded,
      });
    },
    addVanished(count, state, watermark) {
      commit(watermark);
      ordinal += count;
      const none = { rows: 0, rejects: [], renamed: undefined, duplicates: 0, superseded: 0 };
      pending.push({ endOrdinal: ordinal, state, ...none });
    },
    countDuplicate(row) {
      const segment = segmentOf(row);
      if (segment !== undefined) segment.duplicates += 1;
    },
    countSuperseded(row) {
      const segment = segmentOf(row);
      if (segment !== undefined) segment.superseded += 1;
    },
    takeCommitted(watermark) {
      commit(watermark);
      const taken = committed;
      committed = undefined;
      if (taken !== undefined) rejectedCharacters -= sum(taken.rejects, characterCount);
      return taken;
    },
    get rejectedCharacters() {
      return rejectedCharacters;
    },
  };
}

function mergeSegments(parts: readonly PendingSegment[]): PendingSegment {
  const { endOrdinal, state } = parts.at(-1)!;
  const rejects = parts.flatMap((part) => part.rejects);
  return {
    endOrdinal,
    state,
    rejects,
    renamed: parts.reduce<Renamed | undefined>((all, { renamed }) => addRenamed(all, renamed), undefined),
    rows: sum(parts, ({ rows }) => rows),
    duplicates: sum(parts, ({ duplicates }) => duplicates),
    superseded: sum(parts, ({ superseded }) => superseded),
  };
}

function characterCount({ cells, message }: Reject): number {
  return message.length + sum(cells, (cell) => cell.length);
}

function sum<Value>(values: readonly Value[], of: (value: Value) => number): number {
  return values.reduce((total, value) => total + of(value), 0);
}
