import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PreparedBatchWriteCommand, type RequestTemplateCache } from './prepared-batch-write.ts';

/**
 * Sends items as DynamoDB JSON, and keys of items to delete at the places in `removed`; returns the indexes of those that were not
 * processed.
 */
export type SendBatch = (
  items: readonly string[],
  removed?: ReadonlySet<number>,
) => Promise<readonly number[]>;

const noIndexes: readonly number[] = [];

/** Bulk writes into one table. */
export function createSendBatch(
  client: DynamoDBClient,
  tableName: string,
  requestTimeoutMs: number,
): SendBatch {
  const templateCache: RequestTemplateCache = {};
  const options = { requestTimeout: requestTimeoutMs };
  return async (items, removed) => {
    const command = new PreparedBatchWriteCommand(tableName, items, templateCache, removed);
    const { UnprocessedItems } = await client.send(command, options);
    const unprocessed = UnprocessedItems?.[tableName];
    return unprocessed?.length
      ? unprocessedIndexes(
          unprocessed.map((request) => request.PutRequest?.Item ?? request.DeleteRequest?.Key ?? {}),
          items,
        )
      : noIndexes;
  };
}

/**
 * Which of `items` the service returned as unprocessed. An item that comes back in another notation (a number
 * written differently, a set in another order) can't be identified; then all count, because writing one of them
 * again does no harm.
 */
export function unprocessedIndexes(
  unprocessed: readonly Record<string, AttributeValue>[],
  items: readonly string[],
): readonly number[] {
  const indexByItem = new Map(items.map((json, index) => [canonical(JSON.parse(json)), index]));
  const found = unprocessed.map((item) => indexByItem.get(canonical(item)));
  return found.includes(undefined) ? items.map((_, index) => index) : (found as number[]);
}

/** The same text for the same JSON, whatever the order of its members. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => {
    if (member instanceof Uint8Array) return Buffer.from(member).toString('base64');
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
    const sorted = Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted);
  });
}
