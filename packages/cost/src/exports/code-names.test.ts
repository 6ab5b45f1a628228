import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { codeNamesOf } from './code-names.ts';
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

const S3 = 'Amazon Simple Storage Service';
const row = (code: string, name: string | null, more: Readonly<Record<string, string>> = {}) =>
  legacyRow({ 'lineItem/ProductCode': code, 'product/ProductName': name, ...more });

describe('a service is one group, whether its charges have its name or only its code', () => {
  it.each([
    ['AmazonS3', S3],
    ['3iplms73etrdhxdepv72l6ywj', 'Acme Firewall'],
  ])('%s', async (code, name) => {
    const source = await open(folder.write('one.csv', csvOf([row(code, name), row(code, null)])));

    const { lines } = await source.query(queryOf({ by: ['service'] }));
    expect(byGroup(lines)).toEqual({ [`2026-09-01 usage USD ${name}`]: '2' });
    const filters = [{ dimension: 'service' as const, values: [name] }];
    expect(totalOf((await source.query(queryOf({ filters }))).lines)).toBe('2');
  });

  it('of two months, of which one has no names', async () => {
    const { 'product/ProductName': _, ...nameless } = row('AmazonS3', null, {
      'bill/BillingPeriodStartDate': '2026-10-01T00:00:00Z',
      'lineItem/UsageStartDate': '2026-10-01T00:00:00Z',
    });
    const source = await open(
      folder.write('september.csv', csvOf([row('AmazonS3', S3)])),
      folder.write('october.csv', csvOf([nameless])),
    );
    const range = { start: '2026-10-01', end: '2026-11-01' };

    const { lines } = await source.query(queryOf({ by: ['service'], range }));
    expect(lines.map(({ keys }) => keys)).toEqual([[S3]]);
  });

  it('beside a FOCUS export', async () => {
    const { 'product/ProductName': _, ...nameless } = row('AmazonS3', null);
    const focus = focusRow({ ServiceName: S3, BillingAccountId: '777788889999' });
    const source = await open(
      folder.write('cur.csv', csvOf([nameless])),
      folder.write('focus.csv', csvOf([focus])),
    );

    const { lines } = await source.query(queryOf({ by: ['service'] }));
    expect(byGroup(lines)).toEqual({ [`2026-09-01 usage USD ${S3}`]: '2' });
  });
});

it('a code that nothing names is the name, as before', async () => {
  const source = await open(folder.write('code.csv', csvOf([row('AmazonX', null), row('AmazonS3', S3)])));

  const { lines } = await source.query(queryOf({ by: ['service'] }));
  expect(byGroup(lines)).toEqual({
    [`2026-09-01 usage USD ${S3}`]: '1',
    '2026-09-01 usage USD AmazonX': '1',
  });
});

it('of a service that was renamed, the newer name is taken', () => {
  const rows = [
    ['AmazonES', 'Amazon Elasticsearch Service'],
    ['AmazonES', 'Amazon OpenSearch Service'],
    ['AmazonES', null],
    ['AmazonEC2', 'Amazon Elastic Compute Cloud'],
  ];
  expect([...codeNamesOf(rows)]).toEqual([['AmazonES', 'Amazon OpenSearch Service']]);
});

describe('a service whose name is spelled in several ways is one group', () => {
  const focus = (name: string, more = {}) => focusRow({ ServiceName: name, ...more });

  it('by capital letters and blanks, as AWS writes it', async () => {
    const names = [
      'Amazon EC2',
      'Amazon  EC2',
      ' amazon ec2',
      'AMAZON EC2',
      'Amazon\u00a0EC2',
      'Amazon\u200b EC2',
    ];
    const source = await open(folder.write('names.csv', csvOf(names.map((name) => focus(name)))));

    const { lines } = await source.query(queryOf({ by: ['service'] }));
    expect(byGroup(lines)).toEqual({ '2026-09-01 usage USD Amazon EC2': '6' });
    const largest = await source.query(queryOf({ by: ['service'], largest: 2 }));
    expect(byGroup(largest.lines)).toEqual({ '2026-09-01 usage USD Amazon EC2': '6' });
    const filters = [{ dimension: 'service' as const, values: ['EC2'] }];
    expect(totalOf((await source.query(queryOf({ filters }))).lines)).toBe('6');
  });

  it('by one name in each month, though nothing else knows it', async () => {
    const october = { ChargePeriodStart: '2026-10-02T00:00:00Z', BillingPeriodStart: '2026-10-01T00:00:00Z' };
    const source = await open(
      folder.write('spelled.csv', csvOf([focus('acme firewall'), focus('Acme Firewall', october)])),
    );

    const { lines } = await source.query(queryOf({ by: ['service'] }));
    expect(byGroup(lines)).toEqual({ '2026-09-01 usage USD Acme Firewall': '1' });
    const filters = [{ dimension: 'service' as const, values: ['ACME Firewall', 'acme firewall'] }];
    expect(totalOf((await source.query(queryOf({ filters }))).lines)).toBe('1');
  });

  it('and of one kind: support is support in any letters', async () => {
    const names = ['AWS Support (Business)', 'aws support (business)'];
    const source = await open(folder.write('support.csv', csvOf(names.map((name) => focus(name)))));
    const codes = ['AWSSupportBusiness', 'awssupportbusiness'].map((code) => row(code, null));
    const cur = await open(folder.write('support-cur.csv', csvOf(codes)));

    for (const each of [source, cur])
      expect(byGroup((await each.query(queryOf())).lines)).toEqual({ '2026-09-01 support USD': '2' });
  });

  it('of blanks alone, the charges have none', async () => {
    const source = await open(folder.write('blank.csv', csvOf([focus(' '), focus('Amazon S3')])));

    const { lines } = await source.query(queryOf({ by: ['service'] }));
    expect(byGroup(lines)).toEqual({ '2026-09-01 usage USD -': '1', '2026-09-01 usage USD Amazon S3': '1' });
  });

  it('in a report with codes', async () => {
    const rows = [row('AmazonS3', S3), row('AmazonS3', S3.toLowerCase()), row('amazons3', null)];
    const source = await open(folder.write('codes.csv', csvOf(rows)));

    const { lines } = await source.query(queryOf({ by: ['service'] }));
    expect(byGroup(lines)).toEqual({ [`2026-09-01 usage USD ${S3}`]: '3' });
  });
});

it('a region of AWS is one group in capital letters and with blanks, too', async () => {
  const regions = ['eu-west-1', 'EU-WEST-1', 'eu-west-1 ', 'Global', null, 'AWS_US_WEST_2'];
  const rows = regions.map((RegionId) => focusRow({ RegionId }));
  const source = await open(folder.write('regions.csv', csvOf(rows)));

  const { lines } = await source.query(queryOf({ by: ['region'] }));
  expect(byGroup(lines)).toEqual({
    '2026-09-01 usage USD eu-west-1': '3',
    '2026-09-01 usage USD -': '2',
    '2026-09-01 usage USD AWS_US_WEST_2': '1',
  });
  for (const values of [['EU-West-1'], ['eu-west-1', 'EU-WEST-1']]) {
    const filters = [{ dimension: 'region' as const, values }];
    expect(totalOf((await source.query(queryOf({ filters }))).lines)).toBe('3');
    const largest = await source.query(queryOf({ by: ['region'], filters, largest: 2 }));
    expect(byGroup(largest.lines)).toEqual({ '2026-09-01 usage USD eu-west-1': '3' });
  }
});
