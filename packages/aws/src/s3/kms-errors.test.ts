import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createS3Client, openObject } from './index.ts';
import { wrapS3Error } from './errors.ts';

const key = 'arn:aws:kms:us-east-1:111122223333:key/810965d7-2cf3-4704-b084-49d84f88ff1b';
const who = 'arn:aws:sts::111122223333:assumed-role/loader/x';
const denied = `User: ${who} is not authorized to perform:`;

/** Reads an object of an S3 that answers with an error of its own shape. */
async function readFrom(status: number, code: string, message: string) {
  const server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/xml', 'x-amz-request-id': 'R1' });
    response.end(
      `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message>` +
        '<RequestId>R1</RequestId><HostId>h</HostId></Error>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const client = createS3Client({
    region: 'us-east-1',
    endpointUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  const request = { bucket: 'shop', key: '2026 spring/a.csv' };
  return openObject(client, request, { random: () => 0, sleep: async () => {} }).then(
    () => expect.unreachable('the object was read'),
    (error: unknown) => error,
  );
}

test.each([
  [
    `kms:Decrypt on resource: ${key} because no identity-based policy allows the kms:Decrypt action`,
    `${who} lacks the permission kms:Decrypt on ${key}; add it to its policy`,
  ],
  [
    `kms:GenerateDataKey on resource: ${key} because no resource-based policy allows the kms:GenerateDataKey action`,
    `${who} lacks the permission kms:GenerateDataKey on ${key}; add it to the policy of the KMS key`,
  ],
  [
    `kms:Decrypt on resource: ${key} with an explicit deny in a resource-based policy`,
    `${who} is denied kms:Decrypt on ${key} by an explicit deny in a resource-based policy; change the policy of the KMS key; ` +
      'a further permission of the caller does not help',
  ],
  [
    's3:GetObject on resource: "arn:aws:s3:::shop/2026 spring/a.csv" because no resource-based policy allows the s3:GetObject action',
    `${who} lacks the permission s3:GetObject on arn:aws:s3:::shop/2026 spring/a.csv; add it to the resource's own policy`,
  ],
])('AccessDenied of S3, "%s", names the policy that denies', async (message, text) => {
  expect(await readFrom(403, 'AccessDenied', `${denied} ${message}`)).toMatchObject({
    code: 'aws-s3.access-denied',
    message: `could not read s3://shop/2026 spring/a.csv: ${text}`,
    details: { reason: 'access-denied', awsError: 'AccessDenied', status: 403 },
  });
});

test.each([
  [400, 'KMS.DisabledException', `${key} is disabled.`, 'the KMS key is disabled', 'aws kms enable-key'],
  [
    400,
    'KMS.KMSInvalidStateException',
    `${key} is pending deletion.`,
    "the KMS key can't be used in its state",
    'aws kms cancel-key-deletion',
  ],
  [
    400,
    'KMS.NotFoundException',
    'Invalid keyId alias/x',
    'the KMS key does not exist',
    'id or alias of the key',
  ],
  // Of the key, not of the object or of a permission, whatever the status.
  [
    404,
    'KMS.NotFoundException',
    'Invalid keyId alias/x',
    'the KMS key does not exist',
    'id or alias of the key',
  ],
  [403, 'KMS.DisabledException', `${key} is disabled.`, 'the KMS key is disabled', 'aws kms enable-key'],
  [
    400,
    'KMS.InvalidKeyUsageException',
    `${key} is SIGN_VERIFY`,
    'the KMS key is not one for this',
    'symmetric key',
  ],
])('%i %s, "%s", is reported as of the key', async (status, code, message, what, advice) => {
  expect(await readFrom(status, code, message)).toMatchObject({
    code: 'aws-s3.read-failed',
    fault: 'user',
    message: expect.stringMatching(
      new RegExp(`^could not read s3://shop/2026 spring/a\\.csv: ${what} \\(${code}: .*\\); .*${advice}`),
    ) as string,
    details: { reason: 'refused', awsError: code, status },
  });
});

test('a denial by KMS that does not name the caller is one of the key', async () => {
  const message =
    'The ciphertext refers to a customer master key that does not exist, or you are not allowed to access.';
  expect(await readFrom(403, 'AccessDenied', message)).toMatchObject({
    code: 'aws-s3.access-denied',
    message: expect.stringMatching(
      /ciphertext refers .*; check the region of the KMS key.*kms:Decrypt$/,
    ) as string,
  });
});

test.each([
  ['KMS.AccessDeniedException', 'aws-s3.access-denied', 'access-denied'],
  ['KMS.ThrottlingException', 'aws-s3.write-failed', 'throttled'],
  ['KMSThrottlingException', 'aws-s3.write-failed', 'throttled'],
])('%s has the code %s and the reason %s', (name, code, reason) => {
  const error = Object.assign(new Error('m'), { name, $metadata: { httpStatusCode: 400, requestId: 'R1' } });
  expect(
    wrapS3Error(error, { bucket: 'shop', key: 'a', code: 'aws-s3.write-failed', doing: 'write s3://shop/a' }),
  ).toMatchObject({ code, details: { reason } });
});
