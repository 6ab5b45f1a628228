import { type DynamoDBClient, type Item, scanPages } from '@groundcrew/aws/dynamodb';
import { GroundcrewError } from '@groundcrew/errors';
import type { LedgerEntry } from './entry.ts';
import { compareSequencers } from './sequencer.ts';
import { toEntry } from './store.ts';

/** The entries of the ledger that changed last, the newest first. The table is scanned. */
export async function listLoads(
  client: DynamoDBClient,
  tableName: string,
  limit: number,
  signal: AbortSignal,
): Promise<LedgerEntry[]> {
  let newest: LedgerEntry[] = [];
  for await (const page of scanPages(client, { tableName, signal })) {
    newest = [...newest, ...page.map(toEntry)].sort((a, b) => b.expiresAt - a.expiresAt).slice(0, limit);
  }
  return newest;
}

/**
 * The entry of a load by what a user calls it: the name of the entry, or the object, of which the newest upload counts.
 *
 * @throws GroundcrewError `inventory.undo.unknown-load`
 */
export async function findLoad(
  client: DynamoDBClient,
  tableName: string,
  load: string,
  signal: AbortSignal,
): Promise<LedgerEntry> {
  let newest: LedgerEntry | undefined;
  const pages = scanPages(client, {
    tableName,
    filter: 'begins_with(#object, :load)',
    names: { '#object': 'Object' },
    values: { ':load': load },
    consistent: true,
    signal,
  });
  for await (const page of pages) {
    for (const entry of page.map((item: Item) => toEntry(item))) {
      if (entry.object !== load && entry.object !== `${load}#${entry.sequencer}`) continue;
      const isNewer = newest === undefined || compareSequencers(entry.sequencer, newest.sequencer) > 0;
      if (isNewer) newest = entry;
    }
  }
  if (newest !== undefined) return newest;
  throw new GroundcrewError(
    'inventory.undo.unknown-load',
    `the ledger "${tableName}" has no load of "${load}"; groundcrew inventory loads lists those that it has`,
    { details: { load } },
  );
}
