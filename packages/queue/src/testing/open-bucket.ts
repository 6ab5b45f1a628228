import { PutObjectCommand } from '@aws-sdk/client-s3';
import { createS3Client, type S3Client } from '@groundcrew/aws/s3';
import { startLocal } from '@groundcrew/local';
import { onTestFinished } from 'vitest';

export const bucket = 'failed';
export const prefix = 'aws/lambda/';
const stack = {
  name: 'test',
  description: '',
  settings: [],
  buckets: [{ id: 'Failed', description: '', name: bucket }],
  tables: [],
  topics: [],
  queues: [],
  apis: [],
  functions: [],
  stateMachines: [],
  alarms: [],
  alarmTopic: '',
};

/** A bucket in the embedded AWS with batches as Lambda stores them. */
export async function openBucket(bodies: readonly string[]) {
  const local = await startLocal({ stack });
  onTestFinished(() => local.close());
  const newS3 = (): S3Client => {
    const client = createS3Client({
      endpointUrl: local.endpoint,
      region: local.region,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    onTestFinished(() => client.destroy());
    return client;
  };
  const s3 = newS3();
  for (const [index, Body] of bodies.entries()) {
    const Key = `${prefix}u/shard-1/2026/11/05/2026-11-05T07.08.${String(index).padStart(2, '0')}-x`;
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
  }
  const signal = new AbortController().signal;
  return { local, s3, newS3, source: { bucket, prefix, signal } };
}
