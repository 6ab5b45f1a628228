import type { ReaderState, Reject, RowBatch, StockRow } from '../stock-file/types.ts';

/** What lies between two places where a load could be taken up. */
export interface Segment {
  /** Rows given to the writer. */
  readonly rows: number;
  readonly rejects: readonly Reject[];
  readonly duplicates: number;
  /** Where the stretch ends. */
  readonly state: ReaderState;
}

/** Remembers, for rows on their way into the table, what may be called done once they have arrived. */
export interface SegmentTracker {
  /** The next batch of the file; `watermark` is the writer's, so that what is stored takes no room of its own. */
  add(batch: RowBatch, watermark: number): void;
  /** Counts a row that a later one of its shelf replaced before it was sent. */
  countDuplicate(row: StockRow): void;
  /** Takes everything before the writer's watermark, as one; `undefined` where that is nothing new. */
  takeCommitted(watermark: number): Segment | undefined;
  /** Characters that rejects not yet taken hold in memory, about. */
  readonly rejectedCharacters: number;
}

/** Not the rows themselves: those are the writer's to hold, and to let go. */
interface PendingSegment {
  readonly endOrdinal: number;
  readonly rows: number;
  readonly rejects: readonly Reject[];
  readonly state: ReaderState;
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

  return {
    add({ rows, rejects, state }, watermark) {
      commit(watermark);
      ordinal += rows.length;
      rejectedCharacters += sum(rejects, characterCount);
      pending.push({ endOrdinal: ordinal, rows: rows.length, rejects, state, duplicates: 0 });
    },
    countDuplicate({ offset }) {
      // A row is replaced only while it is unsettled, so its stretch is still open: a handful at most are.
      const segment = pending.find(({ state }) => offset < state.offset);
      if (segment !== undefined) segment.duplicates += 1;
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
    rows: sum(parts, ({ rows }) => rows),
    duplicates: sum(parts, ({ duplicates }) => duplicates),
  };
}

function characterCount({ cells, message }: Reject): number {
  return message.length + sum(cells, (cell) => cell.length);
}

function sum<Value>(values: readonly Value[], of: (value: Value) => number): number {
  return values.reduce((total, value) => total + of(value), 0);
}
