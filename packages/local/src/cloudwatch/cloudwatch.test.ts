import { afterEach, expect, test } from 'vitest';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import {
  closeLocals,
  functionManifest,
  onRequest,
  startTest,
  testStack,
  writeBundle,
} from '../testing/test-stack.ts';
import { type Cbor, decodeCbor, encodeCbor } from './cbor.ts';

afterEach(closeLocals);

const minute = Date.UTC(2026, 0, 1);

function line(timestamp: number, values: Record<string, number | number[]>, stage = 'test'): string {
  return JSON.stringify({
    _aws: {
      Timestamp: timestamp,
      CloudWatchMetrics: [
        {
          Namespace: 'groundcrew',
          Dimensions: [['stage'], []],
          Metrics: Object.keys(values).map((Name) => ({ Name, Unit: 'Count' })),
        },
      ],
    },
    stage,
    ...values,
  });
}

/** Both protocols, as SDKs speak them. */
async function start(...lines: string[]) {
  const { local, lambda, events } = await startTest({
    stack: testStack([functionManifest('measure', onRequest)]),
    bundles: [
      writeBundle(
        'measure',
        'exports.handler = async ({ lines }) => { lines.forEach((line) => console.log(line)); };',
      ),
    ],
  });
  await lambda.send(
    new InvokeCommand({ FunctionName: 'measure', Payload: JSON.stringify({ lines: [...lines, 'end'] }) }),
  );
  while (!events.some((event) => event.type === 'log' && event.line === 'end')) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  const authorization =
    'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/monitoring/aws4_request, SignedHeaders=host';
  async function byCbor(operation: string, input: Cbor) {
    const response = await fetch(
      `${local.endpoint}/service/GraniteServiceVersion20100801/operation/${operation}`,
      {
        method: 'POST',
        headers: { authorization, 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' },
        body: encodeCbor(input),
      },
    );
    const output = decodeCbor(new Uint8Array(await response.arrayBuffer())) as Record<string, never>;
    return { status: response.status, output, error: response.headers.get('x-amzn-query-error') };
  }
  async function byJson(operation: string, input: unknown) {
    const response = await fetch(local.endpoint, {
      method: 'POST',
      headers: { authorization, 'x-amz-target': `GraniteServiceVersion20100801.${operation}` },
      body: JSON.stringify(input),
    });
    return { status: response.status, output: (await response.json()) as Record<string, never> };
  }
  return { byCbor, byJson };
}

function query(Stat: string, more = {}, metric = {}) {
  const Metric = {
    Namespace: 'groundcrew',
    MetricName: 'Rows',
    Dimensions: [{ Name: 'stage', Value: 'test' }],
    ...metric,
  };
  return { Id: 'a', MetricStat: { Metric, Period: 60, Stat, ...more } };
}

const StartTime = new Date(minute);
const EndTime = new Date(minute + 3_600_000);

test('the metrics of a line are listed by namespace, name and dimensions', async () => {
  const { byCbor } = await start(line(minute, { Rows: 1, Rejects: 2 }), 'not a metric', '{"_aws":{}}');
  const { output } = await byCbor('ListMetrics', { MetricName: 'Rows' });
  expect(output.Metrics).toEqual([
    { Namespace: 'groundcrew', MetricName: 'Rows', Dimensions: [{ Name: 'stage', Value: 'test' }] },
    { Namespace: 'groundcrew', MetricName: 'Rows', Dimensions: [] },
  ]);
  const byStage = await byCbor('ListMetrics', { Dimensions: [{ Name: 'stage' }] });
  expect(byStage.output.Metrics).toHaveLength(2);
  expect((await byCbor('ListMetrics', { Namespace: 'other' })).output.Metrics).toEqual([]);
});

test.each([
  ['Sum', [9, 6]],
  ['Average', [4.5, 2]],
  ['Minimum', [4, 1]],
  ['Maximum', [5, 3]],
  ['SampleCount', [2, 3]],
  ['p50', [4, 2]],
])('%s is computed for each period that has values', async (stat, values) => {
  const { byCbor } = await start(
    line(minute, { Rows: 1 }),
    line(minute + 59_999, { Rows: [2, 3] }),
    line(minute + 120_000, { Rows: [5, 4] }),
    line(minute, { Rows: 100 }, 'other'),
  );
  const { output } = await byCbor('GetMetricData', { MetricDataQueries: [query(stat)], StartTime, EndTime });
  expect(output.MetricDataResults).toEqual([
    {
      Id: 'a',
      Label: 'Rows',
      Timestamps: [new Date(minute + 120_000), new Date(minute)],
      Values: values,
      StatusCode: 'Complete',
    },
  ]);
});

test('JSON has timestamps in seconds, and pages have as many values as are asked for', async () => {
  const { byJson } = await start(...[0, 1, 2].map((n) => line(minute + n * 60_000, { Rows: n })));
  const times = { StartTime: minute / 1000, EndTime: minute / 1000 + 3600 };
  const input = {
    MetricDataQueries: [query('Sum')],
    ...times,
    ScanBy: 'TimestampAscending',
    MaxDatapoints: 2,
  };
  const first = await byJson('GetMetricData', input);
  const second = await byJson('GetMetricData', { ...input, NextToken: first.output.NextToken });
  expect(first.output.MetricDataResults).toMatchObject([
    { Timestamps: [minute / 1000, minute / 1000 + 60], Values: [0, 1], StatusCode: 'PartialData' },
  ]);
  expect(second.output.MetricDataResults).toMatchObject([{ Values: [2], StatusCode: 'Complete' }]);
  expect(second.output).not.toHaveProperty('NextToken');
});

const refused: [unknown, string][] = [
  [{ MetricDataQueries: [{ Id: 'a', Expression: 'SUM(m1)' }] }, 'Expression of "a" is not supported'],
  [{ MetricDataQueries: [query('tm90')] }, 'supported: SampleCount, Sum'],
  [{ MetricDataQueries: [query('Sum', { Period: 61 })] }, 'multiple of 60'],
  [{ MetricDataQueries: [query('Sum'), query('Sum')] }, 'must be unique'],
  [{ MetricDataQueries: [] }, 'must list 1 to 500'],
  [{ MetricDataQueries: [query('Sum')], StartTime: EndTime }, 'must be less than'],
  [{ MetricDataQueries: [query('Sum')], StartTime: 'yesterday' }, 'as a timestamp'],
];

test('what is not supported, and what is wrong, is refused', async () => {
  const { byCbor } = await start();
  for (const [input, reason] of refused) {
    const sent = { StartTime, EndTime, ...(input as object) };
    const { status, output, error } = await byCbor('GetMetricData', sent);
    expect({ input, status, message: output.message }).toEqual({
      input,
      status: 400,
      message: expect.stringContaining(reason),
    });
    expect(error).toMatch(/^\w+;Sender$/);
  }
});

test('other operations are refused by name', async () => {
  const { byCbor, byJson } = await start();
  for (const send of [byCbor, byJson]) {
    const { status, output } = await send('PutMetricAlarm', {});
    expect([status, output.message]).toEqual([
      400,
      expect.stringContaining('supported: ListMetrics, GetMetricData'),
    ]);
  }
});
