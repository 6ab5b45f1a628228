import type { DynamoDBClient } from '@groundcrew/aws/dynamodb';
import { type Item, queryPages, scanPages } from '@groundcrew/aws/dynamodb';
import { stockAttributes } from './load/item-json.ts';

/** The stock of one shelf. */
export interface StockItem {
  readonly store: string;
  readonly item: string;
  /** A `bigint` or a decimal if the table contains one; `undefined` if it is not a number. */
  readonly count: number | bigint | undefined;
}

/** Which shelves to list. */
export interface ListInventoryInput {
  /** Default: all stores. */
  readonly store?: string | undefined;
  /** Only shelves with a count of zero or less. */
  readonly outOfStock?: boolean | undefined;
  /** Only shelves with at most this count. */
  readonly low?: number | undefined;
}

export interface ListInventoryDeps {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The shelves, page by page. Items of one store come together and sorted by item; stores come in no particular
 * order.
 * Without a store, the whole table is scanned.
 *
 * @throws GroundcrewError `aws-dynamodb.table-not-found`, `aws-dynamodb.read-failed`
 */
export async function* listInventory(
  { store, outOfStock = false, low }: ListInventoryInput,
  { client, tableName, signal }: ListInventoryDeps,
): AsyncGenerator<StockItem, void, undefined> {
  const maxCount = outOfStock ? 0 : low;
  const common = {
    tableName,
    names: {
      ...(store !== undefined && { '#store': stockAttributes.store }),
      ...(maxCount !== undefined && { '#count': stockAttributes.count }),
    },
    values: {
      ...(store !== undefined && { ':store': store }),
      ...(maxCount !== undefined && { ':most': maxCount }),
    },
    ...(maxCount !== undefined && { filter: '#count <= :most' }),
    ...(signal !== undefined && { signal }),
  };
  const pages =
    store === undefined
      ? scanPages(client, common)
      : queryPages(client, { ...common, keyCondition: '#store = :store' });
  for await (const page of pages) yield* page.map(toStockItem);
}

function toStockItem(found: Item): StockItem {
  const count = found[stockAttributes.count];
  return {
    store: String(found[stockAttributes.store] as string),
    item: String(found[stockAttributes.item] as string),
    count: typeof count === 'number' || typeof count === 'bigint' ? count : undefined,
  };
}
