import type { FunctionManifest } from '@groundcrew/lambda';

/**
 * The resources and triggers of `load-inventory`: a stock file is uploaded to S3, its rows are stored in DynamoDB.
 */
export const manifest: FunctionManifest = {
  name: 'load-inventory',
  description: 'Loads a stock file from S3 into DynamoDB',
  memoryMb: 1024,
  timeoutSeconds: 900,
  environment: {
    INVENTORY_TABLE: { resource: 'InventoryTable', attribute: 'name' },
    LEDGER_TABLE: { resource: 'LedgerTable', attribute: 'name' },
    REJECTS_BUCKET: { resource: 'RejectsBucket', attribute: 'name' },
    ALIASES: { setting: 'ColumnAliases' },
    KEEP_COLUMNS: { setting: 'KeepColumns' },
    COUNTS: { setting: 'Counts' },
    ALLOW_NEGATIVE: { setting: 'AllowNegative' },
    ALLOW_FULL_WIDTH: { setting: 'AllowFullWidth' },
    NAMES: { setting: 'Names' },
    DUPLICATES: { setting: 'Duplicates' },
    FULL_EXPORTS: { setting: 'FullExports' },
    FULL_VANISHED: { setting: 'FullVanished' },
    FULL_MAX_VANISHED: { setting: 'FullMaxVanished' },
    UNDO_JOURNAL: { setting: 'UndoJournal' },
    ORDER_GUARD: { setting: 'OrderGuard' },
    FILE_TIME: { setting: 'FileTime' },
    ENCODING: { setting: 'Encoding' },
    DELIMITER: { setting: 'Delimiter' },
    SHEET: { setting: 'Sheet' },
  },
  trigger: { type: 's3-object-created', bucket: 'StockBucket' },
  asynchronous: { maximumRetryAttempts: 2, maximumEventAgeSeconds: 21_600, failureQueue: 'LoadFailures' },
  // It invokes itself for a file that takes longer than one invocation, and stops without progress.
  recursiveLoop: 'Allow',
  permissions: [
    { actions: ['s3:GetObject', 's3:GetObjectVersion'], on: { bucket: 'StockBucket', scope: 'objects' } },
    // Without it S3 responds "access denied" for a missing object.
    { actions: ['s3:ListBucket'], on: { bucket: 'StockBucket', scope: 'bucket' } },
    // Parts of a long file's rejects are read again to be combined; the shelves of each file, by files that are older.
    {
      actions: ['s3:PutObject', 's3:GetObject', 's3:DeleteObject'],
      on: { bucket: 'RejectsBucket', scope: 'objects' },
    },
    { actions: ['s3:ListBucket'], on: { bucket: 'RejectsBucket', scope: 'bucket' } },
    // It reads the shelves of the stores of a full export, and no others. PutItem is what TransactWriteItems is allowed by, for
    // OrderGuard item. What its rows replace, for the journal of an undo, is read by BatchGetItem.
    {
      actions: ['dynamodb:BatchWriteItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:BatchGetItem'],
      on: { table: 'InventoryTable' },
    },
    { actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'], on: { table: 'LedgerTable' } },
    { actions: ['lambda:InvokeFunction'], on: { self: true } },
  ],
};
