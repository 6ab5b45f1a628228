import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { quoteText } from '@groundcrew/duckdb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { CostFilter, Dimension } from '../model.ts';
import { type Money, money } from '../money/index.ts';
import { type ExportSource, type OpenExportsOptions, openExports } from './index.ts';
import {
  byGroup,
  csvOf,
  focusRow,
  legacyRow,
  queryOf,
  testDuckdb,
  testFolder,
  totalOf,
} from './testing/export-files.ts';

const sample = join(import.meta.dirname, '../../../../test/fixtures/focus/focus_sample.csv.gz');
const september = { start: '2024-09-01', end: '2024-10-01' };
const folder = testFolder();
const duckdb = await testDuckdb();
const opened: ExportSource[] = [];
afterAll(async () => {
  await Promise.all(opened.map((source) => source.close()));
  folder.remove();
});

async function open(paths: string | string[], options: Partial<OpenExportsOptions> = {}) {
  const source = await openExports({ paths: [paths].flat(), duckdb, ...options });
  opened.push(source);
  return source;
}

describe('the real FOCUS sample', () => {
  let source: ExportSource;
  let rows: Record<string, string>[];
  beforeAll(async () => {
    source = await open(sample);
    rows = await rowsOfCsv(sample);
  });

  test('exact sums of all providers and of AWS only', async () => {
    const aws = await open(sample, { providers: ['AWS'] });

    const all = await source.query(queryOf({ range: september }));
    const ofAws = await aws.query(queryOf({ range: september }));

    expect(totalOf(all.lines)).toBe('20.52022672899');
    expect(totalOf(ofAws.lines)).toBe('18.0066386184');
    expect(all.notes).toEqual([
      'charges of several providers are added up: AWS, Microsoft, Oracle; --provider counts one of them',
    ]);
    expect(ofAws.notes).toEqual([]);
    expect(source.name).toMatch(/^FOCUS 1\.0 export /);
    expect(await source.price(queryOf())).toMatchObject({ requests: 0 });
  });

  const groupings: Dimension[][] = [
    ['service'],
    ['account'],
    ['region'],
    ['resource'],
    ['charge'],
    ['tag:business_unit'],
    ['tag:environment', 'service'],
    ['account', 'region'],
    ['tag:Project', 'resource'],
  ];
  test.each(groupings.map((by) => ({ by })))(
    'by $by every group equals the sum of its raw rows',
    async ({ by }) => {
      const { lines } = await source.query(queryOf({ range: september, by, granularity: 'daily' }));

      const expected = new Map<string, Money>();
      for (const row of rows) {
        const keys = by.map((dimension) => valueOfRow(row, dimension));
        const group = JSON.stringify([row.ChargePeriodStart!.slice(0, 10), keys]);
        expected.set(group, (expected.get(group) ?? money(0)).plus(row.BilledCost!));
      }
      const actual = new Map<string, Money>();
      for (const { day, keys, cost } of lines) {
        const group = JSON.stringify([day, keys]);
        actual.set(group, (actual.get(group) ?? money(0)).plus(cost));
      }
      expect(textsOf(actual)).toEqual(textsOf(expected));
      expect(totalOf(lines)).toBe('20.52022672899');
    },
  );

  test('a filter and its negation split the bill in two', async () => {
    const filters: CostFilter[] = [
      { dimension: 'tag:environment', values: ['dev', null] },
      { dimension: 'region', values: ['us-east-1', null, 'eastus'] },
      { dimension: 'charge', values: ['usage'] },
      { dimension: 'service', values: [null] },
    ];
    for (const filter of filters) {
      const query = queryOf({ range: september, by: ['service'] });
      const those = await source.query({ ...query, filters: [filter] });
      const others = await source.query({ ...query, filters: [{ ...filter, negated: true }] });
      expect(totalOf([...those.lines, ...others.lines])).toBe('20.52022672899');
    }
  });

  test('a dimension that it has no column for is refused by name', async () => {
    await expect(source.query(queryOf({ by: ['usage-type'] }))).rejects.toMatchObject({
      code: 'cost.exports.dimension-absent',
      message: expect.stringContaining('FOCUS 1.0 export has no column for usage-type'),
    });
  });
});

/** Straight from the raw text, without DuckDB. */
function valueOfRow(row: Record<string, string>, dimension: Dimension): string | null {
  const filled = (text: string | undefined) =>
    text === undefined || text === '' || text === 'NULL' ? null : text;
  if (dimension.startsWith('tag:')) {
    const tags = filled(row.Tags);
    return tags === null ? null : filled(JSON.parse(tags)[dimension.slice(4)]);
  }
  switch (dimension) {
    case 'service':
      return filled(row.ServiceName);
    case 'account':
      // Those of AWS have lost their leading zeros in this file.
      return filled(row.SubAccountId)?.padStart(row.ProviderName === 'AWS' ? 12 : 0, '0') ?? null;
    case 'region':
      return row.RegionId === 'global' ? null : filled(row.RegionId);
    case 'resource':
      return filled(row.ResourceId);
    default:
      return row.ChargeCategory!.toLowerCase();
  }
}

function textsOf(sums: Map<string, Money>): Record<string, string> {
  return Object.fromEntries(
    [...sums].sort(([one], [other]) => (one < other ? -1 : 1)).map(([group, sum]) => [group, sum.toFixed()]),
  );
}

async function rowsOfCsv(file: string): Promise<Record<string, string>[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(file).pipe(createGunzip())) chunks.push(chunk as Buffer);
  const [names, ...records] = Buffer.concat(chunks)
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) =>
      [...line.trim().matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!,
      ),
    );
  return records.map((record) => Object.fromEntries(names!.map((name, at) => [name, record[at]!])));
}

describe('each kind of export', () => {
  test('credits, refunds, taxes, support and discounts of FOCUS are charges of their own', async () => {
    const file = folder.write(
      'charges.csv',
      csvOf([
        focusRow(),
        focusRow({ ChargeCategory: 'Tax', BilledCost: '0.1' }),
        focusRow({ ChargeCategory: 'Credit', BilledCost: '-0.25' }),
        focusRow({ ChargeCategory: 'Purchase', BilledCost: '7' }),
        focusRow({ ChargeClass: 'Correction', BilledCost: '-0.5' }),
        focusRow({ ChargeCategory: 'Adjustment', ChargeDescription: 'Refund for X', BilledCost: '-3' }),
        focusRow({ ChargeCategory: 'Adjustment', ChargeDescription: 'EDP discount', BilledCost: '-4' }),
        focusRow({ ChargeCategory: 'Adjustment', BilledCost: '5' }),
        focusRow({ ServiceName: 'AWS Support (Business)', BilledCost: '29' }),
      ]),
    );

    const { lines } = await (await open(file)).query(queryOf());

    expect(byGroup(lines)).toEqual({
      '2026-09-01 adjustment USD': '5',
      '2026-09-01 credit USD': '-0.25',
      '2026-09-01 discount USD': '-4',
      '2026-09-01 fee USD': '7',
      '2026-09-01 refund USD': '-3.5',
      '2026-09-01 support USD': '29',
      '2026-09-01 tax USD': '0.1',
      '2026-09-01 usage USD': '1',
    });
  });

  test('currencies are never added up', async () => {
    const file = folder.write('currencies.csv', csvOf([focusRow(), focusRow({ BillingCurrency: 'EUR' })]));

    const { lines } = await (await open(file)).query(queryOf());

    expect(byGroup(lines)).toEqual({ '2026-09-01 usage EUR': '1', '2026-09-01 usage USD': '1' });
  });

  test.each(['lower case', 'lower case with blanks'])('a currency in %s is not another one', async (how) => {
    const currency = how === 'lower case' ? 'usd' : ' usd ';
    const file = folder.write('lower.csv', csvOf([focusRow(), focusRow({ BillingCurrency: currency })]));

    const { lines } = await (await open(file)).query(queryOf());

    expect(byGroup(lines)).toEqual({ '2026-09-01 usage USD': '2' });
  });

  test.each(['tabs.tsv', 'tabs.tsv.gz', 'tabs.csv'])(
    '%s has tabs between its cells, and the same costs',
    async (name) => {
      const rows = [
        focusRow(),
        focusRow({ ServiceName: 'Amazon S3, "Glacier"', Tags: null, BilledCost: '4.5' }),
      ];
      const cells = [Object.keys(rows[0]!), ...rows.map((row) => Object.values(row))];
      const quoted = (cell: string | null) =>
        cell?.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell;
      const file = folder.write(name, cells.map((row) => `${row.map(quoted).join('\t')}\n`).join(''));

      const { lines } = await (await open(file)).query(queryOf({ by: ['service'] }));

      expect(byGroup(lines)).toEqual({
        '2026-09-01 usage USD Amazon Elastic Compute Cloud': '1',
        '2026-09-01 usage USD Amazon S3, "Glacier"': '4.5',
      });
    },
  );

  test('amortized commitments of a legacy CUR cost on the days that used them', async () => {
    const file = folder.write(
      'legacy.csv.gz',
      csvOf([
        legacyRow(),
        legacyRow({
          'lineItem/LineItemType': 'SavingsPlanCoveredUsage',
          'lineItem/UnblendedCost': '10',
          'savingsPlan/SavingsPlanEffectiveCost': '6.1',
        }),
        legacyRow({ 'lineItem/LineItemType': 'SavingsPlanNegation', 'lineItem/UnblendedCost': '-10' }),
        legacyRow({
          'lineItem/LineItemType': 'SavingsPlanRecurringFee',
          'lineItem/UnblendedCost': '8',
          'savingsPlan/TotalCommitmentToDate': '8',
          'savingsPlan/UsedCommitment': '6.1',
        }),
        legacyRow({
          'lineItem/LineItemType': 'DiscountedUsage',
          'lineItem/UnblendedCost': '0',
          'reservation/EffectiveCost': '0.3',
        }),
        legacyRow({
          'lineItem/LineItemType': 'RIFee',
          'lineItem/UnblendedCost': '4',
          'reservation/UnusedRecurringFee': '0.4',
          'reservation/UnusedAmortizedUpfrontFeeForBillingPeriod': '0.05',
        }),
        legacyRow({
          'lineItem/LineItemType': 'Fee',
          'lineItem/UnblendedCost': '100',
          'reservation/ReservationARN': 'arn:x',
        }),
        legacyRow({ 'lineItem/LineItemType': 'EdpDiscount', 'lineItem/UnblendedCost': '-1' }),
        legacyRow({
          'lineItem/ProductCode': 'AWSSupportBusiness',
          'lineItem/LineItemType': 'Fee',
          'lineItem/UnblendedCost': '29',
        }),
      ]),
    );
    const source = await open(file);

    const unblended = await source.query(queryOf());
    const amortized = await source.query(queryOf({ metric: 'amortized' }));

    expect(source.name).toMatch(/^legacy CUR/);
    expect(byGroup(unblended.lines)).toEqual({
      '2026-09-01 discount USD': '-1',
      '2026-09-01 fee USD': '112',
      '2026-09-01 support USD': '29',
      '2026-09-01 usage USD': '1',
    });
    expect(byGroup(amortized.lines)).toEqual({
      '2026-09-01 discount USD': '-1',
      '2026-09-01 fee USD': '2.35',
      '2026-09-01 support USD': '29',
      '2026-09-01 usage USD': '7.4',
    });
    expect(totalOf((await source.query(queryOf({ metric: 'net-amortized' }))).lines)).toBe('37.75');
    expect(totalOf((await source.query(queryOf({ metric: 'list' }))).lines)).toBe('18');
  });

  test('tags whose keys differ only in case are different tags', async () => {
    const source = await open(folder.write('case.csv', csvOf([legacyRow()])));

    const { lines } = await source.query(queryOf({ by: ['tag:Project', 'tag:project'] }));

    expect(byGroup(lines)).toEqual({ '2026-09-01 usage USD shop other': '1' });
  });

  test('a tag that the bill has no column for is refused, with the likely one', async () => {
    const source = await open(folder.write('tags.csv', csvOf([legacyRow()])));

    await expect(source.query(queryOf({ by: ['tag:Projekt'] }))).rejects.toMatchObject({
      code: 'cost.exports.dimension-absent',
      message: expect.stringMatching(/did you mean .*tag:Project/),
    });
  });

  const tagColumns = [
    ['CSV, JSON', 'csv.gz', `'{"user_project": "shop", "user_Team": ""}'`],
    ['Parquet, MAP', 'parquet', `MAP {'user_project': 'shop', 'user_Team': ''}`],
    ['Parquet, MAP with the key as it is', 'parquet', `MAP {'Project': 'shop'}`],
    ['Parquet, STRUCT', 'parquet', `{'user_project': 'shop', 'user_Team': ''}`],
    ['Parquet, JSON', 'parquet', `'{"resourceTags/Project": "shop"}'`],
  ];
  test.each(tagColumns)('CUR 2.0 (%s): tags, product names and cost categories', async (_, kind, tags) => {
    const file = join(folder.path, `cur2-${tagColumns.findIndex((column) => column[2] === tags)}.${kind}`);
    await duckdb.query(
      `COPY (
         SELECT TIMESTAMPTZ '2026-09-30 23:00:00+00' AS line_item_usage_start_date,
           'Usage' AS line_item_line_item_type, 'USD' AS line_item_currency_code,
           'AmazonS3' AS line_item_product_code, 'Requests-Tier1' AS line_item_usage_type,
           CAST(0.1 AS DOUBLE) AS line_item_unblended_cost, CAST(3 AS DOUBLE) AS line_item_usage_amount,
           'Requests' AS pricing_unit,
           ${kind === 'parquet' ? "MAP {'product_name': 'Amazon Simple Storage Service'}" : `'{"product_name": "Amazon Simple Storage Service"}'`} AS product,
           '{"Team": "web"}' AS cost_category, ${tags} AS resource_tags
         FROM range(10)
       ) TO ${quoteText(file)}`,
    );
    const source = await open(file);

    const byTag = await source.query(queryOf({ by: ['tag:Project', 'service'], granularity: 'daily' }));
    const byCategory = await source.query(queryOf({ by: ['cost-category:Team', 'usage-type'] }));

    expect(source.name).toMatch(/^CUR 2\.0/);
    expect(byGroup(byTag.lines)).toEqual({
      '2026-09-30 usage USD shop Amazon Simple Storage Service': '1',
    });
    expect(byCategory.lines).toEqual([
      expect.objectContaining({
        keys: ['web', 'Requests-Tier1'],
        quantity: { amount: money(30), unit: 'Requests' },
      }),
    ]);
    expect(byTag.notes).toEqual(
      kind === 'parquet' ? [expect.stringContaining('floating-point numbers in the export')] : [],
    );
  });

  test('exports of different kinds and columns add up', async () => {
    const mixed = testFolder();
    mixed.write('focus.csv', csvOf([focusRow()]));
    mixed.write(
      'legacy.csv',
      csvOf([
        legacyRow({
          'bill/BillingPeriodStartDate': '2026-10-01T00:00:00Z',
          'lineItem/UsageStartDate': '2026-10-05T00:00:00Z',
        }),
      ]),
    );
    const source = await open(mixed.path);

    const { lines } = await source.query(
      queryOf({ range: { start: '2026-09-02', end: '2026-11-01' }, by: ['tag:Project', 'usage-type'] }),
    );

    expect(byGroup(lines)).toEqual({
      '2026-09-02 usage USD shop EU-BoxUsage:t3.micro': '1',
      '2026-10-01 usage USD shop EU-BoxUsage:t3.micro': '1',
    });
    mixed.remove();
  });

  test('Parquet with the same value on all rows returns that value', async () => {
    const file = join(folder.path, 'constant.parquet');
    const csv = folder.write(
      'constant.csv',
      csvOf([focusRow(), focusRow({ BilledCost: null }), focusRow({ BilledCost: '1234.5678' })]),
    );
    await duckdb.query(
      `COPY (SELECT * REPLACE (CAST(BilledCost AS DOUBLE) AS BilledCost, CAST(ChargePeriodStart AS TIMESTAMP) AS ChargePeriodStart)
         FROM read_csv(${quoteText(csv)}, all_varchar=true)) TO ${quoteText(file)}`,
    );
    const source = await open(file);

    const september2026 = await source.query(queryOf());
    const october = await source.query(queryOf({ range: { start: '2026-10-01', end: '2026-11-01' } }));

    // A double of that size is known to some thirteen places.
    expect(september2026.lines.map(({ cost }) => cost.toFixed(12))).toEqual(['1235.567800000000']);
    expect(september2026.notes).toContain('charges without a value for unblended, counted as zero: 1');
    expect(october.lines).toEqual([]);
    expect(october.notes).toContain('the export has no charges of 2026-10');
    expect(source.sql(queryOf())).not.toContain('BillingCurrency');
    const emptyOf = async (start: string, end: string) =>
      (await source.query(queryOf({ range: { start, end } }))).notes.filter((note) =>
        note.includes('no charges'),
      );
    expect(await emptyOf('2026-09-10', '2026-09-12')).toEqual([
      'the export has no charges of 2026-09-10..2026-09-11',
    ]);
    expect(await emptyOf('2026-08-30', '2026-10-01')).toEqual([
      'the export has no charges of 2026-08-30..2026-08-31',
    ]);
  });
});

test('random amounts of up to 18 decimal places are summed exactly, whatever the grouping', async () => {
  const amount = fc
    .tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.stringMatching(/^\d{0,18}$/))
    .map(([whole, places]) => (places === '' ? `${whole}` : `${whole}.${places}`));
  const text = fc.constantFrom(null, 'a', 'b', "it's", 'x,"y"', '서울');
  const row = fc.record({ BilledCost: amount, ServiceName: text, RegionId: text, tag: text });
  let file = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
      file += 1;
      const path = folder.write(
        `random-${file}.csv`,
        csvOf(
          rows.map(({ tag, ...columns }) =>
            focusRow({ ...columns, Tags: tag === null ? null : JSON.stringify({ Project: tag }) }),
          ),
        ),
      );
      const source = await openExports({ paths: [path], duckdb });
      const expected = rows.reduce((sum, { BilledCost }) => sum.plus(BilledCost), money(0)).toFixed();
      for (const by of [[], ['service'], ['tag:Project', 'region']] as Dimension[][])
        expect(totalOf((await source.query(queryOf({ by }))).lines)).toBe(expected);
      await source.close();
    }),
    { numRuns: Math.ceil(50 * inject('effort')) },
  );
});

test.each([
  ['2026-09-20', { start: '2026-09-01', end: '2026-10-01' }],
  ['2026-10-05', { start: '2026-09-01', end: '2026-10-01' }],
  ['2026-10-06', null],
])('on %s, the days of September that AWS may still change are %o', async (today, expected) => {
  const source = await open(folder.write('open.csv', csvOf([focusRow()])), { now: () => Date.parse(today) });

  expect((await source.query(queryOf())).estimated).toEqual(expected);
});

test('an open DuckDB is shared by several exports and stays open, and one of an export alone is closed with it', async () => {
  const paths = [folder.write('shared.csv', csvOf([focusRow()]))];
  const [first, second] = [await openExports({ paths, duckdb }), await openExports({ paths, duckdb })];
  const own = await openExports({ paths, duckdb: { threads: 1 } });
  expect(totalOf((await own.query(queryOf())).lines)).toBe('1');

  await first.close();
  await own.close();

  expect(totalOf((await second.query(queryOf())).lines)).toBe('1');
  await expect(own.query(queryOf())).rejects.toThrow();
  await second.close();
});

describe('a CSV', () => {
  const rows = csvOf([
    focusRow({ ChargeDescription: 'two\nlines, "quoted"' }),
    focusRow({ BilledCost: '2' }),
  ]);
  const crlf = rows.replaceAll(/\n(?!lines)/g, '\r\n');

  test.each([
    ['lines that end with CRLF', crlf],
    ['lines that end with CR', rows.replaceAll(/\n(?!lines)/g, '\r')],
    ['a byte order mark', `\ufeff${rows}`],
    ['a last line without an end', rows.slice(0, -1)],
    ['an empty last line', `${crlf}\r\n`],
    ['a quoted header', rows.replace('BilledCost', '"BilledCost"')],
  ])('may have %s', async (_, text) => {
    const source = await open(folder.write('form.csv', text));

    expect(totalOf((await source.query(queryOf())).lines)).toBe('3');
  });
});
