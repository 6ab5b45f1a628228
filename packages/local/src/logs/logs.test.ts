import {
  CloudWatchLogsClient,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterEach, expect, test } from 'vitest';
import { createMovableClock } from '../movable-clock.ts';
import {
  closeLocals,
  functionManifest,
  onRequest,
  startTest,
  testStack,
  writeBundle,
} from '../testing/test-stack.ts';

afterEach(closeLocals);

const logGroupName = '/aws/lambda/talk';

/** A function that prints the lines of its event. */
async function start() {
  const clock = createMovableClock();
  const started = await startTest({
    stack: testStack([functionManifest('talk', onRequest)]),
    bundles: [
      writeBundle(
        'talk',
        'exports.handler = async ({ lines }) => { lines.forEach((line) => console.log(line)); };',
      ),
    ],
    clock,
  });
  const client = new CloudWatchLogsClient({
    endpoint: started.local.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  return {
    clock,
    logs: client,
    async log(...lines: string[]) {
      const Payload = JSON.stringify({ lines });
      await started.lambda.send(new InvokeCommand({ FunctionName: 'talk', Payload }));
      // Its output arrives by a stream of its own.
      const isHere = () =>
        started.events.some((event) => event.type === 'log' && event.line === lines.at(-1));
      while (!isHere()) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

test('what a function prints is found by terms, by JSON and by time, in pages', async () => {
  const { logs, clock, log } = await start();
  const startedAt = clock.now();
  await log('an ERROR happened', '{"level":"WARN","rows":3}', 'all is well');
  await clock.advance(60_000);
  await log('another ERROR');

  const filter = async (more = {}) => {
    const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName, ...more }));
    return events!.map(({ message }) => message);
  };
  expect(await filter()).toHaveLength(4);
  expect(await filter({ filterPattern: 'ERROR' })).toEqual(['an ERROR happened', 'another ERROR']);
  expect(await filter({ filterPattern: '{ $.rows = 3 }' })).toEqual(['{"level":"WARN","rows":3}']);
  expect(await filter({ startTime: startedAt + 60_000 })).toEqual(['another ERROR']);
  expect(await filter({ endTime: startedAt + 60_000, filterPattern: 'ERROR' })).toEqual([
    'an ERROR happened',
  ]);
  expect(await filter({ logStreamNamePrefix: 'none' })).toEqual([]);

  const first = await logs.send(
    new FilterLogEventsCommand({ logGroupName, filterPattern: 'ERROR', limit: 1 }),
  );
  const { nextToken } = first;
  const second = await logs.send(
    new FilterLogEventsCommand({ logGroupName, filterPattern: 'ERROR', nextToken }),
  );
  expect([first.events, second.events].map((events) => events!.map(({ message }) => message))).toEqual([
    ['an ERROR happened'],
    ['another ERROR'],
  ]);
  expect(second.nextToken).toBeUndefined();
  expect(first.events![0]).toMatchObject({
    timestamp: startedAt,
    logStreamName: expect.stringContaining('$LATEST'),
  });
});

test('a stream is listed, and read from both ends', async () => {
  const { logs, clock, log } = await start();
  await log('1', '2', '3', '4');
  const { logStreams } = await logs.send(
    new DescribeLogStreamsCommand({ logGroupName, orderBy: 'LastEventTime' }),
  );
  const { logStreamName } = logStreams![0]!;
  expect(logStreams).toMatchObject([{ firstEventTimestamp: clock.now(), lastEventTimestamp: clock.now() }]);

  const read = (more = {}) =>
    logs.send(new GetLogEventsCommand({ logGroupName, logStreamName, limit: 2, ...more }));
  const messagesOf = ({ events }: Awaited<ReturnType<typeof read>>) => events!.map(({ message }) => message);
  const head = await read({ startFromHead: true });
  const next = await read({ nextToken: head.nextForwardToken });
  const end = await read({ nextToken: next.nextForwardToken });
  const tail = await read();
  const former = await read({ nextToken: tail.nextBackwardToken });

  expect([head, next, end, tail, former].map(messagesOf)).toEqual([
    ['1', '2'],
    ['3', '4'],
    [],
    ['3', '4'],
    ['1', '2'],
  ]);
  expect(end.nextForwardToken).toBe(next.nextForwardToken);
});

test('what does not exist, and what is not supported, is refused', async () => {
  const { logs } = await start();
  const filter = (input: object) => logs.send(new FilterLogEventsCommand(input));
  await expect(filter({ logGroupName: 'none' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(filter({})).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await expect(filter({ logGroupName, filterPattern: '[a, b]' })).rejects.toThrow('supported: terms');
  await expect(filter({ logGroupName, startTime: 2, endTime: 1 })).rejects.toThrow('is after');
  await expect(filter({ logGroupName, nextToken: 'x' })).rejects.toThrow('nextToken');
  await expect(logs.send(new GetLogEventsCommand({ logGroupName, logStreamName: 'none' }))).rejects.toThrow(
    'log stream does not exist',
  );
  const { events } = await filter({
    logGroupIdentifier: `arn:aws:logs:us-east-1:000000000000:log-group:${logGroupName}`,
  });
  expect(events).toEqual([]);
});
