import type { FunctionManifest } from '@groundcrew/lambda';

/**
 * The resources and triggers of `report-costs`: two schedules invoke it; it queries Cost Explorer, and reports to
 * a bucket and a topic.
 */
export const manifest: FunctionManifest = {
  name: 'report-costs',
  description:
    'Reports costs from Cost Explorer: stores a report in the bucket, and publishes a summary to the topic',
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
    FORMAT: { setting: 'CostReportsFormat' },
    REPORT_LANGUAGE: { setting: 'CostReportsLanguage' },
    MAX_SPEND_USD: { setting: 'CostsMaxSpendUsd' },
  },
  trigger: {
    type: 'schedule',
    schedules: [
      { expression: { setting: 'DailyCostsSchedule' } },
      // The handler recognizes it by this name.
      { name: 'monthly', expression: { setting: 'MonthlyCostsSchedule' } },
    ],
    timeZone: { setting: 'CostsTimeZone' },
    undelivered: { maximumRetryAttempts: 10, maximumEventAgeSeconds: 21_600, failureQueue: 'CostFailures' },
  },
  asynchronous: { maximumRetryAttempts: 1, maximumEventAgeSeconds: 21_600, failureQueue: 'CostFailures' },
  permissions: [
    // The record of what was spent on Cost Explorer is there, too, for the month's maximum.
    { actions: ['s3:GetObject', 's3:PutObject'], on: { bucket: 'CostsBucket', scope: 'objects' } },
    // Without it S3 responds with "access denied" before the first record is written.
    { actions: ['s3:ListBucket'], on: { bucket: 'CostsBucket', scope: 'bucket' } },
    { actions: ['sns:Publish'], on: { topic: 'CostReportsTopic' } },
    {
      actions: ['ce:GetCostAndUsage', 'ce:GetCostForecast'],
      on: {
        all: true,
        reason:
          'Cost Explorer supports no resource-level permissions except for billing views, which are not used (service authorization reference).',
      },
    },
  ],
};
