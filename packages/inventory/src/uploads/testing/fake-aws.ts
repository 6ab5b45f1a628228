import { Readable } from 'node:stream';
import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  type TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { GroundcrewError } from '@groundcrew/errors';
import type { LedgerEntry, LedgerStore } from '../../ledger/index.ts';
import type { Machine } from './machine.ts';
import type { VirtualTime } from './virtual-time.ts';

/** How often the services fail, from 0 to 1. */
export interface FakeAwsFaults {
  /** Writes that the table processes only in part, or not at all. */
  readonly throttle: number;
  /** Calls that fail before or after they took effect. */
  readonly error: number;
  /** Writes that fail at once and are carried out later: within as many milliseconds, after any timeout and lease. */
  readonly late?: number;
}

/** One request that reached the table. */
export interface RecordedWrite {
  readonly machine: string;
  readonly sentAtMs: number;
  readonly arrivedAtMs: number;
  readonly counts: readonly number[];
}

/** Slow enough that a file of a few rows takes several checkpoints. */
const FILE_MS = 10_000;
const TABLE_LATENCY_MS = 3_000;
const MAX_LATE_MS = 120_000;
/** Of a query. */
const PAGE_ITEMS = 3;
/** The timeout of a call. */
const CALL_TIMEOUT_MS = 60_000;

interface StoredObject {
  readonly body: Uint8Array;
  readonly etag: string;
  readonly metadata?: Record<string, string>;
  readonly modifiedMs?: number;
}

type Attributes = Record<string, { S?: string; N?: string }>;

/** The operations of S3 and DynamoDB in use, in memory. */
export function createFakeAws(random: () => number, faults: FakeAwsFaults) {
  const objects = new Map<string, StoredObject>();
  const shelves = new Map<string, number>();
  const ledger = new Map<string, LedgerEntry>();
  /** The attribute `FileTime` of each shelf, where it has one. */
  const fileTimes = new Map<string, string | undefined>();
  const writes: RecordedWrite[] = [];
  /** Each stored checkpoint, and its time. */
  const checkpoints: { readonly atMs: number; readonly entry: LedgerEntry }[] = [];

  const failure = (): Error =>
    Object.assign(new Error('simulated'), {
      name: 'InternalServerError',
      $metadata: { httpStatusCode: 500 },
    });

  /** Takes effect, or fails instead, or fails although it took effect. */
  function withFaults<Answer>(effect: () => Answer, error: () => Error = failure): Answer {
    if (random() < faults.error / 2) throw error();
    const answer = effect();
    if (random() < faults.error / 2) throw error();
    return answer;
  }

  const connectionReset = (): Error =>
    Object.assign(new Error('simulated: the connection was reset'), { code: 'ECONNRESET' });

  function dynamodb(machine: Machine, time: VirtualTime): DynamoDBClient {
    const { now } = time;
    const fileTimeOf = (store: string, item: string): Record<string, AttributeValue> => {
      const time = fileTimes.get(JSON.stringify([store, item]));
      return time === undefined ? {} : { FileTime: { S: time } };
    };
    const query = ({ input }: QueryCommand): Promise<unknown> =>
      machine.call(() =>
        withFaults(() => {
          const store = input.ExpressionAttributeValues![':store']!.S!;
          const after = input.ExclusiveStartKey?.Item?.S ?? '';
          const found = [...shelves]
            .map(([shelf, count]) => [...(JSON.parse(shelf) as [string, string]), count] as const)
            .filter(([name, item]) => name === store && item > after)
            .sort(([, a], [, b]) => (a < b ? -1 : 1));
          const page = found.slice(0, PAGE_ITEMS);
          const last = found.length > PAGE_ITEMS ? page.at(-1) : undefined;
          return {
            Items: page.map(([, item, count]) => ({
              Store: { S: store },
              Item: { S: item },
              Count: { N: String(count) },
              ...fileTimeOf(store, item),
            })),
            ...(last && { LastEvaluatedKey: { Store: { S: store }, Item: { S: last[1] } } }),
          };
        }),
      );
    const itemOf = (store: string, item: string): Attributes | undefined => {
      const count = shelves.get(JSON.stringify([store, item]));
      if (count === undefined) return undefined;
      return { Store: { S: store }, Item: { S: item }, Count: { N: String(count) } };
    };
    const batchGet = ({ input }: BatchGetItemCommand): Promise<unknown> =>
      machine.call(() =>
        withFaults(() => {
          const [table, { Keys = [] }] = Object.entries(input.RequestItems!)[0]! as [
            string,
            { Keys?: Attributes[] },
          ];
          const found = Keys.map(({ Store, Item }) => itemOf(Store!.S!, Item!.S!));
          return { Responses: { [table]: found.filter((item) => item !== undefined) } };
        }),
      );
    /** A conditional write of one item, as `changeStoredItem` makes it: its condition is on the count. */
    const changeOne = (command: PutItemCommand | UpdateItemCommand | DeleteItemCommand): Promise<unknown> =>
      machine.call(() =>
        withFaults(() => {
          const { input } = command;
          const { Store, Item } = (
            'Item' in input ? input.Item : (input as { Key: Attributes }).Key
          ) as Attributes;
          const name = JSON.stringify([Store!.S, Item!.S]);
          const current = itemOf(Store!.S!, Item!.S!);
          const values = (input.ExpressionAttributeValues ?? {}) as Attributes;
          const expected = values[':v0']?.N;
          const holds =
            input.ConditionExpression!.startsWith('attribute_not_exists') === (current === undefined) &&
            (current === undefined || Number(expected) === Number(current.Count!.N));
          if (!holds) {
            const error = { message: 'simulated', $metadata: {}, ...(current && { Item: current }) };
            throw new ConditionalCheckFailedException(error as never);
          }
          if (command instanceof DeleteItemCommand) shelves.delete(name);
          else if (command instanceof PutItemCommand)
            shelves.set(name, Number((input as { Item: Attributes }).Item.Count!.N));
          else shelves.set(name, Number(values[':v1']!.N));
          return {};
        }),
      );

    const record = (sentAtMs: number, items: readonly (StoredItem | undefined)[]): void => {
      const counts = items.map((item) => {
        const shelf = shelfOf(item);
        if (item?.Count === undefined) {
          shelves.delete(shelf);
          return 0;
        }
        shelves.set(shelf, Number(item?.Count?.N));
        fileTimes.set(shelf, item?.FileTime?.S);
        return Number(item?.Count?.N);
      });
      writes.push({ machine: machine.name, sentAtMs, arrivedAtMs: now(), counts });
    };

    /** All of the puts, or none. */
    function transact(sentAtMs: number, { input }: TransactWriteItemsCommand): object {
      const puts = (input.TransactItems ?? []).map(({ Put }) => Put!);
      const isPartial = random() < faults.throttle;
      const codes = puts.map(({ Item, ExpressionAttributeValues }) => {
        if (isPartial && random() < 0.3) return random() < 0.5 ? 'ThrottlingError' : 'TransactionConflict';
        const stored = fileTimes.get(shelfOf(Item));
        const own = ExpressionAttributeValues?.[':fileTime']?.S ?? '';
        return stored === undefined || compareBytes(stored, own) <= 0 ? 'None' : 'ConditionalCheckFailed';
      });
      if (codes.some((code) => code !== 'None')) {
        throw Object.assign(new Error('simulated'), {
          name: 'TransactionCanceledException',
          CancellationReasons: codes.map((Code) => ({ Code })),
        });
      }
      const items = puts.map(({ Item }) => Item);
      record(sentAtMs, items);
      return {};
    }

    function batch(sentAtMs: number, { input }: BatchWriteItemCommand): object {
      const [table, requests] = Object.entries(input.RequestItems ?? {})[0]!;
      const isPartial = random() < faults.throttle;
      const refused = requests.filter(() => isPartial && random() < 0.7);
      const taken = requests.filter((request) => !refused.includes(request));
      const items = taken.map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key);
      record(sentAtMs, items);
      return { UnprocessedItems: refused.length > 0 ? { [table]: refused } : {} };
    }

    const send = (command: unknown): Promise<unknown> => {
      if (command instanceof QueryCommand) return query(command);
      if (command instanceof BatchGetItemCommand) return batchGet(command);
      const isOfOne =
        command instanceof PutItemCommand ||
        command instanceof UpdateItemCommand ||
        command instanceof DeleteItemCommand;
      return isOfOne
        ? changeOne(command)
        : write(command as BatchWriteItemCommand | TransactWriteItemsCommand);
    };
    const write = (command: BatchWriteItemCommand | TransactWriteItemsCommand): Promise<unknown> => {
      const sentAtMs = now();
      const carryOut = (): object =>
        command instanceof BatchWriteItemCommand ? batch(sentAtMs, command) : transact(sentAtMs, command);
      return machine.call(() => {
        if (faults.late !== undefined && random() < faults.late) {
          time.after(random() * MAX_LATE_MS, () => carryOutUnheard(carryOut));
          throw connectionReset();
        }
        if (random() < faults.throttle / 4) {
          throw Object.assign(new Error('simulated'), { name: 'ThrottlingException' });
        }
        return withFaults(carryOut);
      }, TABLE_LATENCY_MS);
    };
    return { send, config: { region: async () => 'us-east-1' } } as unknown as DynamoDBClient;
  }

  function s3(machine: Machine, chunkBytes: number): S3Client {
    /** A body with a delay before each chunk. */
    async function* chunks(body: Uint8Array, sizeBytes: number): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < body.length; at += sizeBytes) {
        await machine.sleep(random() * 2 * FILE_MS * Math.min(1, sizeBytes / body.length));
        yield body.subarray(at, at + sizeBytes);
      }
    }

    const send = async (command: unknown): Promise<unknown> => {
      if (command instanceof PutObjectCommand) {
        const { Bucket, Key, Body } = command.input;
        const body = Buffer.from(Body as Uint8Array);
        return machine.call(() => objects.set(`${Bucket}/${Key}`, { body, etag: `${body.length}` }));
      }
      if (command instanceof DeleteObjectCommand) {
        const { Bucket, Key } = command.input;
        return machine.call(() => objects.delete(`${Bucket}/${Key}`));
      }
      if (command instanceof ListObjectsV2Command) {
        const { Bucket, Prefix, StartAfter = '' } = command.input;
        return machine.call(() => ({
          Contents: [...objects.keys()]
            .filter((name) => name.startsWith(`${Bucket}/${Prefix}`) && name > `${Bucket}/${StartAfter}`)
            .sort()
            .map((name) => ({ Key: name.slice(`${Bucket}/`.length) })),
        }));
      }
      if (command instanceof HeadObjectCommand) {
        const { Bucket, Key, VersionId } = command.input;
        const found = await machine.call(() =>
          objects.get(`${Bucket}/${Key}${VersionId === undefined ? '' : `?${VersionId}`}`),
        );
        return { ETag: `"${found?.etag}"`, ContentLength: found?.body.length };
      }
      if (!(command instanceof GetObjectCommand))
        throw new Error('the simulation does not support this call');
      const { Bucket, Key, VersionId, Range, IfMatch } = command.input;
      const start = Number(/bytes=(\d+)-/.exec(Range ?? '')?.[1] ?? 0);
      const object = await machine.call(() => {
        const found = objects.get(`${Bucket}/${Key}${VersionId === undefined ? '' : `?${VersionId}`}`);
        if (found === undefined) throw Object.assign(new Error('simulated'), { name: 'NoSuchKey' });
        if (IfMatch !== undefined && IfMatch !== `"${found.etag}"`) {
          throw Object.assign(new Error('simulated'), { name: 'PreconditionFailed' });
        }
        if (start > 0 && start >= found.body.length) {
          throw Object.assign(new Error('simulated'), { name: 'InvalidRange' });
        }
        return found;
      });
      return {
        ETag: `"${object.etag}"`,
        Metadata: object.metadata,
        ...(object.modifiedMs !== undefined && { LastModified: new Date(object.modifiedMs) }),
        ContentLength: object.body.length - start,
        ...(start > 0 && { ContentRange: `bytes ${start}-/${object.body.length}` }),
        // Rejects are returned immediately: only the stock file is to be slow.
        Body: Readable.from(
          Bucket === 'rejects' ? [object.body] : chunks(object.body.subarray(start), chunkBytes),
        ),
      };
    };
    return { send } as unknown as S3Client;
  }

  function ledgerStore(machine: Machine, now: () => number, cutOffAtMs: number): LedgerStore {
    const error = (): Error =>
      new GroundcrewError('aws-dynamodb.write-failed', 'simulated', { fault: 'service' });
    async function callLedger<Answer>(effect: () => Answer): Promise<Answer> {
      if (now() < cutOffAtMs) return machine.call(() => withFaults(effect, error));
      await machine.sleep(CALL_TIMEOUT_MS);
      throw error();
    }
    return {
      read: (object) => callLedger(() => ledger.get(object)),
      replace: (entry) =>
        callLedger(() => {
          const current = ledger.get(entry.object);
          if ((current?.revision ?? 0) !== entry.revision - 1) return { stored: false as const, current };
          ledger.set(entry.object, structuredClone(entry));
          checkpoints.push({ atMs: now(), entry });
          return { stored: true as const };
        }),
    };
  }

  return { objects, shelves, ledger, writes, checkpoints, dynamodb, s3, ledgerStore };
}

type StoredItem = Readonly<Record<string, AttributeValue>>;

function shelfOf(item: StoredItem | undefined): string {
  return JSON.stringify([item?.Store?.S, item?.Item?.S]);
}

/** As DynamoDB compares texts. */
function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function carryOutUnheard(carryOut: () => object): void {
  try {
    carryOut();
  } catch {
    // Nobody waits for its response.
  }
}

export type FakeAws = ReturnType<typeof createFakeAws>;
