import { Readable } from 'node:stream';
import type { DeserializeHandler, HttpResponse, InitializeHandler, MiddlewareStack } from '@smithy/types';
import { IDLE_TIMEOUT_MS, readBody } from '../read-body.ts';
import { foreignError, isMarked, scannedBody } from '../foreign-answers.ts';
import { createResponseTail } from './next-token.ts';
import { createScanQueue } from './scan-queue.ts';
import { MalformedResponse } from './xml/malformed-response.ts';
import { createXmlScanner, type Structure } from './xml/scanner.ts';
import type { FieldTable } from './xml/shape.ts';

/** The part of a response that is read: its root element, and the fields in it, under the names of the SDK. */
export interface ResponseSchema {
  /** `DescribeVolumesResponse` */
  readonly root: string;
  readonly fields: FieldTable;
}

interface Scannable<Input extends object, Output extends object> {
  readonly middlewareStack: MiddlewareStack<Input, Output>;
}

export interface ScanOptions {
  /** Default: {@link IDLE_TIMEOUT_MS} */
  readonly idleTimeoutMs?: number;
  /**
   * Gets the token of the next page as soon as all of the response has arrived, before most of it is scanned, so that the
   * next page can be asked for meanwhile. It was found by its tags: the output decides. Not called if there is none.
   */
  readonly onNextToken?: ((token: string) => void) | undefined;
}

/**
 * Scans the response to a command while it arrives, for some of its fields; the output has no others.
 *
 * The command passes the client's whole middleware stack. The SDK's deserializer reads only the head of a successful
 * response (for the metadata), and all of an error. The SDK would parse a whole page into a tree and then into objects
 * with every field: ten times the work, and megabytes of garbage per page.
 */
export function scanResponse<Input extends object, Output extends object>(
  { middlewareStack }: Scannable<Input, Output>,
  answer: ResponseSchema,
  options: ScanOptions = {},
): void {
  const scanned = new WeakMap<object, Structure>();
  const read =
    (next: DeserializeHandler<Input, Output>): DeserializeHandler<Input, Output> =>
    async (args) => {
      const result = await next(args);
      const response = result.response as HttpResponse;
      if (response.statusCode === 200 && response.body instanceof Readable) {
        scanned.set(response, await scanOf(response, response.body, answer, options));
        response.body = scannedBody;
      }
      return result;
    };
  const fill =
    (next: InitializeHandler<Input, Output>): InitializeHandler<Input, Output> =>
    async (args) => {
      const result = await next(args);
      Object.assign(result.output, scanned.get((result as unknown as { response: object }).response));
      return result;
    };
  middlewareStack.add(read, { step: 'deserialize', priority: 'low', name: 'scanAnswer' });
  // Outside of all others: the SDK's logger copies the output that it receives, even if logs are disabled.
  middlewareStack.add(fill, { step: 'initialize', priority: 'high', name: 'fillOutput' });
}

/** What is not the answer of the operation is another server's, unless AWS marked it: then it was cut. */
async function scanOf(
  response: HttpResponse,
  body: Readable,
  answer: ResponseSchema,
  options: ScanOptions,
): Promise<Structure> {
  try {
    return await scan(body, answer, options);
  } catch (error) {
    if (!(error instanceof MalformedResponse) || isMarked(response)) throw error;
    throw foreignError(response, error.message);
  }
}

async function scan(
  body: Readable,
  { root, fields }: ResponseSchema,
  { idleTimeoutMs = IDLE_TIMEOUT_MS, onNextToken }: ScanOptions,
): Promise<Structure> {
  const scanner = createXmlScanner(root, fields);
  if (onNextToken === undefined) {
    await readBody(body, (piece) => scanner.write(piece), idleTimeoutMs);
    return scanner.end();
  }
  const queue = createScanQueue(scanner);
  const tail = createResponseTail();
  const receive = (piece: Buffer): void => {
    queue.push(piece);
    tail.add(piece);
  };
  try {
    await readBody(body, receive, idleTimeoutMs);
    const token = tail.nextToken();
    if (token !== undefined) onNextToken(token);
    await queue.scanned();
  } finally {
    queue.discard();
  }
  return scanner.end();
}
