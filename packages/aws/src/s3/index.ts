export type { S3Client } from '@aws-sdk/client-s3';
export { type Bucket, bucketRegion, bucketTags, listBuckets } from './buckets.ts';
export { createS3Client } from './client.ts';
export { deleteObject } from './delete-object.ts';
export { type S3ErrorContext, wrapS3Error } from './errors.ts';
export { decodeEventKey } from './event-key.ts';
export { type ListedVersion, type ListVersionsRequest, listObjectVersions } from './list-versions.ts';
export { type ListedObject, type ListObjectsRequest, listObjects } from './list-objects.ts';
export {
  type ObjectHandle,
  type OpenObjectOptions,
  type OpenObjectRequest,
  openObject,
} from './open-object.ts';
export { type PutObjectRequest, putNewObject, putObject } from './put-object.ts';
export { type ReadRangeRequest, readRange } from './read-range.ts';
export { type ReadTextRequest, readText } from './read-text.ts';
export { formatS3Uri, type ObjectAddress, parseS3Uri } from './s3-uri.ts';
export { createTextStore, type TextStore } from './text-store.ts';
export { createUpload, type Upload, type UploadRequest } from './upload.ts';
