import {
  CostExplorerClient,
  type Expression,
  GetCostAndUsageCommand,
  type GetCostAndUsageCommandInput,
  GetCostForecastCommand,
  GetDimensionValuesCommand,
  GetTagsCommand,
  type GroupDefinition,
} from '@aws-sdk/client-cost-explorer';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { expect, onTestFinished, test } from 'vitest';
import { createMovableClock } from '../movable-clock.ts';
import type { LocalOptions } from '../options.ts';
import { startLocal } from '../start-local.ts';
import { startAccounts } from '../testing/start-accounts.ts';
import { type TestRow, writeBill } from './testing/write-bill.ts';

const october = { Start: '2026-10-01', End: '2026-11-01' };
const tax = { ChargeCategory: 'Tax', ServiceName: 'Tax', RegionId: '', x_UsageType: '' };
const rows: readonly TestRow[] = [
  { BilledCost: '1.10', EffectiveCost: '0.90', Tags: '{"Project":"shop"}', ConsumedQuantity: '3' },
  { BilledCost: '0.0000004', Tags: '{"Project":""}', ConsumedQuantity: '0.5' },
  { BilledCost: '2', ServiceName: 'Amazon EC2', ConsumedUnit: 'Hrs', SubAccountId: '222222222222' },
  { BilledCost: '0.62', ...tax, ChargePeriodStart: '2026-10-31T23:00:00Z' },
  { BilledCost: '-1', ChargeCategory: 'Credit', ChargePeriodStart: '2026-11-02T00:00:00Z' },
  { BilledCost: '99', ChargePeriodStart: '2026-11-20T00:00:00Z' },
];

/** @param bill `null`: none */
async function start(
  bill: NonNullable<LocalOptions['bill']> | readonly TestRow[] | null = rows,
  nowText = '2026-11-03T12:00:00Z',
) {
  const isRows = (rows: typeof bill): rows is readonly TestRow[] => Array.isArray(rows);
  const local = await startLocal({
    clock: createMovableClock(Date.parse(nowText)),
    ...(bill && { bill: isRows(bill) ? writeBill(bill) : bill }),
  });
  const client = new CostExplorerClient({
    endpoint: local.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  onTestFinished(async () => {
    client.destroy();
    await local.close();
  });
  const ask = (input: Partial<GetCostAndUsageCommandInput>) =>
    client.send(
      new GetCostAndUsageCommand({
        TimePeriod: october,
        Granularity: 'MONTHLY',
        Metrics: ['UnblendedCost'],
        ...input,
      }),
    );
  const amounts = async (Filter?: Expression, ...GroupBy: GroupDefinition[]) => {
    const { ResultsByTime = [] } = await ask({ ...(Filter && { Filter }), GroupBy });
    return Object.fromEntries(
      ResultsByTime[0]!.Groups!.map(({ Keys, Metrics }) => [
        Keys!.join(' | '),
        Metrics!.UnblendedCost!.Amount,
      ]),
    );
  };
  return { local, client, ask, amounts };
}

const byProject: GroupDefinition = { Type: 'TAG', Key: 'Project' };
const byService: GroupDefinition = { Type: 'DIMENSION', Key: 'SERVICE' };
const byRecordType: GroupDefinition = { Type: 'DIMENSION', Key: 'RECORD_TYPE' };

test('totals are exact, by day and by month, and mark what AWS may still change', async () => {
  const { ask } = await start();
  const TimePeriod = { Start: '2026-10-31', End: '2026-11-03' };
  const byDay = await ask({ TimePeriod, Granularity: 'DAILY' });
  expect(
    byDay.ResultsByTime?.map(({ TimePeriod: day, Total }) => [day?.Start, Total?.UnblendedCost]),
  ).toEqual([
    ['2026-10-31', { Amount: '0.62', Unit: 'USD' }],
    ['2026-11-01', { Amount: '0', Unit: 'USD' }],
    ['2026-11-02', { Amount: '-1', Unit: 'USD' }],
  ]);
  const byMonth = await ask({
    TimePeriod: { Start: '2026-09-15', End: '2026-11-03' },
    Metrics: ['UnblendedCost', 'AmortizedCost', 'UsageQuantity'],
  });
  expect(
    byMonth.ResultsByTime?.map(({ TimePeriod: { Start, End } = {}, Estimated, Total }) => [
      Start,
      End,
      Estimated,
      Total?.UnblendedCost?.Amount,
    ]),
  ).toEqual([
    ['2026-09-15', '2026-10-01', false, '0'],
    ['2026-10-01', '2026-11-01', true, '3.7200004'],
    ['2026-11-01', '2026-11-03', true, '-1'],
  ]);
  expect(byMonth.ResultsByTime?.[1]?.Total).toMatchObject({
    AmortizedCost: { Amount: '3.9' },
    UsageQuantity: { Amount: '5.5', Unit: 'N/A' },
  });
});

test('hours are returned for the past fourteen days', async () => {
  const { ask } = await start(undefined, '2026-11-03T12:00:00Z');
  const TimePeriod = { Start: '2026-10-31T22:00:00Z', End: '2026-11-01T00:00:00Z' };
  const { ResultsByTime } = await ask({ TimePeriod, Granularity: 'HOURLY' });
  expect(ResultsByTime?.map((hour) => [hour.TimePeriod?.Start, hour.Total?.UnblendedCost?.Amount])).toEqual([
    ['2026-10-31T22:00:00Z', '0'],
    ['2026-10-31T23:00:00Z', '0.62'],
  ]);
});

test('groups are by one or two of dimensions, tags and cost categories', async () => {
  const { amounts } = await start([
    ...rows,
    { BilledCost: '5', x_CostCategories: '{"Team":"web"}', Tags: '{"Project":"shop"}' },
  ]);
  expect(await amounts(undefined, byProject)).toEqual({ Project$: '2.6200004', Project$shop: '6.1' });
  expect(await amounts(undefined, byService, byRecordType)).toEqual({
    'Amazon EC2 | Usage': '2',
    'Amazon S3 | Usage': '6.1000004',
    'Tax | Tax': '0.62',
  });
  expect(await amounts(undefined, { Type: 'COST_CATEGORY', Key: 'Team' })).toEqual({
    Team$: '3.7200004',
    Team$web: '5',
  });
  expect(await amounts(undefined, { Type: 'DIMENSION', Key: 'REGION' })).toEqual({
    NoRegion: '0.62',
    'eu-west-1': '8.1000004',
  });
});

test.each<[string, Expression, Record<string, string>]>([
  [
    'a dimension',
    { Dimensions: { Key: 'SERVICE', Values: ['Amazon EC2', 'Tax'] } },
    { Tax: '0.62', Usage: '2' },
  ],
  ['a tag', { Tags: { Key: 'Project', Values: ['shop'] } }, { Usage: '1.1' }],
  [
    'no such tag, or an empty one',
    { Tags: { Key: 'Project', MatchOptions: ['ABSENT'] } },
    { Tax: '0.62', Usage: '2.0000004' },
  ],
  ['not', { Not: { Dimensions: { Key: 'RECORD_TYPE', Values: ['Tax'] } } }, { Usage: '3.1000004' }],
  [
    'and, or',
    {
      And: [
        { Dimensions: { Key: 'RECORD_TYPE', Values: ['Usage'] } },
        {
          Or: [
            { Dimensions: { Key: 'LINKED_ACCOUNT', Values: ['222222222222'] } },
            { Tags: { Key: 'Project', Values: ['shop'] } },
          ],
        },
      ],
    },
    { Usage: '3.1' },
  ],
])('a filter finds %s', async (_, filter, expected) => {
  const { amounts } = await start();
  expect(await amounts(filter, byRecordType)).toEqual(expected);
});

test.each<[string, Partial<GetCostAndUsageCommandInput>, string]>([
  ['three groupings', { GroupBy: [byProject, byService, byRecordType] }, 'less than or equal to 2'],
  ['a grouping twice', { GroupBy: [byProject, byProject] }, 'twice'],
  ['an unknown dimension', { GroupBy: [{ Type: 'DIMENSION', Key: 'CHARGE_TYPE' }] }, 'CHARGE_TYPE'],
  ['a start at its end', { TimePeriod: { Start: '2026-10-01', End: '2026-10-01' } }, 'before end date'],
  ['no day', { TimePeriod: { Start: '2026-02-30', End: '2026-03-05' } }, '2026-02-30'],
  ['the future', { TimePeriod: { Start: '2026-11-04', End: '2026-11-05' } }, 'future'],
  [
    'an end next month',
    { TimePeriod: { Start: '2026-11-01', End: '2026-12-02' } },
    'beginning of next month',
  ],
  ['15 months back', { TimePeriod: { Start: '2025-08-01', End: '2025-09-01' } }, 'beyond 14 months'],
  [
    'hours of three weeks ago',
    { TimePeriod: { Start: '2026-10-13', End: '2026-10-14' }, Granularity: 'HOURLY' },
    '14 days',
  ],
  ['an unknown metric', { Metrics: ['ListCost'] }, 'ListCost'],
  ['no metric', { Metrics: [] }, 'Metrics'],
  [
    'two roots',
    { Filter: { Tags: { Key: 'a', Values: ['b'] }, Dimensions: { Key: 'SERVICE', Values: ['c'] } } },
    'more than one root',
  ],
  ['And of one', { Filter: { And: [{ Tags: { Key: 'a', Values: ['b'] } }] } }, 'at least 2'],
  [
    'match options of cost categories',
    { Filter: { Dimensions: { Key: 'SERVICE', Values: ['c'], MatchOptions: ['STARTS_WITH'] } } },
    'STARTS_WITH',
  ],
])('%s is refused, and not charged', async (_, input, text) => {
  const { local, ask } = await start();
  await expect(ask(input)).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining(text) as string,
  });
  expect(local.paidRequests()).toBe(0);
});

test('each page is a charged request, and a token is valid for its own request only', async () => {
  const { local, ask } = await start({ path: writeBill(rows), pageSize: 2 });
  const input = { GroupBy: [byService] };
  const first = await ask(input);
  expect(first.ResultsByTime?.[0]?.Groups).toHaveLength(2);
  const second = await ask({ ...input, NextPageToken: first.NextPageToken });
  expect(second.ResultsByTime?.[0]?.Groups).toHaveLength(1);
  expect(second.NextPageToken).toBeUndefined();
  expect(local.paidRequests()).toBe(2);
  await expect(ask({ GroupBy: [byProject], NextPageToken: first.NextPageToken })).rejects.toMatchObject({
    name: 'RequestChangedException',
  });
  await expect(ask({ ...input, NextPageToken: 'invalid' })).rejects.toMatchObject({
    name: 'InvalidNextTokenException',
  });
});

test('without a bill there is no data, as in a new account', async () => {
  const { ask } = await start(null);
  await expect(ask({})).rejects.toMatchObject({ name: 'DataUnavailableException' });
});

test('a throttling fault refuses calls with the error of the service', async () => {
  const { local, ask } = await start();
  local.setFaults({ throttle: 1 });
  await expect(ask({})).rejects.toMatchObject({ name: 'LimitExceededException' });
  expect(local.paidRequests()).toBe(0);
});

test('a forecast is computed from past days, and refused for days in the past', async () => {
  const days = Array.from({ length: 30 }, (_, index) => ({
    ChargePeriodStart: `2026-09-${String(index + 1).padStart(2, '0')}T00:00:00Z`,
    BilledCost: index % 2 === 0 ? '1' : '3',
  }));
  const { client } = await start(days, '2026-10-01T09:00:00Z');
  const input = { TimePeriod: october, Granularity: 'MONTHLY', Metric: 'UNBLENDED_COST' } as const;
  const { Total, ForecastResultsByTime = [] } = await client.send(new GetCostForecastCommand(input));
  expect(Total).toEqual({ Amount: '62.0000000000', Unit: 'USD' });
  const [month] = ForecastResultsByTime;
  const [low, high] = [month?.PredictionIntervalLowerBound, month?.PredictionIntervalUpperBound].map(Number);
  expect(low).toBeGreaterThan(40);
  expect(low).toBeLessThan(62);
  expect(high! - 62).toBeCloseTo(62 - low!, 6);
  const past = { Start: '2026-09-30', End: '2026-11-01' };
  await expect(client.send(new GetCostForecastCommand({ ...input, TimePeriod: past }))).rejects.toMatchObject(
    {
      name: 'ValidationException',
    },
  );
});

test('a bill of a few days has no forecast', async () => {
  const { client } = await start();
  const TimePeriod = { Start: '2026-11-03', End: '2026-12-01' };
  await expect(
    client.send(new GetCostForecastCommand({ TimePeriod, Granularity: 'DAILY', Metric: 'UNBLENDED_COST' })),
  ).rejects.toMatchObject({ name: 'DataUnavailableException' });
});

test('tags and values of dimensions are listed in pages', async () => {
  const { client } = await start({ path: writeBill(rows), pageSize: 2 });
  expect(await client.send(new GetTagsCommand({ TimePeriod: october }))).toMatchObject({
    Tags: ['Project'],
    ReturnSize: 1,
    TotalSize: 1,
  });
  expect((await client.send(new GetTagsCommand({ TimePeriod: october, TagKey: 'Project' }))).Tags).toEqual([
    '',
    'shop',
  ]);
  const services = await client.send(
    new GetDimensionValuesCommand({ TimePeriod: october, Dimension: 'SERVICE' }),
  );
  expect(services).toMatchObject({ ReturnSize: 2, TotalSize: 3 });
  expect(services.DimensionValues?.map(({ Value }) => Value)).toEqual(['Amazon EC2', 'Amazon S3']);
  expect(services.NextPageToken).toBeDefined();
});

test('a member account sees its own charges, from any region', async () => {
  const document = {
    accounts: [
      { id: '111111111111', regions: {} },
      { id: '222222222222', roles: [{ name: 'ops' }], regions: { 'me-south-1': { optIn: 'not-opted-in' } } },
    ],
  };
  const { sts, client } = await startAccounts(document, {
    bill: writeBill(rows),
    clock: createMovableClock(Date.UTC(2026, 10, 3)),
  });
  const role = { RoleArn: 'arn:aws:iam::222222222222:role/ops', RoleSessionName: 'test' };
  const { Credentials } = await sts().send(new AssumeRoleCommand(role));
  const credentials = {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
  };
  const command = () => new GetDimensionValuesCommand({ TimePeriod: october, Dimension: 'LINKED_ACCOUNT' });
  const own = await client(CostExplorerClient, 'me-south-1', credentials).send(command());
  expect(own.DimensionValues?.map(({ Value }) => Value)).toEqual(['222222222222']);
  const all = await client(CostExplorerClient).send(command());
  expect(all.DimensionValues?.map(({ Value }) => Value)).toEqual(['111111111111', '222222222222']);
});
