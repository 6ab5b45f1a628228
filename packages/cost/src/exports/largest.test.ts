import { quoteText } from '@groundcrew/duckdb';
import fc from 'fast-check';
import { afterAll, expect, inject, it, test } from 'vitest';
import { openExports } from './index.ts';
import {
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

const rowOf = (ResourceId: string | null, BilledCost: string, more: Readonly<Record<string, string>> = {}) =>
  focusRow({ ResourceId, BilledCost, Tags: '{}', ...more });

it('only the groups that cost most are read, of each currency and over all files', async () => {
  const later = { BillingPeriodStart: '2026-10-01T00:00:00Z', ChargePeriodStart: '2026-10-02T00:00:00Z' };
  const paths = [
    folder.write(
      'september.csv',
      csvOf([
        rowOf('i-1', '5'),
        rowOf('i-2', '4'),
        rowOf('i-3', '3'),
        rowOf('i-4', '3'),
        rowOf('i-5', '9', { ChargeCategory: 'Tax' }),
        rowOf('i-6', '8', { Tags: '{"Project": "shop"}' }),
        rowOf(null, '100'),
        rowOf('i-7', '1', { BillingCurrency: 'EUR' }),
        rowOf('i-8', '-1', { BillingCurrency: 'EUR' }),
      ]),
    ),
    folder.write('october.csv', csvOf([{ ...rowOf('i-2', '2', later), More: 'x' }])),
  ];
  const source = await openExports({ paths, duckdb });
  const { lines } = await source.query(
    queryOf({
      range: { start: '2026-09-01', end: '2026-11-01' },
      by: ['resource'],
      filters: [
        { dimension: 'charge', values: ['usage'] },
        { dimension: 'tag:Project', values: [null] },
        { dimension: 'resource', values: [null], negated: true },
      ],
      largest: 3,
    }),
  );
  await source.close();

  const found = lines.map(({ currency, keys, cost }) => [currency, keys[0], cost.toString()].join(' '));
  // Two share the third place.
  expect(found.sort((one, other) => (one < other ? -1 : 1))).toEqual([
    'EUR i-7 1',
    'USD i-1 5',
    'USD i-2 6',
    'USD i-3 3',
    'USD i-4 3',
  ]);
  expect(lines.every(({ day, charge }) => day === '2026-09-01' && charge === 'usage')).toBe(true);
  expect(totalOf(lines)).toBe('18');
});

it('a resource is ranked by all of its parts, of whatever usage type they are', async () => {
  const part = (id: string, type: string, cost: string) =>
    legacyRow({ 'lineItem/ResourceId': id, 'lineItem/UsageType': type, 'lineItem/UnblendedCost': cost });
  const rows = [part('v-1', 'EBS:A', '3'), part('v-1', 'EBS:B', '3'), part('v-2', 'EBS:A', '5')];
  const source = await openExports({ paths: [folder.write('cur.csv', csvOf(rows))], duckdb });
  const { lines } = await source.query(
    queryOf({
      by: ['service', 'resource'],
      filters: [
        { dimension: 'charge', values: ['usage'] },
        { dimension: 'service', values: ['EC2 - Other'] },
      ],
      largest: 1,
    }),
  );
  await source.close();

  expect(lines.map(({ keys, cost }) => [keys[1], cost.toString()])).toEqual([['v-1', '6']]);
});

const usageOf = { dimension: 'charge', values: ['usage'] } as const;

test('the groups that cost most are those of all groups, whatever the costs', async () => {
  // Few values, so that there are ties, and refunds that lower what a group cost.
  const rows = fc.array(
    fc.record({
      resource: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', ''),
      service: fc.constantFrom('S3', 'EC2', 'AWS Support (Business)'),
      cost: fc.integer({ min: -3, max: 9 }),
      category: fc.constantFrom('Usage', 'Usage', 'Usage', 'Tax'),
    }),
    { minLength: 1, maxLength: 40 },
  );
  await fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 1, max: 3 }), async (all, largest) => {
      const text = csvOf(
        all.map(({ resource, service, cost, category }) =>
          rowOf(resource, String(cost), { ServiceName: service, ChargeCategory: category }),
        ),
      );
      // Of Parquet, it is known without reading it that there is one currency.
      const parquet = folder.path + '/any.parquet';
      await duckdb.query(
        `COPY (FROM read_csv(${quoteText(folder.write('any.csv', text))}, all_varchar=true)) TO ${quoteText(parquet)} (FORMAT parquet)`,
      );
      const source = await openExports({ paths: [parquet], duckdb });
      const query = queryOf({ by: ['service', 'resource'], filters: [usageOf] });
      const { lines } = await source.query(query);
      const { lines: found } = await source.query({ ...query, largest });
      await source.close();

      const costs = (some: typeof lines) =>
        some.map(({ cost }) => Number(cost)).sort((one, other) => other - one);
      expect(costs(found)).toEqual(
        costs(lines)
          .filter((cost) => cost > 0)
          .slice(0, largest),
      );
      // Quantities are not read of the largest.
      const known = lines.map(({ keys, cost }) => JSON.stringify([keys, cost]));
      for (const { keys, cost } of found) expect(known).toContain(JSON.stringify([keys, cost]));
    }),
    { numRuns: inject('effort') < 1 ? 12 : 60 },
  );
});
