import type { BucketManifest, StackManifest, TableManifest } from '@groundcrew/lambda';
import { defaults, logicalId } from '../shared/defaults.ts';
import { getAtt, type Json, type Resource, type Resources, ref, sub } from './intrinsics.ts';
import type { References } from './references.ts';
import { tlsOnly } from './tls-only.ts';

/**
 * Resources with user data are retained when the stack is deleted, or when a change would replace them. If the
 * creation
 * of the stack fails, they are deleted anyway: otherwise their names would block the next attempt.
 */
const retentionPolicies = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' } as const;

/** The buckets: private, encrypted, versioned, TLS only, with notifications to the functions that they trigger. */
export function bucketResources(stack: StackManifest, references: References): Resources {
  const resources: Record<string, Resource> = {};
  for (const bucket of stack.buckets) {
    const listeners = stack.functions.flatMap(({ name, trigger }) =>
      trigger.type === 's3-object-created' && trigger.bucket === bucket.id
        ? [{ id: logicalId(name), name, prefix: trigger.prefix }]
        : [],
    );
    for (const { id } of listeners) {
      resources[`${id}InvokePermission`] = {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: getAtt(`${id}Function`, 'Arn'),
          Principal: 's3.amazonaws.com',
          SourceAccount: ref('AWS::AccountId'),
          SourceArn: references.bucketArn(bucket.id),
        },
      };
    }
    resources[bucket.id] = {
      Type: 'AWS::S3::Bucket',
      // S3 checks whether it may invoke the function when the notification is configured.
      ...(listeners.length > 0 && { DependsOn: listeners.map(({ id }) => `${id}InvokePermission`) }),
      ...retentionPolicies,
      Properties: {
        BucketName: references.bucketName(bucket.id),
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        VersioningConfiguration: { Status: 'Enabled' },
        LifecycleConfiguration: { Rules: lifecycleRules(bucket) },
        ...(listeners.length > 0 && {
          NotificationConfiguration: {
            LambdaConfigurations: listeners.map(({ id, prefix }) => ({
              Event: 's3:ObjectCreated:*',
              Function: getAtt(`${id}Function`, 'Arn'),
              ...(prefix !== undefined && {
                Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: prefix }] } },
              }),
            })),
          },
        }),
      },
    };
    resources[`${bucket.id}Policy`] = {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: ref(bucket.id),
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [tlsOnly('s3:*', [getAtt(bucket.id, 'Arn'), sub(`\${${bucket.id}.Arn}/*`)])],
        },
      },
    };
  }
  return resources;
}

function lifecycleRules(bucket: BucketManifest): Json[] {
  const { expireAfterDays } = bucket;
  return [
    {
      Id: 'forget-what-was-replaced',
      Status: 'Enabled',
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: defaults.abortMultipartDays },
      NoncurrentVersionExpiration: { NoncurrentDays: defaults.noncurrentVersionDays },
      ExpiredObjectDeleteMarker: true,
    },
    ...(expireAfterDays === undefined
      ? []
      : [{ Id: 'expire', Status: 'Enabled', ExpirationInDays: expireAfterDays }]),
  ];
}

/**
 * The tables, on demand. No `SSESpecification`: DynamoDB encrypts every table, by default with a key
 * of its own that costs nothing.
 */
export function tableResources(stack: StackManifest, references: References): Resources {
  return Object.fromEntries(stack.tables.map((table) => [table.id, tableResource(table, references)]));
}

function tableResource(table: TableManifest, references: References): Resource {
  const keys = [table.partitionKey, ...(table.sortKey === undefined ? [] : [table.sortKey])];
  return {
    Type: 'AWS::DynamoDB::Table',
    ...retentionPolicies,
    Properties: {
      TableName: references.value(table.name),
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.map((key) => ({ AttributeName: key, AttributeType: 'S' })),
      KeySchema: keys.map((key, index) => ({ AttributeName: key, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: table.pointInTimeRecovery },
      ...(table.stream !== undefined && { StreamSpecification: { StreamViewType: table.stream } }),
      ...(table.ttlAttribute !== undefined && {
        TimeToLiveSpecification: { AttributeName: table.ttlAttribute, Enabled: true },
      }),
    },
  };
}
