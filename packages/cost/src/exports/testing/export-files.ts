import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Duckdb, openDuckdb } from '@groundcrew/duckdb';
import { afterAll } from 'vitest';
import type { CostLine, CostQuery } from '../../model.ts';
import { moneyText, sumMoney } from '../../money/index.ts';

/** A folder of files that tests write; `remove` deletes it. */
export function testFolder() {
  const path = mkdtempSync(join(tmpdir(), 'exports-test-'));
  return {
    path,
    write(name: string, content: string | Buffer): string {
      const file = join(path, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, name.endsWith('.gz') && typeof content === 'string' ? gzipSync(content) : content);
      return file;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** A DuckDB for all exports of a test file: to open one takes longer than to read a small export. */
export async function testDuckdb(): Promise<Duckdb> {
  const duckdb = await openDuckdb({ threads: 1 });
  afterAll(() => duckdb.close());
  return duckdb;
}

/** A CSV of objects that all have the keys of the first; null is an empty field. */
export function csvOf(rows: readonly Readonly<Record<string, string | null>>[]): string {
  const names = Object.keys(rows[0]!);
  const field = (text: string | null) =>
    text === null ? '' : /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return [names, ...rows.map((row) => names.map((name) => row[name] ?? null))]
    .map((values) => `${values.map(field).join(',')}\n`)
    .join('');
}

export function queryOf(changes: Partial<CostQuery> = {}): CostQuery {
  return {
    range: { start: '2026-09-01', end: '2026-10-01' },
    granularity: 'monthly',
    by: [],
    metric: 'unblended',
    filters: [],
    ...changes,
  };
}

export function totalOf(lines: readonly CostLine[]): string {
  return moneyText(sumMoney(lines.map(({ cost }) => cost)));
}

/** `tax USD Amazon S3/Shop`: cost; for assertions on all lines. */
export function byGroup(lines: readonly CostLine[]): Record<string, string> {
  return Object.fromEntries(
    lines.map(({ day, charge, currency, keys, cost }) => [
      [day, charge, currency, ...keys.map((key) => key ?? '-')].join(' '),
      moneyText(cost),
    ]),
  );
}

/** A row of a FOCUS 1.0 export, as AWS writes it. */
export function focusRow(changes: Readonly<Record<string, string | null>> = {}) {
  return {
    BillingAccountId: '111122223333',
    BillingPeriodStart: '2026-09-01T00:00:00.000Z',
    BilledCost: '1',
    EffectiveCost: '0.5',
    ListCost: '2',
    BillingCurrency: 'USD',
    ChargeCategory: 'Usage',
    ChargeClass: null,
    ChargeDescription: 'per hour',
    ChargePeriodStart: '2026-09-03T04:00:00.000Z',
    ConsumedQuantity: '3',
    ConsumedUnit: 'Hours',
    ProviderName: 'AWS',
    RegionId: 'eu-west-1',
    ResourceId: 'i-1',
    ServiceName: 'Amazon Elastic Compute Cloud',
    SubAccountId: '444455556666',
    Tags: '{"Project": "shop"}',
    x_UsageType: 'EU-BoxUsage:t3.micro',
    ...changes,
  };
}

/** A row of a legacy CUR, as CSV. */
export function legacyRow(changes: Readonly<Record<string, string | null>> = {}) {
  return {
    'bill/PayerAccountId': '111122223333',
    'bill/BillingPeriodStartDate': '2026-09-01T00:00:00Z',
    'lineItem/UsageAccountId': '444455556666',
    'lineItem/LineItemType': 'Usage',
    'lineItem/UsageStartDate': '2026-09-03T04:00:00Z',
    'lineItem/ProductCode': 'AmazonEC2',
    'lineItem/UsageType': 'EU-BoxUsage:t3.micro',
    'lineItem/ResourceId': 'i-1',
    'lineItem/UsageAmount': '3',
    'lineItem/CurrencyCode': 'USD',
    'lineItem/UnblendedCost': '1',
    'lineItem/BlendedCost': '1.5',
    'product/ProductName': 'Amazon Elastic Compute Cloud',
    'product/regionCode': 'eu-west-1',
    'pricing/unit': 'Hrs',
    'pricing/publicOnDemandCost': '2',
    'reservation/ReservationARN': null,
    'reservation/EffectiveCost': '0',
    'reservation/UnusedAmortizedUpfrontFeeForBillingPeriod': '0',
    'reservation/UnusedRecurringFee': '0',
    'savingsPlan/SavingsPlanEffectiveCost': '0',
    'savingsPlan/TotalCommitmentToDate': '0',
    'savingsPlan/UsedCommitment': '0',
    'resourceTags/user:Project': 'shop',
    'resourceTags/user:project': 'other',
    'costCategory/Team': 'web',
    ...changes,
  };
}
