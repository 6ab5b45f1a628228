import { AwsError } from '../service.ts';
import type { Callback, TableDescription } from './dynalite.ts';
import type { Item } from './item.ts';
import { createKeyValue, type KeyValue } from './key-value.ts';

/** The tables and items, in the format of dynalite's actions. */
export interface Store {
  readonly tables: KeyValue<TableDescription>;
  itemsOf(table: string): KeyValue<Item>;
  /** The description of an existing table. @throws AwsError `ResourceNotFoundException` */
  table(name: string): TableDescription;
  dropItems(table: string): void;
  /** The store that is passed to dynalite. */
  readonly forDynalite: unknown;
}

export interface StoreOptions {
  readonly region: string;
  readonly accountId: string;
  /** Called for each item written: at least one of `old` and `item` is defined. */
  readonly onItem: (table: string, key: string, old: Item | undefined, item: Item | undefined) => void;
  /** Called for each table created, updated or deleted (`undefined`). */
  readonly onTable: (name: string, table: TableDescription | undefined) => void;
}

const MAX_ITEM_BYTES = 400 * 1024;

/** An empty store, in memory. */
export function createStore({ region, accountId, onItem, onTable }: StoreOptions): Store {
  const tables = createKeyValue<TableDescription>((name, _, table) => onTable(name, table));
  const parts = new Map<string, KeyValue<unknown>>();

  function itemsOf(table: string): KeyValue<Item> {
    return part(`item ${table}`, () =>
      createKeyValue<Item>((key, old, item) => onItem(table, key, old, item)),
    );
  }

  function part<Value>(name: string, create: () => KeyValue<Value> = createKeyValue): KeyValue<Value> {
    let found = parts.get(name) as KeyValue<Value> | undefined;
    if (!found) {
      found = create();
      parts.set(name, found as KeyValue<unknown>);
    }
    return found;
  }

  function drop(name: string, callback: Callback): void {
    parts.delete(name);
    callback(null);
  }

  function table(name: string): TableDescription {
    const found = tables.read(name);
    if (found && found.TableStatus !== 'DELETING') return found;
    throw notFound('Requested resource not found');
  }

  const indexName = (type: string, table: string, index: string) => `${type.toLowerCase()} ${table} ${index}`;

  return {
    tables,
    itemsOf,
    table,
    dropItems: (table) => void parts.delete(`item ${table}`),
    forDynalite: {
      options: { createTableMs: 0, updateTableMs: 0, deleteTableMs: 0, maxItemSize: MAX_ITEM_BYTES },
      tableDb: Object.assign(tables, { awsAccountId: accountId, awsRegion: region }),
      getItemDb: itemsOf,
      deleteItemDb: (name: string, callback: Callback) => drop(`item ${name}`, callback),
      getIndexDb: (type: string, name: string, index: string) => part(indexName(type, name, index)),
      deleteIndexDb: (type: string, name: string, index: string, callback: Callback) =>
        drop(indexName(type, name, index), callback),
      // Tags are stored elsewhere; dynalite's DeleteTable requires this store all the same.
      deleteTagDb: (_name: string, callback: Callback) => callback(null),
      getTable(name: string, ...rest: [Callback<TableDescription>] | [boolean, Callback<TableDescription>]) {
        const callback = rest.length === 1 ? rest[0] : rest[1];
        const mustBeActive = rest.length === 1 || rest[0];
        const found = tables.read(name);
        if (found && !(mustBeActive && found.TableStatus === 'DELETING')) callback(null, found);
        else callback(missingTable(name, mustBeActive));
      },
    },
  };
}

function notFound(message: string): AwsError {
  return new AwsError(400, 'ResourceNotFoundException', message);
}

/** The error in the format of dynalite's actions: some of them write to `body`. */
function missingTable(name: string, quietly: boolean): Error {
  const message = quietly
    ? 'Requested resource not found'
    : `Requested resource not found: Table: ${name} not found`;
  return Object.assign(new Error(message), {
    name: 'NotFoundError',
    statusCode: 400,
    body: { __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException', message },
  });
}
