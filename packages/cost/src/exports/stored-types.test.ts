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

async function open(...paths: string[]): Promise<ExportSource> {
  const source = await openExports({ paths, duckdb, now: () => Date.UTC(2026, 9, 20) });
  opened.push(source);
  return source;
}

/** A Parquet file of a CSV, some of whose columns have other types. */
async function parquet(name: string, csv: string, types: Readonly<Record<string, string>>): Promise<string> {
  const [text, path] = [folder.write(`${name}.csv`, csv), folder.write(`${name}.parquet`, '')];
  const casts = Object.entries(types).map(([column, type]) => `CAST("${column}" AS ${type}) AS "${column}"`);
  await duckdb.query(
    `COPY (SELECT * REPLACE (${casts.join(', ')}) FROM read_csv(${quoteText(text)}, all_varchar=true)) TO ${quoteText(path)} (FORMAT parquet)`,
  );
  return path;
}

const [whole, plain] = ['000012345678', '444455556666'];
const accounts = [
  ['12345678', '1'],
  [whole, '2'],
  [plain, '4'],
] as const;
const noteOf = (id: string) =>
  `ids of accounts are not written with twelve digits, such as ${JSON.stringify(id)}: it is read as "${whole}"`;

describe('an account id without its leading zeros is the account of twelve digits', () => {
  const rows = accounts.map(([id, cost]) => focusRow({ SubAccountId: id, BilledCost: cost }));

  it.each([
    ['a text', '12345678'],
    ['a decimal number', '12345678.0'],
    ['a number with commas', '12,345,678'],
    ['a text of a spreadsheet', "'000012345678"],
    ['a formula of a spreadsheet', '="000012345678"'],
    ['groups of four digits', '0000-1234-5678'],
  ])('stored as %s, in a CSV', async (_, id) => {
    const changed = csvOf(rows.map((row, at) => (at === 0 ? { ...row, SubAccountId: id } : row)));
    const source = await open(folder.write('ids.csv', changed));
    const { lines, notes } = await source.query(queryOf({ by: ['account'] }));

    expect(byGroup(lines)).toEqual({
      [`2026-09-01 usage USD ${whole}`]: '3',
      [`2026-09-01 usage USD ${plain}`]: '4',
    });
    expect(notes).toEqual([noteOf(id)]);
  });

  it.each(['BIGINT', 'DOUBLE', 'DECIMAL(20, 2)', 'HUGEINT'])('stored as %s, in Parquet', async (type) => {
    const source = await open(await parquet('ids', csvOf(rows), { SubAccountId: type }));
    const { lines } = await source.query(queryOf({ by: ['account'] }));

    expect(byGroup(lines)).toEqual({
      [`2026-09-01 usage USD ${whole}`]: '3',
      [`2026-09-01 usage USD ${plain}`]: '4',
    });
  });

  it('in a legacy CUR, and in one file of two', async () => {
    const [one, other] = accounts.map(([id, cost]) =>
      legacyRow({ 'lineItem/UsageAccountId': id, 'lineItem/UnblendedCost': cost }),
    );
    const next = { ...other!, 'bill/BillingPeriodStartDate': '2026-10-01T00:00:00Z' };
    const source = await open(folder.write('a.csv', csvOf([one!])), folder.write('b.csv', csvOf([next])));
    const { lines, notes } = await source.query(queryOf({ by: ['account'] }));

    expect(byGroup(lines)).toEqual({ [`2026-09-01 usage USD ${whole}`]: '3' });
    expect(notes).toContain(noteOf('12345678'));
  });

  it.each([
    [{ values: [whole] }, '3'],
    [{ values: ['12345678'] }, '3'],
    [{ values: ['12345678'], negated: true }, '4'],
  ] as const)('filtered by %j', async (filter, expected) => {
    const source = await open(folder.write('ids.csv', csvOf(rows)));
    const filters: CostFilter[] = [{ dimension: 'account', ...filter }];

    expect(totalOf((await source.query(queryOf({ filters }))).lines)).toBe(expected);
  });

  it('with its name', async () => {
    const named = csvOf(rows.map((row) => ({ ...row, SubAccountName: 'shop' })));
    const source = await open(folder.write('names.csv', named));

    expect([...(await source.accountNames!())]).toEqual([
      [whole, 'shop'],
      [plain, 'shop'],
    ]);
  });

  it('of the payer: two files of one month are one bill, twice', async () => {
    const files = ['12345678', whole].map((id, at) =>
      folder.write(`payer-${at}.csv`, csvOf([focusRow({ BillingAccountId: id })])),
    );

    await expect(open(...files)).rejects.toMatchObject({ code: 'cost.exports.overlap' });
  });
});

it('ids of other providers are as they are', async () => {
  const row = focusRow({ ProviderName: 'Google Cloud', SubAccountId: '12345678' });
  const source = await open(folder.write('google.csv', csvOf([row])));
  const { lines, notes } = await source.query(queryOf({ by: ['account'] }));

  expect(lines.map(({ keys }) => keys)).toEqual([['12345678']]);
  expect(notes).toEqual([]);
});

it('an id in 32 bits of floating point was rounded, and is reported', async () => {
  const row = focusRow({ SubAccountId: '444455556666' });
  const source = await open(await parquet('ids', csvOf([row]), { SubAccountId: 'FLOAT' }));
  const { notes } = await source.query(queryOf({ by: ['account'] }));

  expect(notes.join()).toMatch(/ids of accounts were changed by a program .* such as "4\.444556e\+11"/);
});

describe('costs of 32 bits of floating point', () => {
  const rowsOf = (costs: readonly string[]) => csvOf(costs.map((cost) => focusRow({ BilledCost: cost })));
  const types = { BilledCost: 'FLOAT' };

  it('are summed by the digits that they hold, with a note', async () => {
    const source = await open(await parquet('float', rowsOf(['0.1', '0.2', '0.0464', '12345.67']), types));
    const { lines, notes } = await source.query(queryOf());

    expect(totalOf(lines)).toBe('12346.0164');
    expect(notes).toEqual([
      'costs are 32-bit floating-point numbers in the export, of 7 significant digits each: what comes after these is not known',
    ]);
  });

  it('are refused where a cent of the sum is not known', async () => {
    const source = await open(await parquet('float', rowsOf(['1234567.89', '0.01']), types));

    await expect(source.query(queryOf())).rejects.toMatchObject({
      code: 'cost.exports.file-unreadable',
      message: expect.stringContaining('the sum USD 1234568 may be off by 0.1; export it again'),
    });
  });

  it('are found in any column that an amortized cost is calculated from', async () => {
    const row = legacyRow({
      'lineItem/LineItemType': 'DiscountedUsage',
      'reservation/EffectiveCost': '0.1',
      'lineItem/UnblendedCost': '0',
    });
    const source = await open(
      await parquet('amortized', csvOf([row]), {
        'lineItem/UnblendedCost': 'DECIMAL(20, 10)',
        'reservation/EffectiveCost': 'FLOAT',
      }),
    );
    const { lines, notes } = await source.query(queryOf({ metric: 'amortized' }));

    expect(totalOf(lines)).toBe('0.1');
    expect(notes.join()).toContain('32-bit floating-point numbers');
  });
});

describe('costs of 64 bits of floating point', () => {
  const types = { BilledCost: 'DOUBLE', EffectiveCost: 'DOUBLE' };
  const tiny = ['0.0000000123', '0.3330000001'];

  it.each([
    ['beside a small one', '7', '7.3330000124'],
    ['beside a large one', '123456.789', '123457.1220000124'],
    ['and no noise', '8.0000001', '8.3330001124'],
    ['and no noise, of several digits', '945.000000123', '945.3330001354'],
  ])('keep their small digits %s', async (_, cost, expected) => {
    const rows = [...tiny, cost].map((each) => focusRow({ BilledCost: each }));
    const source = await open(await parquet('double', csvOf(rows), types));

    expect(totalOf((await source.query(queryOf())).lines)).toBe(expected);
  });

  it('keep them in a legacy CUR', async () => {
    const rows = [...tiny, '7'].map((cost) => legacyRow({ 'lineItem/UnblendedCost': cost }));
    const source = await open(
      await parquet('double-cur', csvOf(rows), { 'lineItem/UnblendedCost': 'DOUBLE' }),
    );

    expect(totalOf((await source.query(queryOf())).lines)).toBe('7.3330000124');
  });
});

describe('a Parquet file of other types', () => {
  const shop = focusRow({ ServiceName: '\uc1fc\ud551', BilledCost: '1' });
  const rows = [shop, { ...shop, BilledCost: '2', Tags: '{"\ud300": "\uc6f9"}' }];

  it('with texts stored as bytes is read as texts', async () => {
    const names = Object.keys(shop);
    const file = await parquetOf('bytes', names.map((name) => `encode("${name}") AS "${name}"`).join(', '));
    const source = await open(file);
    const { lines, notes } = await source.query(queryOf({ by: ['service', 'tag:\ud300'] }));

    expect(byGroup(lines)).toEqual({
      '2026-09-01 usage USD \uc1fc\ud551 -': '1',
      '2026-09-01 usage USD \uc1fc\ud551 \uc6f9': '2',
    });
    expect(notes).toEqual([]);
  });

  it('with a map of bytes finds its keys', async () => {
    const file = await parquetOf(
      'maps',
      `* REPLACE (MAP([encode('user_\ud300')], [encode('\uc6f9')]) AS "Tags")`,
    );
    const source = await open(file);
    const { lines } = await source.query(queryOf({ by: ['tag:\ud300'] }));

    expect(byGroup(lines)).toEqual({ '2026-09-01 usage USD \uc6f9': '3' });
  });

  it('with a map of numbers has them as texts', async () => {
    const source = await open(await parquetOf('numbers', `* REPLACE (MAP(['Project'], [7]) AS "Tags")`));
    const { lines } = await source.query(queryOf({ by: ['tag:Project'] }));

    expect(byGroup(lines)).toEqual({ '2026-09-01 usage USD 7': '3' });
  });

  it('with bytes that are not text is refused', async () => {
    const file = await parquetOf('damaged', `* REPLACE ('\\xFF\\xEC'::BLOB AS "ServiceName")`);
    const source = await open(file);

    await expect(source.query(queryOf({ by: ['service'] }))).rejects.toMatchObject({
      code: 'cost.exports.file-unreadable',
      message: expect.stringContaining('not valid UTF8'),
    });
  });

  it('with times as numbers is refused by the name of the column', async () => {
    const file = await parquetOf('epoch', '* REPLACE (1788307200000 AS "ChargePeriodStart")');

    await expect(open(file)).rejects.toMatchObject({
      code: 'cost.exports.file-unreadable',
      message: expect.stringMatching(/ChargePeriodStart is stored as BIGINT, which is not a timestamp/),
    });
  });

  it('with amounts and texts of types without use is read by their texts', async () => {
    const file = await parquetOf(
      'types',
      '* REPLACE (true AS "RegionId", [1, 2] AS "ResourceId", true AS "EffectiveCost")',
    );
    const source = await open(file);
    const { lines } = await source.query(queryOf({ by: ['region', 'resource'] }));

    expect(byGroup(lines)).toEqual({ '2026-09-01 usage USD true [1, 2]': '3' });
    await expect(source.query(queryOf({ metric: 'amortized' }))).rejects.toThrow(
      /no charge of the export has a cost other than 0 that can be read: "true"/,
    );
  });

  /** A file of the rows, by columns of SQL. */
  async function parquetOf(name: string, columns: string): Promise<string> {
    const [text, path] = [folder.write(`${name}.csv`, csvOf(rows)), folder.write(`${name}.parquet`, '')];
    await duckdb.query(
      `COPY (SELECT ${columns} FROM read_csv(${quoteText(text)}, all_varchar=true)) TO ${quoteText(path)} (FORMAT parquet)`,
    );
    return path;
  }
});

it('tags that are a list of keys with values are not known, and not none', async () => {
  const row = { ...focusRow(), Tags: "[{'key': 'Project', 'value': 'shop'}]" };
  const path = await parquet('list', csvOf([row]), { Tags: 'STRUCT("key" VARCHAR, "value" VARCHAR)[]' });
  const source = await open(path);

  await expect(source.query(queryOf({ by: ['tag:Project'] }))).rejects.toMatchObject({
    code: 'cost.exports.dimension-absent',
  });
  expect(totalOf((await source.query(queryOf({ by: ['service'] }))).lines)).toBe(row.BilledCost);
});
