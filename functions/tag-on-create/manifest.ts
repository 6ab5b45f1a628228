import type { FunctionManifest } from '@groundcrew/lambda';

const DESCRIBE_REASON =
  'EC2 supports no resource-level permissions for its describe calls (service authorization reference, "Amazon EC2").';
const TAGGING_REASON =
  'TagResources supports no resource-level permissions; the permission of each service decides what it may tag.';
const BUCKETS_REASON =
  'Bucket names are chosen by their creators, and bucket ARNs contain neither account nor region.';
const NEW_RESOURCES_REASON =
  'The resources to tag are created later by others: their names are not known now.';

/**
 * The resources and triggers of `tag-on-create`: CloudTrail reports new resources to EventBridge, and the function
 * tags them.
 */
export const manifest: FunctionManifest = {
  name: 'tag-on-create',
  description:
    'Tags new resources with creator, creation time and the tags that the policy lets them inherit',
  // Loading the SDK is limited by the CPU, which scales with the memory.
  memoryMb: 512,
  // It waits up to seven seconds for resources that EC2 does not list yet, and is throttled like other clients.
  timeoutSeconds: 120,
  environment: {
    POLICY_BUCKET: { resource: 'TagsBucket', attribute: 'name' },
    POLICY_KEY: { setting: 'TagPolicyKey' },
    CREATED_BY_KEY: { setting: 'CreatedByKey' },
    CREATED_AT_KEY: { setting: 'CreatedAtKey' },
  },
  trigger: {
    type: 'event-pattern',
    // The same calls as creationCalls of @groundcrew/tags; a test keeps them equal.
    pattern: {
      source: ['aws.ec2', 'aws.s3', 'aws.dynamodb', 'aws.lambda', 'aws.sns', 'aws.sqs', 'aws.logs'],
      'detail-type': ['AWS API Call via CloudTrail'],
      detail: {
        eventSource: [
          'ec2.amazonaws.com',
          's3.amazonaws.com',
          'dynamodb.amazonaws.com',
          'lambda.amazonaws.com',
          'sns.amazonaws.com',
          'sqs.amazonaws.com',
          'logs.amazonaws.com',
        ],
        eventName: [
          'RunInstances',
          'CreateVolume',
          'CreateNetworkInterface',
          'CreateSnapshot',
          'CreateSnapshots',
          'CopySnapshot',
          'CreateImage',
          'CopyImage',
          'RegisterImage',
          'AllocateAddress',
          'CreateSecurityGroup',
          'CreateVpc',
          'CreateDefaultVpc',
          'CreateSubnet',
          'CreateDefaultSubnet',
          'CreateRouteTable',
          'CreateInternetGateway',
          'CreateNatGateway',
          'CreateBucket',
          'CreateTable',
          'RestoreTableFromBackup',
          'RestoreTableToPointInTime',
          'CreateFunction20150331',
          'CreateTopic',
          'CreateQueue',
          'CreateLogGroup',
        ],
        // A call that failed, or that was a dry run, created nothing.
        errorCode: [{ exists: false }],
      },
    },
    undelivered: { maximumRetryAttempts: 185, maximumEventAgeSeconds: 86_400, failureQueue: 'TagFailures' },
  },
  asynchronous: { maximumRetryAttempts: 2, maximumEventAgeSeconds: 21_600, failureQueue: 'TagFailures' },
  permissions: [
    { actions: ['s3:GetObject'], on: { bucket: 'TagsBucket', scope: 'objects' } },
    // Without it S3 responds "access denied" for a missing policy.
    { actions: ['s3:ListBucket'], on: { bucket: 'TagsBucket', scope: 'bucket' } },
    {
      actions: [
        'ec2:DescribeAddresses',
        'ec2:DescribeImages',
        'ec2:DescribeInstances',
        'ec2:DescribeInternetGateways',
        'ec2:DescribeNatGateways',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeRouteTables',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSnapshots',
        'ec2:DescribeSubnets',
        'ec2:DescribeVolumes',
        'ec2:DescribeVpcs',
      ],
      on: { all: true, reason: DESCRIBE_REASON },
    },
    ...[
      'elastic-ip/*',
      'instance/*',
      'internet-gateway/*',
      'natgateway/*',
      'network-interface/*',
      'route-table/*',
      'security-group/*',
      'subnet/*',
      'volume/*',
      'vpc/*',
    ].map((resources) => ({
      actions: ['ec2:CreateTags'],
      on: { service: 'ec2', resources, reason: NEW_RESOURCES_REASON },
    })),
    // The ARNs of these have no account: a grant with one never applies to them.
    ...['image/*', 'snapshot/*'].map((resources) => ({
      actions: ['ec2:CreateTags'],
      on: { service: 'ec2', resources, withoutAccount: true as const, reason: NEW_RESOURCES_REASON },
    })),
    { actions: ['tag:TagResources'], on: { all: true, reason: TAGGING_REASON } },
    { actions: ['s3:GetBucketTagging', 's3:PutBucketTagging'], on: { all: true, reason: BUCKETS_REASON } },
    {
      actions: ['dynamodb:ListTagsOfResource', 'dynamodb:TagResource'],
      on: { service: 'dynamodb', resources: 'table/*', reason: NEW_RESOURCES_REASON },
    },
    {
      actions: ['lambda:ListTags', 'lambda:TagResource'],
      on: { service: 'lambda', resources: 'function:*', reason: NEW_RESOURCES_REASON },
    },
    {
      actions: ['sns:ListTagsForResource', 'sns:TagResource'],
      on: { service: 'sns', resources: '*', reason: NEW_RESOURCES_REASON },
    },
    {
      actions: ['sqs:GetQueueUrl', 'sqs:ListQueueTags', 'sqs:TagQueue'],
      on: { service: 'sqs', resources: '*', reason: NEW_RESOURCES_REASON },
    },
    {
      actions: ['logs:ListTagsForResource', 'logs:TagResource'],
      on: { service: 'logs', resources: 'log-group:*', reason: NEW_RESOURCES_REASON },
    },
  ],
};
