import type { StackManifest } from '@groundcrew/lambda';
import { manifest as reportCosts } from '../report-costs/manifest.ts';

const SCHEDULE_PATTERN = '^(cron|rate)\\([A-Za-z0-9 ,*?/#-]{1,100}\\)$';

/** Where the money went: reports every day and every month, and an alarm before the budget is gone. */
export const stack: StackManifest = {
  name: 'groundcrew-costs',
  description: 'groundcrew: reports costs by Cost Explorer on schedules, and holds them against a budget',
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
      // On the first, the last hours of the month are often missing, and in the east it is not over in UTC.
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
      description: 'Key of the cost allocation tag to tell costs apart by; empty: none',
      default: 'Project',
      // What every service takes in a tag's key; of the letters, those of ASCII.
      pattern: '^$|^[A-Za-z0-9 _.:/=+@-]{1,128}$',
    },
    {
      name: 'CostsGroup',
      description: 'What else to tell costs apart by: service, account, region or usage-type',
      default: 'service',
      pattern: '^(service|account|region|usage-type)$',
    },
    {
      name: 'CostsMetric',
      description: 'Which costs: unblended, amortized, net-unblended, net-amortized or blended',
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
      description: 'US dollars that the reports may spend on Cost Explorer in a month, at 0.01 a request',
      default: '2',
      pattern: '^[0-9]{1,12}(\\.[0-9]{1,4})?$',
    },
    {
      name: 'CostReportsTopicName',
      description: 'Topic that is told what was spent',
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
      description: 'ARN of a topic to be told of alarms; empty: nobody is told',
      default: '',
      pattern: '^$|^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[a-zA-Z0-9_-]{1,256}$',
    },
  ],
  buckets: [{ id: 'CostsBucket', description: 'The cost reports', name: { setting: 'CostsBucketName' } }],
  tables: [],
  topics: [
    {
      id: 'CostReportsTopic',
      description: 'What was spent',
      name: { setting: 'CostReportsTopicName' },
      emailSetting: 'CostReportsEmail',
    },
  ],
  queues: [
    {
      id: 'CostFailures',
      description: 'Events that report-costs gave up, or that could not be delivered to it',
      name: 'groundcrew-cost-failures',
      retentionDays: 14,
    },
  ],
  apis: [],
  functions: [reportCosts],
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
      description: 'More is spent than the budget allows, or will be by the end of the month: see the report',
      metric: { function: 'report-costs', name: 'BudgetPaceExceeded', custom: true },
      statistic: 'Maximum',
      threshold: 1,
      // A day: it stays on from one daily report to the next, and is told once.
      periodSeconds: 86_400,
      evaluationPeriods: 1,
    },
    {
      id: 'CostsSpendExceeded',
      description: 'report-costs may spend no more on Cost Explorer in this month: see docs/cost.md',
      metric: { function: 'report-costs', name: 'SpendExceeded', custom: true },
      statistic: 'Sum',
      threshold: 1,
      periodSeconds: 300,
      evaluationPeriods: 1,
    },
    {
      id: 'CostFailuresNotEmpty',
      description: 'CostFailures holds events that were given up: see docs/cost.md',
      metric: { queue: 'CostFailures', name: 'ApproximateNumberOfMessagesVisible' },
      statistic: 'Maximum',
      threshold: 1,
      periodSeconds: 300,
      evaluationPeriods: 1,
    },
  ],
  alarmTopic: { setting: 'AlarmTopicArn' },
};
