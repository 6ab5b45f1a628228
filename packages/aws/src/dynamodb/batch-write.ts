import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PreparedBatchWriteCommand } from './prepared-batch-write.ts';
import type { RequestTemplateCache } from './prepared-request.ts';
import { allStored, type SendItems } from './send-outcome.ts';

/** Bulk writes into one table; the items are DynamoDB JSON, at the places in `removed` keys of items to delete. */
export function createSendBatch(
  client: DynamoDBClient,
  tableName: string,
  requestTimeoutMs: number,
): SendItems {
  const templateCache: RequestTemplateCache = {};
  const options = { requestTimeout: requestTimeoutMs };
  return async (items, removed) => {
    const command = new PreparedBatchWriteCommand(tableName, items, templateCache, removed);
    const { UnprocessedItems } = await client.send(command, options);
    const unprocessed = UnprocessedItems?.[tableName];
    if (!unprocessed?.length) return allStored;
    const throttled = unprocessedIndexes(
      unprocessed.map((request) => request.PutRequest?.Item ?? request.DeleteRequest?.Key ?? {}),
      items,
    );
    return { ...allStored, throttled };
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
