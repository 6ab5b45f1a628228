import { mapConcurrent } from '@groundcrew/async';
import {
  batchGetStored,
  type DynamoDBClient,
  parseStoredItem,
  type StoredItem,
} from '@groundcrew/aws/dynamodb';
import { stockAttributes } from '../load/item-json.ts';
import type { StockRow } from '../stock-file/types.ts';
import { areSame } from './same-value.ts';
import { formatChange } from './shelf-change.ts';

/** Records what a load is about to change, before it does. */
export interface ChangeJournal {
  /** Called before the first record of a run. */
  begin(): Promise<void>;
  /**
   * Resolves once what the rows will change is stored: only then they may be written.
   *
   * @param serialize what is written for a row, as JSON
   */
  record(rows: readonly StockRow[], serialize: (row: StockRow) => string, signal: AbortSignal): Promise<void>;
}

/** Where the lines of a journal are stored. */
export interface JournalSink {
  begin(): Promise<void>;
  /** Resolves once they would survive a crash. */
  append(lines: string): Promise<void>;
}

export interface ChangeJournalOptions {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly sink: JournalSink;
}

// A call of BatchGetItem takes up to 100 keys (Amazon DynamoDB API Reference).
const MAX_KEYS = 100;
const CONCURRENCY = 8;

const { store: STORE, item: ITEM } = stockAttributes;

/**
 * Reads the shelves of rows before they are written, and records those that change: a consistent read for each row, one read unit
 * for 4 KB (DynamoDB Developer Guide, "Capacity unit consumption for read operations"). What a shelf has already is not recorded,
 * so of a run that repeats rows of one that was killed, the records of that one stand.
 */
export function createChangeJournal({ client, tableName, sink }: ChangeJournalOptions): ChangeJournal {
  async function read(rows: readonly StockRow[], signal: AbortSignal): Promise<Map<string, StoredItem>> {
    const keys = new Map(
      rows.map((row) => [keyOf(row.store, row.item), { [STORE]: row.store, [ITEM]: row.item }]),
    );
    const all = [...keys.values()];
    const chunks = Array.from({ length: Math.ceil(all.length / MAX_KEYS) }, (_, chunk) =>
      all.slice(chunk * MAX_KEYS, (chunk + 1) * MAX_KEYS),
    );
    const found = await mapConcurrent(chunks, CONCURRENCY, (chunk) =>
      batchGetStored(client, { tableName, keys: chunk, consistent: true, signal }),
    );
    return new Map(found.flat().map((item) => [keyOf(item[STORE]?.S ?? '', item[ITEM]?.S ?? ''), item]));
  }

  return {
    begin: () => sink.begin(),
    async record(rows, serialize, signal) {
      if (rows.length === 0) return;
      const stored = await read(rows, signal);
      let lines = '';
      for (const row of rows) {
        const { store, item } = row;
        const found = stored.get(keyOf(store, item));
        const before = found === undefined ? null : withoutKey(found);
        const after = attributesOf(row, serialize);
        if (!areSame(before, after)) lines += formatChange({ store, item, before, after });
      }
      if (lines !== '') await sink.append(lines);
    },
  };
}

/** The length distinguishes "ab" + "c" from "a" + "bc". */
export function keyOf(store: string, item: string): string {
  return `${store.length} ${store}${item}`;
}

export function withoutKey(stored: StoredItem): StoredItem {
  const { [STORE]: _store, [ITEM]: _item, ...attributes } = stored;
  return attributes;
}

/** What the row's item has beside its key; null: it is removed. */
function attributesOf(row: StockRow, serialize: (row: StockRow) => string): StoredItem | null {
  return row.vanished?.becomes === 'removed' ? null : withoutKey(parseStoredItem(serialize(row)));
}
