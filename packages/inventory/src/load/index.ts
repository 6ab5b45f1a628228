export type { LoadCheckpoint, LoadTallies } from './checkpoint.ts';
export {
  estimateLoad,
  type LoadEstimate,
  type LoadRates,
  type LoadVolume,
  NEW_TABLE_UNITS_PER_SECOND,
  writeUnitPrice,
  writeUnits,
} from './estimate.ts';
export { itemSizeBytes, stockAttributes, toItemJson } from './item-json.ts';
export type { LoadDeps, LoadInput, LoadProgress, LoadResult } from './load-contract.ts';
export { loadStockFile } from './load-stock-file.ts';
export { ignoreRejects, type RejectPart, type RejectSink } from './reject-sink.ts';
export { createRejectsInFile } from './rejects-in-file.ts';
export {
  createStockWriter,
  type ItemGuard,
  type StockWriterCallbacks,
  type StockWriterOptions,
} from './stock-writer.ts';
export type { LoadStatus, LoadSummary } from './summary.ts';
