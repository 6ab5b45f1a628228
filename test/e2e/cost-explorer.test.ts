import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createCostExplorer, createCostExplorerClient } from '@groundcrew/aws/cost-explorer';
import { createCostExplorerSource } from '@groundcrew/cost/cost-explorer';
import { openExports } from '@groundcrew/cost/exports';
import type { CostAnswer, CostFilter, CostLine, CostQuery } from '@groundcrew/cost/model';
import { money, moneyText } from '@groundcrew/cost/money';
import { createMovableClock, startLocal } from '@groundcrew/local';
import * as fc from 'fast-check';
import { expect, inject, onTestFinished, test } from 'vitest';

/** Cost Explorer of the embedded AWS, asked over the wire. */
async function startSource(path: string, pageSize: number, nowMs: number) {
  const local = await startLocal({ bill: { path, pageSize }, clock: createMovableClock(nowMs) });
  const client = createCostExplorerClient({
    endpointUrl: local.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const source = createCostExplorerSource({ costExplorer: createCostExplorer({ client }), now: () => nowMs });
  return {
    local,
    source,
    close: async () => {
      client.destroy();
      await local.close();
    },
  };
}

/** What there is to compare of an answer: exact sums that are not nothing, by what they are of. */
function sumsOf(lines: readonly Omit<CostLine, 'currency'>[]): Record<string, string> {
  const sums = new Map<string, ReturnType<typeof money>>();
  for (const { day, keys, charge, cost } of lines) {
    // By two dimensions Cost Explorer can't show whose a tax or a credit is.
    const ofWhom = charge === 'usage' || keys.length < 2 ? keys : 'all';
    const key = JSON.stringify([day, charge, ofWhom]);
    sums.set(key, (sums.get(key) ?? money(0)).plus(cost));
  }
  return Object.fromEntries(
    [...sums]
      .filter(([, sum]) => !sum.eq(0))
      .map(([key, sum]) => [key, moneyText(sum)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const yearSample = join(import.meta.dirname, '../../samples/cost/bill-focus-2026.csv.gz');

/** The bill from September on, which is all that is asked about: a third as long to read as that of the whole year. */
function autumnBill(folder: string): string {
  const [header = '', ...lines] = gunzipSync(readFileSync(yearSample)).toString().split('\n');
  // Its seventh column is the first day of the month that a charge is billed in; none before it has a comma.
  const kept = lines.filter((line) => (line.split(',', 7)[6] ?? '') >= '2026-09');
  const path = join(folder, 'bill.csv');
  writeFileSync(path, `${[header, ...kept].join('\n')}\n`);
  return path;
}

const nowMs = Date.UTC(2026, 10, 20, 12);
const october: CostQuery = {
  range: { start: '2026-09-20', end: '2026-11-01' },
  granularity: 'monthly',
  by: [],
  metric: 'unblended',
  filters: [],
};
const queries: readonly Partial<CostQuery>[] = [
  {},
  { granularity: 'daily', by: ['service'] },
  { by: ['account'] },
  { by: ['region'], metric: 'amortized' },
  { by: ['usage-type'] },
  { by: ['charge'] },
  { granularity: 'daily', by: ['tag:Project', 'service'] },
  { by: ['service', 'charge'], metric: 'amortized' },
  { by: ['service'], filters: [{ dimension: 'tag:Project', values: [null] }] },
  { by: ['service'], filters: [{ dimension: 'charge', values: ['usage', 'tax'], negated: true }] },
  {
    by: ['tag:Project'],
    filters: [
      { dimension: 'service', values: ['Amazon Simple Storage Service'], negated: true },
      { dimension: 'charge', values: ['usage'] },
    ],
  },
  { by: ['tag:Project'], filters: [{ dimension: 'tag:Project', values: ['shop', null] }] },
];

test('Cost Explorer and the export of the same bill agree to the last digit', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'groundcrew-bill-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const sample = autumnBill(folder);
  const { source, local, close } = await startSource(sample, 50, nowMs);
  onTestFinished(close);
  const exported = await openExports({ paths: [sample], now: () => nowMs });
  onTestFinished(() => exported.close());
  let paid = 0;
  for (const parts of queries) {
    const query = { ...october, ...parts };

    const answer = await source.query(query);

    const sums = sumsOf(answer.lines);
    expect(sums, JSON.stringify(parts)).toEqual(sumsOf((await exported.query(query)).lines));
    expect(Object.keys(sums).length, JSON.stringify(parts)).toBeGreaterThan(0);
    paid += answer.paid.requests;
  }
  expect(local.paidRequests()).toBe(paid);
});

interface Charge {
  readonly day: string;
  readonly service: string;
  readonly project: string | null;
  readonly category: 'Usage' | 'Tax' | 'Credit';
  readonly cost: string;
}

const aCharge: fc.Arbitrary<Charge> = fc.record({
  day: fc.integer({ min: 1, max: 30 }).map((day) => `2026-09-${String(day).padStart(2, '0')}`),
  service: fc.constantFrom('Amazon S3', 'Amazon EC2', 'AWS Lambda', 'Amazon "RDS", $1'),
  project: fc.constantFrom('shop', 'web', 'a$b', null),
  category: fc.constantFrom('Usage', 'Usage', 'Tax', 'Credit'),
  cost: fc
    .tuple(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), fc.integer({ min: 0, max: 13 }))
    .map(([digits, exponent]) => moneyText(money(`${digits}e-${exponent}`))),
});
const aFilter: fc.Arbitrary<readonly CostFilter[]> = fc.oneof(
  fc.constant([]),
  fc
    .record({
      values: fc.uniqueArray(fc.constantFrom('shop', 'web', null), { minLength: 1 }),
      isNegated: fc.boolean(),
    })
    .map(({ values, isNegated }): readonly CostFilter[] => [
      { dimension: 'tag:Project', values, ...(isNegated && { negated: true }) },
    ]),
);
const aQuery: fc.Arbitrary<CostQuery> = fc.record({
  range: fc.constantFrom(
    { start: '2026-09-01', end: '2026-10-01' },
    { start: '2026-08-15', end: '2026-09-18' },
  ),
  granularity: fc.constantFrom('daily', 'monthly'),
  by: fc.constantFrom<CostQuery['by'][]>(
    [],
    ['service'],
    ['tag:Project'],
    ['tag:Project', 'service'],
    ['charge', 'service'],
  ),
  metric: fc.constant('unblended' as const),
  filters: aFilter,
});

function writeCharges(path: string, charges: readonly Charge[]): void {
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const header = 'BilledCost,BillingCurrency,ChargeCategory,ChargePeriodStart,ServiceName,Tags';
  const rows = charges.map(({ day, service, project, category, cost }) => {
    const tags = project === null ? '' : JSON.stringify({ Project: project });
    return [cost, 'USD', category, `${day}T03:00:00Z`, service, tags].map(quote).join(',');
  });
  writeFileSync(path, `${[header, ...rows].join('\n')}\n`);
}

/** The answer by the plainest of means. */
function plainLines(charges: readonly Charge[], { range, by, granularity, filters }: CostQuery) {
  return charges
    .filter(({ day }) => day >= range.start && day < range.end)
    .filter(({ project }) =>
      filters.every(({ values, negated = false }) => values.includes(project) !== negated),
    )
    .map(({ day, service, project, category, cost }) => {
      const charge = category.toLowerCase() as CostLine['charge'];
      const month = `${day.slice(0, 7)}-01`;
      const keys = by.map((dimension) => {
        if (dimension === 'charge') return charge;
        return dimension === 'service' ? service : project;
      });
      const period = month < range.start ? range.start : month;
      return { day: granularity === 'daily' ? day : period, keys, charge, cost: money(cost) };
    });
}

test('whatever the bill and however long its pages, an answer is the exact sum of its rows', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bill-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'bill.csv');
  await fc.assert(
    fc.asyncProperty(
      fc.array(aCharge, { minLength: 1, maxLength: 40 }),
      fc.array(aQuery, { minLength: 1, maxLength: 4 }),
      fc.constantFrom(1, 2, 3, 7, 1000),
      async (charges, asked, pageSize) => {
        writeCharges(path, charges);
        const { source, local, close } = await startSource(path, pageSize, nowMs);
        try {
          const answers: CostAnswer[] = [];
          for (const query of asked) answers.push(await source.query(query));
          expect(answers.map(({ lines }) => sumsOf(lines))).toEqual(
            asked.map((query) => sumsOf(plainLines(charges, query))),
          );
          const paid = answers.reduce((sum, answer) => sum + answer.paid.requests, 0);
          expect(local.paidRequests()).toBe(paid);
        } finally {
          await close();
        }
      },
    ),
    { numRuns: Math.ceil(25 * inject('effort')) },
  );
});
