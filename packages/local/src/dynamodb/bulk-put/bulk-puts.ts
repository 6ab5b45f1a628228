import { createHash, randomUUID } from 'node:crypto';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { messageOf } from '@groundcrew/errors';
import type { Clock } from '../../clock.ts';
import { isJsonObject, type JsonObject } from '../../json-object.ts';
import { AwsError, type LocalRequest } from '../../service.ts';
import type { Database } from '../database.ts';
import { invalid, notFound } from '../errors.ts';
import {
  type BulkOperation,
  type BulkRequest,
  type Compression,
  describe,
  isOver,
} from './bulk-operation.ts';
import { createBulkReport } from './bulk-report.ts';
import { listOperations } from './list-operations.ts';
import { putLine, TABLE } from './put-line.ts';
import type { ServiceObjects } from '../../service-objects.ts';
import { checkTable, readBulkRequest } from './read-request.ts';

/** What may go wrong with an operation. */
export interface BulkFaults {
  /** Whether the operation fails before its next object. */
  readonly fails: () => boolean;
  /** Whether an object stops before its next line. */
  readonly stops: () => boolean;
}

export interface BulkPutOptions {
  readonly database: Database;
  readonly objects: ServiceObjects;
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
  readonly faults?: (() => BulkFaults | undefined) | undefined;
  /** Of an object without its compression. Default: 256 MiB. */
  readonly maxTextBytes?: number;
  /** Work begins; the returned function ends it. */
  readonly beginWork: () => () => void;
}

export type BulkAction = (input: JsonObject, request: LocalRequest) => Promise<JsonObject>;

/** API reference, "StartBulkPutItems", "ClientToken". */
const TOKEN_LIFETIME_MS = 8 * 3_600_000;
/** API reference, "ListBulkOperations". */
const LISTED_MS = 90 * 24 * 3_600_000;
/** Developer Guide, "Best practices for bulk put items". */
const MAX_OBJECTS = 50_000;
const MAX_OBJECT_BYTES = 5 * 1024 ** 3;
/** A small object may be the compression of gigabytes; AWS documents no limit. */
const MAX_TEXT_BYTES = 256 * 1024 ** 2;
/** How the embedded one continues: AWS documents no times. */
const TICK_MS = 1_000;
const UNITS_A_SECOND = 40_000;

/**
 * `StartBulkPutItems` and the calls that go with it. An operation runs on the clock: a second before it begins, then as many write
 * units a second as it may use; its objects in no order. What it writes is written as by `PutItem`, with stream records. Operations
 * are in memory only.
 */
export function createBulkPuts(options: BulkPutOptions): Readonly<Record<string, BulkAction>> {
  const { database, objects, clock, region, accountId } = options;
  const operations = new Map<string, BulkOperation>();
  const tokens = new Map<string, { readonly hash: string; readonly arn: string; readonly untilMs: number }>();

  return {
    async StartBulkPutItems(input, caller) {
      const request = readBulkRequest(input);
      const table = database.store.table(request.table);
      await report(caller, 'StartBulkPutItems', table.TableArn);
      const earlier = findByToken(request, input);
      if (earlier) return { BulkOperationDescription: describe(earlier) };
      checkTable(database, request.table);
      await reportObjects(caller, request);
      const inputs = listInputs(request);
      const id = `${String(clock.now()).padStart(14, '0')}-${randomUUID().slice(0, 8)}`;
      const arn = `arn:aws:dynamodb:${region}:${accountId}:bulk-operation/${id}`;
      const operation: BulkOperation = {
        arn,
        id,
        request,
        tableArn: table.TableArn,
        tableId: String(table.TableId),
        startMs: clock.now(),
        status: 'IN_PROGRESS',
        endMs: undefined,
        processedItems: 0,
        failedItems: 0,
        processedBytes: 0,
        totalBytes: undefined,
        putBytes: 0,
        indexBytes: { global: new Map(), local: new Map() },
        failure: undefined,
      };
      operations.set(arn, operation);
      if (request.token !== undefined) {
        tokens.set(request.token, { hash: hashOf(input), arn, untilMs: clock.now() + TOKEN_LIFETIME_MS });
      }
      // As the caller gets it: what follows is after that.
      const started = describe(operation);
      void run(operation, inputs);
      return { BulkOperationDescription: started };
    },

    async DescribeBulkOperation(input, caller) {
      await report(caller, 'DescribeBulkOperation', arnOf(input));
      return { BulkOperationDescription: describe(found(input)) };
    },

    async ListBulkOperations(input, caller) {
      await report(caller, 'ListBulkOperations', '*');
      const recent = [...operations.values()]
        .filter(({ startMs }) => startMs > clock.now() - LISTED_MS)
        .reverse();
      return listOperations(recent, input);
    },

    async CancelBulkOperation(input, caller) {
      await report(caller, 'CancelBulkOperation', arnOf(input));
      const operation = found(input);
      if (isOver(operation))
        throw invalid(`The bulk operation is ${operation.status}; it can't be cancelled`);
      operation.status = 'CANCELLING';
      return { BulkOperationArn: operation.arn, BulkOperationStatus: operation.status };
    },
  };

  async function report(caller: LocalRequest, operation: string, resource: string): Promise<void> {
    await caller.reportCall({ action: `dynamodb:${operation}`, resource, operation });
  }

  /** DynamoDB reads and writes them as the caller, who needs the permissions. */
  async function reportObjects(caller: LocalRequest, { input, output }: BulkRequest): Promise<void> {
    const operation = 'StartBulkPutItems';
    const call = (action: string, resource: string) =>
      caller.reportCall({ action, resource: `arn:aws:s3:::${resource}`, operation });
    await call('s3:ListBucket', input.bucket);
    await call('s3:GetObject', `${input.bucket}/${input.prefix}*`);
    await call('s3:PutObject', `${output.bucket}/${output.prefix}*`);
  }

  function listInputs({ input, output }: BulkRequest) {
    objects.list(output.bucket, output.prefix);
    const inputs = objects.list(input.bucket, input.prefix).filter(({ sizeBytes }) => sizeBytes > 0);
    if (inputs.length === 0) {
      throw invalid(`There are no objects with the prefix "${input.prefix}" in the bucket ${input.bucket}`);
    }
    if (inputs.length > MAX_OBJECTS) throw invalid(`There are more than ${MAX_OBJECTS} input objects`);
    const large = inputs.find(({ sizeBytes }) => sizeBytes > MAX_OBJECT_BYTES);
    if (large) throw invalid(`The input object ${large.key} is larger than 5 GB`);
    return inputs;
  }

  function findByToken({ token }: BulkRequest, input: JsonObject): BulkOperation | undefined {
    const entry = token === undefined ? undefined : tokens.get(token);
    if (entry === undefined || entry.untilMs <= clock.now()) return undefined;
    if (entry.hash === hashOf(input)) return operations.get(entry.arn);
    throw new AwsError(
      400,
      'IdempotentParameterMismatchException',
      'DynamoDB rejected the request because you retried a request with a different payload but with an idempotent token that was already used.',
    );
  }

  function arnOf({ BulkOperationArn: arn }: JsonObject): string {
    if (typeof arn === 'string' && arn.length >= 37 && arn.length <= 1024) return arn;
    throw invalid(
      "1 validation error detected: Value at 'bulkOperationArn' failed to satisfy constraint: Member must have length between 37 and 1024",
    );
  }

  function found(input: JsonObject): BulkOperation {
    const operation = operations.get(arnOf(input));
    if (operation) return operation;
    throw notFound(`Bulk operation not found: ${arnOf(input)}`);
  }

  async function run(
    operation: BulkOperation,
    inputs: readonly { readonly key: string; readonly sizeBytes: number }[],
  ): Promise<void> {
    const end = options.beginWork();
    const { input, output, maxUnits } = operation.request;
    const lines = createBulkReport();
    const budget = createBudget(clock, Math.min(maxUnits ?? UNITS_A_SECOND, UNITS_A_SECOND));
    try {
      await budget.next();
      operation.totalBytes = inputs.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      for (const object of inNoOrder(inputs, operation.id)) {
        if (options.faults?.()?.fails()) throw new Error('an injected failure of the operation');
        const text = await readText(input.bucket, object.key, input.compression);
        await putLines(operation, object.key, text, lines, budget);
        if (operation.status === 'CANCELLING') break;
        operation.processedBytes += object.sizeBytes;
      }
      operation.status =
        operation.status === 'CANCELLING'
          ? 'CANCELLED'
          : operation.failedItems > 0
            ? 'COMPLETED_WITH_ERRORS'
            : 'COMPLETED';
      if (operation.status === 'CANCELLED') {
        operation.failure = { code: 'Cancelled', message: 'The bulk operation was cancelled' };
      }
    } catch (error) {
      operation.status = 'FAILED';
      operation.failure = { code: 'InternalFailure', message: messageOf(error) };
    }
    operation.endMs = clock.now();
    try {
      for (const { key, text } of lines.objects(operation)) {
        await objects.put(output.bucket, key, Buffer.from(text));
      }
    } catch (error) {
      operation.status = 'FAILED';
      operation.failure = { code: 'OutputNotWritten', message: messageOf(error) };
    }
    end();
  }

  async function putLines(
    operation: BulkOperation,
    key: string,
    text: string,
    report: ReturnType<typeof createBulkReport>,
    budget: Budget,
  ): Promise<void> {
    const { indexes } = database.store.schema(operation.request.table);
    let number = 0;
    for (const line of text.split('\n')) {
      number += 1;
      if (line.trim() === '') continue;
      // The status changes while this waits for the clock.
      if ((operation.status as string) === 'CANCELLING') return;
      if (options.faults?.()?.stops()) {
        operation.processedItems += 1;
        operation.failedItems += 1;
        report.addError(key, number, 'an injected error that stops the object');
        return;
      }
      const outcome = putLine(database, operation.request.table, line);
      operation.processedItems += 1;
      switch (outcome.kind) {
        case 'put':
          for (const [name, bytes] of outcome.bytes) {
            if (name === TABLE) operation.putBytes += bytes;
            else {
              const isGlobal = indexes.some((index) => index.name === name && index.isGlobal);
              const usage = operation.indexBytes[isGlobal ? 'global' : 'local'];
              usage.set(name, (usage.get(name) ?? 0) + bytes);
            }
          }
          break;
        case 'condition':
          report.addConditionFailure(outcome.item, outcome.existing);
          break;
        case 'error':
        case 'stop':
          operation.failedItems += 1;
          report.addError(key, number, outcome.message, outcome.kind === 'error' ? outcome.item : undefined);
      }
      if (outcome.kind === 'stop') return;
      if (budget.use(outcome.kind === 'put' ? outcome.units : 1)) await budget.next();
    }
  }

  async function readText(bucket: string, key: string, compression: Compression): Promise<string> {
    const body = await objects.read(bucket, key);
    const { maxTextBytes: maxOutputLength = MAX_TEXT_BYTES } = options;
    try {
      if (compression === 'GZIP') return gunzipSync(body, { maxOutputLength }).toString();
      if (compression === 'ZSTD') return zstdDecompressSync(body, { maxOutputLength }).toString();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') throw error;
      throw new Error(
        `the object ${key} has more than ${maxOutputLength} bytes without its compression; split it`,
        { cause: error },
      );
    }
    return body.toString();
  }
}

/** Write units a second on the clock. */
interface Budget {
  /** Whether those of this second are used up. */
  use(units: number): boolean;
  next(): Promise<void>;
}

function createBudget(clock: Clock, unitsASecond: number): Budget {
  let used = 0;
  return {
    use(units) {
      used += units;
      return used >= unitsASecond;
    },
    next() {
      used = 0;
      return new Promise((resolve) => clock.after(TICK_MS, resolve));
    },
  };
}

/** Nobody should believe in an order that is not promised. */
function inNoOrder<Input extends { readonly key: string }>(inputs: readonly Input[], id: string): Input[] {
  const place = ({ key }: Input): string => createHash('sha256').update(`${id}/${key}`).digest('hex');
  return [...inputs].sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

function hashOf(input: JsonObject): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(input)))
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, sorted(each)]),
  );
}
