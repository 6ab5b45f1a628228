import type { StackManifest } from '@groundcrew/lambda';
import { manifest as auditTags } from '../audit-tags/manifest.ts';
import { manifest as tagOnCreate } from '../tag-on-create/manifest.ts';

// The same as isRegionName of aws-core.
const REGION_NAME_PATTERN = '[a-z]{2,5}(-[a-z]{2,12}){1,2}-[1-9][0-9]?';
// The characters that every service accepts in a tag key; of the letters, only ASCII.
const TAG_KEY_PATTERN = '^$|^[A-Za-z0-9 _.:/=+@-]{1,128}$';

/** Audits tags on a schedule, and tags new resources. */
export const stack: StackManifest = {
  name: 'groundcrew-tags',
  description: 'groundcrew: audits tags by a policy on a schedule, and tags new resources',
  settings: [
    {
      name: 'TagsBucketName',
      description: 'Bucket of the tag policy and the audits; empty: groundcrew-tags-ACCOUNT-REGION',
      default: '',
      pattern: '^$|^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
    },
    {
      name: 'TagPolicyKey',
      description: 'Key of the tag policy in the bucket',
      default: 'tag-policy.yaml',
      pattern: '^[A-Za-z0-9!_.*()/-]{1,200}$',
    },
    {
      name: 'AuditSchedule',
      description:
        'When tags are audited: cron(minutes hours day-of-month month day-of-week year) or rate(7 days)',
      default: 'cron(0 9 ? * MON *)',
      pattern: '^(cron|rate)\\([A-Za-z0-9 ,*?/#-]{1,100}\\)$',
    },
    {
      name: 'AuditScheduleState',
      description: 'ENABLED, or DISABLED if another region audits this one too (its AuditRegions)',
      default: 'ENABLED',
      pattern: '^(ENABLED|DISABLED)$',
    },
    {
      name: 'AuditTimeZone',
      description: 'Time zone of the schedule and of the days under which audits are stored: Asia/Seoul',
      default: 'UTC',
      pattern: '^[A-Za-z]+(/[A-Za-z0-9_+-]+){0,2}$',
    },
    {
      name: 'AuditRegions',
      description: 'Regions to audit: current, all, or names separated by commas (eu-west-1,us-east-1)',
      default: 'current',
      pattern: `^(current|all|${REGION_NAME_PATTERN}(,${REGION_NAME_PATTERN})*)$`,
    },
    {
      name: 'AuditLanguage',
      description: 'Language of the audits and their messages: en or ko',
      default: 'en',
      pattern: '^(en|ko)$',
    },
    {
      name: 'CreatedByKey',
      description: 'Key of the tag with the creator of a resource; empty: no such tag',
      default: 'CreatedBy',
      pattern: TAG_KEY_PATTERN,
    },
    {
      name: 'CreatedAtKey',
      description: 'Key of the tag with the creation time of a resource; empty: no such tag',
      default: 'CreatedAt',
      pattern: TAG_KEY_PATTERN,
    },
    {
      name: 'TagAuditsTopicName',
      description: 'Topic of the audit findings',
      default: 'TagAudits',
      pattern: '^[a-zA-Z0-9_-]{1,256}$',
    },
    {
      name: 'TagAuditsEmail',
      description: 'E-mail address to subscribe to the audits; empty: none',
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
  buckets: [
    { id: 'TagsBucket', description: 'The tag policy and the audits', name: { setting: 'TagsBucketName' } },
  ],
  tables: [],
  topics: [
    {
      id: 'TagAuditsTopic',
      description: 'Findings of tag audits',
      name: { setting: 'TagAuditsTopicName' },
      emailSetting: 'TagAuditsEmail',
    },
  ],
  queues: [
    {
      id: 'TagFailures',
      description:
        'Events that audit-tags and tag-on-create failed to process, or that could not be delivered to them',
      name: 'groundcrew-tag-failures',
      retentionDays: 14,
    },
  ],
  apis: [],
  functions: [auditTags, tagOnCreate],
  stateMachines: [],
  alarms: [
    ...[
      { id: 'AuditTags', name: 'audit-tags' },
      { id: 'TagOnCreate', name: 'tag-on-create' },
    ].flatMap(({ id, name }) => [
      {
        id: `${id}Errors`,
        description: `${name} failed: see its log, then docs/tags.md`,
        metric: { function: name, name: 'Errors' as const },
        statistic: 'Sum' as const,
        threshold: 1,
        periodSeconds: 300,
        evaluationPeriods: 1,
      },
      {
        id: `${id}PolicyUnusable`,
        description: `${name} found no tag policy that it could use: see its log, then docs/tags.md`,
        metric: { function: name, name: 'PolicyUnusable', custom: true as const },
        statistic: 'Sum' as const,
        threshold: 1,
        periodSeconds: 300,
        evaluationPeriods: 1,
      },
    ]),
    {
      id: 'TagFailuresNotEmpty',
      description: 'TagFailures contains events that failed: see docs/tags.md',
      metric: { queue: 'TagFailures', name: 'ApproximateNumberOfMessagesVisible' },
      statistic: 'Maximum',
      threshold: 1,
      periodSeconds: 300,
      evaluationPeriods: 1,
    },
  ],
  alarmTopic: { setting: 'AlarmTopicArn' },
};
