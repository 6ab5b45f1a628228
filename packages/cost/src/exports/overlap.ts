import { wholeAccountId } from '../accounts/index.ts';
import { sqlName } from './dialect.ts';
import { exportError } from './errors.ts';
import type { InspectedTable } from './inspect.ts';
import { readerOf } from './inspect.ts';
import type { RowReader } from './lost-rows.ts';
import type { Snapshot } from './snapshots.ts';
import { columnFinder } from './table.ts';

/**
 * Refuses to add two snapshots of one billing period. Compares their rows, the only reliable evidence; months that
 * manifests distinguish are not compared.
 *
 * @throws GroundcrewError `cost.exports.overlap`
 */
export async function assertNoOverlap(
  reader: RowReader,
  snapshots: readonly Snapshot[],
  tables: readonly InspectedTable[],
  signal?: AbortSignal,
): Promise<void> {
  if (snapshots.length < 2) return;
  const periods = snapshots.map(({ period }) => period);
  if (!periods.includes(null) && new Set(periods).size === periods.length) return;

  const owners = new Map<string, Snapshot>();
  for (const snapshot of snapshots) {
    for (const covered of await coverageOf(reader, snapshot, tables, signal)) {
      const other = owners.get(covered);
      if (other !== undefined && other !== snapshot) throw overlap(other, snapshot, covered);
      owners.set(covered, snapshot);
    }
  }
}

/** Billing accounts and periods of a snapshot's charges. */
async function coverageOf(
  reader: RowReader,
  snapshot: Snapshot,
  tables: readonly InspectedTable[],
  signal?: AbortSignal,
): Promise<Set<string>> {
  const covered = new Set<string>();
  const paths = new Set(snapshot.files.map(({ path }) => path));
  for (const table of tables) {
    const files = table.files.filter((file) => paths.has(file));
    if (files.length === 0) continue;
    const find = columnFinder(table.columns);
    const account = find('BillingAccountId') ?? find('bill_payer_account_id');
    const start = find('BillingPeriodStart') ?? find('bill_billing_period_start_date');
    const fallback = find('ChargePeriodStart') ?? find('line_item_usage_start_date');
    const texts = [
      account === undefined ? "''" : `CAST(${sqlName(account.name)} AS VARCHAR)`,
      `substr(CAST(${sqlName((start ?? fallback)!.name)} AS VARCHAR), 1, 7)`,
    ];
    const { rows } = await reader.query(
      `SELECT DISTINCT ${texts.join(', ')} FROM ${readerOf(files, table.columns, table.delimiter)}`,
      signal === undefined ? {} : { signal },
    );
    for (const [id, period] of rows)
      covered.add(JSON.stringify([typeof id === 'string' ? wholeAccountId(id) : id, period]));
  }
  return covered;
}

function overlap(one: Snapshot, other: Snapshot, covered: string): Error {
  const [account, period] = JSON.parse(covered) as [string | null, string | null];
  const [first, second] = [one.files[0]!.path, other.files[0]!.path];
  return exportError(
    'cost.exports.overlap',
    `${first} and ${second} both contain ${period ?? 'charges without a billing period'} of account ${account ?? '(none)'}: ` +
      'added up, they would count twice; name the files of one snapshot, or the folder with their manifests',
    { files: [first, second], account, period },
  );
}
