import type { Database, ItemWrite } from './database.ts';
import type { AttributeValue, Item } from './item.ts';
import type { JsonObject } from '../json-object.ts';
import { partitionPrefix as prefixOf, sortText } from './keys.ts';
import type { Store } from './store.ts';
import type { TableDescription } from './table-schema.ts';

/**
 * Carries out a `BatchWriteItem` (or the puts of one) of the plain kind: puts only, tables without indexes,
 * string keys, values that are strings, booleans or whole numbers in their normal form. This is what a load sends,
 * and reading it with every rule costs several times as much.
 *
 * Returns `undefined`, and has done nothing, for a request of any other kind or one that may be invalid.
 */
export function tryPlainBatchWrite(database: Database, input: JsonObject): JsonObject | undefined {
  for (const member in input) if (member !== 'RequestItems') return undefined;
  const writes = plainWrites(database.store, input.RequestItems as Record<string, unknown> | undefined);
  if (!writes) return undefined;
  database.write(writes);
  return { UnprocessedItems: {} };
}

function plainWrites(
  store: Store,
  requestItems: Record<string, unknown> | undefined,
): ItemWrite[] | undefined {
  if (typeof requestItems !== 'object' || requestItems === null) return undefined;
  const writes: ItemWrite[] = [];
  for (const name in requestItems) {
    const requests = requestItems[name];
    const table = store.tables.read(name);
    if (!Array.isArray(requests) || requests.length === 0 || !table || !isPlainTable(table)) return undefined;
    const seen = new Set<string>();
    for (const request of requests as { PutRequest?: { Item?: Item }; DeleteRequest?: unknown }[]) {
      const item = request?.PutRequest?.Item;
      const key = item && request.DeleteRequest === undefined ? plainKey(item, table) : undefined;
      if (key === undefined || !isPlainItem(item!)) return undefined;
      seen.add(key);
      writes.push({ table: name, key, item: item! });
    }
    if (seen.size < requests.length) return undefined;
  }
  return writes.length > 0 && writes.length <= 25 ? writes : undefined;
}

function isPlainTable(table: TableDescription): boolean {
  return (
    table.TableStatus === 'ACTIVE' &&
    !table.GlobalSecondaryIndexes &&
    !table.LocalSecondaryIndexes &&
    table.AttributeDefinitions.every(({ AttributeType }) => AttributeType === 'S')
  );
}

// DynamoDB counts bytes: a string has at most three for each UTF-16 code unit.
const MAX_PARTITION_KEY_UNITS = Math.floor(2048 / 3);
const MAX_SORT_KEY_UNITS = Math.floor(1024 / 3);
const MAX_ITEM_UNITS = Math.floor((400 * 1024) / 3);

function plainKey(item: Item, table: TableDescription): string | undefined {
  const [partition, sort] = table.KeySchema;
  const partitionValue = item[partition!.AttributeName]?.S;
  if (typeof partitionValue !== 'string') return undefined;
  if (partitionValue === '' || partitionValue.length > MAX_PARTITION_KEY_UNITS) return undefined;
  const prefix = partitionPrefix(partitionValue);
  if (!sort) return prefix;
  const sortValue = item[sort.AttributeName]?.S;
  if (typeof sortValue !== 'string' || sortValue === '' || sortValue.length > MAX_SORT_KEY_UNITS)
    return undefined;
  return prefix + sortText({ S: sortValue });
}

// Many rows share a few partitions: their hashes are cached.
const prefixes = new Map<string, string>();
const MAX_PREFIXES = 10_000;

function partitionPrefix(value: string): string {
  let prefix = prefixes.get(value);
  if (prefix === undefined) {
    if (prefixes.size >= MAX_PREFIXES) prefixes.clear();
    prefix = prefixOf({ S: value });
    prefixes.set(value, prefix);
  }
  return prefix;
}

function isPlainItem(item: Item): boolean {
  let units = 0;
  for (const name in item) {
    if (name === '') return false;
    const sizeUnits = plainSize(item[name]);
    if (sizeUnits === undefined) return false;
    units += name.length + sizeUnits;
  }
  return units <= MAX_ITEM_UNITS;
}

const PLAIN_NUMBER = /^(?:0|-?[1-9]\d{0,30})$/;

function plainSize(value: AttributeValue | null | undefined): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  let members = 0;
  for (const _ in value) members++;
  if (members !== 1) return undefined;
  if (typeof value.S === 'string') return value.S.length;
  if (typeof value.N === 'string' && PLAIN_NUMBER.test(value.N)) return value.N.length;
  if (typeof value.BOOL === 'boolean') return 1;
  return undefined;
}
