import type { FunctionManifest } from '@groundcrew/lambda';

const DESCRIBE_REASON =
  'EC2 has no permissions by resource for its describe calls (service authorization reference, "Amazon EC2").';
const TAGGING_REASON =
  'TagResources has none by resource; what it may tag is decided by the permission of each service besides.';
const BUCKETS_REASON =
  'Buckets are named by whoever makes them, and their ARNs tell neither account nor region.';
const NEW_RESOURCES_REASON = 'What is to be tagged is made by others later: nobody can name it now.';

/** How `tag-on-create` is wired: CloudTrail tells EventBridge what was made, and it is given its tags. */
export const manifest: FunctionManifest = {
  name: 'tag-on-create',
  description: 'Tags what is made: by whom, when, and what the tag policy hands down',
  // Loading the SDK is work for the processor, which comes with the memory.
  memoryMb: 512,
  // It waits up to seven seconds for what EC2 does not tell of yet, and is throttled with everybody else.
  timeoutSeconds: 120,
  environment: {
    POLICY_BUCKET: { resource: 'TagsBucket', attribute: 'name' },
    POLICY_KEY: { setting: 'TagPolicyKey' },
    CREATED_BY_KEY: { setting: 'CreatedByKey' },
    CREATED_AT_KEY: { setting: 'CreatedAtKey' },
  },
  trigger: {
    type: 'event-pattern',
    // The same calls as creationCalls of @groundcrew/tags; a test holds them together.
    pattern: {
      source: ['aws.ec2', 'aws.s3', 'aws.dynamodb', 'aws.lambda', 'aws.sns'],
      'detail-type': ['AWS API Call via CloudTrail'],
      detail: {
        eventSource: [
          'ec2.amazonaws.com',
          's3.amazonaws.com',
          'dynamodb.amazonaws.com',
          'lambda.amazonaws.com',
          'sns.amazonaws.com',
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
          'CreateBucket',
          'CreateTable',
          'CreateFunction20150331',
          'CreateTopic',
        ],
        // Nothing was made by a call that failed, or that was a dry run.
        errorCode: [{ exists: false }],
      },
    },
    undelivered: { maximumRetryAttempts: 185, maximumEventAgeSeconds: 86_400, failureQueue: 'TagFailures' },
  },
  asynchronous: { maximumRetryAttempts: 2, maximumEventAgeSeconds: 21_600, failureQueue: 'TagFailures' },
  permissions: [
    { actions: ['s3:GetObject'], on: { bucket: 'TagsBucket', scope: 'objects' } },
    // Without it S3 answers "access denied" for a policy that is not there.
    { actions: ['s3:ListBucket'], on: { bucket: 'TagsBucket', scope: 'bucket' } },
    {
      actions: [
        'ec2:DescribeImages',
        'ec2:DescribeInstances',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSnapshots',
        'ec2:DescribeSubnets',
        'ec2:DescribeVolumes',
        'ec2:DescribeVpcs',
      ],
      on: { all: true, reason: DESCRIBE_REASON },
    },
    { actions: ['ec2:CreateTags'], on: { service: 'ec2', resources: '*', reason: NEW_RESOURCES_REASON } },
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
  ],
};
