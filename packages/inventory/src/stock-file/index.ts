export { readStockFile } from './reader.ts';
export { encodingNamed } from './encoding-names.ts';
export { formatRejects } from './rejects-file.ts';
export { type RejectedCells, readRejects, type RejectsFile } from './read-rejects.ts';
export { sheetOfMetadata } from './sheet-metadata.ts';
export {
  type ReaderState,
  type Reject,
  type RejectCode,
  type Renamed,
  type RowBatch,
  type StockFileDelimiter,
  type StockFileEncoding,
  type StockFileSettings,
  type StockRow,
  stockFileDelimiterNames,
  stockFileDelimiters,
  stockFileEncodings,
} from './types.ts';
