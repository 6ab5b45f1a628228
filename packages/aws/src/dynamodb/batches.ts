import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  type DynamoDBClient,
  type KeysAndAttributes,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { backoffMs, sleep as realSleep } from '@groundcrew/async';
import { isThrottle } from '@groundcrew/aws-core';
import { type Item, marshallItem, unmarshallItem } from './attribute-values.ts';
import { dynamodbError } from './errors.ts';
import { callOptions } from './items.ts';
import type { StoredItem } from './listings.ts';

// Source: Amazon DynamoDB API Reference, BatchGetItem and BatchWriteItem.
const MAX_GET_KEYS = 100;
const MAX_WRITE_ITEMS = 25;

interface BatchSettings {
  readonly tableName: string;
  readonly signal?: AbortSignal;
  /** For tests. */
  readonly random?: () => number;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export interface BatchGetInput extends BatchSettings {
  /** Distinct keys: DynamoDB refuses a call that contains a key twice. */
  readonly keys: readonly Item[];
  readonly consistent?: boolean;
}

export interface BatchPutInput extends BatchSettings {
  /** Items of distinct keys. */
  readonly items: readonly Item[];
}

/** The items of many keys, in no particular order; those that don't exist are left out. */
export async function batchGet(client: DynamoDBClient, input: BatchGetInput): Promise<Item[]> {
  return (await batchGetStored(client, input)).map(unmarshallItem);
}

/** As `batchGet`, in the form of the API, which has every value as it is stored. */
export async function batchGetStored(client: DynamoDBClient, input: BatchGetInput): Promise<StoredItem[]> {
  const { tableName, keys, consistent = false, signal } = input;
  const found: StoredItem[] = [];
  for (let start = 0; start < keys.length; start += MAX_GET_KEYS) {
    const all: KeysAndAttributes = {
      Keys: keys.slice(start, start + MAX_GET_KEYS).map(marshallItem),
      ConsistentRead: consistent,
    };
    await untilDone(client, input, 'read', all, async (requested) => {
      const command = new BatchGetItemCommand({ RequestItems: { [tableName]: requested } });
      const { Responses, UnprocessedKeys } = await client.send(command, callOptions(signal));
      found.push(...(Responses?.[tableName] ?? []));
      const unprocessed = UnprocessedKeys?.[tableName];
      return unprocessed?.Keys?.length ? unprocessed : undefined;
    });
  }
  return found;
}

/**
 * Puts a few hundred items, 25 a call, one call after the other. For all rows of a file, or rows whose keys may
 * repeat, use `createTableWriter`.
 */
export async function batchPut(client: DynamoDBClient, input: BatchPutInput): Promise<void> {
  const { tableName, items, signal } = input;
  for (let start = 0; start < items.length; start += MAX_WRITE_ITEMS) {
    const all: WriteRequest[] = items
      .slice(start, start + MAX_WRITE_ITEMS)
      .map((item) => ({ PutRequest: { Item: marshallItem(item) } }));
    await untilDone(client, input, 'write', all, async (sent) => {
      const command = new BatchWriteItemCommand({ RequestItems: { [tableName]: sent } });
      const { UnprocessedItems } = await client.send(command, callOptions(signal));
      const unprocessed = UnprocessedItems?.[tableName];
      return unprocessed?.length ? unprocessed : undefined;
    });
  }
}

/** Repeats the call with what the last one left unprocessed, with backoff, until nothing is left or the signal aborts. */
async function untilDone<Pending>(
  client: DynamoDBClient,
  { tableName, random = Math.random, sleep = realSleep, signal }: BatchSettings,
  kind: 'read' | 'write',
  all: Pending,
  call: (pending: Pending) => Promise<Pending | undefined>,
): Promise<void> {
  let pending: Pending | undefined = all;
  try {
    for (let attempt = 1; pending !== undefined; attempt++) {
      if (attempt > 1) await sleep(backoffMs(attempt - 1, random), signal);
      const sent: Pending = pending;
      pending = await call(sent).catch((error: unknown) => {
        if (isThrottle(error)) return sent;
        throw error;
      });
    }
  } catch (error) {
    const doing = kind === 'read' ? `read from table "${tableName}"` : `write to table "${tableName}"`;
    throw await dynamodbError(error, client, `aws-dynamodb.${kind}-failed`, doing);
  }
}
