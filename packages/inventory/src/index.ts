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
  stockFileDelimiters,
  stockFileEncodings,
} from './stock-file/types.ts';
