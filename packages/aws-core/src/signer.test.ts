import { anyText } from '@groundcrew/errors/testing/any-text';
import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Checksum, SourceData } from '@smithy/types';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSigner } from './signer.ts';

/** The hash constructor that the SDK's signer needs. */
class Sha256 implements Checksum {
  readonly #hash;
  constructor(secret?: SourceData) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret));
  }
  update(data: SourceData): void {
    this.#hash.update(bytes(data));
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {}
}

function bytes(data: SourceData): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

const requests = fc.record({
  host: fc.constantFrom('dynamodb.eu-central-1.amazonaws.com', '127.0.0.1:4566'),
  target: fc.constantFrom('DynamoDB_20120810.BatchWriteItem', 'DynamoDB_20120810.PutItem'),
  body: fc.oneof(anyText(), fc.constant('')),
});
const credentials = fc.record(
  {
    accessKeyId: fc.stringMatching(/^[A-Z0-9]{1,20}$/),
    secretAccessKey: fc.string({ minLength: 1, maxLength: 90 }),
    sessionToken: fc.stringMatching(/^[A-Za-z0-9+/=]{1,40}$/),
  },
  { requiredKeys: ['accessKeyId', 'secretAccessKey'] },
);

test('it signs as the SDK does, even when credentials, day and second change between requests', async () => {
  const place = { region: 'eu-central-1', service: 'dynamodb' };
  const sign = createSigner(place);
  const contentType = 'application/x-amz-json-1.0';

  await fc.assert(
    fc.asyncProperty(
      requests,
      credentials,
      fc.integer({ min: 0, max: 4e12 }),
      async ({ host, target, body }, identity, nowMs) => {
        const signer = new SignatureV4({
          ...place,
          credentials: identity,
          sha256: Sha256,
          applyChecksum: false,
        });
        const expected = await signer.sign(
          {
            method: 'POST',
            protocol: 'https:',
            hostname: 'unused',
            path: '/',
            query: {},
            headers: { host, 'content-type': contentType, 'x-amz-target': target },
            body,
          },
          { signingDate: new Date(nowMs) },
        );

        const headers = sign({ host, contentType, target, body }, identity, nowMs);

        expect({ host, 'content-type': contentType, 'x-amz-target': target, ...headers }).toEqual(
          expected.headers,
        );
        expect(sign({ host, contentType, target, body: Buffer.from(body) }, identity, nowMs)).toEqual(
          headers,
        );
      },
    ),
  );
});
