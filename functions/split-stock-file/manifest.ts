import type { FunctionManifest } from '@groundcrew/lambda';

/** The resources of `split-stock-file`: the first map of the state machine `backfill-inventory`. */
export const manifest: FunctionManifest = {
  name: 'split-stock-file',
  description: 'Reads stock files of a backfill, and splits their rows into parts by their shelves',
  // A whole processor: a file is read as fast as one can.
  memoryMb: 1769,
  timeoutSeconds: 900,
  environment: {
    REJECTS_BUCKET: { resource: 'RejectsBucket', attribute: 'name' },
    ALIASES: { setting: 'ColumnAliases' },
    KEEP_COLUMNS: { setting: 'KeepColumns' },
    COUNTS: { setting: 'Counts' },
    ALLOW_NEGATIVE: { setting: 'AllowNegative' },
    ALLOW_FULL_WIDTH: { setting: 'AllowFullWidth' },
    NAMES: { setting: 'Names' },
    DUPLICATES: { setting: 'Duplicates' },
    ENCODING: { setting: 'Encoding' },
    DELIMITER: { setting: 'Delimiter' },
    SHEET: { setting: 'Sheet' },
  },
  trigger: { type: 'invoke' },
  permissions: [
    { actions: ['s3:GetObject', 's3:GetObjectVersion'], on: { bucket: 'StockBucket', scope: 'objects' } },
    // Without it S3 responds "access denied" for a missing object.
    { actions: ['s3:ListBucket'], on: { bucket: 'StockBucket', scope: 'bucket' } },
    // Parts of a long file's rejects are read again to be combined.
    { actions: ['s3:GetObject', 's3:PutObject'], on: { bucket: 'RejectsBucket', scope: 'objects' } },
    { actions: ['s3:ListBucket'], on: { bucket: 'RejectsBucket', scope: 'bucket' } },
  ],
};
