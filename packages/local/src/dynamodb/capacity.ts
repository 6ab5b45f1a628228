import { entryOf } from './index-entries.ts';
import type { Item } from './item.ts';
import type { TableSchema } from './table-schema.ts';
import { sizeOfItem } from './values.ts';

/** Capacity units of one table, by index. Rules: "DynamoDB read and write operations" in the developer guide. */
export interface Units {
  table: number;
  readonly indexes: Record<string, number>;
  readonly globalIndexes: ReadonlySet<string>;
}

export type ReturnConsumedCapacity = 'NONE' | 'TOTAL' | 'INDEXES';

const READ_UNIT_BYTES = 4096;
const WRITE_UNIT_BYTES = 1024;

export function readUnits(sizeBytes: number, isConsistent: boolean): number {
  return Math.max(1, Math.ceil(sizeBytes / READ_UNIT_BYTES)) * (isConsistent ? 1 : 0.5);
}

const write = (sizeBytes: number): number => Math.max(1, Math.ceil(sizeBytes / WRITE_UNIT_BYTES));

/** What a write of one item costs, of a table without indexes. */
export function writeUnits(old: Item | undefined, item: Item | undefined): number {
  // Most items are small, which is seen sooner than their size.
  if (maxBytes(old) <= WRITE_UNIT_BYTES && maxBytes(item) <= WRITE_UNIT_BYTES) return 1;
  return write(Math.max(sizeOfItem(old), sizeOfItem(item)));
}

/** No item is larger; a character has at most three bytes for each of its code units. */
function maxBytes(item: Item | undefined): number {
  let units = 0;
  for (const name in item) {
    const { S, N, BOOL } = item[name]!;
    const text = S ?? N ?? (BOOL === undefined ? undefined : '.');
    if (text === undefined) return Number.POSITIVE_INFINITY;
    units += name.length + text.length + 1;
  }
  return units * 3;
}

export function noUnits({ indexes }: TableSchema): Units {
  return {
    table: 0,
    indexes: {},
    globalIndexes: new Set(indexes.filter(({ isGlobal }) => isGlobal).map(({ name }) => name)),
  };
}

/** Adds what a write of one item costs; an index costs where its entry changes. */
export function addWrite(
  units: Units,
  schema: TableSchema,
  key: string,
  old: Item | undefined,
  item: Item | undefined,
): void {
  units.table += write(Math.max(sizeOfItem(old), sizeOfItem(item)));
  for (const index of schema.indexes) {
    const before = entryOf(key, old, index);
    const after = entryOf(key, item, index);
    if (before === undefined && after === undefined) continue;
    const size = Math.max(
      sizeOfItem(before && old ? old : undefined),
      sizeOfItem(after && item ? item : undefined),
    );
    const writes = before !== undefined && after !== undefined && before !== after ? 2 : 1;
    units.indexes[index.name] = (units.indexes[index.name] ?? 0) + write(size) * writes;
  }
}

/** The `ConsumedCapacity` of a response; `undefined` where none was requested. */
export function consumedCapacity(
  tableName: string,
  { table, indexes, globalIndexes }: Units,
  requested: unknown,
  factor = 1,
): object | undefined {
  if (requested !== 'TOTAL' && requested !== 'INDEXES') return undefined;
  const total = Object.values(indexes).reduce((sum, units) => sum + units, table) * factor;
  if (requested === 'TOTAL') return { TableName: tableName, CapacityUnits: total };
  const of = (isGlobal: boolean) =>
    Object.fromEntries(
      Object.entries(indexes)
        .filter(([name]) => globalIndexes.has(name) === isGlobal)
        .map(([name, units]) => [name, { CapacityUnits: units * factor }]),
    );
  const global = of(true);
  const local = of(false);
  return {
    TableName: tableName,
    CapacityUnits: total,
    Table: { CapacityUnits: table * factor },
    ...(Object.keys(global).length > 0 && { GlobalSecondaryIndexes: global }),
    ...(Object.keys(local).length > 0 && { LocalSecondaryIndexes: local }),
  };
}
