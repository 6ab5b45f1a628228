import type { ReaderState, Reject, RowBatch, StockRow } from '../stock-file/types.ts';

/** What lies between two places where a load could be taken up. */
export interface Stretch {
  /** Rows given to the writer. */
  readonly rows: number;
  readonly rejects: readonly Reject[];
  readonly duplicates: number;
  /** Where the stretch ends. */
  readonly state: ReaderState;
}

/** Remembers, for rows on their way into the table, what may be called done once they have arrived. */
export interface Stretches {
  add(batch: RowBatch): void;
  /** Counts a row that a later one of its shelf replaced before it was sent. */
  countDuplicate(row: StockRow): void;
  /** Takes everything before the writer's watermark, as one; `undefined` where that is nothing new. */
  takeSettled(watermark: number): Stretch | undefined;
  /** Characters that rejects not yet taken hold in memory, about. */
  readonly rejectedCharacters: number;
}

interface Open {
  readonly endOrdinal: number;
  readonly endOffset: number;
  readonly batch: RowBatch;
  duplicates: number;
}

export function createStretches(): Stretches {
  let open: Open[] = [];
  let ordinal = 0;
  let rejectedCharacters = 0;

  return {
    add(batch) {
      ordinal += batch.rows.length;
      rejectedCharacters += sum(batch.rejects, weigh);
      open.push({ endOrdinal: ordinal, endOffset: batch.state.offset, batch, duplicates: 0 });
    },
    countDuplicate({ offset }) {
      // A row is replaced only while it is unsettled, so its stretch is still open: a handful at most are.
      const stretch = open.find(({ endOffset }) => offset < endOffset);
      if (stretch !== undefined) stretch.duplicates += 1;
    },
    takeSettled(watermark) {
      const count = open.findLastIndex(({ endOrdinal }) => endOrdinal <= watermark) + 1;
      const last = open[count - 1];
      if (last === undefined) return undefined;
      const settled = open.slice(0, count);
      open = open.slice(count);
      const rejects = settled.flatMap(({ batch }) => batch.rejects);
      rejectedCharacters -= sum(rejects, weigh);
      return {
        rows: sum(settled, ({ batch }) => batch.rows.length),
        rejects,
        duplicates: sum(settled, ({ duplicates }) => duplicates),
        state: last.batch.state,
      };
    },
    get rejectedCharacters() {
      return rejectedCharacters;
    },
  };
}

function weigh({ cells, message }: Reject): number {
  return message.length + sum(cells, (cell) => cell.length);
}

function sum<Value>(values: readonly Value[], of: (value: Value) => number): number {
  return values.reduce((total, value) => total + of(value), 0);
}
