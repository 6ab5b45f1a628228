import type { FunctionManifest } from '@groundcrew/lambda';

/** The resources and triggers of `alert-no-stock`: the table's stream invokes it, alerts go to the topic. */
export const manifest: FunctionManifest = {
  name: 'alert-no-stock',
  description: 'Publishes an alert when a shelf becomes empty',
  // Loading the SDK is limited by the CPU, which scales with the memory.
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
    ALERT_LANGUAGE: { setting: 'AlertLanguage' },
    ALERT_TEMPLATE: { setting: 'AlertTemplate' },
    ALERT_FORMAT: { setting: 'AlertFormat' },
  },
  trigger: {
    type: 'dynamodb-stream',
    table: 'InventoryTable',
    batchSize: 1000,
    windowSeconds: 1,
    parallelizationFactor: 2,
    bisectOnError: true,
    // The queue receives the position of the records in the stream, not the records, and the stream deletes them
    // after a
    // day: retries outlast an outage, and leave half a day to act on batches that were given up.
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
