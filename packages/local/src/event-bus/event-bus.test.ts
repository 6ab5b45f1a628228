import { afterEach, expect, it } from 'vitest';
import { createMovableClock } from '../movable-clock.ts';
import type { LocalAws } from '../options.ts';
import { closeLocals, functionManifest, startTest, testStack, writeBundle } from '../testing/test-stack.ts';

afterEach(closeLocals);

const undelivered = { maximumRetryAttempts: 0, maximumEventAgeSeconds: 60, failureQueue: 'Failures' };
const echo = 'exports.handler = async (event) => event;';

/** A function that receives orders, and one that receives instance events. */
async function start() {
  const { local, events } = await startTest({
    stack: testStack([
      functionManifest('orders', {
        type: 'event-pattern',
        pattern: { source: ['shop'], detail: { total: [{ numeric: ['>', 100] }] } },
        undelivered,
      }),
      functionManifest('instances', {
        type: 'event-pattern',
        pattern: { source: ['aws.ec2'] },
        undelivered,
      }),
    ]),
    bundles: [writeBundle('orders', echo), writeBundle('instances', echo)],
    clock: createMovableClock(),
  });
  return {
    local,
    heard: async () => {
      await local.idle();
      return events.flatMap((event) =>
        event.type === 'finished' ? [{ function: event.function, event: event.result }] : [],
      );
    },
  };
}

async function putEvents(local: LocalAws, entries: unknown) {
  const response = await fetch(local.endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSEvents.PutEvents' },
    body: JSON.stringify({ Entries: entries }),
  });
  return { status: response.status, body: (await response.json()) as unknown };
}

const order = (total: number) => ({ Source: 'shop', DetailType: 'Order', Detail: JSON.stringify({ total }) });

it('delivers a complete event to the functions whose pattern it matches', async () => {
  const { local, heard } = await start();

  const { status, body } = await putEvents(local, [
    { ...order(200), Time: 1_767_225_600, Resources: ['arn:aws:s3:::orders'] },
    order(50),
  ]);

  expect({ status, body }).toEqual({
    status: 200,
    body: {
      FailedEntryCount: 0,
      Entries: [{ EventId: expect.any(String) }, { EventId: expect.any(String) }],
    },
  });
  expect(await heard()).toEqual([
    {
      function: 'orders',
      event: {
        version: '0',
        id: expect.any(String),
        'detail-type': 'Order',
        source: 'shop',
        account: '000000000000',
        time: '2026-01-01T00:00:00Z',
        region: 'us-east-1',
        resources: ['arn:aws:s3:::orders'],
        detail: { total: 200 },
      },
    },
  ]);
  expect(local.calls()).toMatchObject([
    { action: 'events:PutEvents', resource: 'arn:aws:events:us-east-1:000000000000:event-bus/default' },
  ]);
});

it('accepts events of AWS from tests, but not from callers of the API', async () => {
  const { local, heard } = await start();

  const { body } = await putEvents(local, [{ Source: 'aws.ec2', DetailType: 'x', Detail: '{}' }, order(1)]);
  const delivered = local.deliverEvent({ source: 'aws.ec2', 'detail-type': 'x', detail: {} });

  expect(body).toMatchObject({
    FailedEntryCount: 1,
    Entries: [{ ErrorCode: 'NotAuthorizedForSourceException' }, { EventId: expect.any(String) }],
  });
  expect(delivered.functions).toEqual(['instances']);
  expect(await heard()).toMatchObject([{ function: 'instances', event: { id: delivered.id } }]);
});

it.each([
  [{ ...order(1), Source: '' }, 'InvalidArgument'],
  [{ ...order(1), DetailType: undefined }, 'InvalidArgument'],
  [{ ...order(1), Detail: '{' }, 'MalformedDetail'],
  [{ ...order(1), Detail: '[]' }, 'MalformedDetail'],
  [{ ...order(1), EventBusName: 'other' }, 'InvalidArgument'],
  [
    { ...order(1), EventBusName: 'arn:aws:events:eu-west-1:000000000000:event-bus/default' },
    'InvalidArgument',
  ],
  [{ ...order(1), DetailType: 'x'.repeat(129) }, 'InvalidArgument'],
  [{ ...order(1), Time: 'today' }, 'InvalidArgument'],
  [null, 'InvalidArgument'],
])('refuses the entry %j by itself', async (entry, ErrorCode) => {
  const { local } = await start();

  const { status, body } = await putEvents(local, [entry, order(1)]);

  expect({ status, body }).toMatchObject({
    status: 200,
    body: { FailedEntryCount: 1, Entries: [{ ErrorCode }, { EventId: expect.any(String) }] },
  });
});

it.each([
  ['none', []],
  ['more than ten', Array.from({ length: 11 }, () => order(1))],
  ['too large', [order(1), { ...order(1), DetailType: 'x'.repeat(256 * 1024) }]],
  ['no list', {}],
])('refuses a request whose entries are %s', async (_, entries) => {
  const { local } = await start();

  expect(await putEvents(local, entries)).toMatchObject({
    status: 400,
    body: { __type: 'ValidationException' },
  });
});

it('delivers twice if a fault is injected, as EventBridge may', async () => {
  const { local, heard } = await start();
  local.setFaults({ duplicate: 1 });

  local.deliverEvent({ source: 'aws.ec2', 'detail-type': 'x', detail: {} });

  expect(await heard()).toHaveLength(2);
});
