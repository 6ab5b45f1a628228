import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import {
  DescribeInstancesCommand,
  type DescribeInstancesCommandInput,
  type DescribeInstancesCommandOutput,
} from '@aws-sdk/client-ec2';
import type { DeserializeHandler, HttpResponse, InitializeHandler } from '@smithy/types';
import { DESCRIBE_INSTANCES_FIELDS, DESCRIBE_INSTANCES_ROOT } from './describe-instances-shape.ts';
import { createXmlScanner, type Structure } from './xml/scanner.ts';

type InitializeHandle = InitializeHandler<DescribeInstancesCommandInput, DescribeInstancesCommandOutput>;
type Handle = DeserializeHandler<DescribeInstancesCommandInput, DescribeInstancesCommandOutput>;

/** How long the rest of an answer may pause once it has begun. */
const IDLE_TIMEOUT_MS = 15_000;
const READ_ALREADY = new Uint8Array();

/**
 * A `DescribeInstances` whose answer is scanned while it arrives, for the fields that `Ec2Instance` has.
 *
 * To `client.send`, and to whatever mocks it, this is a `DescribeInstancesCommand`; its output has fewer fields.
 * It travels through the client's whole middleware stack. Of a good answer the SDK's deserializer gets to see only
 * the head (that is where the metadata come from); an error is all its own. The SDK puts a whole page in a tree
 * and then into objects with every field: ten times the work, and megabytes of garbage for each page.
 */
export class ScannedDescribeInstancesCommand extends DescribeInstancesCommand {
  constructor(input: DescribeInstancesCommandInput, idleTimeoutMs = IDLE_TIMEOUT_MS) {
    super(input);
    const scanned = new WeakMap<object, Structure>();
    const read =
      (next: Handle): Handle =>
      async (args) => {
        const result = await next(args);
        const response = result.response as HttpResponse;
        if (response.statusCode === 200 && response.body instanceof Readable) {
          scanned.set(response, await scan(response.body, idleTimeoutMs));
          response.body = READ_ALREADY;
        }
        return result;
      };
    const fill =
      (next: InitializeHandle): InitializeHandle =>
      async (args) => {
        const result = await next(args);
        Object.assign(result.output as object, scanned.get((result as { response: object }).response));
        return result;
      };
    this.middlewareStack.add(read, { step: 'deserialize', priority: 'low', name: 'scanAnswer' });
    // Outside of all others: the SDK's logger copies the output that it sees, whether anybody reads logs or not.
    this.middlewareStack.add(fill, { step: 'initialize', priority: 'high', name: 'fillOutput' });
  }
}

async function scan(body: Readable, idleTimeoutMs: number): Promise<Structure> {
  const scanner = createXmlScanner(DESCRIBE_INSTANCES_ROOT, DESCRIBE_INSTANCES_FIELDS);
  const idle = setTimeout(() => body.destroy(idleError(idleTimeoutMs)), idleTimeoutMs);
  // Not `for await`: that joins whatever has gathered meanwhile into one more buffer.
  body.on('data', (piece: Buffer) => {
    idle.refresh();
    try {
      scanner.write(piece);
    } catch (error) {
      body.destroy(error as Error);
    }
  });
  try {
    await finished(body);
  } finally {
    clearTimeout(idle);
  }
  return scanner.end();
}

function idleError(ms: number): Error {
  const error = new Error(`the answer stopped for ${ms} ms`);
  error.name = 'TimeoutError';
  return error;
}
