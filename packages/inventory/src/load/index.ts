export type { LoadCheckpoint, LoadTallies } from './checkpoint.ts';
export {
  estimateLoad,
  type LoadEstimate,
  type LoadRates,
  type LoadVolume,
  newTableUnitsPerSecond,
  writeUnitPrice,
  writeUnits,
} from './estimate.ts';
export { itemSizeBytes, stockAttributes, toItemJson } from './item-json.ts';
export { type LoadEvent, nameOf, readLoadEvent, type Upload } from './load-event.ts';
export {
  type LoadDeps,
  type LoadInput,
  type LoadProgress,
  type LoadResult,
  loadStockFile,
} from './load-stock-file.ts';
export { type LoadUploadDeps, loadUpload } from './load-upload.ts';
export { type LoadReport, loadUploads } from './load-uploads.ts';
export { ignoreRejects, type RejectPart, type RejectSink } from './reject-sink.ts';
export { createRejectsInBucket, type RejectsInBucket } from './rejects-in-bucket.ts';
export { createRejectsInFile } from './rejects-in-file.ts';
export { createStockWriter, type StockWriterOptions } from './stock-writer.ts';
export type { LoadStatus, LoadSummary } from './summary.ts';
