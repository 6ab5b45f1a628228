import type { ServiceCall } from '../service.ts';
import type { Operation, Route } from './route.ts';

/** The resource of an operation's permission: all of S3, the bucket, or the object. */
type Level = 'all' | 'bucket' | 'object';

/** Rules: "Required permissions for Amazon S3 API operations" in the S3 user guide. */
const permissions: Readonly<Record<Operation, readonly [action: string, level: Level]>> = {
  AbortMultipartUpload: ['s3:AbortMultipartUpload', 'object'],
  CompleteMultipartUpload: ['s3:PutObject', 'object'],
  CopyObject: ['s3:PutObject', 'object'],
  CreateBucket: ['s3:CreateBucket', 'bucket'],
  CreateMultipartUpload: ['s3:PutObject', 'object'],
  DeleteBucket: ['s3:DeleteBucket', 'bucket'],
  DeleteBucketTagging: ['s3:PutBucketTagging', 'bucket'],
  DeleteObject: ['s3:DeleteObject', 'object'],
  DeleteObjects: ['s3:DeleteObject', 'object'],
  GetBucketLocation: ['s3:GetBucketLocation', 'bucket'],
  GetBucketTagging: ['s3:GetBucketTagging', 'bucket'],
  GetBucketVersioning: ['s3:GetBucketVersioning', 'bucket'],
  GetObject: ['s3:GetObject', 'object'],
  GetObjectTagging: ['s3:GetObjectTagging', 'object'],
  HeadBucket: ['s3:ListBucket', 'bucket'],
  HeadObject: ['s3:GetObject', 'object'],
  ListBuckets: ['s3:ListAllMyBuckets', 'all'],
  ListMultipartUploads: ['s3:ListBucketMultipartUploads', 'bucket'],
  ListObjects: ['s3:ListBucket', 'bucket'],
  ListObjectsV2: ['s3:ListBucket', 'bucket'],
  ListObjectVersions: ['s3:ListBucketVersions', 'bucket'],
  ListParts: ['s3:ListMultipartUploadParts', 'object'],
  PutBucketTagging: ['s3:PutBucketTagging', 'bucket'],
  PutBucketVersioning: ['s3:PutBucketVersioning', 'bucket'],
  PutObject: ['s3:PutObject', 'object'],
  UploadPart: ['s3:PutObject', 'object'],
  UploadPartCopy: ['s3:PutObject', 'object'],
};

/** Operations that need another permission if a version is named. */
const versionedActions = new Set(['s3:GetObject', 's3:DeleteObject', 's3:GetObjectTagging']);

/** The permission that an operation needs on the resource of its route. */
export function callOf({ operation, bucket, key }: Route, versionId?: string | null): ServiceCall {
  const [action, level] = permissions[operation];
  const target = level === 'object' ? `${bucket}/${key}` : bucket;
  return {
    operation,
    action: versionId && versionedActions.has(action) ? `${action}Version` : action,
    resource: level === 'all' ? '*' : `arn:aws:s3:::${target}`,
  };
}
