import type { StackManifest } from '@groundcrew/lambda';
import { manifest as runSchedule } from '../run-schedule/manifest.ts';

// The same as isRegionName of aws-core.
const REGION_NAME_PATTERN = '[a-z]{2,5}(-[a-z]{2,12}){1,2}-[1-9][0-9]?';

/** Starts and stops instances, databases and groups by a schedule file. */
export const stack: StackManifest = {
  name: 'groundcrew-schedules',
  description: 'groundcrew: starts and stops what is on a schedule',
  settings: [
    {
      name: 'SchedulesBucketName',
      description:
        'Bucket of the schedule file and its calendars; empty: groundcrew-schedules-ACCOUNT-REGION',
      default: '',
      pattern: '^$|^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
    },
    {
      name: 'ScheduleKey',
      description: 'Key of the schedule file in the bucket',
      default: 'schedule.yaml',
      pattern: '^[A-Za-z0-9!_.*()/-]{1,200}$',
    },
    {
      name: 'RunInterval',
      description: 'How often it runs: rate(5 minutes)',
      default: 'rate(5 minutes)',
      pattern: '^rate\\([1-9][0-9]{0,2} (minute|minutes|hour|hours)\\)$',
    },
    {
      name: 'RunState',
      description: 'ENABLED, or DISABLED to leave everything as it is',
      default: 'ENABLED',
      pattern: '^(ENABLED|DISABLED)$',
    },
    {
      name: 'ScheduleRegions',
      description:
        'Regions of what is on schedules: current, all, or names separated by commas (eu-west-1,us-east-1)',
      default: 'current',
      pattern: `^(current|all|${REGION_NAME_PATTERN}(,${REGION_NAME_PATTERN})*)$`,
    },
    {
      name: 'ScheduleAccounts',
      description:
        'Further accounts, separated by commas, which have the role ScheduleRole; empty: only its own',
      default: '',
      pattern: '^$|^[0-9]{12}(,[0-9]{12})*$',
    },
    {
      name: 'ScheduleRole',
      description: 'Name of the role that it assumes in the further accounts',
      default: 'groundcrew-schedules',
      pattern: '^[a-zA-Z0-9+=,.@_-]{1,64}$',
    },
    {
      name: 'ScheduleExternalId',
      description: 'External id that the trust policy of that role requires; empty: none',
      default: '',
      pattern: '^$|^[a-zA-Z0-9_+=,.@:/-]{2,1224}$',
    },
    {
      name: 'AlertAfterMinutes',
      description:
        'Minutes after which a resource that cannot be started or stopped is reported to the topic',
      default: '15',
      pattern: '^[0-9]{1,4}$',
    },
    {
      name: 'ScheduleLanguage',
      description: 'Language of the messages to the topic: en or ko',
      default: 'en',
      pattern: '^(en|ko)$',
    },
    {
      name: 'SchedulesTableName',
      description: 'Table of overrides, and of what has to be remembered between runs',
      default: 'Schedules',
      pattern: '^[a-zA-Z0-9_.-]{3,255}$',
    },
    {
      name: 'SchedulesTopicName',
      description: 'Topic of what could not be done',
      default: 'Schedules',
      pattern: '^[a-zA-Z0-9_-]{1,256}$',
    },
    {
      name: 'SchedulesEmail',
      description: 'E-mail address to subscribe to the topic; empty: none',
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
    {
      id: 'SchedulesBucket',
      description: 'The schedule file and its calendars',
      name: { setting: 'SchedulesBucketName' },
    },
  ],
  tables: [
    {
      id: 'SchedulesTable',
      description: 'Overrides, and what has to be remembered between runs',
      name: { setting: 'SchedulesTableName' },
      partitionKey: 'Id',
      ttlAttribute: 'ExpiresAt',
      pointInTimeRecovery: true,
    },
  ],
  topics: [
    {
      id: 'SchedulesTopic',
      description: 'What could not be started or stopped',
      name: { setting: 'SchedulesTopicName' },
      emailSetting: 'SchedulesEmail',
    },
  ],
  queues: [
    {
      id: 'ScheduleFailures',
      description: 'Runs of run-schedule that failed, or could not be delivered to it',
      name: 'groundcrew-schedule-failures',
      retentionDays: 14,
    },
  ],
  apis: [],
  functions: [runSchedule],
  stateMachines: [],
  alarms: [
    {
      id: 'RunScheduleErrors',
      description:
        'run-schedule failed three times within a quarter of an hour: see its log, then docs/schedule.md',
      metric: { function: 'run-schedule', name: 'Errors' },
      statistic: 'Sum',
      threshold: 3,
      periodSeconds: 900,
      evaluationPeriods: 1,
    },
    {
      id: 'RunScheduleUnusable',
      description:
        'run-schedule found no schedule file that it could use: see its log, then docs/schedule.md',
      metric: { function: 'run-schedule', name: 'ScheduleUnusable', custom: true },
      statistic: 'Sum',
      threshold: 1,
      periodSeconds: 300,
      evaluationPeriods: 1,
    },
    {
      id: 'RunScheduleProblems',
      description:
        'A resource has not been as scheduled for half an hour: the topic and the log have what, then docs/schedule.md',
      metric: { function: 'run-schedule', name: 'ScheduleProblems', custom: true },
      statistic: 'Maximum',
      threshold: 1,
      periodSeconds: 900,
      evaluationPeriods: 2,
    },
  ],
  alarmTopic: { setting: 'AlarmTopicArn' },
};
