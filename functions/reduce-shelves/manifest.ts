import type { FunctionManifest } from '@groundcrew/lambda';

/** The resources of `reduce-shelves`: all steps of the state machine `backfill-inventory` but reading files. */
export const manifest: FunctionManifest = {
  name: 'reduce-shelves',
  description: 'Puts the newest row of each shelf of a backfill into the table, if no newer file has',
  // A whole processor, and room for the shelves of a part.
  memoryMb: 1769,
  timeoutSeconds: 900,
  environment: {
    INVENTORY_TABLE: { resource: 'InventoryTable', attribute: 'name' },
    REJECTS_BUCKET: { resource: 'RejectsBucket', attribute: 'name' },
    ORDER_GUARD: { setting: 'OrderGuard' },
    FULL_EXPORTS: { setting: 'FullExports' },
  },
  trigger: { type: 'invoke' },
  permissions: [
    { actions: ['s3:GetObject', 's3:PutObject'], on: { bucket: 'RejectsBucket', scope: 'objects' } },
    // It lists what the first map left; without it S3 responds "access denied" for a missing object, too.
    { actions: ['s3:ListBucket'], on: { bucket: 'RejectsBucket', scope: 'bucket' } },
    // What TransactWriteItems is allowed by.
    { actions: ['dynamodb:PutItem'], on: { table: 'InventoryTable' } },
  ],
};
