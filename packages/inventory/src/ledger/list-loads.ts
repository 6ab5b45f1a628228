import { type DynamoDBClient, type Item, scanPages } from '@groundcrew/aws/dynamodb';
import { GroundcrewError } from '@groundcrew/errors';
import type { LedgerEntry } from './entry.ts';
import { compareSequencers } from './sequencer.ts';
import { toEntry } from './store.ts';

/** The loads that began or ended last. */
export interface RecentLoads {
  /** The newest first. */
  readonly entries: readonly LedgerEntry[];
  /** Of the whole ledger, which keeps them for a month. */
  readonly total: number;
}

/** The entries of the ledger that changed last, the newest first. The table is scanned. */
export async function listLoads(
  client: DynamoDBClient,
  {
    tableName,
    limit,
    signal,
  }: { readonly tableName: string; readonly limit: number; readonly signal?: AbortSignal },
): Promise<RecentLoads> {
  let newest: LedgerEntry[] = [];
  let total = 0;
  for await (const page of scanPages(client, { tableName, ...(signal && { signal }) })) {
    total += page.length;
    newest = [...newest, ...page.map(toEntry)].sort(newestFirst).slice(0, limit);
  }
  return { entries: newest, total };
}

/** By the second in which they changed; within it by their names, the last ones first. */
function newestFirst(a: LedgerEntry, b: LedgerEntry): number {
  return b.expiresAt - a.expiresAt || (a.object < b.object ? 1 : -1);
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
