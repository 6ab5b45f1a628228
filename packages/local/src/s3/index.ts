export type { S3EventRecord } from './event-record.ts';
export type { ObjectCreated } from './operation.ts';
export { createS3, type S3, type S3Options } from './s3.ts';
