import type { FunctionManifest } from '@groundcrew/lambda';

const WILDCARD_REASON = 'List calls support no resource-level permissions (service authorization reference).';

/**
 * The resources and triggers of `audit-tags`: a schedule invokes it; it reads resources, and reports to a bucket
 * and a topic.
 */
export const manifest: FunctionManifest = {
  name: 'audit-tags',
  description: 'Audits the tags: stores a report in the bucket, and publishes new findings to the topic',
  // 100,000 resources are held in memory, with the findings of each.
  memoryMb: 1024,
  timeoutSeconds: 900,
  environment: {
    BUCKET: { resource: 'TagsBucket', attribute: 'name' },
    POLICY_KEY: { setting: 'TagPolicyKey' },
    REGIONS: { setting: 'AuditRegions' },
    TIME_ZONE: { setting: 'AuditTimeZone' },
    TOPIC_ARN: { resource: 'TagAuditsTopic', attribute: 'arn' },
    REPORT_LANGUAGE: { setting: 'AuditLanguage' },
  },
  trigger: {
    type: 'schedule',
    schedules: [{ expression: { setting: 'AuditSchedule' } }],
    timeZone: { setting: 'AuditTimeZone' },
    state: { setting: 'AuditScheduleState' },
    undelivered: { maximumRetryAttempts: 10, maximumEventAgeSeconds: 21_600, failureQueue: 'TagFailures' },
  },
  asynchronous: { maximumRetryAttempts: 1, maximumEventAgeSeconds: 21_600, failureQueue: 'TagFailures' },
  permissions: [
    { actions: ['s3:GetObject', 's3:PutObject'], on: { bucket: 'TagsBucket', scope: 'objects' } },
    // Without it S3 responds "access denied" for a missing policy.
    { actions: ['s3:ListBucket'], on: { bucket: 'TagsBucket', scope: 'bucket' } },
    { actions: ['sns:Publish'], on: { topic: 'TagAuditsTopic' } },
    {
      actions: [
        'apigateway:GET',
        'autoscaling:DescribeAutoScalingGroups',
        'cloudformation:DescribeStacks',
        'cloudformation:ListStacks',
        'cloudfront:ListDistributions',
        'cloudwatch:DescribeAlarms',
        'dynamodb:ListTables',
        'ec2:DescribeAddresses',
        'ec2:DescribeImages',
        'ec2:DescribeInstances',
        'ec2:DescribeInternetGateways',
        'ec2:DescribeNatGateways',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeRegions',
        'ec2:DescribeRouteTables',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSnapshots',
        'ec2:DescribeSubnets',
        'ec2:DescribeVolumes',
        'ec2:DescribeVpcs',
        'ecr:DescribeRepositories',
        'ecs:ListClusters',
        'ecs:ListServices',
        'eks:ListClusters',
        'elasticache:DescribeCacheClusters',
        'elasticache:DescribeReplicationGroups',
        'elasticache:DescribeServerlessCaches',
        'elasticfilesystem:DescribeFileSystems',
        'elasticloadbalancing:DescribeLoadBalancers',
        'es:ListDomainNames',
        'iam:GetAccountAuthorizationDetails',
        'iam:ListAccountAliases',
        'kinesis:ListStreams',
        'kms:ListAliases',
        'kms:ListKeys',
        'lambda:ListFunctions',
        'logs:DescribeLogGroups',
        'rds:DescribeDBClusters',
        'rds:DescribeDBInstances',
        'redshift:DescribeClusters',
        'route53:ListHostedZones',
        's3:ListAllMyBuckets',
        'secretsmanager:ListSecrets',
        'sns:ListTopics',
        'sqs:ListQueues',
        'states:ListStateMachines',
        'tag:GetResources',
      ],
      on: { all: true, reason: WILDCARD_REASON },
    },
  ],
};
