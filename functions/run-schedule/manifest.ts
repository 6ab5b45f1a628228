import type { FunctionManifest } from '@groundcrew/lambda';

const WHICH_REASON =
  'Which resources are on schedules is known only when it runs, and in which regions by a setting.';

/**
 * The resources and triggers of `run-schedule`: a schedule invokes it every few minutes; it reads instances, databases and groups,
 * starts and stops those that are on a schedule, and keeps what it has to remember in a table.
 */
export const manifest: FunctionManifest = {
  name: 'run-schedule',
  description: 'Starts and stops what is on a schedule, and publishes what it could not do to the topic',
  memoryMb: 512,
  timeoutSeconds: 240,
  // Two runs at a time would send everything twice.
  reservedConcurrency: 1,
  environment: {
    BUCKET: { resource: 'SchedulesBucket', attribute: 'name' },
    SCHEDULE_KEY: { setting: 'ScheduleKey' },
    TABLE_NAME: { resource: 'SchedulesTable', attribute: 'name' },
    REGIONS: { setting: 'ScheduleRegions' },
    TOPIC_ARN: { resource: 'SchedulesTopic', attribute: 'arn' },
    ALERT_AFTER_MINUTES: { setting: 'AlertAfterMinutes' },
    REPORT_LANGUAGE: { setting: 'ScheduleLanguage' },
    ACCOUNTS: { setting: 'ScheduleAccounts' },
    ROLE: { setting: 'ScheduleRole' },
    EXTERNAL_ID: { setting: 'ScheduleExternalId' },
  },
  trigger: {
    type: 'schedule',
    schedules: [{ expression: { setting: 'RunInterval' } }],
    timeZone: 'UTC',
    state: { setting: 'RunState' },
    // The next run does what this one would have done.
    undelivered: { maximumRetryAttempts: 1, maximumEventAgeSeconds: 300, failureQueue: 'ScheduleFailures' },
  },
  asynchronous: { maximumRetryAttempts: 0, maximumEventAgeSeconds: 300, failureQueue: 'ScheduleFailures' },
  permissions: [
    { actions: ['s3:GetObject'], on: { bucket: 'SchedulesBucket', scope: 'objects' } },
    // Without it S3 responds "access denied" for a missing file.
    { actions: ['s3:ListBucket'], on: { bucket: 'SchedulesBucket', scope: 'bucket' } },
    { actions: ['dynamodb:BatchWriteItem', 'dynamodb:Scan'], on: { table: 'SchedulesTable' } },
    { actions: ['sns:Publish'], on: { topic: 'SchedulesTopic' } },
    {
      actions: ['ec2:StartInstances', 'ec2:StopInstances'],
      on: { service: 'ec2', resources: 'instance/*', inEveryRegion: true, reason: WHICH_REASON },
    },
    {
      actions: ['rds:StartDBInstance', 'rds:StopDBInstance'],
      on: { service: 'rds', resources: 'db:*', inEveryRegion: true, reason: WHICH_REASON },
    },
    {
      actions: ['rds:StartDBCluster', 'rds:StopDBCluster'],
      on: { service: 'rds', resources: 'cluster:*', inEveryRegion: true, reason: WHICH_REASON },
    },
    {
      actions: ['autoscaling:CreateOrUpdateTags', 'autoscaling:UpdateAutoScalingGroup'],
      on: {
        service: 'autoscaling',
        resources: 'autoScalingGroup:*:autoScalingGroupName/*',
        inEveryRegion: true,
        reason: WHICH_REASON,
      },
    },
    {
      actions: ['rds:DescribeDBInstances'],
      on: { service: 'rds', resources: 'db:*', inEveryRegion: true, reason: WHICH_REASON },
    },
    {
      actions: ['rds:DescribeDBClusters'],
      on: { service: 'rds', resources: 'cluster:*', inEveryRegion: true, reason: WHICH_REASON },
    },
    {
      actions: ['sts:AssumeRole'],
      on: {
        role: { setting: 'ScheduleRole' },
        reason: 'The accounts are a setting, which may name any; the role has one name in all of them.',
      },
    },
    {
      actions: [
        'autoscaling:DescribeAutoScalingGroups',
        'ec2:DescribeInstances',
        'ec2:DescribeRegions',
        'ec2:DescribeSpotInstanceRequests',
      ],
      on: {
        all: true,
        reason: 'List calls support no resource-level permissions (service authorization reference).',
      },
    },
  ],
};
