import type { BucketManifest } from '@groundcrew/lambda';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { defaults } from '../shared/defaults.ts';
import { acknowledge } from './acknowledge.ts';
import { bucketName, type Resources, textOf } from './resources.ts';

/** The buckets; their notifications to functions are wired where the functions are made. */
export function addBuckets(resources: Resources): void {
  for (const manifest of resources.manifest.buckets) {
    const bucket = new Bucket(resources.stack, manifest.id, {
      bucketName: bucketName(resources, manifest.id),
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      versioned: true,
      lifecycleRules: lifecycleRules(manifest),
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    acknowledge(
      bucket,
      'AwsSolutions-S1',
      'Access logs need one more bucket that grows without end; who must know turns on data events in CloudTrail.',
    );
    resources.buckets.set(manifest.id, bucket);
  }
}

function lifecycleRules({ expireAfterDays }: BucketManifest): LifecycleRule[] {
  return [
    {
      id: 'forget-what-was-replaced',
      abortIncompleteMultipartUploadAfter: Duration.days(defaults.abortMultipartDays),
      noncurrentVersionExpiration: Duration.days(defaults.noncurrentVersionDays),
      expiredObjectDeleteMarker: true,
    },
    ...(expireAfterDays === undefined ? [] : [{ id: 'expire', expiration: Duration.days(expireAfterDays) }]),
  ];
}

/** The tables, on demand; encrypted by a key of DynamoDB's own, which costs nothing. */
export function addTables(resources: Resources): void {
  for (const manifest of resources.manifest.tables) {
    const table = new Table(resources.stack, manifest.id, {
      tableName: textOf(resources, manifest.name),
      billingMode: BillingMode.PAY_PER_REQUEST,
      partitionKey: { name: manifest.partitionKey, type: AttributeType.STRING },
      ...(manifest.sortKey !== undefined && {
        sortKey: { name: manifest.sortKey, type: AttributeType.STRING },
      }),
      ...(manifest.stream !== undefined && { stream: StreamViewType[manifest.stream] }),
      ...(manifest.ttlAttribute !== undefined && { timeToLiveAttribute: manifest.ttlAttribute }),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: manifest.pointInTimeRecovery },
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    resources.tables.set(manifest.id, table);
  }
}
