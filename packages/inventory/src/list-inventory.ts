import type { DynamoDBClient } from '@groundcrew/aws/dynamodb';
import { type Item, queryPages, scanPages } from '@groundcrew/aws/dynamodb';
import { stockAttributes } from './load/item-json.ts';

/** What is on one shelf. */
export interface StockItem {
  readonly store: string;
  readonly item: string;
  /** A `bigint` or a decimal where the table holds one; `undefined` where it holds no number. */
  readonly count: number | bigint | undefined;
}

/** Which shelves to list. */
export interface ListInventoryInput {
  /** Left out: those of all stores. */
  readonly store?: string | undefined;
  /** Only where the count is zero or less. */
  readonly outOfStock?: boolean | undefined;
  /** Only where the count is at most this. */
  readonly low?: number | undefined;
}

export interface ListInventoryDeps {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What is on the shelves, page by page. Items of one store come together and sorted by item; stores come in no
 * order that means anything, unlike in a query of one store the whole table is read for it.
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
