import { type DynamoDBClient, parseStoredItem, type StoredItem } from '@groundcrew/aws/dynamodb';
import { keyOfShelf } from '../load/shelf-key.ts';
import type { StockRow } from '../stock-file/types.ts';
import { areSame } from './same-value.ts';
import { formatChange } from './shelf-change.ts';
import { readStoredShelves, withoutKey } from './stored-shelves.ts';

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

/**
 * Reads the shelves of rows before they are written, and records those that change: a consistent read for each row, one read unit
 * for 4 KB (DynamoDB Developer Guide, "Capacity unit consumption for read operations"). What a shelf has already is not recorded,
 * so of a run that repeats rows of one that was killed, the records of that one stand.
 */
export function createChangeJournal({ client, tableName, sink }: ChangeJournalOptions): ChangeJournal {
  return {
    begin: () => sink.begin(),
    async record(rows, serialize, signal) {
      if (rows.length === 0) return;
      const stored = await readStoredShelves({ client, tableName }, rows, signal);
      let lines = '';
      for (const row of rows) {
        const { store, item } = row;
        const found = stored.get(keyOfShelf(row));
        const before = found === undefined ? null : withoutKey(found);
        const after = attributesOf(row, serialize);
        if (!areSame(before, after)) lines += formatChange({ store, item, before, after });
      }
      if (lines !== '') await sink.append(lines);
    },
  };
}

/** What the row's item has beside its key; null: it is removed. */
function attributesOf(row: StockRow, serialize: (row: StockRow) => string): StoredItem | null {
  return row.vanished?.becomes === 'removed' ? null : withoutKey(parseStoredItem(serialize(row)));
}
