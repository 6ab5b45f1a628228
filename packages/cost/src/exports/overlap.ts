import { wholeAccountId } from '../accounts/index.ts';
import { sqlName } from './dialect.ts';
import { exportError } from './errors.ts';
import type { InspectedTable } from './inspect.ts';
import { readerOf } from './inspect.ts';
import type { RowReader } from './lost-rows.ts';
import { differentProviders } from './providers.ts';
import { shapeOf } from './shape-of.ts';
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

  const owners: { readonly covered: Covered; readonly snapshot: Snapshot }[] = [];
  for (const snapshot of snapshots) {
    for (const covered of await coverageOf(reader, snapshot, tables, signal)) {
      const other = owners.find((owner) => owner.snapshot !== snapshot && isSame(owner.covered, covered));
      if (other !== undefined) throw overlap(other.snapshot, snapshot, covered);
      owners.push({ covered, snapshot });
    }
  }
}

/** A billing account and period of charges, and who billed them; null: not known. */
interface Covered {
  readonly account: string | null;
  readonly provider: string | null;
  readonly period: string | null;
}

/** An account that is not known may be any of its provider. */
function isSame(one: Covered, other: Covered): boolean {
  if (one.period !== other.period) return false;
  if (one.account !== null && other.account !== null) return one.account === other.account;
  const providers = [one, other].flatMap(({ provider }) => provider ?? []);
  return differentProviders(providers).length < 2;
}

/** Billing accounts and periods of a snapshot's charges. */
async function coverageOf(
  reader: RowReader,
  snapshot: Snapshot,
  tables: readonly InspectedTable[],
  signal?: AbortSignal,
): Promise<readonly Covered[]> {
  const covered = new Map<string, Covered>();
  const paths = new Set(snapshot.files.map(({ path }) => path));
  for (const table of tables) {
    const files = table.files.filter((file) => paths.has(file));
    if (files.length === 0) continue;
    const find = columnFinder(table.columns);
    const account = find('BillingAccountId') ?? find('bill_payer_account_id');
    const start = find('BillingPeriodStart') ?? find('bill_billing_period_start_date');
    const { day, provider } = shapeOf(table, 'duckdb');
    const texts = [
      account === undefined ? 'NULL' : `CAST(${sqlName(account.name)} AS VARCHAR)`,
      start === undefined
        ? `substr(CAST(${day} AS VARCHAR), 1, 7)`
        : `CAST(${sqlName(start.name)} AS VARCHAR)`,
      provider.value(provider.raw),
    ];
    const { rows } = await reader.query(
      `SELECT DISTINCT ${texts.join(', ')} FROM ${readerOf(files, table.columns, table.csv)}`,
      signal === undefined ? {} : { signal },
    );
    for (const [id, period, name = null] of rows as readonly (readonly (string | null)[])[]) {
      const each = { account: payerOf(id ?? null), period: monthOf(period ?? null), provider: name };
      covered.set(JSON.stringify(each), each);
    }
  }
  return [...covered.values()];
}

/** One that a spreadsheet rounded, as 4.44456E+11, may be any of several. */
function payerOf(id: string | null): string | null {
  return id === null || id.trim() === '' || /^\d(?:\.\d+)?E\+?\d+$/i.test(id.trim())
    ? null
    : wholeAccountId(id);
}

/**
 * The month of a billing period's first day, by any form that it is written in: a day is the first of its month, so that of
 * 9/1/2026 and 1/9/2026 the month is the other number. A form that is not known is its own period.
 */
function monthOf(text: string | null): string | null {
  if (text === null) return null;
  const [, year, month] = /^\s*(\d{4})[-/. ]*(\d{1,2})(?!\d{3})/.exec(text) ?? [];
  if (year !== undefined && Number(month) <= 12) return `${year}-${month!.padStart(2, '0')}`;
  const [, first, second, last] = /^\s*(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4})/.exec(text) ?? [];
  if (last !== undefined && (Number(first) === 1 || Number(second) === 1))
    return `${last}-${(Number(first) === 1 ? second! : first!).padStart(2, '0')}`;
  const [, seconds] = /^(\d{10})(?:\d{3}|\d{6}|\d{9})?$/.exec(text) ?? [];
  return seconds === undefined ? text : new Date(Number(seconds) * 1000).toISOString().slice(0, 7);
}

function overlap(one: Snapshot, other: Snapshot, { account, period }: Covered): Error {
  const [first, second] = [one.files[0]!.path, other.files[0]!.path];
  return exportError(
    'cost.exports.overlap',
    `${first} and ${second} both contain ${period ?? 'charges without a billing period'} of account ${account ?? '(none)'}: ` +
      'added up, they would count twice; name the files of one snapshot, or the folder with their manifests',
    { files: [first, second], account, period },
  );
}
