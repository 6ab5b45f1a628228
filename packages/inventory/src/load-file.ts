/**
 * What it takes to load a file from this machine: not the clients of S3, SNS and Lambda, which all of the
 * package brings with it. A command that is only to write to a table starts sooner and smaller without them.
 */
export { estimateLoad } from './load/estimate.ts';
export { type LoadResult, loadStockFile } from './load/load-stock-file.ts';
export { ignoreRejects } from './load/reject-sink.ts';
export { createRejectsInFile } from './load/rejects-in-file.ts';
export { createStockWriter } from './load/stock-writer.ts';
export { type StockFileSettings, stockFileDelimiterNames, stockFileEncodings } from './stock-file/types.ts';
