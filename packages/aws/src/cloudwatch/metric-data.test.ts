import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { metricData, type MetricQuery } from './metric-data.ts';

const cloudwatch = mockClient(CloudWatchClient);
afterAll(() => cloudwatch.restore());
beforeEach(() => {
  cloudwatch.reset();
});

const client = new CloudWatchClient({});
const query = (name: string): MetricQuery => ({
  namespace: 'AWS/Lambda',
  name,
  dimension: 'FunctionName',
  value: 'f',
  statistic: 'Sum',
});
const time = { startMs: 0, endMs: 7_200_000, periodSeconds: 3_600 };

test('values of several pages are in the order of the queries, and a metric without values has none', async () => {
  cloudwatch
    .on(GetMetricDataCommand)
    .resolvesOnce({
      MetricDataResults: [
        { Id: 'm0', Timestamps: [new Date(0)], Values: [1], StatusCode: 'PartialData' },
        { Id: 'm1', Timestamps: [], Values: [], StatusCode: 'Complete' },
      ],
      NextToken: 'more',
    })
    .resolvesOnce({
      MetricDataResults: [
        { Id: 'm0', Timestamps: [new Date(3_600_000)], Values: [2], StatusCode: 'Complete' },
      ],
    });

  expect(await metricData(client, { ...time, queries: [query('Errors'), query('Throttles')] })).toEqual([
    [
      { timeMs: 0, value: 1 },
      { timeMs: 3_600_000, value: 2 },
    ],
    [],
  ]);
  const [first, second] = cloudwatch.commandCalls(GetMetricDataCommand).map(({ args }) => args[0].input);
  expect(first).toMatchObject({
    StartTime: new Date(0),
    EndTime: new Date(7_200_000),
    MetricDataQueries: [
      {
        Id: 'm0',
        MetricStat: {
          Metric: { MetricName: 'Errors', Dimensions: [{ Name: 'FunctionName', Value: 'f' }] },
          Period: 3_600,
          Stat: 'Sum',
        },
      },
      { Id: 'm1' },
    ],
  });
  expect(second).toMatchObject({ NextToken: 'more' });
});

test('more queries than a request may have are several requests', async () => {
  cloudwatch.on(GetMetricDataCommand).resolves({ MetricDataResults: [] });
  const queries = Array.from({ length: 501 }, (_, at) => query(`M${at}`));
  expect(await metricData(client, { ...time, queries })).toHaveLength(501);
  const sizes = cloudwatch
    .commandCalls(GetMetricDataCommand)
    .map(({ args }) => args[0].input.MetricDataQueries?.length);
  expect(sizes).toEqual([500, 1]);
});

test('a metric that CloudWatch did not read is an error, not a metric without data', async () => {
  cloudwatch
    .on(GetMetricDataCommand)
    .resolves({ MetricDataResults: [{ Id: 'm0', StatusCode: 'InternalError' }] });
  await expect(metricData(client, { ...time, queries: [query('Errors')] })).rejects.toMatchObject({
    code: 'aws-cloudwatch.read-failed',
    fault: 'service',
  });
});
