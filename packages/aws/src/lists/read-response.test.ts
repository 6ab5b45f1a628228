import { Readable } from 'node:stream';
import { wrapServiceError } from '@groundcrew/aws-core';
import type { HttpResponse } from '@smithy/types';
import { expect, test } from 'vitest';
import type { ListCall } from './list-call.ts';
import { listTypes } from './list-types.ts';
import { readResponse } from './read-response.ts';

const listKeys: ListCall = listTypes['kms:key'].calls[0]!;

function answer(body: string, headers: Readonly<Record<string, string>>): HttpResponse {
  return { statusCode: 200, headers, body: Readable.from(body === '' ? [] : [Buffer.from(body)]) };
}

test.each([
  ['', 'application/json'],
  ['{}', 'application/json'],
  ['{"status":"ok"}', 'application/json'],
  ['<html>Sign in</html>', 'text/html'],
])('%j of another server is not an empty list', async (body, type) => {
  const thrown: unknown = await readResponse(listKeys, answer(body, { 'content-type': type })).catch(
    (error: unknown) => error,
  );
  const { details } = wrapServiceError(thrown, { code: 'aws-lists.list-failed', doing: 'list' });
  expect(details.reason).toBe('not-aws');
});

test('an empty list is accepted by its content type, by the id of a request, or by its name', async () => {
  const amz = { 'content-type': 'application/x-amz-json-1.1' };
  expect(await readResponse(listKeys, answer('{}', amz))).toEqual({});
  expect(await readResponse(listKeys, answer('{}', { 'x-amzn-requestid': '1' }))).toEqual({});
  expect(await readResponse(listKeys, answer('{"Keys":[]}', {}))).toEqual({ Keys: [] });
});
