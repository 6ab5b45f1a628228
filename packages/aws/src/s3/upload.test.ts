import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createUpload } from './index.ts';

const s3 = mockClient(S3Client);
afterAll(() => s3.restore());
const client = new S3Client({ region: 'us-east-1' });
const request = { bucket: 'shop', key: 'a.csv', contentType: 'text/csv', partBytes: 10 };
const text = (body: unknown) => Buffer.from(body as Uint8Array).toString();

beforeEach(() => {
  s3.reset();
  s3.on(CreateMultipartUploadCommand).resolves({ UploadId: 'u' });
  s3.on(UploadPartCommand).callsFake(({ PartNumber }) => ({ ETag: `"${PartNumber}"` }));
});

test('an object below the part size is one PutObject call', async () => {
  const upload = createUpload(client, request);
  await upload.write(Buffer.from('abc'));
  await upload.write(Buffer.from('def'));
  await upload.finish();
  const calls = s3.calls().map(({ args }) => args[0]);
  expect(calls).toHaveLength(1);
  expect(calls[0]).toBeInstanceOf(PutObjectCommand);
  expect(calls[0]?.input).toMatchObject({ Bucket: 'shop', Key: 'a.csv', ContentType: 'text/csv' });
  expect(s3.commandCalls(PutObjectCommand).map(({ args }) => text(args[0].input.Body))).toEqual(['abcdef']);
});

test('a larger object is uploaded in parts, in order, all of at least the part size except the last', async () => {
  const upload = createUpload(client, request);
  for (const piece of ['0123456', '789012', '3456789012', '345']) await upload.write(Buffer.from(piece));
  await upload.finish();
  expect(s3.commandCalls(UploadPartCommand).map(({ args }) => text(args[0].input.Body))).toEqual([
    '0123456789012',
    '3456789012',
    '345',
  ]);
  expect(s3.commandCalls(CompleteMultipartUploadCommand)[0]?.args[0].input).toMatchObject({
    UploadId: 'u',
    MultipartUpload: {
      Parts: [
        { ETag: '"1"', PartNumber: 1 },
        { ETag: '"2"', PartNumber: 2 },
        { ETag: '"3"', PartNumber: 3 },
      ],
    },
  });
});

test('the error of a refused part names the object', async () => {
  const denied = Object.assign(new Error('no'), { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
  s3.on(UploadPartCommand).rejects(denied);
  const upload = createUpload(client, request);
  await expect(upload.write(Buffer.alloc(10))).rejects.toMatchObject({
    code: 'aws-s3.access-denied',
    message: expect.stringContaining('s3://shop/a.csv') as string,
  });
});
