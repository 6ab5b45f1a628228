import {
  createTableWriter,
  type TableWriter,
  type TableWriterOptions,
  type WriteCondition,
} from '@groundcrew/aws/dynamodb';
import { FILE_TIME_ATTRIBUTE, formatFileTime, formatRowTime } from '../order/file-time.ts';
import type { FileOrder } from '../order/file-order.ts';
import type { StockRow } from '../stock-file/types.ts';
import { writeUnits } from './estimate.ts';
import { itemSizeBytes, toItemJson, vanishedSizeBytes } from './item-json.ts';
import { keyOfShelf } from './shelf-key.ts';

export interface StockWriterOptions extends Omit<
  TableWriterOptions<StockRow>,
  'keyOf' | 'partitionOf' | 'serialize' | 'isRemoved' | 'condition' | 'onSuperseded' | 'onDeclined'
> {
  /** Writes a row only where no newer file has written its shelf. */
  readonly guard?: ItemGuard | undefined;
}

/** The guard against older files at each item. */
export interface ItemGuard {
  /** The place of the file; called when its first row is written. */
  readonly order: () => FileOrder;
  /** Whether several rows of the file may be written to one shelf, so that the later one counts. */
  readonly rowsRepeat: boolean;
}

/** What the writer reports of single rows. */
export interface StockWriterCallbacks {
  /** A later row of the file replaced this one before it was stored. */
  readonly onSuperseded: (row: StockRow) => void;
  /** The table has the count of a newer file for the shelf. */
  readonly onDeclined: (row: StockRow) => void;
}

/** A writer of stock rows into the inventory table, for `LoadDeps.createWriter`. */
export function createStockWriter({
  guard,
  ...options
}: StockWriterOptions): (callbacks: StockWriterCallbacks) => TableWriter<StockRow> {
  return (callbacks) =>
    createTableWriter<StockRow>({
      ...options,
      ...callbacks,
      partitionOf: ({ store }) => store,
      keyOf: keyOfShelf,
      ...(guard === undefined ? unguarded : guarded(guard)),
    });
}

/**
 * A file that is as new as what is stored is the one that stored it: its rows may be written again, so that a request of which
 * nothing is known can be repeated. An item without the attribute is from a time without this guard: it is adopted.
 */
export const NOT_FROM_A_NEWER_FILE = `attribute_not_exists(${FILE_TIME_ATTRIBUTE}) OR ${FILE_TIME_ATTRIBUTE} <= :fileTime`;

const unguarded = {
  serialize: (row: StockRow) => toItemJson(row),
  isRemoved: ({ vanished }: StockRow) => vanished?.becomes === 'removed',
};

/** What a writer with this guard stores for a row, as JSON. */
export function serializerOf(guard: ItemGuard | undefined): (row: StockRow) => string {
  return (guard === undefined ? unguarded : guarded(guard)).serialize;
}

/** The write units of a row that is put without a guard, or removed. */
export function plainWriteUnits(row: StockRow): number {
  return writeUnits(sizeBytesOf(row));
}

function sizeBytesOf(row: StockRow): number {
  return row.vanished === undefined ? itemSizeBytes(row) : vanishedSizeBytes(row);
}

/** The write units of a row under the guard: a put in a transaction uses two for each started KB. */
export function guardedWriteUnits({ order, rowsRepeat }: ItemGuard): (row: StockRow) => number {
  let extraBytes: number | undefined;
  return (row) => {
    extraBytes ??=
      FILE_TIME_ATTRIBUTE.length +
      Buffer.byteLength(rowsRepeat ? formatRowTime(formatFileTime(order()), 0) : formatFileTime(order()));
    return 2 * writeUnits(sizeBytesOf(row) + extraBytes);
  };
}

/** The sizes of items as DynamoDB counts them, with the attribute of the guard. */
export function itemBytesOf(guard: ItemGuard | undefined): (row: StockRow) => number {
  if (guard === undefined) return sizeBytesOf;
  let extraBytes: number | undefined;
  return (row) => {
    extraBytes ??= FILE_TIME_ATTRIBUTE.length + Buffer.byteLength(formatFileTime(guard.order()));
    return sizeBytesOf(row) + extraBytes;
  };
}

function guarded({ order, rowsRepeat }: ItemGuard): {
  serialize: (row: StockRow) => string;
  condition: WriteCondition<StockRow>;
} {
  let fileTime: string | undefined;
  let fileTimeJson: string | undefined;
  const timeJsonOf = ({ offset }: StockRow): string => {
    fileTime ??= formatFileTime(order());
    if (rowsRepeat) return textJson(formatRowTime(fileTime, offset));
    fileTimeJson ??= textJson(fileTime);
    return fileTimeJson;
  };
  return {
    serialize(row) {
      // Nothing would be left to compare with.
      if (row.vanished?.becomes === 'removed') throw new Error('no item is removed under the guard');
      return toItemJson(row, timeJsonOf(row));
    },
    condition: {
      expression: NOT_FROM_A_NEWER_FILE,
      valuesOf: (row) => `{":fileTime":${timeJsonOf(row)}}`,
    },
  };
}

function textJson(text: string): string {
  return `{"S":${JSON.stringify(text)}}`;
}
