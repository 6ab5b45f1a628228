import { AwsError, type LocalRequest } from '../service.ts';

/** The chunks of a body. Stopping early does not close the connection: the response is still to be sent on it. */
export function chunksOf(request: LocalRequest): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => request.body.iterator({ destroyOnReturn: false }) };
}

/**
 * Reads a whole body into memory.
 *
 * @throws AwsError 413 `RequestEntityTooLarge` above `maxBytes`.
 */
export async function readBody(request: LocalRequest, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of chunksOf(request)) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) {
      throw new AwsError(
        413,
        'RequestEntityTooLarge',
        `the request's body is larger than ${maxBytes} bytes; send less in one request`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, sizeBytes);
}
