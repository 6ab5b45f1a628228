import type { FunctionManifest } from '@groundcrew/lambda';

/** How `alert-no-stock` is wired: the table's stream drives it, the topic hears of empty shelves. */
export const manifest: FunctionManifest = {
  name: 'alert-no-stock',
  description: 'Tells the topic when a shelf goes empty',
  memoryMb: 256,
  timeoutSeconds: 60,
  environment: {
    NO_STOCK_TOPIC_ARN: { resource: 'NoStockTopic', attribute: 'arn' },
    ALERTS_TABLE: { resource: 'AlertsTable', attribute: 'name' },
    REJECTS_BUCKET: { resource: 'RejectsBucket', attribute: 'name' },
  },
  trigger: {
    type: 'dynamodb-stream',
    table: 'InventoryTable',
    batchSize: 1000,
    windowSeconds: 1,
    parallelizationFactor: 2,
    bisectOnError: true,
    maximumRetryAttempts: 10,
    maximumRecordAgeSeconds: 86_400,
    failureQueue: 'AlertFailures',
  },
  permissions: [
    { actions: ['sns:Publish'], on: { topic: 'NoStockTopic' } },
    { actions: ['dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem'], on: { table: 'AlertsTable' } },
    { actions: ['s3:PutObject'], on: { bucket: 'RejectsBucket', scope: 'objects' } },
  ],
};
