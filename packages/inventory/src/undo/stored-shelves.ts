import { mapConcurrent } from '@groundcrew/async';
import { batchGetStored, type DynamoDBClient, type StoredItem } from '@groundcrew/aws/dynamodb';
import { stockAttributes } from '../load/item-json.ts';
import { keyOfShelf } from '../load/shelf-key.ts';

// A call of BatchGetItem takes up to 100 keys (Amazon DynamoDB API Reference).
const MAX_KEYS = 100;
const CONCURRENCY = 8;

const { store: STORE, item: ITEM } = stockAttributes;

/** The items of shelves as they are now, by `keyOfShelf`; a consistent read of each. */
export async function readStoredShelves(
  { client, tableName }: { readonly client: DynamoDBClient; readonly tableName: string },
  shelves: readonly { readonly store: string; readonly item: string }[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, StoredItem>> {
  const keys = new Map(
    shelves.map((shelf) => [keyOfShelf(shelf), { [STORE]: shelf.store, [ITEM]: shelf.item }]),
  );
  const all = [...keys.values()];
  const chunks = Array.from({ length: Math.ceil(all.length / MAX_KEYS) }, (_, chunk) =>
    all.slice(chunk * MAX_KEYS, (chunk + 1) * MAX_KEYS),
  );
  const found = await mapConcurrent(chunks, CONCURRENCY, (chunk) =>
    batchGetStored(client, { tableName, keys: chunk, consistent: true, signal }),
  );
  return new Map(
    found
      .flat()
      .map((each) => [keyOfShelf({ store: each[STORE]?.S ?? '', item: each[ITEM]?.S ?? '' }), each]),
  );
}

/** The attributes of an item beside its key. */
export function withoutKey(stored: StoredItem): StoredItem {
  const { [STORE]: _store, [ITEM]: _item, ...attributes } = stored;
  return attributes;
}
