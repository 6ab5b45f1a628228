import { createHash, createHmac } from 'node:crypto';
import { anyText } from '@groundcrew/errors/testing/any-text';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Checksum, SourceData } from '@smithy/types';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { queryText, signRequest } from './sign-request.ts';

/** The hash constructor that the SDK's signer needs. */
class Sha256 implements Checksum {
  readonly #hash;
  constructor(secret?: SourceData) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Uint8Array);
  }
  update(data: SourceData): void {
    this.#hash.update(data as Uint8Array);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {}
}

const requests = fc.record({
  method: fc.constantFrom('GET' as const, 'POST' as const),
  path: fc.constantFrom('/', '/2020-05-31/distribution', '/v2/apis', '/a%20b/c%2Fd'),
  query: fc.dictionary(
    fc.constantFrom('marker', 'MaxItems', 'a b'),
    fc.oneof(anyText(), fc.constant("*'(!)~+/=")),
  ),
  headers: fc.record(
    {
      host: fc.constantFrom('eks.eu-central-1.amazonaws.com', '127.0.0.1:4566'),
      'content-type': fc.constantFrom('application/json', 'a  b '),
      'x-amz-target': fc.constant('TrentService.ListKeys'),
    },
    { requiredKeys: ['host'] },
  ),
  body: anyText(),
});
const credentials = fc.record(
  {
    accessKeyId: fc.stringMatching(/^[A-Z0-9]{1,20}$/),
    secretAccessKey: fc.string({ minLength: 1, maxLength: 90 }),
    sessionToken: fc.stringMatching(/^[A-Za-z0-9+/=]{1,40}$/),
  },
  { requiredKeys: ['accessKeyId', 'secretAccessKey'] },
);

test('requests of any method, path and query are signed as the SDK signs them', async () => {
  const place = { region: 'eu-central-1', service: 'eks' };
  await fc.assert(
    fc.asyncProperty(
      requests,
      credentials,
      fc.integer({ min: 0, max: 4e12 }),
      async (request, identity, nowMs) => {
        const signer = new SignatureV4({
          ...place,
          credentials: identity,
          sha256: Sha256,
          applyChecksum: false,
        });
        const expected = (await signer.sign(
          { ...request, protocol: 'https:', hostname: request.headers.host! } as never,
          { signingDate: new Date(nowMs) },
        )) as unknown as { headers: Record<string, string> };
        const signed = signRequest(request, place, identity, nowMs);
        expect(signed.authorization).toBe(expected.headers.authorization);
      },
    ),
  );
});

test('a query string is sorted and encoded', () => {
  expect(queryText({ marker: 'a b/ü', limit: '500' })).toBe('limit=500&marker=a%20b%2F%C3%BC');
});
