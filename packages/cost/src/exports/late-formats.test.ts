import { dirname } from 'node:path';
import { quoteText } from '@groundcrew/duckdb';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { CostFilter } from '../model.ts';
import { type ExportSource, openExports } from './index.ts';
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

const folder = testFolder();
const duckdb = await testDuckdb();
afterAll(() => folder.remove());

let opened: ExportSource[] = [];
afterEach(async () => {
  for (const source of opened) await source.close();
  opened = [];
});

async function open(path: string, providers?: readonly string[]): Promise<ExportSource> {
  const source = await openExports({
    paths: [path],
    duckdb,
    now: () => Date.UTC(2026, 9, 20),
    ...(providers && { providers }),
  });
  opened.push(source);
  return source;
}

/** A row of FOCUS 1.3, without the columns that it replaced. */
function laterRow(provider: string, cost: string, more: Readonly<Record<string, string | null>> = {}) {
  const { ProviderName: _, ...row } = focusRow({ BilledCost: cost });
  return { ...row, ServiceProviderName: provider, HostProviderName: 'AWS', AllocatedTags: null, ...more };
}

describe('FOCUS 1.3 and later', () => {
  const rows = [laterRow('Amazon Web Services', '10'), laterRow('Datadog', '5'), laterRow('Microsoft', '7')];

  it('names the provider in another column, and all are added with a note', async () => {
    const source = await open(folder.write('focus-1.3.csv', csvOf(rows)));
    const { lines, notes } = await source.query(queryOf());

    expect(source.name).toMatch(/^FOCUS 1\.3/);
    expect(totalOf(lines)).toBe('22');
    expect(notes).toContain(
      'charges of several providers are added up: Amazon Web Services, Datadog, Microsoft; --provider counts one of them',
    );
  });

  it.each([
    [['AWS'], '10'],
    [['amazon web services'], '10'],
    [['Datadog'], '5'],
    [['aws', 'Azure'], '17'],
  ])('counts the provider %j by any of its names', async (providers, expected) => {
    const source = await open(folder.write('focus-1.3.csv', csvOf(rows)), providers);
    expect(totalOf((await source.query(queryOf())).lines)).toBe(expected);
  });

  it('has no note on several providers for the names of one, or for those that were asked for', async () => {
    const names = [...rows, laterRow('AWS', '1'), laterRow('Amazon', '2')];
    const file = folder.write('names.csv', csvOf(names));
    const notesOf = async (providers?: readonly string[]) =>
      (await (await open(file, providers)).query(queryOf())).notes;

    expect(await notesOf(['AWS'])).toEqual([]);
    expect(await notesOf(['AWS', 'Datadog'])).toEqual([]);
    expect(await notesOf()).toEqual([
      'charges of several providers are added up: AWS, Datadog, Microsoft; --provider counts one of them',
    ]);
  });

  it('counts charges without a provider as (none), and notes that another leaves them out', async () => {
    const file = folder.write('unnamed.csv', csvOf([...rows, laterRow('', '3'), laterRow('', '4')]));
    const aws = await open(file, ['AWS']);
    const none = await open(file, ['(none)']);

    expect(totalOf((await none.query(queryOf())).lines)).toBe('7');
    const { lines, notes } = await aws.query(queryOf());
    expect(totalOf(lines)).toBe('10');
    expect(notes).toContain(
      'charges of the export without a provider, which --provider leaves out: 2; --provider "(none)" counts them',
    );
  });

  it('a provider that it has no charge of is refused, with those that it has', async () => {
    const source = await open(folder.write('focus-1.3.csv', csvOf(rows)), ['Alibaba']);
    await expect(source.delivery!({ since: '2026-01-01' })).rejects.toMatchObject({
      code: 'cost.exports.provider-absent',
      message: expect.stringContaining('Amazon Web Services, Datadog, Microsoft'),
    });
  });

  it('has the old column beside the new one, which may be empty', async () => {
    const both = [
      laterRow('', '3', { ProviderName: 'AWS' }),
      laterRow('Datadog', '5', { ProviderName: 'AWS' }),
    ];
    const source = await open(folder.write('both.csv', csvOf(both)), ['AWS']);
    expect(totalOf((await source.query(queryOf())).lines)).toBe('3');
  });
});

it('a Cost and Usage Report for Athena is read without the files beside it', async () => {
  const select = (month: number, cost: number) =>
    `SELECT '111122223333' AS bill_payer_account_id, TIMESTAMP '2026-0${month}-01' AS bill_billing_period_start_date,
       '444455556666' AS line_item_usage_account_id, 'Usage' AS line_item_line_item_type,
       TIMESTAMP '2026-0${month}-03' AS line_item_usage_start_date, 'AmazonEC2' AS line_item_product_code,
       'BoxUsage' AS line_item_usage_type, 'USD' AS line_item_currency_code, ${cost}::DOUBLE AS line_item_unblended_cost`;
  for (const [month, cost] of [
    [8, 2],
    [9, 3],
  ] as const) {
    const path = `athena/rep/year=2026/month=${month}/rep-00001.snappy.parquet`;
    const file = folder.write(path, '');
    await duckdb.query(`COPY (${select(month, cost)}) TO ${quoteText(file)}`);
    folder.write(
      `athena/20260${month}01-2026${String(month + 1).padStart(2, '0')}01/rep-Manifest.json`,
      JSON.stringify({
        assemblyId: `a${month}`,
        billingPeriod: { start: `20260${month}01T000000.000Z` },
        reportKeys: [`bills/athena/rep/year=2026/month=${month}/rep-00001.snappy.parquet`],
      }),
    );
    folder.write(
      `athena/20260${month}01-2026${String(month + 1).padStart(2, '0')}01/rep-create-table.sql`,
      'CREATE EXTERNAL TABLE',
    );
  }
  const status = folder.write('athena/cost_and_usage_data_status/cost_and_usage_data_status.parquet', '');
  await duckdb.query(`COPY (SELECT 'READY' AS status) TO ${quoteText(status)}`);
  folder.write('athena/crawler-cfn.yml', 'Resources:');

  const source = await open(`${folder.path}/athena`);
  const { lines } = await source.query(queryOf({ range: { start: '2026-08-01', end: '2026-10-01' } }));

  expect(byGroup(lines)).toEqual({ '2026-08-01 usage USD': '2', '2026-09-01 usage USD': '3' });
});

describe('a cell of tags that is not a JSON object', () => {
  const rows = [
    focusRow({ BilledCost: '10' }),
    focusRow({ BilledCost: '5', Tags: '"Project": "shop","env": "prod"' }),
    focusRow({ BilledCost: '2', Tags: '{"Project": "shop"' }),
    focusRow({ BilledCost: '1', Tags: '[1]' }),
    focusRow({ BilledCost: '4', Tags: null }),
  ];

  const unreadable =
    'charges whose tag:Project can\'t be read, as a cell is not a JSON object: 3, such as "\\"Project\\": \\"shop\\",\\"env\\": \\"prod\\""; they are counted as (none)';

  it('loses the cell, not its row, and is counted', async () => {
    const source = await open(folder.write('tags.csv', csvOf(rows)));
    const { lines, notes } = await source.query(queryOf({ by: ['tag:Project'] }));

    expect(byGroup(lines)).toEqual({
      '2026-09-01 usage USD shop': '10',
      '2026-09-01 usage USD -': '12',
    });
    expect(notes).toContain(unreadable);
  });

  it('does not affect a report that does not ask for it', async () => {
    const source = await open(folder.write('tags.csv', csvOf(rows)));
    const { lines, notes } = await source.query(queryOf({ by: ['service'] }));
    expect([totalOf(lines), notes]).toEqual(['22', []]);
  });

  // As in the groups of a report: it has no value.
  it.each<[Partial<CostFilter>, string]>([
    [{ values: ['shop'] }, '10'],
    [{ values: [null] }, '12'],
    [{ values: ['shop', null] }, '22'],
    [{ values: ['shop'], negated: true }, '12'],
    [{ values: [null], negated: true }, '10'],
  ])('is of no tag to the filter %j, and is reported', async (filter, expected) => {
    const source = await open(folder.write('tags.csv', csvOf(rows)));
    const filters = [{ dimension: 'tag:Project', values: [], ...filter } as const];
    const { lines, notes } = await source.query(queryOf({ filters }));
    expect(totalOf(lines)).toBe(expected);
    expect(notes).toContain(unreadable);
  });

  it.each([
    ['shop', '10'],
    [null, '12'],
  ])('is so to the largest groups of a Parquet file, by the filter %s', async (value, expected) => {
    const csv = folder.write('tags.csv', csvOf(rows));
    const parquet = csv.replace('.csv', '.parquet');
    await duckdb.query(`COPY (FROM read_csv(${quoteText(csv)}, all_varchar=true)) TO ${quoteText(parquet)}`);
    const { lines } = await (
      await open(parquet)
    ).query(
      queryOf({ by: ['resource'], filters: [{ dimension: 'tag:Project', values: [value] }], largest: 5 }),
    );
    expect(totalOf(lines)).toBe(expected);
  });

  it('of products is counted in CUR 2.0, whose services are then named by their codes', async () => {
    const { 'product/ProductName': _, ...row } = legacyRow();
    const file = folder.write('cur2.csv', csvOf([{ ...row, product: '{"product_name": ' }]));
    const { lines, notes } = await (await open(file)).query(queryOf({ by: ['service'] }));
    expect(byGroup(lines)).toEqual({ '2026-09-01 usage USD AmazonEC2': '1' });
    expect(notes).toContainEqual(expect.stringContaining("charges whose service can't be read"));
  });
});

it('a month without the column of a tag is reported, not silently without the tag', async () => {
  const { 'resourceTags/user:Project': _, ...before } = legacyRow({
    'bill/BillingPeriodStartDate': '2026-08-01T00:00:00Z',
    'lineItem/UsageStartDate': '2026-08-03T04:00:00Z',
  });
  folder.write('months/2026-08.csv', csvOf([before]));
  folder.write('months/2026-09.csv', csvOf([legacyRow()]));
  const source = await open(`${folder.path}/months`);

  const both = await source.query(
    queryOf({ by: ['tag:Project'], range: { start: '2026-08-01', end: '2026-10-01' } }),
  );
  const one = await source.query(queryOf({ by: ['tag:Project'] }));

  expect(both.notes).toContain(
    '2026-08: the export has no column for tag:Project there, and the costs are counted as (none)',
  );
  expect(one.notes).toEqual([]);
});

it.each([
  ['12345.67', '12345.67'],
  ['1000.1', '1000.1'],
  ['-98765.4321', '-98765.4321'],
  ['1234567.89', '1234567.89'],
  ['999.12345678901', '999.12345678901'],
])('the floating-point cost %s has no other digits', async (cost, expected) => {
  const row = focusRow({ BilledCost: cost });
  const csv = folder.write('double.csv', csvOf([row]));
  const file = folder.write('double.parquet', '');
  await duckdb.query(
    `COPY (SELECT * REPLACE (CAST(BilledCost AS DOUBLE) AS BilledCost, CAST(ChargePeriodStart AS TIMESTAMP) AS ChargePeriodStart)
       FROM read_csv(${quoteText(csv)}, all_varchar=true)) TO ${quoteText(file)}`,
  );
  expect(totalOf((await (await open(file)).query(queryOf())).lines)).toBe(expected);
});

it('a quantity that is not a number is unknown, and its cost counts', async () => {
  const file = folder.write('quantity.csv', csvOf([focusRow({ ConsumedQuantity: 'many' })]));
  const { lines } = await (await open(file)).query(queryOf({ by: ['usage-type'] }));
  expect(totalOf(lines)).toBe('1');
  expect(lines[0]!.quantity).toBeUndefined();
});

describe('a filter', () => {
  const rows = [
    focusRow({ BilledCost: '1', x_UsageType: 'APN2-BoxUsage:m5.large' }),
    focusRow({ BilledCost: '2', x_UsageType: 'EBS:VolumeUsage.gp3' }),
    focusRow({ BilledCost: '4', ServiceName: 'Amazon Simple Storage Service', x_UsageType: 'Requests' }),
  ];

  it.each([
    ['Amazon Elastic Compute Cloud', '3'],
    ['EC2', '3'],
    ['AmazonEC2', '3'],
    ['EC2 - Other', '2'],
    ['Amazon Elastic Compute Cloud - Compute', '1'],
    ['Amazon S3', '4'],
  ])('by the service "%s" works as for Cost Explorer', async (name, expected) => {
    const source = await open(folder.write('services.csv', csvOf(rows)));
    const filter = { dimension: 'service', values: [name] } as const;
    expect(totalOf((await source.query(queryOf({ filters: [filter] }))).lines)).toBe(expected);
    const others = await source.query(queryOf({ filters: [{ ...filter, negated: true }] }));
    expect(totalOf(others.lines)).toBe(String(7 - Number(expected)));
  });

  it('by a value that no charge has is refused, with the likely one', async () => {
    const source = await open(folder.write('services.csv', csvOf(rows)));
    const filters = [{ dimension: 'service', values: ['Amazon Simple Storage Servic'] } as const];
    await expect(source.query(queryOf({ filters }))).rejects.toMatchObject({
      code: 'cost.filter.unknown-value',
      message: expect.stringContaining('did you mean "Amazon Simple Storage Service"?'),
    });
  });

  it.each<Pick<CostFilter, 'values' | 'negated'>>([
    { values: ['Amazon Simple Storage Servic'], negated: true },
    { values: ['S3', 'Amazon Elastic Compute Clod'] },
  ])('with a value that no charge has is refused, though charges are left: %j', async (filter) => {
    const source = await open(folder.write('services.csv', csvOf(rows)));
    const filters = [{ dimension: 'service', ...filter }] as const;
    await expect(source.query(queryOf({ filters }))).rejects.toMatchObject({
      code: 'cost.filter.unknown-value',
    });
  });

  it.each(['S3', 'AmazonS3', 'Amazon Simple Storage Service'])(
    'by the service "%s" finds it under a short name, too',
    async (name) => {
      const others = [...rows, focusRow({ BilledCost: '8', ServiceName: 'Amazon S3' })];
      const source = await open(folder.write('short.csv', csvOf(others)));
      const filter = { dimension: 'service', values: [name] } as const;
      expect(totalOf((await source.query(queryOf({ filters: [filter] }))).lines)).toBe('12');
      const left = await source.query(queryOf({ filters: [{ ...filter, negated: true }] }));
      expect(totalOf(left.lines)).toBe('3');
    },
  );

  it('by a value that other months have selects nothing', async () => {
    const source = await open(folder.write('services.csv', csvOf(rows)));
    const filters = [{ dimension: 'service', values: ['S3'] } as const];
    const range = { start: '2026-08-01', end: '2026-09-01' };
    expect((await source.query(queryOf({ filters, range }))).lines).toEqual([]);
  });
});

it('names of accounts are those of the export', async () => {
  const file = folder.write('names.csv', csvOf([{ ...focusRow(), SubAccountName: 'shop-prod' }]));
  expect([...(await (await open(file)).accountNames!())]).toEqual([['444455556666', 'shop-prod']]);
});

describe('delivery', () => {
  it('goes to the newest day with usage, and charges dated later count on it', async () => {
    const rows = [
      focusRow({ ChargePeriodStart: '2026-09-01T00:00:00Z' }),
      focusRow({ ChargePeriodStart: '2026-09-20T00:00:00Z' }),
      focusRow({ ChargePeriodStart: '2026-09-29T00:00:00Z', ChargeCategory: 'Tax', BilledCost: '3' }),
    ];
    const source = await open(folder.write('late.csv', csvOf(rows)));

    expect(await source.delivery!({ since: '2026-01-01' })).toMatchObject({
      delivery: { from: '2026-09-01', through: '2026-09-20', partial: null, lastOther: '2026-09-29' },
    });
    const { lines } = await source.query(
      queryOf({
        granularity: 'daily',
        range: { start: '2026-09-01', end: '2026-09-21' },
        late: { start: '2026-09-21', end: '2026-10-01' },
      }),
    );
    expect(byGroup(lines)).toEqual({
      '2026-09-01 usage USD': '1',
      '2026-09-20 usage USD': '1',
      '2026-09-20 tax USD': '3',
    });
  });

  it('of an export by the hour leaves out a day that has just begun', async () => {
    const hour = (day: number, at: number) =>
      focusRow({
        ChargePeriodStart: `2026-09-${String(day).padStart(2, '0')}T${String(at).padStart(2, '0')}:00:00Z`,
      });
    const whole = Array.from({ length: 10 }, (_, day) => [hour(day + 1, 0), hour(day + 1, 23)]).flat();
    const source = await open(folder.write('hours.csv', csvOf([...whole, hour(11, 0), hour(11, 9)])));
    expect(await source.delivery!({ since: '2026-01-01' })).toMatchObject({
      delivery: { through: '2026-09-10', partial: '2026-09-11' },
    });
  });
});

it('what systems put beside the files of a folder is not read as an export', async () => {
  const path = folder.write('mac/bill.csv', csvOf([focusRow({ BilledCost: '2' })]));
  folder.write('mac/._bill.csv', 'x');
  const source = await open(dirname(path));
  expect(totalOf((await source.query(queryOf())).lines)).toBe('2');
});

it('a tag that no charge has is reported: whether anything has it is not known', async () => {
  const source = await open(folder.write('tags.csv', csvOf([focusRow({ Tags: '{"project":"shop"}' })])));
  const notesBy = async (by: 'tag:Project' | 'tag:project') =>
    (await source.query(queryOf({ by: [by] }))).notes.filter((note) => note.startsWith('no charge'));

  expect(await notesBy('tag:Project')).toEqual([
    'no charge of these days has tag:Project: nothing was given it, it is not active in billing, or it is written otherwise',
  ]);
  expect(await notesBy('tag:project')).toEqual([]);
  const { notes } = await source.query(queryOf({ by: ['tag:Project'] }));
  expect(notes).toContain('tags that the export has: project');
});

it.each(['4.44456E+11', '4.444556e11'])(
  'an account whose id is %s was changed, and is reported',
  async (id) => {
    const rows = [focusRow({ SubAccountId: id }), focusRow({ SubAccountId: '444455556666' })];
    const source = await open(folder.write('ids.csv', csvOf(rows)));
    const notes = async (by: 'account' | 'service') =>
      (await source.query(queryOf({ by: [by] }))).notes.join();

    expect(await notes('account')).toContain(
      `ids of accounts were changed by a program that took them for numbers, such as "${id}"`,
    );
    expect(await notes('service')).not.toContain('ids of accounts');
  },
);

it.each(['usage', 'USAGE', 'Usage '])('a kind of charge written as %j is refused', async (kind) => {
  const source = await open(folder.write('kind.csv', csvOf([focusRow({ ChargeCategory: kind })])));

  await expect(source.query(queryOf())).rejects.toMatchObject({
    code: 'cost.exports.file-unreadable',
    message: expect.stringContaining(`${JSON.stringify(kind)} is not a kind of charge`),
  });
});

it('a kind of charge of a legacy CUR in small letters is refused', async () => {
  const row = legacyRow({ 'lineItem/LineItemType': 'savingsplancoveredusage' });
  const source = await open(folder.write('kind-cur.csv', csvOf([row])));

  await expect(source.delivery!({ since: '2026-09-01' })).rejects.toThrow(/is not a kind of charge/);
});

it('a day after a space is the same day, and one of a year of two digits is none', async () => {
  const rows = [
    focusRow({ ChargePeriodStart: ' 2026-09-03T04:00:00Z', BilledCost: '2' }),
    focusRow({ ChargePeriodStart: '26-09-03T04:00:00Z', BilledCost: '4' }),
  ];
  const source = await open(folder.write('space.csv', csvOf(rows)));
  const { lines, notes } = await source.query(queryOf({ granularity: 'daily' }));

  expect(byGroup(lines)).toEqual({ '2026-09-03 usage USD': '2' });
  expect(notes.join()).toContain('charges without a day that can be read, in no figure of this report: 1');
});

it('what databases write for no value is none', async () => {
  const rows = ['null', '\\N', 'NULL', ''].map((tag) => legacyRow({ 'resourceTags/user:Project': tag }));
  const source = await open(folder.write('null.csv', csvOf(rows)));
  const { lines } = await source.query(queryOf({ by: ['tag:Project'] }));

  expect(byGroup(lines)).toEqual({ '2026-09-01 usage USD -': '4' });
});

it('charges without a currency are reported', async () => {
  const rows = [focusRow(), focusRow({ BillingCurrency: null })];
  const source = await open(folder.write('currency.csv', csvOf(rows)));
  const { lines, notes } = await source.query(queryOf());

  expect(lines.map(({ currency }) => currency).toSorted()).toEqual(['USD', 'XXX']);
  expect(notes).toEqual(['charges without a currency are in sums of their own, in XXX']);
});
