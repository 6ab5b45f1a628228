import { Readable } from 'node:stream';
import { EC2Client } from '@aws-sdk/client-ec2';

/** A client whose every response has these chunks, the next as soon as one is read. */
export function createAnsweredClient(pieces: readonly Uint8Array[], statusCode = 200): EC2Client {
  return createClientAnswering(() => Readable.from(pieces, { objectMode: true }), statusCode);
}

/** A client whose responses have these bodies. */
export function createClientAnswering(body: () => unknown, statusCode = 200): EC2Client {
  return new EC2Client({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'A', secretAccessKey: 'B' },
    maxAttempts: 1,
    requestHandler: {
      handle: async () => ({
        response: {
          statusCode,
          headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': 'R-1' },
          body: body(),
        },
      }),
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
    },
  });
}

/** Bytes in chunks, split at these offsets, which may be inside of a character. */
export function cut(text: string, places: readonly number[]): Uint8Array[] {
  const bytes = Buffer.from(text);
  const at = [0, ...places.map((place) => place % (bytes.byteLength + 1)), bytes.byteLength];
  at.sort((a, b) => a - b);
  return at.slice(1).map((end, i) => bytes.subarray(at[i], end));
}
