import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  type DynamoDBClient,
  type KeysAndAttributes,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { backoffMs, isThrottle, sleep as realSleep } from '@groundcrew/aws-core';
import { type Item, marshallItem, unmarshallItem } from './attribute-values.ts';
import { dynamodbError } from './errors.ts';
import { callOptions } from './items.ts';

// Source: Amazon DynamoDB API Reference, BatchGetItem and BatchWriteItem.
const GET_LIMIT = 100;
const WRITE_LIMIT = 25;

interface BatchSettings {
  readonly tableName: string;
  readonly signal?: AbortSignal;
  /** For tests. */
  readonly random?: () => number;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export interface BatchGetInput extends BatchSettings {
  /** Distinct keys: DynamoDB refuses one that is asked for twice in a call. */
  readonly keys: readonly Item[];
  readonly consistent?: boolean;
}

export interface BatchPutInput extends BatchSettings {
  /** Items of distinct keys. */
  readonly items: readonly Item[];
}

/** The items of many keys, in no order; those that don't exist are left out. */
export async function batchGet(client: DynamoDBClient, input: BatchGetInput): Promise<Item[]> {
  const { tableName, keys, consistent = false } = input;
  const found: Item[] = [];
  for (let start = 0; start < keys.length; start += GET_LIMIT) {
    let pending: KeysAndAttributes | undefined = {
      Keys: keys.slice(start, start + GET_LIMIT).map(marshallItem),
      ConsistentRead: consistent,
    };
    for (let attempt = 1; pending !== undefined; attempt++) {
      const asked: KeysAndAttributes = pending;
      pending = await orThrottled(client, input, 'read', asked, async () => {
        const command = new BatchGetItemCommand({ RequestItems: { [tableName]: asked } });
        const { Responses, UnprocessedKeys } = await client.send(command, callOptions(input.signal));
        found.push(...(Responses?.[tableName] ?? []).map(unmarshallItem));
        const left = UnprocessedKeys?.[tableName];
        return left?.Keys?.length ? left : undefined;
      });
      if (pending !== undefined) await wait(attempt, input);
    }
  }
  return found;
}

/**
 * Stores a few hundred items whole, 25 a call, one call after the other. For a file's worth of rows, or rows
 * whose keys may repeat, there is `createTableWriter`.
 */
export async function batchPut(client: DynamoDBClient, input: BatchPutInput): Promise<void> {
  const { tableName, items } = input;
  for (let start = 0; start < items.length; start += WRITE_LIMIT) {
    const batch = items.slice(start, start + WRITE_LIMIT);
    let pending: WriteRequest[] | undefined = batch.map((item) => ({
      PutRequest: { Item: marshallItem(item) },
    }));
    for (let attempt = 1; pending !== undefined; attempt++) {
      const sent: WriteRequest[] = pending;
      pending = await orThrottled(client, input, 'write', sent, async () => {
        const command = new BatchWriteItemCommand({ RequestItems: { [tableName]: sent } });
        const { UnprocessedItems } = await client.send(command, callOptions(input.signal));
        const left = UnprocessedItems?.[tableName];
        return left?.length ? left : undefined;
      });
      if (pending !== undefined) await wait(attempt, input);
    }
  }
}

/** What a call left undone; where the whole call is throttled, that is all of it. */
async function orThrottled<Pending>(
  client: DynamoDBClient,
  { tableName }: BatchSettings,
  kind: 'read' | 'write',
  all: Pending,
  call: () => Promise<Pending | undefined>,
): Promise<Pending | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isThrottle(error)) return all;
    const doing = kind === 'read' ? `read from table "${tableName}"` : `write to table "${tableName}"`;
    throw await dynamodbError(error, client, `aws-dynamodb.${kind}-failed`, doing);
  }
}

async function wait(attempt: number, { random = Math.random, sleep = realSleep, signal }: BatchSettings) {
  await sleep(backoffMs(attempt, random), signal);
}
