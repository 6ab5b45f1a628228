import type { StackManifest } from '@groundcrew/lambda';
import { manifest as reportCosts } from '../report-costs/manifest.ts';

const SCHEDULE_PATTERN = '^(cron|rate)\\([A-Za-z0-9 ,*?/#-]{1,100}\\)$';

/** Cost reports every day and every month, and an alarm before the budget is exceeded. */
export const stack: StackManifest = {
  name: 'groundcrew-costs',
  description: 'groundcrew: reports costs from Cost Explorer on schedules, and compares them with a budget',
  settings: [
    {
      name: 'CostsBucketName',
      description: 'Bucket of the cost reports; empty: groundcrew-costs-ACCOUNT-REGION',
      default: '',
      pattern: '^$|^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
    },
    {
      name: 'DailyCostsSchedule',
      description:
        'When the month so far is reported: cron(minutes hours day-of-month month day-of-week year) or rate(1 day)',
      default: 'cron(0 8 * * ? *)',
      pattern: SCHEDULE_PATTERN,
    },
    {
      name: 'MonthlyCostsSchedule',
      description: 'When the month before is reported: some minutes apart from the daily report',
      // On the first, the last hours of the month are often missing, and east of UTC it is not over in UTC.
      default: 'cron(30 8 2 * ? *)',
      pattern: SCHEDULE_PATTERN,
    },
    {
      name: 'CostsTimeZone',
      description: 'Time zone of the schedules: Asia/Seoul; days of costs are those of UTC, as AWS bills',
      default: 'UTC',
      pattern: '^[A-Za-z]+(/[A-Za-z0-9_+-]+){0,2}$',
    },
    {
      name: 'CostsTagKey',
      description: 'Key of the cost allocation tag to group costs by; empty: none',
      default: 'Project',
      // The characters that every service accepts in a tag key; of the letters, only ASCII.
      pattern: '^$|^[A-Za-z0-9 _.:/=+@-]{1,128}$',
    },
    {
      name: 'CostsGroup',
      description: 'Second dimension to group costs by: service, account, region or usage-type',
      default: 'service',
      pattern: '^(service|account|region|usage-type)$',
    },
    {
      name: 'CostsMetric',
      description: 'Cost metric: unblended, amortized, net-unblended, net-amortized or blended',
      default: 'unblended',
      pattern: '^(unblended|amortized|net-unblended|net-amortized|blended)$',
    },
    {
      name: 'CostsForecast',
      description:
        "How the month is forecast: own, from its daily costs; aws, by Cost Explorer's own forecast, a paid request",
      default: 'own',
      pattern: '^(own|aws)$',
    },
    {
      name: 'CostsBudget',
      description: "Budget of a month, in the bill's currency: 1200; 0 or empty: none",
      default: '',
      pattern: '^$|^[0-9]{1,12}(\\.[0-9]{1,4})?$',
    },
    {
      name: 'CostsMaxSpendUsd',
      description: 'Maximum US dollars a month for Cost Explorer requests, at 0.01 a request',
      default: '2',
      pattern: '^[0-9]{1,12}(\\.[0-9]{1,4})?$',
    },
    {
      name: 'CostReportsLanguage',
      description: 'Language of the reports and their messages: en or ko',
      default: 'en',
      pattern: '^(en|ko)$',
    },
    {
      name: 'CostReportsFormat',
      description: 'text, or chat: HTTPS subscribers get the notification that AWS shows in Slack and Teams',
      default: 'text',
      pattern: '^(text|chat)$',
    },
    {
      name: 'CostReportsTopicName',
      description: 'Topic of the cost reports',
      default: 'CostReports',
      pattern: '^[a-zA-Z0-9_-]{1,256}$',
    },
    {
      name: 'CostReportsEmail',
      description: 'E-mail address to subscribe to the reports; empty: none',
      default: '',
      pattern: '^$|^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$',
    },
    {
      name: 'AlarmTopicArn',
      description: 'ARN of a topic for alarms; empty: no notifications',
      default: '',
      pattern: '^$|^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[a-zA-Z0-9_-]{1,256}$',
    },
  ],
  buckets: [{ id: 'CostsBucket', description: 'The cost reports', name: { setting: 'CostsBucketName' } }],
  tables: [],
  topics: [
    {
      id: 'CostReportsTopic',
      description: 'Cost reports',
      name: { setting: 'CostReportsTopicName' },
      emailSetting: 'CostReportsEmail',
    },
  ],
  queues: [
    {
      id: 'CostFailures',
      description: 'Events that report-costs failed to process, or that could not be delivered to it',
      name: 'groundcrew-cost-failures',
      retentionDays: 14,
    },
  ],
  apis: [],
  functions: [reportCosts],
  stateMachines: [],
  alarms: [
    {
      id: 'ReportCostsErrors',
      description: 'report-costs failed: see its log, then docs/cost.md',
      metric: { function: 'report-costs', name: 'Errors' },
      statistic: 'Sum',
      threshold: 1,
      periodSeconds: 300,
      evaluationPeriods: 1,
    },
    {
      id: 'BudgetPaceExceeded',
      description: 'Costs exceed the budget, or are forecast to by the end of the month: see the report',
      metric: { function: 'report-costs', name: 'BudgetPaceExceeded', custom: true },
      statistic: 'Maximum',
      threshold: 1,
      // A day: the alarm stays on from one daily report to the next, and notifies once.
      periodSeconds: 86_400,
      evaluationPeriods: 1,
    },
    {
      id: 'CostsSpendExceeded',
      description: 'report-costs has reached its monthly maximum for Cost Explorer: see docs/cost.md',
      metric: { function: 'report-costs', name: 'SpendExceeded', custom: true },
      statistic: 'Sum',
      threshold: 1,
      periodSeconds: 300,
      evaluationPeriods: 1,
    },
    {
      id: 'CostFailuresNotEmpty',
      description: 'CostFailures contains events that failed: see docs/cost.md',
      metric: { queue: 'CostFailures', name: 'ApproximateNumberOfMessagesVisible' },
      statistic: 'Maximum',
      threshold: 1,
      periodSeconds: 300,
      evaluationPeriods: 1,
    },
  ],
  alarmTopic: { setting: 'AlarmTopicArn' },
};
