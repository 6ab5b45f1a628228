import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, expect, test } from 'vitest';
import { createS3Client } from './client.ts';
import { deleteObject } from './delete-object.ts';

const s3 = mockClient(S3Client);
afterAll(() => s3.restore());
const client = createS3Client({ region: 'eu-west-1' });
const address = { bucket: 'rejects', key: 'a/b' };

test('an object is deleted; an error names it', async () => {
  s3.on(DeleteObjectCommand, { Bucket: 'rejects', Key: 'a/b' }).resolvesOnce({});
  await deleteObject(client, address);
  expect(s3.calls()).toHaveLength(1);
  s3.on(DeleteObjectCommand).rejects(
    Object.assign(new Error('no'), { name: 'SlowDown', $metadata: { httpStatusCode: 503 } }),
  );
  await expect(deleteObject(client, address)).rejects.toMatchObject({
    code: 'aws-s3.write-failed',
    message: expect.stringContaining('could not delete s3://rejects/a/b'),
  });
});
