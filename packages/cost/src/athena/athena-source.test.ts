import type { Athena, AthenaQuery, TableDescription } from '@groundcrew/aws/athena';
import { GroundcrewError } from '@groundcrew/errors';
import { expect, test } from 'vitest';
import { queryOf } from '../exports/testing/export-files.ts';
import { money, moneyText } from '../money/index.ts';
import { createAthenaSource } from './index.ts';

const focus: TableDescription = {
  columns: [
    { name: 'billedcost', type: 'double' },
    { name: 'chargeperiodstart', type: 'timestamp' },
    { name: 'chargecategory', type: 'string' },
    { name: 'billingcurrency', type: 'string' },
    { name: 'servicename', type: 'string' },
    { name: 'regionid', type: 'string' },
    { name: 'tags', type: 'map<string,string>' },
  ],
  partitionKeys: [{ name: 'billing_period', type: 'string' }],
};
const cur: TableDescription = {
  columns: [
    { name: 'line_item_unblended_cost', type: 'double' },
    { name: 'line_item_usage_start_date', type: 'timestamp' },
    { name: 'line_item_line_item_type', type: 'string' },
    { name: 'line_item_currency_code', type: 'string' },
    { name: 'line_item_product_code', type: 'string' },
    { name: 'resource_tags_user_project', type: 'string' },
  ],
  partitionKeys: [],
};

function fake(described: TableDescription, rows: (string | null)[][] = [], billedBytes = 0) {
  const queries: AthenaQuery[] = [];
  const athena: Athena = {
    describeTable: async () => described,
    async runQuery(query) {
      queries.push(query);
      return {
        id: 'q-1',
        billedBytes,
        async *rows() {
          for (const row of rows) yield [row];
        },
      };
    },
  };
  return { athena, queries };
}

const options = { database: 'bills', table: 'focus', now: () => Date.UTC(2026, 10, 20) };

test('a query on a FOCUS table is this text', async () => {
  const { athena } = fake(focus);
  const source = await createAthenaSource({ ...options, athena, providers: ['AWS'] });

  const sql = source.sql(
    queryOf({
      by: ['tag:Project', 'service'],
      granularity: 'daily',
      filters: [{ dimension: 'region', values: ["it's", null] }],
    }),
  );

  expect(sql).toMatchInlineSnapshot(`
    "SELECT
      CAST(day AS VARCHAR) AS day,
      key_1,
      key_2,
      charge,
      currency,
      provider,
      CAST(CAST(sum(cost) AS DECIMAL(38, 18)) AS VARCHAR) AS cost,
      CAST(sum(blank) AS VARCHAR) AS blank,
      CAST(sum(unreadable) AS VARCHAR) AS unreadable,
      CAST(sum(absent) AS VARCHAR) AS absent,
      CAST(sum(malformed) AS VARCHAR) AS malformed,
      min(malformed_cell) AS malformed_cell,
      min(unreadable_cell) AS unreadable_cell
    FROM (
    SELECT day, nullif(raw_1, '') AS key_1, nullif(raw_2, '') AS key_2, CASE WHEN coalesce(lower(raw_2) LIKE 'aws support%' OR lower(raw_2) LIKE 'aws premium support%' OR lower(raw_2) LIKE '%support (%', false) AND nullif(raw_3, '') IN ('Usage', 'Purchase') THEN 'support' WHEN nullif(raw_3, '') = 'Tax' THEN 'tax' WHEN CAST(NULL AS VARCHAR) = 'Correction' THEN 'refund' WHEN nullif(raw_3, '') = 'Credit' THEN 'credit' WHEN nullif(raw_3, '') = 'Purchase' THEN 'fee' WHEN nullif(raw_3, '') = 'Usage' THEN 'usage' ELSE 'adjustment' END AS charge, nullif(upper(trim(nullif(raw_4, ''))), '') AS currency, CAST(NULL AS VARCHAR) AS provider, cost, blank, malformed, malformed_cell, 0 AS unreadable, 0 AS absent, CAST(NULL AS VARCHAR) AS unreadable_cell
    FROM (
      SELECT CAST("chargeperiodstart" AS DATE) AS day,
        coalesce(element_at("tags", 'Project'), element_at("tags", 'user:Project'), element_at("tags", 'user_Project'), element_at("tags", 'user_project'), element_at("tags", 'resourceTags/Project')) AS raw_1,
        "servicename" AS raw_2,
        "chargecategory" AS raw_3,
        "billingcurrency" AS raw_4,
        sum(CASE WHEN abs("billedcost") < 1 THEN CAST(CAST("billedcost" AS DECIMAL(18, 15)) AS DECIMAL(38, 18)) WHEN abs("billedcost") < 10 THEN CAST(CAST("billedcost" AS DECIMAL(18, 14)) AS DECIMAL(38, 18)) WHEN abs("billedcost") < 100 THEN CAST(CAST("billedcost" AS DECIMAL(18, 13)) AS DECIMAL(38, 18)) WHEN abs("billedcost") < 1000 THEN CAST(CAST("billedcost" AS DECIMAL(18, 12)) AS DECIMAL(38, 18)) WHEN abs("billedcost") < 100000 THEN CAST(CAST("billedcost" AS DECIMAL(38, 10)) AS DECIMAL(38, 18)) WHEN abs("billedcost") < 10000000 THEN CAST(CAST("billedcost" AS DECIMAL(38, 8)) AS DECIMAL(38, 18)) WHEN abs("billedcost") < 1000000000 THEN CAST(CAST("billedcost" AS DECIMAL(38, 6)) AS DECIMAL(38, 18)) ELSE CAST(CAST("billedcost" AS DECIMAL(38, 4)) AS DECIMAL(38, 18)) END) AS cost,
        count(*) AS charges,
        0 AS malformed,
        CAST(NULL AS VARCHAR) AS malformed_cell,
        count(*) - count(CASE WHEN abs("billedcost") < 1 THEN CAST(CAST("billedcost" AS DECIMAL(18, 15)) AS DECIMAL(38, 18)) WHEN abs("billedcost") < 10 THEN CAST(CAST("billedcost" AS DECIMAL(18, 14)) AS DECIMAL(38, 18)) WHEN abs("billedcost") < 100 THEN CAST(CAST("billedcost" AS DECIMAL(18, 13)) AS DECIMAL(38, 18)) WHEN abs("billedcost") < 1000 THEN CAST(CAST("billedcost" AS DECIMAL(18, 12)) AS DECIMAL(38, 18)) WHEN abs("billedcost") < 100000 THEN CAST(CAST("billedcost" AS DECIMAL(38, 10)) AS DECIMAL(38, 18)) WHEN abs("billedcost") < 10000000 THEN CAST(CAST("billedcost" AS DECIMAL(38, 8)) AS DECIMAL(38, 18)) WHEN abs("billedcost") < 1000000000 THEN CAST(CAST("billedcost" AS DECIMAL(38, 6)) AS DECIMAL(38, 18)) ELSE CAST(CAST("billedcost" AS DECIMAL(38, 4)) AS DECIMAL(38, 18)) END) AS blank
      FROM (SELECT * FROM "bills"."focus" WHERE "billing_period" >= '2026-09') AS billed
      WHERE "chargeperiodstart" >= TIMESTAMP '2026-09-01 00:00:00' AND "chargeperiodstart" < TIMESTAMP '2026-10-01 00:00:00' AND (coalesce(nullif(nullif(lower(trim("regionid")), ''), 'global') IN ('it''s'), false) OR nullif(nullif(lower(trim("regionid")), ''), 'global') IS NULL)
      GROUP BY 1, 2, 3, 4, 5
    ) AS summed
    WHERE CASE WHEN charges > 0 THEN lower(trim(CAST(NULL AS VARCHAR))) IN ('aws', 'amazon', 'amazon web services', 'amazon web services, inc.', 'amazon web services emea sarl', 'amazon web services korea llc') ELSE false END
    ) AS normalized
    GROUP BY 1, 2, 3, 4, 5, 6
    ORDER BY 1, 2, 3, 4, 5, 6"
  `);
});

test('a query on a table of a legacy CUR is this text', async () => {
  const { athena } = fake(cur);
  const source = await createAthenaSource({ ...options, table: 'a "b" c', athena });

  expect(source.sql(queryOf({ by: ['tag:Project'] }))).toMatchInlineSnapshot(`
    "SELECT
      CAST(day AS VARCHAR) AS day,
      key_1,
      charge,
      currency,
      provider,
      CAST(CAST(sum(cost) AS DECIMAL(38, 18)) AS VARCHAR) AS cost,
      CAST(sum(blank) AS VARCHAR) AS blank,
      CAST(sum(unreadable) AS VARCHAR) AS unreadable,
      CAST(sum(absent) AS VARCHAR) AS absent,
      CAST(sum(malformed) AS VARCHAR) AS malformed,
      min(malformed_cell) AS malformed_cell,
      min(unreadable_cell) AS unreadable_cell
    FROM (
    SELECT DATE '2026-09-01' AS day, nullif(raw_1, '') AS key_1, CASE WHEN raw_3 AND raw_2 IN ('Usage', 'Fee') THEN 'support' WHEN raw_2 = 'Usage' THEN 'usage' WHEN raw_2 = 'DiscountedUsage' THEN 'usage' WHEN raw_2 = 'SavingsPlanCoveredUsage' THEN 'usage' WHEN raw_2 = 'SavingsPlanNegation' THEN 'usage' WHEN raw_2 = 'Fee' THEN 'fee' WHEN raw_2 = 'RIFee' THEN 'fee' WHEN raw_2 = 'SavingsPlanRecurringFee' THEN 'fee' WHEN raw_2 = 'SavingsPlanUpfrontFee' THEN 'fee' WHEN raw_2 = 'FlatRateSubscription' THEN 'fee' WHEN raw_2 = 'Tax' THEN 'tax' WHEN raw_2 = 'Credit' THEN 'credit' WHEN raw_2 = 'Refund' THEN 'refund' WHEN raw_2 = 'Support' THEN 'support' WHEN raw_2 LIKE '%Discount' THEN 'discount' ELSE 'adjustment' END AS charge, nullif(upper(trim(nullif(raw_4, ''))), '') AS currency, 'AWS' AS provider, cost, blank, malformed, malformed_cell, 0 AS unreadable, 0 AS absent, CAST(NULL AS VARCHAR) AS unreadable_cell
    FROM (
      SELECT "resource_tags_user_project" AS raw_1,
        "line_item_line_item_type" AS raw_2,
        coalesce(lower("line_item_product_code") LIKE 'aws%support%', false) AS raw_3,
        "line_item_currency_code" AS raw_4,
        sum(CASE WHEN abs("line_item_unblended_cost") < 1 THEN CAST(CAST("line_item_unblended_cost" AS DECIMAL(18, 15)) AS DECIMAL(38, 18)) WHEN abs("line_item_unblended_cost") < 10 THEN CAST(CAST("line_item_unblended_cost" AS DECIMAL(18, 14)) AS DECIMAL(38, 18)) WHEN abs("line_item_unblended_cost") < 100 THEN CAST(CAST("line_item_unblended_cost" AS DECIMAL(18, 13)) AS DECIMAL(38, 18)) WHEN abs("line_item_unblended_cost") < 1000 THEN CAST(CAST("line_item_unblended_cost" AS DECIMAL(18, 12)) AS DECIMAL(38, 18)) WHEN abs("line_item_unblended_cost") < 100000 THEN CAST(CAST("line_item_unblended_cost" AS DECIMAL(38, 10)) AS DECIMAL(38, 18)) WHEN abs("line_item_unblended_cost") < 10000000 THEN CAST(CAST("line_item_unblended_cost" AS DECIMAL(38, 8)) AS DECIMAL(38, 18)) WHEN abs("line_item_unblended_cost") < 1000000000 THEN CAST(CAST("line_item_unblended_cost" AS DECIMAL(38, 6)) AS DECIMAL(38, 18)) ELSE CAST(CAST("line_item_unblended_cost" AS DECIMAL(38, 4)) AS DECIMAL(38, 18)) END) AS cost,
        0 AS malformed,
        CAST(NULL AS VARCHAR) AS malformed_cell,
        count(*) - count(CASE WHEN abs("line_item_unblended_cost") < 1 THEN CAST(CAST("line_item_unblended_cost" AS DECIMAL(18, 15)) AS DECIMAL(38, 18)) WHEN abs("line_item_unblended_cost") < 10 THEN CAST(CAST("line_item_unblended_cost" AS DECIMAL(18, 14)) AS DECIMAL(38, 18)) WHEN abs("line_item_unblended_cost") < 100 THEN CAST(CAST("line_item_unblended_cost" AS DECIMAL(18, 13)) AS DECIMAL(38, 18)) WHEN abs("line_item_unblended_cost") < 1000 THEN CAST(CAST("line_item_unblended_cost" AS DECIMAL(18, 12)) AS DECIMAL(38, 18)) WHEN abs("line_item_unblended_cost") < 100000 THEN CAST(CAST("line_item_unblended_cost" AS DECIMAL(38, 10)) AS DECIMAL(38, 18)) WHEN abs("line_item_unblended_cost") < 10000000 THEN CAST(CAST("line_item_unblended_cost" AS DECIMAL(38, 8)) AS DECIMAL(38, 18)) WHEN abs("line_item_unblended_cost") < 1000000000 THEN CAST(CAST("line_item_unblended_cost" AS DECIMAL(38, 6)) AS DECIMAL(38, 18)) ELSE CAST(CAST("line_item_unblended_cost" AS DECIMAL(38, 4)) AS DECIMAL(38, 18)) END) AS blank
      FROM "bills"."a ""b"" c"
      WHERE "line_item_usage_start_date" >= TIMESTAMP '2026-09-01 00:00:00' AND "line_item_usage_start_date" < TIMESTAMP '2026-10-01 00:00:00'
      GROUP BY 1, 2, 3, 4
    ) AS summed
    ) AS normalized
    GROUP BY 1, 2, 3, 4, 5
    ORDER BY 1, 2, 3, 4, 5"
  `);
});

test.each([
  ['FOCUS 1.0', focus],
  ['legacy CUR', cur],
  ['CUR 2.0', { ...cur, columns: [...cur.columns, { name: 'resource_tags', type: 'map<string,string>' }] }],
])('a table with the columns of %s is one', async (format, described) => {
  const { athena } = fake(described);

  expect((await createAthenaSource({ ...options, athena })).name).toBe(
    `Athena table bills.focus (${format})`,
  );
});

test('a table of other data is refused with its name', async () => {
  const { athena } = fake({ columns: [{ name: 'requesturi', type: 'string' }], partitionKeys: [] });

  await expect(createAthenaSource({ ...options, athena })).rejects.toMatchObject({
    code: 'cost.exports.unknown-format',
    message: expect.stringContaining(
      'the table bills.focus does not have the columns of a billing export',
    ) as string,
  });
});

test('fields of a struct exclude those of nested types', async () => {
  const type = 'struct<other:map<string,string>,user_team:decimal(10,2),user_project:string>';
  const { athena } = fake({
    columns: [...cur.columns.slice(0, -1), { name: 'resource_tags', type }],
    partitionKeys: [],
  });
  const source = await createAthenaSource({ ...options, athena });

  expect(source.sql(queryOf({ by: ['tag:Project'] }))).toContain('"resource_tags"."user_project"');
  expect(() => source.sql(queryOf({ by: ['tag:Missing'] }))).toThrow(GroundcrewError);
});

test('times with a zone are compared with times with a zone, and days are in UTC', async () => {
  const columns = focus.columns.map((column) =>
    column.name === 'chargeperiodstart' ? { ...column, type: 'timestamp(6) with time zone' } : column,
  );
  const { athena } = fake({ ...focus, columns });
  const source = await createAthenaSource({ ...options, athena });

  const sql = source.sql(queryOf({ granularity: 'daily' }));

  expect(sql).toContain(`"chargeperiodstart" AT TIME ZONE 'UTC' AS DATE`);
  expect(sql).toContain(`"chargeperiodstart" >= CAST('2026-09-01 00:00:00 UTC' AS TIMESTAMP WITH TIME ZONE)`);
});

test('lines are those of the rows, and the charge is reported', async () => {
  const row = ['2026-09-01', 'Amazon S3', 'usage', 'USD', null, '1.5', '0'];
  const { athena, queries } = fake(focus, [row], 1024 ** 4 / 2);
  const source = await createAthenaSource({
    ...options,
    athena,
    workgroup: 'finance',
    outputLocation: 's3://results/',
  });

  const { lines, paid, estimated } = await source.query(queryOf({ by: ['service'] }));

  expect(lines).toMatchObject([{ day: '2026-09-01', keys: ['Amazon S3'], charge: 'usage', currency: 'USD' }]);
  expect(lines.map(({ cost }) => moneyText(cost))).toEqual(['1.5']);
  expect([paid.requests, moneyText(paid.usd)]).toEqual([1, '2.5']);
  expect(estimated).toBeNull();
  expect(queries).toMatchObject([
    { database: 'bills', workgroup: 'finance', outputLocation: 's3://results/', reuseMinutes: 60 },
  ]);
});

test('a reused result is not paid for', async () => {
  const { athena } = fake(focus, [], 0);
  const source = await createAthenaSource({ ...options, athena });

  const { paid, notes } = await source.query(queryOf());

  expect([paid.requests, moneyText(paid.usd)]).toEqual([0, '0']);
  expect(notes).toContain('the export has no charges of 2026-09');
});

test('the price reported before is a minimum, with what it depends on', async () => {
  const pruned = await createAthenaSource({ ...options, athena: fake(focus).athena });
  const whole = await createAthenaSource({ ...options, athena: fake(cur).athena });

  const price = await pruned.price(queryOf());

  // 10 MB of a terabyte for five dollars.
  expect([price.requests, moneyText(price.usd)]).toEqual([1, '0.0000476837158203125']);
  expect(price.note).toMatch(/charges what a query scans, \$5 a terabyte.*afterwards$/);
  expect((await whole.price(queryOf())).note).toMatch(/no partitions by month/);
});

test('no query follows once more was charged than may be spent', async () => {
  const { athena, queries } = fake(focus, [], 1024 ** 4);
  const source = await createAthenaSource({ ...options, athena, maxSpendUsd: money('4.99') });
  await source.query(queryOf());

  await expect(source.query(queryOf())).rejects.toMatchObject({
    code: 'cost.spend.exceeded',
    message: expect.stringMatching(/charged \$5 so far.*no more than \$4\.99/) as string,
  });
  expect(queries).toHaveLength(1);
});
