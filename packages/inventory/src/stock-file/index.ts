export { readStockFile } from './reader.ts';
export { formatRejects } from './rejects-file.ts';
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
} from './types.ts';
