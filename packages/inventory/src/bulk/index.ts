export { type BulkAccount } from './bulk-account.ts';
export {
  type BulkLoad,
  type BulkLoadDeps,
  type BulkLoadResult,
  type BulkStep,
  loadInBulk,
} from './bulk-load.ts';
export { createBulkWriter } from './bulk-writer.ts';
export { checkGuardSample, checkTable, refusalOf, ADOPTION_HINT } from './check-table.ts';
export { createPartWriter, type PartCompression, type PartSink } from './part-writer.ts';
export { partsInBucket, prepareParts } from './prepare-parts.ts';
export { type BulkRecord, createBulkRecord } from './record-in-ledger.ts';
export { type BulkIdentity, type BulkStaging, createBulkStaging } from './staging.ts';
