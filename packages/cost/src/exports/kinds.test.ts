import { join } from 'node:path';
import { quoteText } from '@groundcrew/duckdb';
import fc from 'fast-check';
import { afterAll, expect, inject, test } from 'vitest';
import type { Dimension } from '../model.ts';
import { type Money, money } from '../money/index.ts';
import { openExports } from './index.ts';
import { csvOf, focusRow, legacyRow, queryOf, testDuckdb, testFolder } from './testing/export-files.ts';

const folder = testFolder();
const duckdb = await testDuckdb();
afterAll(() => folder.remove());

interface Row {
  readonly day: number;
  readonly cost: string;
  readonly service: string;
  readonly region: string | null;
  readonly usageType: string;
  readonly resource: string | null;
  readonly account: string;
  readonly project: string | null;
}

const startOf = ({ day }: Row) => `2026-09-${String(day).padStart(2, '0')}T23:00:00Z`;

const kinds: Record<string, (row: Row) => Record<string, string | null>> = {
  focus: (row) =>
    focusRow({
      ChargePeriodStart: startOf(row),
      BilledCost: row.cost,
      ServiceName: row.service,
      RegionId: row.region,
      x_UsageType: row.usageType,
      ResourceId: row.resource,
      SubAccountId: row.account,
      Tags: row.project === null ? 'NULL' : JSON.stringify({ other: 'x', Project: row.project }),
    }),
  legacy: (row) =>
    legacyRow({
      'lineItem/UsageStartDate': startOf(row),
      'lineItem/UnblendedCost': row.cost,
      'product/ProductName': row.service,
      'product/regionCode': row.region,
      'lineItem/UsageType': row.usageType,
      'lineItem/ResourceId': row.resource,
      'lineItem/UsageAccountId': row.account,
      'resourceTags/user:Project': row.project,
    }),
  cur2: (row) => ({
    bill_payer_account_id: '111122223333',
    bill_billing_period_start_date: '2026-09-01 00:00:00',
    line_item_usage_start_date: startOf(row),
    line_item_line_item_type: 'Usage',
    line_item_currency_code: 'USD',
    line_item_product_code: 'code',
    line_item_unblended_cost: row.cost,
    line_item_usage_type: row.usageType,
    line_item_resource_id: row.resource,
    line_item_usage_account_id: row.account,
    product_region_code: row.region,
    product: JSON.stringify({ product_name: row.service }),
    resource_tags: JSON.stringify(row.project === null ? {} : { user_project: row.project }),
  }),
};

/** The same rows as Parquet, maps as AWS writes them. */
async function toParquet(kind: string, csv: string): Promise<string> {
  const file = csv.replace(/csv$/, 'parquet');
  const start = kind === 'focus' ? 'ChargePeriodStart' : 'line_item_usage_start_date';
  const cost = kind === 'focus' ? 'BilledCost' : 'line_item_unblended_cost';
  const maps = kind === 'focus' ? ['Tags'] : ['product', 'resource_tags'];
  const replaced = [
    `CAST(${start} AS TIMESTAMP) AS ${start}`,
    `CAST(${cost} AS DECIMAL(38, 12)) AS ${cost}`,
    ...maps.map((map) => `CAST(CAST(nullif(${map}, 'NULL') AS JSON) AS MAP(VARCHAR, VARCHAR)) AS ${map}`),
  ];
  await duckdb.query(
    `COPY (SELECT * REPLACE (${replaced.join(', ')}) FROM read_csv(${quoteText(csv)}, all_varchar=true)) TO ${quoteText(file)}`,
  );
  return file;
}

const text = fc.constantFrom('a', 'B', "it's", 'x,"y"', '서울', 'a b');
const maybe = fc.option(text);
const cents = fc
  .tuple(fc.integer({ min: -9999, max: 9999 }), fc.stringMatching(/^\d{1,12}$/))
  .map(([whole, places]) => `${whole}.${places}`);
const rowArbitrary: fc.Arbitrary<Row> = fc.record({
  day: fc.integer({ min: 1, max: 30 }),
  cost: cents,
  service: text,
  region: maybe,
  usageType: text,
  resource: maybe,
  account: fc.constantFrom('111122223333', '444455556666'),
  project: maybe,
});
const fields: [Dimension, keyof Row][] = [
  ['service', 'service'],
  ['region', 'region'],
  ['usage-type', 'usageType'],
  ['resource', 'resource'],
  ['account', 'account'],
  ['tag:Project', 'project'],
];

test.each([
  ['focus', 'csv'],
  ['legacy', 'csv'],
  ['cur2', 'csv'],
  ['focus', 'parquet'],
  ['cur2', 'parquet'],
])('%s as %s: each group of any two dimensions equals the sum of its rows', async (kind, form) => {
  let file = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(rowArbitrary, { minLength: 1, maxLength: 25 }),
      fc.subarray(fields, { maxLength: 2 }),
      async (rows, by) => {
        file += 1;
        const csv = folder.write(join(kind, `${form}-${file}.csv`), csvOf(rows.map(kinds[kind]!)));
        const source = await openExports({
          paths: [form === 'csv' ? csv : await toParquet(kind, csv)],
          duckdb,
        });
        const { lines, notes } = await source.query(
          queryOf({ by: by.map(([dimension]) => dimension), granularity: 'daily' }),
        );
        await source.close();

        const sums = new Map<string, Money>();
        for (const row of rows) {
          const group = JSON.stringify([startOf(row).slice(0, 10), by.map(([, field]) => row[field])]);
          sums.set(group, (sums.get(group) ?? money(0)).plus(row.cost));
        }
        const expected = [...sums].map(([group, sum]) => `${group} ${sum.toFixed()}`);
        const actual = lines.map(({ day, keys, cost }) => `${JSON.stringify([day, keys])} ${cost.toFixed()}`);
        expect(actual.toSorted()).toEqual(expected.toSorted());
        const isUnused =
          by.some(([, field]) => field === 'project') && rows.every(({ project }) => project === null);
        // The header of a legacy report has its tags whether a charge has them or not.
        const ofHeader = kind === 'legacy' ? ['tags that the export has: Project, project'] : [];
        expect(notes).toEqual(
          isUnused ? [expect.stringMatching(/^no charge of these days has tag:Project:/), ...ofHeader] : [],
        );
      },
    ),
    { numRuns: Math.ceil(40 * inject('effort')) },
  );
});
