import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestClock, startTestServices, type TestServices } from '../testing/start-services.ts';

// "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)" of the S3 API reference.
const signedMs = Date.UTC(2026, 2, 1, 12);
const signed = {
  'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
  'X-Amz-Credential': 'test/20260301/us-east-1/s3/aws4_request',
  'X-Amz-Date': '20260301T120000Z',
  'X-Amz-Expires': '60',
  'X-Amz-SignedHeaders': 'host',
  'X-Amz-Signature': 'a'.repeat(64),
};
const clock = createTestClock(signedMs);
let services: TestServices;

beforeAll(async () => {
  services = await startTestServices({ clock });
  services.services.s3.createBucket('links');
});
afterAll(async () => {
  await services.close();
  expect(services.bugs).toEqual([]);
});

async function open(query: Record<string, string | undefined>, method = 'GET') {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const url = `${services.server.endpoint}/links/photo?${new URLSearchParams(given).toString()}`;
  const response = await fetch(url, { method, ...(method === 'PUT' && { body: 'x' }) });
  return { status: response.status, text: await response.text() };
}

test('a presigned URL works until it expires, for reading and for writing', async () => {
  expect(await open(signed, 'PUT')).toMatchObject({ status: 200 });
  clock.advance(59_000);
  expect(await open(signed)).toEqual({ status: 200, text: 'x' });

  clock.advance(1000);
  const { status, text } = await open(signed);
  expect(status).toBe(403);
  expect(text).toContain('<Code>AccessDenied</Code><Message>Request has expired</Message>');
  expect(text).toContain('<Expires>2026-03-01T12:01:00Z</Expires>');
  expect(await open({ ...signed, 'X-Amz-Signature': 'b' }, 'PUT')).toMatchObject({ status: 403 });
  expect(await open(signed, 'HEAD')).toEqual({ status: 403, text: '' });
});

test('of seven days is the longest', async () => {
  expect(await open({ ...signed, 'X-Amz-Expires': '604800' })).toMatchObject({ status: 200 });
  const { status, text } = await open({ ...signed, 'X-Amz-Expires': '604801' });
  expect(status).toBe(400);
  expect(text).toContain('<Code>AuthorizationQueryParametersError</Code><Message>X-Amz-Expires must be less');
});

test.each(Object.keys(signed))('%s can not be left out, nor be empty', async (name) => {
  for (const value of [undefined, '']) {
    const { status, text } = await open({ ...signed, 'X-Amz-Expires': '604800', [name]: value });
    expect([status, text]).toEqual([400, expect.stringContaining('AuthorizationQueryParametersError')]);
  }
});

test.each([
  ['X-Amz-Algorithm', 'AWS4-HMAC-MD5'],
  ['X-Amz-Credential', 'test/us-east-1/s3/aws4_request'],
  ['X-Amz-Credential', '/20260301/us-east-1/s3/aws4_request'],
  ['X-Amz-Credential', 'test/20260228/us-east-1/s3/aws4_request'],
  ['X-Amz-Date', '2026-03-01T12:00:00Z'],
  ['X-Amz-Date', '20261301T120000Z'],
  ['X-Amz-Expires', '-1'],
  ['X-Amz-Expires', '0'],
  ['X-Amz-Expires', '1e3'],
  ['X-Amz-Expires', '9'.repeat(40)],
  ['X-Amz-SignedHeaders', 'x-amz-date'],
])('%s of %s is refused', async (name, value) => {
  const { status, text } = await open({ ...signed, 'X-Amz-Expires': '604800', [name]: value });
  expect([status, text]).toEqual([400, expect.stringContaining('AuthorizationQueryParametersError')]);
});

// "Signing and authenticating REST requests (AWS signature version 2)" of the S3 user guide.
test('of version 2 names the second of its end', async () => {
  const link = { AWSAccessKeyId: 'test', Signature: 'c2ln' };
  const nowSeconds = clock.now() / 1000;
  expect(await open({ ...link, Expires: String(nowSeconds + 1) })).toMatchObject({ status: 200 });
  for (const Expires of [String(nowSeconds), 'tomorrow', undefined])
    expect(await open({ ...link, Expires })).toMatchObject({
      status: 403,
      text: expect.stringContaining('<Code>AccessDenied</Code>'),
    });
});
