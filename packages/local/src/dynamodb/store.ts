import { invalid, notFound } from './errors.ts';
import { createIndexEntries, type IndexEntries } from './index-entries.ts';
import type { Item } from './item.ts';
import { createKeyValue, type KeyValue } from './key-value.ts';
import { schemaOf, type TableDescription, type TableSchema } from './table-schema.ts';

/** The tables, their items and their indexes. */
export interface Store {
  readonly tables: KeyValue<TableDescription>;
  itemsOf(table: string): KeyValue<Item>;
  /** The description of a table. @throws AwsError `ResourceNotFoundException` */
  table(name: string): TableDescription;
  /** Its keys and indexes. @throws AwsError `ResourceNotFoundException` */
  schema(name: string): TableSchema;
  /** The entries of an index. @throws AwsError `ValidationException` */
  index(table: string, name: string): IndexEntries;
  /** Makes indexes follow the table's description: new ones are filled, others dropped. */
  rebuildIndexes(table: string): void;
  dropItems(table: string): void;
}

interface TableState {
  readonly items: KeyValue<Item>;
  schema: TableSchema | undefined;
  indexes: readonly IndexEntries[];
}

/** An empty store, in memory. */
export function createStore(): Store {
  const states = new Map<string, TableState>();
  const tables = createKeyValue<TableDescription>((name) => {
    const state = states.get(name);
    if (state) state.schema = undefined;
  });

  function stateOf(name: string): TableState {
    let state = states.get(name);
    if (!state) {
      const created: TableState = {
        items: createKeyValue<Item>((key, old, item) => {
          for (const index of created.indexes) index.update(key, old, item);
        }),
        schema: undefined,
        indexes: [],
      };
      states.set(name, created);
      state = created;
    }
    return state;
  }

  function table(name: string): TableDescription {
    const found = tables.read(name);
    if (found) return found;
    throw notFound();
  }

  function schema(name: string): TableSchema {
    const state = stateOf(name);
    state.schema ??= schemaOf(table(name));
    return state.schema;
  }

  return {
    tables,
    itemsOf: (name) => stateOf(name).items,
    table,
    schema,
    index(name, indexName) {
      const entries = stateOf(name).indexes.find(({ schema: { name: other } }) => other === indexName);
      if (entries) return entries;
      table(name);
      throw invalid(`The table does not have the specified index: ${indexName}`);
    },
    rebuildIndexes(name) {
      const state = stateOf(name);
      const known = new Map(state.indexes.map((entries) => [entries.schema.name, entries]));
      state.indexes = schema(name).indexes.map((index) => {
        const existing = known.get(index.name);
        if (existing) return existing;
        const entries = createIndexEntries(index);
        for (const [key, item] of state.items.entries()) entries.update(key, undefined, item);
        return entries;
      });
    },
    dropItems: (name) => void states.delete(name),
  };
}
