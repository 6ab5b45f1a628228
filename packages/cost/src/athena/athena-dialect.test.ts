import { fileURLToPath } from 'node:url';
import { quoteText } from '@groundcrew/duckdb';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { openExports } from '../exports/index.ts';
import { snakeOf } from '../exports/names.ts';
import { csvOf, focusRow, legacyRow, queryOf, testFolder } from '../exports/testing/export-files.ts';
import type { CostLine, CostQuery, DateRange } from '../model.ts';
import { moneyText } from '../money/index.ts';
import { createAthenaSource } from './index.ts';
import { openTestAthena, type TestAthena } from './testing/test-athena.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const options = { database: 'bills', table: 'bill', now: () => Date.UTC(2026, 10, 20) };
const folder = testFolder();
let bills: TestAthena;
beforeAll(async () => {
  bills = await openTestAthena();
});
beforeEach(() => {
  bills.statements.length = 0;
});
afterAll(() => {
  bills.duckdb.close();
  folder.remove();
});

const dimensions = ['service', 'account', 'region', 'resource', 'tag:Project', 'charge'] as const;
const allBys: CostQuery['by'][] = [[], ...dimensions.map((one) => [one]), ['tag:Project', 'service']];
const withUsageType: CostQuery['by'][] = [...allBys, ['usage-type']];
/** @param project a value that the bill has; others are refused */
const filtersOf = (project: string | null): CostQuery['filters'][] => [
  [],
  [{ dimension: 'tag:Project', values: project === null ? [null] : [null, project] }],
  [{ dimension: 'charge', values: ['usage'], negated: true }],
];

function textsOf(lines: readonly CostLine[]): string[] {
  return lines
    .map(({ day, keys, charge, currency, cost, quantity }) =>
      JSON.stringify([
        day,
        keys,
        charge,
        currency,
        moneyText(cost),
        quantity && [moneyText(quantity.amount), quantity.unit],
      ]),
    )
    .sort();
}

/** All queries, or an eleventh of them: 11 shares no factor with the lengths of the lists that they are made of, so that each value of each list is among them. */
function shareOf(queries: readonly CostQuery[]): CostQuery[] {
  return inject('effort') < 1 ? queries.filter((_, index) => index % 11 === 0) : [...queries];
}

/** Asks both for all of it, or for a share of it; how many lines there were, of all by that share. */
async function expectSame(
  path: string,
  metrics: readonly CostQuery['metric'][],
  bys: readonly CostQuery['by'][],
  { range = queryOf().range, project = "it's" }: { range?: DateRange; project?: string | null } = {},
) {
  const exported = await openExports({ paths: [path], duckdb: { threads: 1 }, now: options.now });
  const source = await createAthenaSource({ ...options, athena: bills.athena });
  const queries = bys.flatMap((by) =>
    metrics.flatMap((metric) =>
      filtersOf(project).flatMap((filter) =>
        (['daily', 'monthly'] as const).map((granularity) =>
          queryOf({ by, metric, granularity, filters: filter, range }),
        ),
      ),
    ),
  );
  const asked = shareOf(queries);
  let lines = 0;
  try {
    for (const query of asked) {
      const [one, other] = [await exported.query(query), await source.query(query)];
      expect(textsOf(other.lines)).toEqual(textsOf(one.lines));
      expect(other.estimated).toEqual(one.estimated);
      lines += one.lines.length;
    }
  } finally {
    await exported.close();
  }
  return (lines * queries.length) / asked.length;
}

function csv(path: string): string {
  return `read_csv(${quoteText(path)}, all_varchar=true, nullstr=['', 'NULL'])`;
}

/** A JSON text as the map that a table on Parquet has. */
function map(column: string): string {
  return `CAST(CAST("${column}" AS JSON) AS MAP(VARCHAR, VARCHAR)) AS "${column}"`;
}

function decimal(column: string): string {
  return `CAST("${column}" AS DECIMAL(38, 18)) AS "${column}"`;
}

/** Athena has one column for tags whose keys differ in case alone. */
function withoutKey(row: Readonly<Record<string, string | null>>, key: string) {
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== key));
}

describe("Athena's statement, run by DuckDB, returns the same as DuckDB's own statement", () => {
  const legacyRows = [
    legacyRow(),
    legacyRow({ 'resourceTags/user:Project': "it's", 'lineItem/UsageStartDate': '2026-09-30T23:00:00Z' }),
    legacyRow({
      'resourceTags/user:Project': null,
      'product/ProductName': null,
      'lineItem/UsageAmount': '4',
    }),
    legacyRow({ 'lineItem/LineItemType': 'Tax', 'product/regionCode': 'global' }),
    legacyRow({
      'lineItem/LineItemType': 'SavingsPlanCoveredUsage',
      'savingsPlan/SavingsPlanEffectiveCost': '0.75',
    }),
    legacyRow({ 'lineItem/LineItemType': 'SavingsPlanNegation', 'lineItem/UnblendedCost': '-1' }),
    legacyRow({
      'lineItem/LineItemType': 'SavingsPlanRecurringFee',
      'savingsPlan/TotalCommitmentToDate': '2.5',
      'savingsPlan/UsedCommitment': '1.25',
    }),
    legacyRow({ 'lineItem/LineItemType': 'DiscountedUsage', 'reservation/EffectiveCost': '0.0000000001' }),
    legacyRow({ 'lineItem/LineItemType': 'RIFee', 'reservation/UnusedRecurringFee': '0.125' }),
    legacyRow({ 'lineItem/LineItemType': 'Fee', 'reservation/ReservationARN': 'arn:aws:ec2:::r' }),
    legacyRow({ 'lineItem/LineItemType': 'Fee', 'lineItem/ProductCode': 'AWSSupportBusiness' }),
    legacyRow({ 'lineItem/LineItemType': 'EdpDiscount', 'lineItem/UnblendedCost': '-0.3' }),
    legacyRow({ 'lineItem/LineItemType': 'Refund', 'lineItem/CurrencyCode': 'EUR' }),
    legacyRow({ 'lineItem/UsageStartDate': '2026-10-01T00:00:00Z' }),
  ].map((row) => withoutKey(row, 'resourceTags/user:project'));

  test('of a legacy CUR whose columns Athena has renamed, all as text', async () => {
    const path = folder.write('legacy.csv', csvOf(legacyRows));
    const names = Object.keys(legacyRows[0]!).map((name) => `"${name}" AS "${snakeOf(name)}"`);
    await bills.createTable(`SELECT ${names.join(', ')} FROM ${csv(path)}`);

    const range = { start: '2026-09-02', end: '2026-10-02' };

    expect(
      await expectSame(path, ['unblended', 'amortized', 'list'], withUsageType, { range }),
    ).toBeGreaterThan(500);
  });

  test('of a CUR 2.0 with maps, times and decimals', async () => {
    const rows = legacyRows.map((row) => {
      const {
        'resourceTags/user:Project': project,
        'product/ProductName': name,
        'costCategory/Team': team,
        ...rest
      } = row;
      const columns = Object.entries(rest).map(([key, value]) => [snakeOf(key), value]);
      return {
        ...(Object.fromEntries(columns) as Record<string, string | null>),
        resource_tags: JSON.stringify(project == null ? {} : { user_project: project }),
        product: JSON.stringify(name == null ? {} : { product_name: name }),
        cost_category: JSON.stringify({ Team: team }),
      };
    });
    const path = folder.write('cur2.csv', csvOf(rows));
    const costs = Object.keys(rows[0]!).filter((name) =>
      /cost$|fee$|commitment|billing_period$|_amount$/.test(name),
    );
    const replaced = [
      ...['resource_tags', 'product', 'cost_category'].map(map),
      ...costs.map(decimal),
      'CAST(line_item_usage_start_date AS TIMESTAMP) AS line_item_usage_start_date',
    ];
    await bills.createTable(`SELECT * REPLACE (${replaced.join(', ')}) FROM ${csv(path)}`);

    expect(await expectSame(path, ['unblended', 'amortized', 'blended'], withUsageType)).toBeGreaterThan(500);
    expect(bills.statements.join()).toContain(`element_at("resource_tags", 'user_project')`);
  });

  test('of the year of a shop, with FOCUS maps', async () => {
    const path = `${root}samples/cost/bill-focus-2026.csv.gz`;
    const replaced = [
      map('Tags'),
      ...['BilledCost', 'EffectiveCost', 'ListCost', 'ConsumedQuantity'].map(decimal),
      'CAST(ChargePeriodStart AS TIMESTAMP) AS ChargePeriodStart',
    ];
    await bills.createTable(`SELECT * REPLACE (${replaced.join(', ')}) FROM ${csv(path)}`);

    expect(
      await expectSame(path, ['unblended'], [[], ['tag:Project', 'service'], ['usage-type']], {
        project: 'shop',
      }),
    ).toBeGreaterThan(400);
  });

  test('of the real FOCUS sample, of several providers, as texts', async () => {
    const path = `${root}test/fixtures/focus/focus_sample.csv.gz`;
    await bills.createTable(`SELECT * FROM ${csv(path)}`);

    const range = { start: '2024-01-01', end: '2025-01-01' };

    expect(await expectSame(path, ['unblended'], allBys, { range, project: null })).toBeGreaterThan(500);
    expect(bills.statements.join()).toContain('json_extract_scalar');
  });
});

test('partitions of earlier months are not read, and late charges are', async () => {
  const rows = [
    { ...focusRow({ BilledCost: '1' }), BILLING_PERIOD: '2026-09' },
    { ...focusRow({ BilledCost: '10' }), BILLING_PERIOD: '2026-10' },
    // No such row is in a bill: it shows what was read.
    { ...focusRow({ BilledCost: '100' }), BILLING_PERIOD: '2026-08' },
  ];
  await bills.createTable(`SELECT * FROM ${csv(folder.write('late.csv', csvOf(rows)))}`, ['billing_period']);
  const source = await createAthenaSource({ ...options, athena: bills.athena });

  const { lines } = await source.query(queryOf());

  expect(lines.map(({ cost }) => moneyText(cost))).toEqual(['11']);
});

test.each([
  ['text', (year: string, month: string) => ({ year, month })],
  ['padded text', (year: string, month: string) => ({ year, month: month.padStart(2, '0') })],
])('partitions by year and month as %s are those of the range and after it', async (_, partition) => {
  const months = ['2025-12', '2026-1', '2026-8', '2026-9', '2026-10', '2027-1'];
  const rows = months.map((text, at) => {
    const [year, month] = text.split('-') as [string, string];
    return { ...focusRow({ BilledCost: `${10 ** at}` }), ...partition(year, month) };
  });
  const path = folder.write('years.csv', csvOf(rows));
  const query = queryOf();

  await bills.createTable(`SELECT * FROM ${csv(path)}`, ['year', 'month']);
  const texts = await (await createAthenaSource({ ...options, athena: bills.athena })).query(query);
  await bills.createTable(
    `SELECT * REPLACE (CAST(year AS INTEGER) AS year, CAST(month AS INTEGER) AS month) FROM ${csv(path)}`,
    ['year', 'month'],
  );
  const numbers = await (await createAthenaSource({ ...options, athena: bills.athena })).query(query);

  expect(texts.lines.map(({ cost }) => moneyText(cost))).toEqual(['111000']);
  expect(numbers.lines).toEqual(texts.lines);
});
