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
    INVENTORY_TABLE: { resource: 'InventoryTable', attribute: 'name' },
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
    // Retries outlast an outage of half a day; meanwhile newer changes of the same shard wait.
    maximumRetryAttempts: 100,
    maximumRecordAgeSeconds: 43_200,
    // A queue would receive the position of the records, and the stream deletes them after a day.
    onFailure: { bucket: 'AlertFailuresBucket' },
  },
  permissions: [
    { actions: ['sns:Publish'], on: { topic: 'NoStockTopic' } },
    {
      actions: ['dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem', 'dynamodb:PutItem'],
      on: { table: 'AlertsTable' },
    },
    // A replay sends what is still true of the shelf.
    { actions: ['dynamodb:BatchGetItem'], on: { table: 'InventoryTable' } },
    { actions: ['s3:PutObject'], on: { bucket: 'RejectsBucket', scope: 'objects' } },
  ],
};
