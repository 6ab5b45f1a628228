export * from './alerts/index.ts';
export * from './ledger/index.ts';
export {
  type ListInventoryDeps,
  type ListInventoryInput,
  listInventory,
  type StockItem,
} from './list-inventory.ts';
export * from './load/index.ts';
export { readStockFile } from './stock-file/reader.ts';
export { formatRejects } from './stock-file/rejects-file.ts';
export {
  type ReaderState,
  type Reject,
  type RejectCode,
  type RowBatch,
  type StockFileDelimiter,
  type StockFileEncoding,
  type StockFileSettings,
  type StockRow,
  stockFileDelimiterNames,
  stockFileDelimiters,
  stockFileEncodings,
} from './stock-file/types.ts';
