import type { AttributeValue, Item } from './item.ts';
import { keySizeOf, MAX_PARTITION_KEY_BYTES, MAX_SORT_KEY_BYTES, partitionPrefix, sortText } from './keys.ts';
import { createSortedKeys, type KeyRange } from './sorted-keys.ts';
import type { IndexSchema, KeyAttribute } from './table-schema.ts';
import { attributeOf } from './values.ts';

/** The entries of a secondary index: one for each item that has all of the index's key attributes. */
export interface IndexEntries {
  readonly schema: IndexSchema;
  update(key: string, old: Item | undefined, item: Item | undefined): void;
  /** Keys of entries in the order of the index. */
  range(range: KeyRange): Iterable<string>;
  /** The key, in the table, of an entry's item. */
  itemKey(entry: string): string;
  readonly size: number;
}

// Follows the sort key of an entry; a null character within one is escaped, so that "a" sorts before "a\0b".
const END = '\0\0';

/** The beginning of the entries that have this partition key, and a sort key that begins so. */
export function entriesFrom(prefix: string, sort: string): string {
  return prefix + (sort.includes('\0') ? sort.replaceAll('\0', '\0\u0001') : sort);
}

/** The beginning of the entries that have this partition key and sort key. */
export function entryPrefix(prefix: string, sort: string): string {
  return entriesFrom(prefix, sort) + END;
}

/** The key of an item's entry; `undefined` where it has none. */
export function entryOf(
  key: string,
  item: Item | undefined,
  { key: { partition, sort } }: IndexSchema,
): string | undefined {
  const partitionValue = item && keyValue(item, partition, MAX_PARTITION_KEY_BYTES);
  if (!partitionValue) return undefined;
  const sortValue = sort && keyValue(item, sort, MAX_SORT_KEY_BYTES);
  if (sort && !sortValue) return undefined;
  return entryPrefix(partitionPrefix(partitionValue), sortValue ? sortText(sortValue) : '') + key;
}

/** An item that was stored before its index may have a value that can't be a key. */
function keyValue(item: Item, { name, type }: KeyAttribute, maxBytes: number): AttributeValue | undefined {
  const value = attributeOf(item, name);
  return value?.[type] !== undefined && value[type] !== '' && keySizeOf(value) <= maxBytes
    ? value
    : undefined;
}

export function createIndexEntries(schema: IndexSchema): IndexEntries {
  const keys = createSortedKeys();
  const itemKeys = new Map<string, string>();
  return {
    schema,
    update(key, old, item) {
      const before = entryOf(key, old, schema);
      const after = entryOf(key, item, schema);
      if (before === after) return;
      if (before !== undefined) {
        keys.remove(before);
        itemKeys.delete(before);
      }
      if (after !== undefined) {
        keys.add(after);
        itemKeys.set(after, key);
      }
    },
    *range(range) {
      for (const entry of keys.range(range)) if (itemKeys.has(entry)) yield entry;
    },
    itemKey: (entry) => itemKeys.get(entry)!,
    get size() {
      return itemKeys.size;
    },
  };
}
