import { createTableWriter, type TableWriter, type TableWriterOptions } from '@groundcrew/aws/dynamodb';
import type { StockRow } from '../stock-file/types.ts';
import { toItemJson } from './item-json.ts';

export type StockWriterOptions = Omit<
  TableWriterOptions<StockRow>,
  'keyOf' | 'partitionOf' | 'serialize' | 'isRemoved' | 'onSuperseded'
>;

/** A writer of stock rows into the inventory table, for {@link LoadDeps.createWriter}. */
export function createStockWriter(
  options: StockWriterOptions,
): (onSuperseded: (row: StockRow) => void) => TableWriter<StockRow> {
  return (onSuperseded) =>
    createTableWriter<StockRow>({
      ...options,
      onSuperseded,
      partitionOf: ({ store }) => store,
      // The length distinguishes "ab" + "c" from "a" + "bc".
      keyOf: ({ store, item }) => `${store.length} ${store}${item}`,
      serialize: toItemJson,
      isRemoved: ({ vanished }) => vanished?.becomes === 'removed',
    });
}
