import {
  CostExplorerClient,
  GetCostAndUsageCommand,
  GetCostForecastCommand,
  GetDimensionValuesCommand,
  GetTagsCommand,
} from '@aws-sdk/client-cost-explorer';
import { GroundcrewError } from '@groundcrew/errors';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createCostExplorerClient } from './client.ts';
import { createCostExplorer } from './cost-explorer.ts';
import type { CostAndUsageQuery, RequestMeter } from './model.ts';

const api = mockClient(CostExplorerClient);
afterAll(() => api.restore());
const waits: number[] = [];
const costExplorer = createCostExplorer({
  client: createCostExplorerClient({ region: 'eu-west-1' }),
  random: () => 0.5,
  sleep: async (ms) => {
    waits.push(ms);
  },
});
const timePeriod = { start: '2026-09-01', end: '2026-11-01' };
const query: CostAndUsageQuery = {
  timePeriod,
  granularity: 'MONTHLY',
  metrics: ['UnblendedCost'],
  groupBy: [{ type: 'TAG', key: 'Project' }],
};

function refusal(name: string, message = 'no'): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400 } });
}

function usd(Amount: string) {
  return { UnblendedCost: { Amount, Unit: 'USD' } };
}

function countingMeter(): RequestMeter & { readonly counts: { begun: number; refused: number } } {
  const counts = { begun: 0, refused: 0 };
  return {
    counts,
    begin: () => {
      counts.begun += 1;
    },
    refused: () => {
      counts.refused += 1;
    },
  };
}

beforeEach(() => {
  api.reset();
  waits.length = 0;
});

test('a month whose groups are on two pages is merged, and both requests are counted', async () => {
  const september = { Start: '2026-09-01', End: '2026-10-01' };
  const october = { Start: '2026-10-01', End: '2026-11-01' };
  api
    .on(GetCostAndUsageCommand)
    .resolves({
      ResultsByTime: [
        {
          TimePeriod: september,
          Estimated: false,
          Groups: [{ Keys: ['Project$shop'], Metrics: usd('1.10') }],
        },
      ],
      NextPageToken: 'two',
    })
    .on(GetCostAndUsageCommand, { NextPageToken: 'two' })
    .resolves({
      ResultsByTime: [
        {
          TimePeriod: september,
          Estimated: false,
          Groups: [{ Keys: ['Project$'], Metrics: usd('0.0000004') }],
        },
        { TimePeriod: october, Estimated: true, Groups: [] },
      ],
    });
  const meter = countingMeter();

  const periods = await costExplorer.getCostAndUsage(query, { meter });

  expect(periods).toEqual([
    {
      start: '2026-09-01',
      end: '2026-10-01',
      estimated: false,
      total: {},
      groups: [
        { keys: ['Project$shop'], metrics: { UnblendedCost: { amount: '1.10', unit: 'USD' } } },
        { keys: ['Project$'], metrics: { UnblendedCost: { amount: '0.0000004', unit: 'USD' } } },
      ],
    },
    { start: '2026-10-01', end: '2026-11-01', estimated: true, total: {}, groups: [] },
  ]);
  expect(meter.counts).toEqual({ begun: 2, refused: 0 });
  expect(api.commandCalls(GetCostAndUsageCommand)[0]?.args[0].input).toEqual({
    TimePeriod: { Start: '2026-09-01', End: '2026-11-01' },
    Granularity: 'MONTHLY',
    Metrics: ['UnblendedCost'],
    GroupBy: [{ Type: 'TAG', Key: 'Project' }],
  });
});

test('a throttled request is retried and not counted as paid', async () => {
  api
    .on(GetCostAndUsageCommand)
    .rejectsOnce(refusal('LimitExceededException', 'Rate exceeded'))
    .resolves({ ResultsByTime: [] });
  const meter = countingMeter();
  expect(await costExplorer.getCostAndUsage(query, { meter })).toEqual([]);
  expect(meter.counts).toEqual({ begun: 2, refused: 1 });
  expect(waits).toHaveLength(1);
});

test('repeated throttling is reported as a rate, not as a quota', async () => {
  api.on(GetCostAndUsageCommand).rejects(refusal('LimitExceededException', 'Rate exceeded'));
  await expect(costExplorer.getCostAndUsage(query)).rejects.toMatchObject({
    code: 'aws-cost-explorer.get-cost-failed',
    details: { reason: 'throttled', awsError: 'LimitExceededException' },
  });
});

test('an error of the meter is thrown, and nothing is sent', async () => {
  const reason = new GroundcrewError('cost.spend.exceeded', 'enough');
  const meter = {
    begin() {
      throw reason;
    },
    refused() {},
  };
  await expect(costExplorer.getCostAndUsage(query, { meter })).rejects.toBe(reason);
  expect(api.commandCalls(GetCostAndUsageCommand)).toHaveLength(0);
});

test('the error of a refused query has its days and the message of AWS, after one request', async () => {
  api.on(GetCostAndUsageCommand).rejects(refusal('ValidationException', 'Start date is too early'));
  await expect(costExplorer.getCostAndUsage(query)).rejects.toMatchObject({
    code: 'aws-cost-explorer.get-cost-failed',
    message: expect.stringMatching(/2026-09-01 up to 2026-11-01.*Start date is too early/) as string,
  });
  expect(api.commandCalls(GetCostAndUsageCommand)).toHaveLength(1);
});

test('an interruption rejects with its own reason', async () => {
  const reason = new Error('Ctrl-C');
  const signal = AbortSignal.abort(reason);
  await expect(costExplorer.getCostAndUsage(query, { signal })).rejects.toBe(reason);
});

test('a repeated page token ends the listing with an error', async () => {
  api.on(GetCostAndUsageCommand).resolves({ ResultsByTime: [], NextPageToken: 'again' });
  await expect(costExplorer.getCostAndUsage(query)).rejects.toMatchObject({ code: 'aws-core.pages.loop' });
  expect(api.commandCalls(GetCostAndUsageCommand).length).toBeLessThan(4);
});

test('a forecast has its bounds, and a young account has none', async () => {
  const forecast = {
    timePeriod: { start: '2026-11-21', end: '2026-12-01' },
    granularity: 'MONTHLY',
    metric: 'UNBLENDED_COST',
  } as const;
  api.on(GetCostForecastCommand).resolves({
    Total: { Amount: '31.5', Unit: 'USD' },
    ForecastResultsByTime: [
      {
        TimePeriod: { Start: '2026-11-21', End: '2026-12-01' },
        MeanValue: '31.5',
        PredictionIntervalLowerBound: '28',
        PredictionIntervalUpperBound: '35',
      },
    ],
  });
  expect(await costExplorer.getCostForecast(forecast)).toEqual({
    total: { amount: '31.5', unit: 'USD' },
    periods: [{ start: '2026-11-21', end: '2026-12-01', mean: '31.5', low: '28', high: '35' }],
  });
  api.on(GetCostForecastCommand).rejects(refusal('DataUnavailableException', 'Insufficient amount of data'));
  expect(await costExplorer.getCostForecast(forecast)).toBeUndefined();
});

test('all pages of tags and of dimension values are listed', async () => {
  api
    .on(GetTagsCommand, { TagKey: 'Project' })
    .resolves({ Tags: ['', 'shop'], NextPageToken: '2', ReturnSize: 2, TotalSize: 3 })
    .on(GetTagsCommand, { TagKey: 'Project', NextPageToken: '2' })
    .resolves({ Tags: ['web'], ReturnSize: 1, TotalSize: 3 });
  api.on(GetDimensionValuesCommand, { Dimension: 'RECORD_TYPE' }).resolves({
    DimensionValues: [{ Value: 'Usage' }, { Value: 'Tax' }],
    ReturnSize: 2,
    TotalSize: 2,
  });
  expect(await costExplorer.getTags({ timePeriod, key: 'Project' })).toEqual(['', 'shop', 'web']);
  expect(await costExplorer.getDimensionValues({ timePeriod, dimension: 'RECORD_TYPE' })).toEqual([
    'Usage',
    'Tax',
  ]);
});
