import type {
  CostAndUsageQuery,
  CostExplorer,
  CostForecastQuery,
  CostGroup,
  CostPeriod,
} from '@groundcrew/aws/cost-explorer';
import { expect, test } from 'vitest';
import type { CostQuery } from '../model.ts';
import { money, moneyText } from '../money/index.ts';
import { createMemoryStore } from './cache-store.ts';
import { type CostExplorerSourceSettings, createCostExplorerSource } from './cost-explorer-source.ts';

const query: CostQuery = {
  range: { start: '2026-10-01', end: '2026-11-01' },
  granularity: 'monthly',
  by: ['service'],
  metric: 'unblended',
  filters: [],
};
const noonMs = Date.UTC(2026, 10, 3, 12);
const dayMs = 86_400_000;

function group(keys: readonly string[], cost: string, quantity = '0', unit = 'N/A'): CostGroup {
  return {
    keys,
    metrics: { UnblendedCost: { amount: cost, unit: 'USD' }, UsageQuantity: { amount: quantity, unit } },
  };
}

function october(groups: readonly CostGroup[], estimated = false): CostPeriod {
  return { ...query.range, estimated, total: {}, groups };
}

/** A Cost Explorer with these responses, each of a number of pages. */
function createAsked(
  answers: readonly (readonly CostPeriod[])[],
  { pages = 1, ...settings }: Partial<CostExplorerSourceSettings> & { readonly pages?: number } = {},
) {
  const asked: CostAndUsageQuery[] = [];
  const forecasts: CostForecastQuery[] = [];
  const costExplorer: CostExplorer = {
    async getCostAndUsage(input, { meter } = {}) {
      for (let page = 0; page < pages; page += 1) meter?.begin();
      asked.push(input);
      return answers[(asked.length - 1) % answers.length]!;
    },
    async getCostForecast(input, { meter } = {}) {
      meter?.begin();
      forecasts.push(input);
      return {
        total: { amount: '30', unit: 'USD' },
        periods: [{ start: '2026-11-03', end: '2026-12-01', mean: '30', low: '25', high: undefined }],
      };
    },
    getTags: async () => [],
    getDimensionValues: async () => [],
  };
  const clock = { nowMs: noonMs };
  const source = createCostExplorerSource({ costExplorer, now: () => clock.nowMs, ...settings });
  return { source, asked, forecasts, clock, costExplorer };
}

test('by one dimension, one request returns the kind of each charge, too', async () => {
  const { source, asked } = createAsked([
    [
      october([
        group(['Amazon EC2', 'Usage'], '10', '5', 'Hrs'),
        group(['Amazon EC2', 'SavingsPlanCoveredUsage'], '4', '2', 'Hrs'),
        group(['Amazon EC2', 'SavingsPlanNegation'], '-4', '2', 'Hrs'),
        group(['Amazon EC2', 'Credit'], '-1.5'),
        group(['Tax', 'Tax'], '0.0000004'),
      ]),
    ],
  ]);

  const { lines, paid, estimated } = await source.query(query);

  const line = { day: '2026-10-01', currency: 'USD' };
  expect(lines).toEqual([
    {
      ...line,
      keys: ['Amazon EC2'],
      charge: 'usage',
      cost: money('10'),
      quantity: expect.anything() as object,
    },
    { ...line, keys: ['Amazon EC2'], charge: 'credit', cost: money('-1.5') },
    { ...line, keys: ['Tax'], charge: 'tax', cost: money('0.0000004') },
  ]);
  // What is taken back is counted once.
  expect(lines[0]?.quantity).toEqual({ amount: money('7'), unit: 'Hrs' });
  expect(paid).toEqual({ requests: 1, usd: money('0.01') });
  expect(estimated).toBeNull();
  expect(asked).toEqual([
    {
      timePeriod: query.range,
      granularity: 'MONTHLY',
      metrics: ['UnblendedCost', 'UsageQuantity'],
      groupBy: [
        { type: 'DIMENSION', key: 'SERVICE' },
        { type: 'DIMENSION', key: 'RECORD_TYPE' },
      ],
    },
  ]);
});

test('a day on which nothing cost anything or was used has no lines, as if it had no groups', async () => {
  const day = (start: string, groups: readonly CostGroup[]): CostPeriod => ({
    start,
    end: start,
    estimated: true,
    total: {},
    groups,
  });
  const usage = ['Amazon EC2', 'Usage'];
  const free = ['Amazon S3', 'Usage'];
  const { source } = createAsked([
    [
      day('2026-10-01', [group(usage, '0', '0', 'N/A'), group(free, '0.0000000')]),
      day('2026-10-02', [group(usage, '5', '1', 'Hrs'), group(free, '0')]),
      day('2026-10-03', [group(free, '0', '12', 'Requests')]),
      day('2026-10-04', [group(usage, '0'), group(['Tax', 'Tax'], '1')]),
    ],
  ]);

  const { lines } = await source.query({ ...query, granularity: 'daily' });

  expect(lines.map(({ day: start, keys, cost }) => [start, keys[0], moneyText(cost)])).toEqual([
    ['2026-10-02', 'Amazon EC2', '5'],
    ['2026-10-02', 'Amazon S3', '0'],
    // Within the free tier.
    ['2026-10-03', 'Amazon S3', '0'],
    ['2026-10-04', 'Amazon EC2', '0'],
    ['2026-10-04', 'Tax', '1'],
  ]);
});

test('by two dimensions, usage is requested by them and the rest by a request of its own', async () => {
  const { source, asked } = createAsked([
    [october([group(['Project$shop', 'Amazon S3'], '3'), group(['Project$', 'Amazon S3'], '1')])],
    [october([group(['Tax'], '0.8')])],
  ]);

  const { lines, paid } = await source.query({ ...query, by: ['tag:Project', 'service'] });

  expect(lines.map(({ keys, charge, cost }) => [keys, charge, moneyText(cost)])).toEqual([
    [['shop', 'Amazon S3'], 'usage', '3'],
    [[null, 'Amazon S3'], 'usage', '1'],
    [[null, null], 'tax', '0.8'],
  ]);
  expect(paid.requests).toBe(2);
  const types = {
    Key: 'RECORD_TYPE',
    Values: expect.arrayContaining(['Usage', 'DiscountedUsage']) as string[],
  };
  expect(asked.map(({ filter }) => filter)).toEqual([{ Dimensions: types }, { Not: { Dimensions: types } }]);
  expect(asked[1]?.groupBy).toEqual([{ type: 'DIMENSION', key: 'RECORD_TYPE' }]);
});

test('a request that no charge can match is not sent', async () => {
  const { source, asked } = createAsked([[]]);
  const usage = { dimension: 'charge', values: ['usage'] } as const;
  await source.query({ ...query, by: ['account', 'region'], filters: [usage] });
  expect(asked).toHaveLength(1);
  await source.query({ ...query, by: ['account', 'region'], filters: [{ ...usage, negated: true }] });
  expect(asked).toHaveLength(2);
  await source.query({ ...query, filters: [usage, { ...usage, negated: true }] });
  await source.query({ ...query, range: { start: '2026-11-04', end: '2026-11-09' } });
  expect(asked).toHaveLength(2);
});

test.each([
  ['Amazon Simple Storage Servise', 'Amazon Simple Storage Service'],
  ['Amazon Elastic Compute', 'Amazon Elastic Compute Cloud'],
  ['EC2 - Others', 'EC2 - Other'],
])('a misspelled service, "%s", is refused before a request is paid for', async (written, meant) => {
  const { source, asked } = createAsked([[]]);
  const filters = [{ dimension: 'service', values: [written] } as const];

  await expect(source.price({ ...query, filters })).rejects.toMatchObject({
    code: 'cost.filter.unknown-value',
    message: expect.stringContaining(`"${meant}"`),
  });
  expect(asked).toEqual([]);
});

test('filters become expressions of the API', async () => {
  const { source, asked } = createAsked([[]]);
  await source.query({
    ...query,
    filters: [
      {
        dimension: 'service',
        values: ['Amazon S3', 'EC2 - Other', 'Some Product of the Marketplace'],
        negated: true,
      },
      { dimension: 'tag:Team', values: ['web', null] },
      { dimension: 'cost-category:Unit', values: [null] },
      { dimension: 'region', values: [null] },
      { dimension: 'account', values: ['12345678', '444455556666'] },
    ],
  });
  expect(asked[0]?.filter).toEqual({
    And: [
      {
        Not: {
          Dimensions: {
            Key: 'SERVICE',
            Values: [
              'Amazon S3',
              'Amazon Simple Storage Service',
              'EC2 - Other',
              'Some Product of the Marketplace',
            ],
          },
        },
      },
      {
        Or: [{ Tags: { Key: 'Team', Values: ['web'] } }, { Tags: { Key: 'Team', MatchOptions: ['ABSENT'] } }],
      },
      { CostCategories: { Key: 'Unit', MatchOptions: ['ABSENT'] } },
      { Dimensions: { Key: 'REGION', Values: ['NoRegion', 'global'] } },
      { Dimensions: { Key: 'LINKED_ACCOUNT', Values: ['000012345678', '444455556666'] } },
    ],
  });
});

test('this month is requested up to its end at most', async () => {
  const { source, asked } = createAsked([[]]);
  await source.query({ ...query, range: { start: '2026-11-01', end: '2027-01-01' } });
  expect(asked[0]?.timePeriod).toEqual({ start: '2026-11-01', end: '2026-12-01' });
});

test.each([
  ['cost.metric.unsupported', { metric: 'list' }],
  ['cost.dimension.unsupported', { by: ['resource'] }],
  ['cost.dimension.unsupported', { filters: [{ dimension: 'resource', values: ['i-1'] }] }],
  ['cost.groupings.too-many', { by: ['service', 'account', 'region'] }],
] as const)('%s is reported before anything is paid', async (code, parts) => {
  const { source, asked } = createAsked([[]]);
  await expect(source.query({ ...query, ...parts })).rejects.toMatchObject({ code });
  expect(asked).toHaveLength(0);
});

test('a query that is known to be too expensive is refused before its first request', async () => {
  const { source, asked } = createAsked([[october([])]], { maxSpendUsd: money('0.02') });
  await source.query(query);
  await expect(source.query({ ...query, by: ['account', 'region'] })).rejects.toMatchObject({
    code: 'cost.spend.exceeded',
    details: { requests: 3, usd: '0.03', maxSpendUsd: '0.02' },
  });
  expect(asked).toHaveLength(1);
  await expect(source.query(query)).resolves.toBeDefined();
});

test('a response of more pages than expected stops at the limit', async () => {
  const { source } = createAsked([[october([])]], { maxSpendUsd: money('0.02'), pages: 3 });
  expect(await source.price(query)).toEqual({ requests: 1, usd: money('0.01') });
  await expect(source.query(query)).rejects.toMatchObject({ code: 'cost.spend.exceeded' });
});

test('the same report twice on a day costs nothing the second time', async () => {
  const store = createMemoryStore();
  const answers = [[october([group(['Amazon S3', 'Usage'], '1')], true)]];
  const first = createAsked(answers, { cache: { store, scope: '111111111111' } });
  const paid = await first.source.query(query);

  const again = createAsked(answers, { cache: { store, scope: '111111111111' } });
  again.clock.nowMs += dayMs / 2 - 1;
  expect((await again.source.price(query)).requests).toBe(0);
  const free = await again.source.query(query);

  expect(free.lines).toEqual(paid.lines);
  expect(free.estimated).toEqual(query.range);
  expect(free.paid).toEqual({ requests: 0, usd: money('0') });
  expect(free.notes).toEqual([expect.stringContaining('2026-11-03 12:00 UTC')]);
  again.clock.nowMs += 1;
  expect((await again.source.query(query)).paid.requests).toBe(1);
  const other = createAsked(answers, { cache: { store, scope: '222222222222' } });
  expect((await other.source.query(query)).paid.requests).toBe(1);
});

test('a forecast is cached for the day, too', async () => {
  const cache = { store: createMemoryStore(), scope: '1' };
  const { source, forecasts, clock } = createAsked([[]], { cache });
  const asked = {
    range: { start: '2026-11-03', end: '2026-12-01' },
    metric: 'unblended',
    filters: [],
  } as const;
  expect((await source.forecastPrice!(asked)).requests).toBe(1);
  const first = await source.forecast!(asked);
  expect((await source.forecastPrice!(asked)).requests).toBe(0);
  expect(await source.forecast!(asked)).toEqual({
    ...first,
    paid: { requests: 0, usd: money('0') },
    notes: [expect.stringContaining('at no cost')],
  });
  expect(forecasts).toHaveLength(1);
  clock.nowMs += dayMs;
  await source.forecast!(asked);
  expect(forecasts).toHaveLength(2);
});

test('a month whose bill is closed stays in the cache for weeks', async () => {
  const cache = { store: createMemoryStore(), scope: '111111111111' };
  const { source, clock, asked } = createAsked([[october([])]], { cache });
  clock.nowMs = Date.UTC(2026, 10, 6);
  await source.query(query);
  clock.nowMs += 29 * dayMs;
  await source.query(query);
  expect(asked).toHaveLength(1);
});

test('an entry in another format, or one that could not be written, is refetched', async () => {
  const broken = {
    get: async () => '{"periods":',
    put: async () => {
      throw new Error('no space left on device');
    },
  };
  const { source } = createAsked([[october([])]], { cache: { store: broken, scope: '1' } });
  await source.query(query);
  expect((await source.query(query)).paid.requests).toBe(1);
});

test('the price of a query is estimated from its pages for other days', async () => {
  const cache = { store: createMemoryStore(), scope: '1' };
  const { source } = createAsked([[october([])]], { cache, pages: 4 });
  const daily: CostQuery = { ...query, granularity: 'daily' };
  await source.query({ ...daily, range: { start: '2026-10-01', end: '2026-10-11' } });
  expect(await source.price({ ...daily, range: { start: '2026-10-01', end: '2026-10-21' } })).toEqual({
    requests: 8,
    usd: money('0.08'),
  });
});

test('notes name unknown types and tags that no cost has', async () => {
  const { source } = createAsked([
    [october([group(['Project$', 'Usage'], '1'), group(['Project$', 'Gift'], '-1')])],
  ]);
  const { lines, notes } = await source.query({ ...query, by: ['tag:Project'] });
  expect(lines.map(({ charge }) => charge)).toEqual(['usage', 'adjustment']);
  expect(notes).toEqual([expect.stringContaining('Gift'), expect.stringContaining('"Project"')]);
});

test('a forecast begins today, and counts as a request', async () => {
  const { source, forecasts } = createAsked([[]], { maxSpendUsd: money('0.01') });
  const range = { start: '2026-11-01', end: '2026-12-01' };
  const filters = [{ dimension: 'account', values: ['111111111111'] }] as const;
  expect(await source.forecast!({ range, metric: 'net-amortized', filters })).toEqual({
    forecast: { cost: money('30'), low: money('25'), high: money('30'), currency: 'USD' },
    notes: [],
    paid: { requests: 1, usd: money('0.01') },
  });
  expect(forecasts).toEqual([
    {
      timePeriod: { start: '2026-11-03', end: '2026-12-01' },
      granularity: 'MONTHLY',
      metric: 'NET_AMORTIZED_COST',
      filter: { Dimensions: { Key: 'LINKED_ACCOUNT', Values: ['111111111111'] } },
    },
  ]);
  const free = { requests: 0, usd: money('0') };
  expect(await source.forecast!({ range: query.range, metric: 'unblended', filters: [] })).toEqual({
    forecast: null,
    reason: 'the days are over',
    notes: [],
    paid: free,
  });
  expect(await source.forecast!({ range, metric: 'unblended', filters: [] })).toMatchObject({
    forecast: null,
    reason: expect.stringContaining('no more than $0.01 may be spent'),
    paid: free,
  });
});
