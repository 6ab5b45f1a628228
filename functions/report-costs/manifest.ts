import type { FunctionManifest } from '@groundcrew/lambda';

/** How `report-costs` is wired: two schedules run it, it asks Cost Explorer, and reports to a bucket and a topic. */
export const manifest: FunctionManifest = {
  name: 'report-costs',
  description: 'Reports costs by Cost Explorer: to the bucket, in a few lines to the topic',
  memoryMb: 512,
  timeoutSeconds: 300,
  environment: {
    BUCKET: { resource: 'CostsBucket', attribute: 'name' },
    TOPIC_ARN: { resource: 'CostReportsTopic', attribute: 'arn' },
    TAG_KEY: { setting: 'CostsTagKey' },
    GROUP: { setting: 'CostsGroup' },
    METRIC: { setting: 'CostsMetric' },
    FORECAST: { setting: 'CostsForecast' },
    BUDGET: { setting: 'CostsBudget' },
    MAX_SPEND_USD: { setting: 'CostsMaxSpendUsd' },
  },
  trigger: {
    type: 'schedule',
    schedules: [
      { expression: { setting: 'DailyCostsSchedule' } },
      // The handler knows it by this name.
      { name: 'monthly', expression: { setting: 'MonthlyCostsSchedule' } },
    ],
    timeZone: { setting: 'CostsTimeZone' },
    undelivered: { maximumRetryAttempts: 10, maximumEventAgeSeconds: 21_600, failureQueue: 'CostFailures' },
  },
  asynchronous: { maximumRetryAttempts: 1, maximumEventAgeSeconds: 21_600, failureQueue: 'CostFailures' },
  permissions: [
    // What was spent on Cost Explorer is read and written there, too: a month's maximum has to be remembered.
    { actions: ['s3:GetObject', 's3:PutObject'], on: { bucket: 'CostsBucket', scope: 'objects' } },
    // Without it S3 answers "access denied" before anything was spent.
    { actions: ['s3:ListBucket'], on: { bucket: 'CostsBucket', scope: 'bucket' } },
    { actions: ['sns:Publish'], on: { topic: 'CostReportsTopic' } },
    {
      actions: ['ce:GetCostAndUsage', 'ce:GetCostForecast'],
      on: {
        all: true,
        reason:
          'Costs are those of the account: the permissions are on nothing smaller but billing views, which are not used (service authorization reference).',
      },
    },
  ],
};
