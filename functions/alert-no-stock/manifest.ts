import type { FunctionManifest } from '@groundcrew/lambda';

/** How `alert-no-stock` is wired: the table's stream drives it, the topic hears of empty shelves. */
export const manifest: FunctionManifest = {
  name: 'alert-no-stock',
  description: 'Tells the topic when a shelf goes empty',
  // Loading the SDK is work for the processor, which comes with the memory.
  memoryMb: 512,
  timeoutSeconds: 60,
  environment: {
    NO_STOCK_TOPIC_ARN: { resource: 'NoStockTopic', attribute: 'arn' },
    ALERTS_TABLE: { resource: 'AlertsTable', attribute: 'name' },
    REJECTS_BUCKET: { resource: 'RejectsBucket', attribute: 'name' },
    ALERT_KINDS: { setting: 'AlertKinds' },
    LOW_STOCK_AT: { setting: 'LowStockAt' },
    LOW_STOCK_ATTRIBUTE: { setting: 'LowStockAttribute' },
    DIGEST_ABOVE: { setting: 'DigestAbove' },
  },
  trigger: {
    type: 'dynamodb-stream',
    table: 'InventoryTable',
    batchSize: 1000,
    windowSeconds: 1,
    parallelizationFactor: 2,
    bisectOnError: true,
    // The queue is told where in the stream the records are, not what they hold, and the stream forgets them
    // after a day: an outage is waited out, and half a day is left to act on what was given up.
    maximumRetryAttempts: 100,
    maximumRecordAgeSeconds: 43_200,
    failureQueue: 'AlertFailures',
  },
  permissions: [
    { actions: ['sns:Publish'], on: { topic: 'NoStockTopic' } },
    { actions: ['dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem'], on: { table: 'AlertsTable' } },
    { actions: ['s3:PutObject'], on: { bucket: 'RejectsBucket', scope: 'objects' } },
  ],
};
