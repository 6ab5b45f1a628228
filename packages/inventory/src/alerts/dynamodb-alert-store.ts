import type { DynamoDBClient } from '@groundcrew/aws/dynamodb';
import { batchGet, batchPut, type Item, putItem } from '@groundcrew/aws/dynamodb';
import { type AlertEntry, type AlertStore, CLAIM_RETENTION_DAYS } from './alert-store.ts';

export interface DynamoDBAlertStoreOptions {
  readonly client: DynamoDBClient;
  /** Partition key `DedupeKey` (S), time to live `ExpiresAt`. */
  readonly tableName: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const DAY_SECONDS = 86_400;

/** An {@link AlertStore} in a DynamoDB table. */
export function createDynamoDBAlertStore(options: DynamoDBAlertStoreOptions): AlertStore {
  const { client, tableName, now } = options;
  return {
    async get(keys) {
      const items = await batchGet(client, {
        tableName,
        keys: keys.map((key) => ({ DedupeKey: key })),
        consistent: true,
      });
      return new Map(items.map(toEntry).map((entry) => [entry.key, entry]));
    },
    async put(entries) {
      const nowSeconds = Math.floor(now() / 1000);
      await batchPut(client, { tableName, items: entries.map((entry) => toItem(entry, nowSeconds)) });
    },
    async create(digests) {
      const nowSeconds = Math.floor(now() / 1000);
      const condition = { expression: 'attribute_not_exists(DedupeKey)' };
      // A digest has hundreds of alerts: there are few.
      for (const digest of digests)
        await putItem(client, { tableName, item: toItem(digest, nowSeconds), condition });
    },
  };
}

function toItem(entry: AlertEntry, nowSeconds: number): Item {
  const expiresAt = nowSeconds + CLAIM_RETENTION_DAYS * DAY_SECONDS;
  switch (entry.type) {
    case 'claim':
      return {
        DedupeKey: entry.key,
        Sent: entry.sent,
        ...(entry.digest !== undefined && { Digest: entry.digest }),
        ExpiresAt: expiresAt,
      };
    case 'digest':
      return {
        DedupeKey: entry.key,
        Sent: entry.sent,
        ...(entry.message !== undefined && { Message: entry.message }),
        ...(entry.isVoid && { Void: true }),
        // Longer than the claims that refer to it: a missing one would be created again.
        ExpiresAt: expiresAt + DAY_SECONDS,
      };
    case 'shelf':
      return {
        DedupeKey: entry.key,
        Level: entry.level,
        SequenceNumber: entry.sequenceNumber,
        // An empty shelf is stored as long as it is empty; a stocked one only for late records.
        ...(entry.level === 'stocked' && { ExpiresAt: expiresAt }),
      };
  }
}

function toEntry(item: Item): AlertEntry {
  const key = item.DedupeKey as string;
  if (key.startsWith('shelf:')) {
    const level = item.Level === 'empty' || item.Level === 'low' ? item.Level : 'stocked';
    return { type: 'shelf', key, level, sequenceNumber: item.SequenceNumber as string };
  }
  const sent = item.Sent === true;
  if (key.startsWith('digest:')) {
    return {
      type: 'digest',
      key,
      sent,
      ...(typeof item.Message === 'string' && { message: item.Message }),
      ...(item.Void === true && { isVoid: true as const }),
    };
  }
  return { type: 'claim', key, sent, ...(typeof item.Digest === 'string' && { digest: item.Digest }) };
}
