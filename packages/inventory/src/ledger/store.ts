import type { DynamoDBClient } from '@groundcrew/aws/dynamodb';
import { getItem, type Item, updateItem } from '@groundcrew/aws/dynamodb';
import type { LedgerEntry } from './entry.ts';

/** The outcome of an attempt to replace an entry. */
export type ReplaceOutcome =
  | { readonly stored: true }
  /** Another write was faster; `current` is the stored entry, if it is known. */
  | { readonly stored: false; readonly current?: LedgerEntry | undefined };

/** Stores entries; of several writes based on the same revision, one wins. */
export interface LedgerStore {
  read(object: string): Promise<LedgerEntry | undefined>;
  /** Stores `entry` if the stored one has the revision before it or, for revision 1, if there is none. */
  replace(entry: LedgerEntry): Promise<ReplaceOutcome>;
}

/** The ledger's table: partition key `Object`, time to live `ExpiresAt`. */
export function createLedgerStore(client: DynamoDBClient, tableName: string): LedgerStore {
  return {
    async read(object) {
      const item = await getItem(client, { tableName, key: { Object: object }, consistent: true });
      return item && toEntry(item);
    },

    async replace(entry) {
      const { object, revision, lease, checkpoint, summary } = entry;
      const set = {
        Revision: revision,
        WriteId: entry.writeId,
        Newest: entry.newest,
        Sequencer: entry.sequencer,
        Status: entry.status,
        ExpiresAt: entry.expiresAt,
        Lease: lease && { ...lease },
        Checkpoint: checkpoint && JSON.stringify(checkpoint),
        Summary: summary && JSON.stringify(summary),
      };
      const condition =
        revision === 1
          ? { expression: 'attribute_not_exists(#object)', names: { '#object': 'Object' } }
          : {
              expression: '#revision = :before',
              names: { '#revision': 'Revision' },
              values: { ':before': revision - 1 },
            };
      const outcome = await updateItem(client, {
        tableName,
        key: { Object: object },
        set,
        remove: Object.entries(set).flatMap(([name, value]) => (value === undefined ? [name] : [])),
        condition,
      });
      if (outcome.applied) return { stored: true };
      return { stored: false, current: outcome.item && toEntry(outcome.item) };
    },
  };
}

/** Not validated: the table contains only what was written above. */
export function toEntry(item: Item): LedgerEntry {
  const text = (name: string): string => item[name] as string;
  const json = <Value>(name: string): Value | undefined =>
    item[name] === undefined ? undefined : (JSON.parse(text(name)) as Value);
  return {
    object: text('Object'),
    revision: item.Revision as number,
    writeId: text('WriteId'),
    newest: text('Newest'),
    sequencer: text('Sequencer'),
    status: text('Status') as LedgerEntry['status'],
    expiresAt: item.ExpiresAt as number,
    lease: item.Lease as LedgerEntry['lease'],
    checkpoint: json('Checkpoint'),
    summary: json('Summary'),
  };
}
