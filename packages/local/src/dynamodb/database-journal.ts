import { join } from 'node:path';
import { type Journal, type JournalState, openJournal } from '../journal.ts';
import type { Item } from './item.ts';
import type { StreamRecord, StreamViewType } from './stream-record.ts';
import type { TableDescription } from './table-schema.ts';

/** A table's settings beside its description, as JSON. */
export interface SavedExtras {
  readonly ttlAttribute?: string;
  readonly pointInTimeRecovery: boolean;
  readonly stream?: {
    readonly viewType: StreamViewType;
    readonly createdAt: number;
    readonly after: number;
    readonly closed: boolean;
  };
}

/** A change of the database. Plain JSON: the journal is a list of these. */
export type Change =
  | {
      readonly type: 'table';
      readonly name: string;
      readonly table: TableDescription;
      readonly extras: SavedExtras;
    }
  | { readonly type: 'table-deleted'; readonly name: string }
  | { readonly type: 'item'; readonly table: string; readonly key: string; readonly item?: Item }
  | {
      readonly type: 'record';
      readonly table: string;
      readonly record: Omit<StreamRecord, 'old' | 'item'> & { readonly old?: Item; readonly item?: Item };
      /** The items have this change already; it is stored for the stream's readers. */
      readonly applied?: true;
    };

/** The journal of DynamoDB in a data folder; without a folder nothing is stored. */
export function openDatabaseJournal(
  dataDir: string | undefined,
  state: JournalState<Change>,
): Journal<Change> {
  return openJournal<Change>(dataDir && join(dataDir, 'dynamodb', 'changes.jsonl'), state);
}
