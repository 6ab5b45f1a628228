import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateMapRunCommand,
} from '@aws-sdk/client-sfn';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type MapState, stateMachineGrantsOf } from '@groundcrew/lambda';
import { afterEach, expect, test } from 'vitest';
import { closeLocals } from '../testing/test-stack.ts';
import { invoking, machineManifest, oneState, startMachines } from './testing/machines.ts';

afterEach(closeLocals);

const bucket = 'groundcrew-stock-000000000000-us-east-1';

function distributed(more: Partial<MapState>, processor: object = { Type: 'Pass', End: true }) {
  return machineManifest(
    oneState({
      Type: 'Map',
      Label: 'Each',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Work',
        States: { Work: processor },
      },
      End: true,
      ...more,
    }),
  );
}

const writer: Partial<MapState> = {
  ResultWriter: {
    Resource: 'arn:aws:states:::s3:putObject',
    Parameters: { Bucket: bucket, Prefix: 'results' },
  },
};

/** Fails for items with `bad: N` the first N times. */
const picky = `const seen = {};
exports.handler = async (item) => {
  const times = (seen[item.id] = (seen[item.id] ?? 0) + 1);
  if (times <= (item.bad ?? 0)) throw Object.assign(new Error('no ' + item.id), { name: 'Picky' });
  return { id: item.id, times };
};`;

const put = (s3: S3Client, Key: string, Body: string) =>
  s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));

interface Manifest {
  readonly DestinationBucket: string;
  readonly ResultFiles: Readonly<
    Record<'FAILED' | 'PENDING' | 'SUCCEEDED', readonly { readonly Key: string }[]>
  >;
}

interface Result {
  readonly Output: string;
  readonly RedriveCount: number;
}

async function readJson<Content>(s3: S3Client, Key: string): Promise<Content> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
  return JSON.parse(await Body!.transformToString()) as Content;
}

async function mapRunOf({ sfn }: Awaited<ReturnType<typeof startMachines>>, executionArn: string) {
  const { mapRuns } = await sfn.send(new ListMapRunsCommand({ executionArn }));
  return sfn.send(new DescribeMapRunCommand({ mapRunArn: mapRuns![0]!.mapRunArn }));
}

test('a listing gives an item for each object below the prefix, folder markers too', async () => {
  const { s3, execute } = await startMachines({
    machines: [
      distributed({
        ItemReader: {
          Resource: 'arn:aws:states:::s3:listObjectsV2',
          Parameters: { Bucket: bucket, 'Prefix.$': '$.prefix' },
        },
        ResultSelector: { 'count.$': 'States.ArrayLength($)', 'first.$': '$[0]', 'second.$': '$[1]' },
      }),
    ],
  });
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'in/', ContentLength: 0 }));
  await put(s3, 'in/a&b.csv', 'store,item');
  await put(s3, 'in/b.csv', 'x');
  await put(s3, 'other/x', 'x');

  expect(await execute({ prefix: 'in/' })).toMatchObject({
    status: 'SUCCEEDED',
    output: {
      count: 3,
      first: { Key: 'in/', Size: 0 },
      second: {
        Etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
        Key: 'in/a&b.csv',
        LastModified: Date.UTC(2026, 0, 1) / 1000,
        Size: 10,
        StorageClass: 'STANDARD',
      },
    },
  });
});

test('JSON Lines are items, as far as MaxItems', async () => {
  const { s3, execute } = await startMachines({
    machines: [
      distributed({
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          Parameters: { Bucket: bucket, Key: 'items.jsonl' },
          ReaderConfig: { InputType: 'JSONL', MaxItems: 2 },
        },
        ItemSelector: { 'n.$': '$$.Map.Item.Value.n', 'tag.$': '$.tag' },
      }),
    ],
  });
  await put(s3, 'items.jsonl', '{"n":1}\n\n{"n":2}\n{"n":3}\n');

  expect(await execute({ tag: 'x' })).toMatchObject({
    output: [
      { n: 1, tag: 'x' },
      { n: 2, tag: 'x' },
    ],
  });
});

test.each([
  ['an object that is not there', 'missing', 'specified key does not exist'],
  ['a line that is not JSON', 'bad.jsonl', 'line 2'],
])('%s fails the map with States.ItemReaderFailed', async (_, key, cause) => {
  const aws = await startMachines({
    machines: [
      distributed({
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          Parameters: { Bucket: bucket, Key: key },
          ReaderConfig: { InputType: 'JSONL' },
        },
      }),
    ],
  });
  await put(aws.s3, 'bad.jsonl', '{"n":1}\n{"n":\n');

  const { executionArn, ...end } = await aws.execute();

  expect(end).toMatchObject({
    status: 'FAILED',
    error: 'States.ItemReaderFailed',
    cause: expect.stringContaining(cause),
  });
  expect(await mapRunOf(aws, executionArn)).toMatchObject({
    status: 'FAILED',
    executionCounts: { total: 0 },
  });
});

test('batches hold as many items as are allowed, by number and by size, with the same BatchInput', async () => {
  const { execute } = await startMachines({
    machines: [
      distributed({
        ItemsPath: '$.items',
        ItemBatcher: {
          MaxItemsPerBatch: 3,
          MaxInputBytesPerBatch: 58,
          BatchInput: { 'run.$': '$.run' },
        },
      }),
    ],
  });

  const { output } = await execute({ run: 7, items: [1, 2, 3, 4, 'x'.repeat(20), 'y'.repeat(20)] });

  expect(output).toEqual([
    { BatchInput: { run: 7 }, Items: [1, 2, 3] },
    { BatchInput: { run: 7 }, Items: [4] },
    { BatchInput: { run: 7 }, Items: ['x'.repeat(20)] },
    { BatchInput: { run: 7 }, Items: ['y'.repeat(20)] },
  ]);
});

test('an item that is larger than the input of a child fails the map', async () => {
  const { s3, execute } = await startMachines({
    machines: [
      distributed({
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          Parameters: { Bucket: bucket, Key: 'big.jsonl' },
          ReaderConfig: { InputType: 'JSONL' },
        },
      }),
    ],
  });
  await put(s3, 'big.jsonl', JSON.stringify('x'.repeat(256 * 1024)));

  expect(await execute()).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
});

test('the result writer writes a manifest and what has succeeded and failed, and the map returns where', async () => {
  const { s3, execute } = await startMachines({
    functions: { picky },
    machines: [
      distributed({ ...writer, ItemsPath: '$.items', ToleratedFailurePercentage: 50 }, invoking('picky')),
    ],
  });

  const { output, executionArn } = await execute({ items: [{ id: 'a' }, { id: 'b', bad: 1 }] });
  const { MapRunArn, ResultWriterDetails } = output as {
    MapRunArn: string;
    ResultWriterDetails: { Key: string };
  };
  const manifest = await readJson<Manifest>(s3, ResultWriterDetails.Key);
  const succeeded = await readJson(s3, manifest.ResultFiles.SUCCEEDED[0]!.Key);
  const failed = await readJson(s3, manifest.ResultFiles.FAILED[0]!.Key);

  expect(ResultWriterDetails).toEqual({
    Bucket: bucket,
    Key: `results/${MapRunArn.split(':').at(-1)}/manifest.json`,
  });
  expect(manifest).toMatchObject({ DestinationBucket: bucket, MapRunArn, ResultFiles: { PENDING: [] } });
  expect(executionArn).toContain(':execution:machine:');
  const common = {
    ExecutionArn: expect.stringMatching(/:execution:machine\/Each:[0-9a-f-]{36}$/),
    InputDetails: { Included: true },
    StateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:machine/Each',
    StartDate: '2026-01-01T00:00:00.000Z',
    StopDate: '2026-01-01T00:00:00.000Z',
    RedriveCount: 0,
  };
  expect(succeeded).toEqual([
    {
      ...common,
      Name: expect.any(String),
      Input: '{"id":"a"}',
      Output: '{"id":"a","times":1}',
      OutputDetails: { Included: true },
      RedriveStatus: 'NOT_REDRIVABLE',
      RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
      Status: 'SUCCEEDED',
    },
  ]);
  expect(failed).toEqual([
    {
      ...common,
      Name: expect.any(String),
      Cause: expect.stringContaining('no b'),
      Error: 'Picky',
      Input: '{"id":"b","bad":1}',
      RedriveStatus: 'REDRIVABLE_BY_MAP_RUN',
      Status: 'FAILED',
    },
  ]);
});

test.each([
  ['COMPACT', 'JSON', 'json', '[[1,2],{"n":3}]'],
  ['FLATTEN', 'JSON', 'json', '[1,2,{"n":3}]'],
  ['FLATTEN', 'JSONL', 'jsonl', '1\n2\n{"n":3}\n'],
] as const)('the transformation %s as %s', async (Transformation, OutputType, ending, written) => {
  const { s3, execute } = await startMachines({
    machines: [
      distributed({
        ResultWriter: { ...writer.ResultWriter!, WriterConfig: { Transformation, OutputType } },
      }),
    ],
  });

  await execute([[1, 2], { n: 3 }]);
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'results/' }));
  const file = Contents!.find(({ Key }) => Key!.endsWith(`SUCCEEDED_0.${ending}`))!;
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: file.Key }));

  expect(await Body!.transformToString()).toBe(written);
});

test('a failure that is not tolerated fails the map, stops its children, and leaves the rest pending', async () => {
  const aws = await startMachines({
    functions: { picky },
    machines: [distributed({ ...writer, ItemsPath: '$.items', MaxConcurrency: 2 }, invoking('picky'))],
  });
  const items = [{ id: 'a', bad: 1 }, { id: 'b', bad: 1 }, { id: 'c' }, { id: 'd' }];

  const { executionArn, ...end } = await aws.execute({ items });
  const mapRun = await mapRunOf(aws, executionArn);

  expect(end).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
  expect(mapRun.status).toBe('FAILED');
  expect(mapRun.executionCounts).toMatchObject({ total: 4, succeeded: 0, running: 0 });
  const { failed, aborted, pending } = mapRun.executionCounts!;
  expect(failed! + aborted!).toBe(2);
  expect(pending).toBe(2);
  const key = `results/${mapRun.mapRunArn!.split(':').at(-1)}`;
  expect(await readJson(aws.s3, `${key}/PENDING_0.json`)).toHaveLength(2);
});

test.each([
  ['a count that is not exceeded', { ToleratedFailureCount: 2 }, 'SUCCEEDED'],
  ['a count that is exceeded', { ToleratedFailureCount: 1 }, 'FAILED'],
  ['a percentage that is not exceeded', { ToleratedFailurePercentage: 50 }, 'SUCCEEDED'],
  ['a percentage that is exceeded', { ToleratedFailurePercentagePath: '$.percentage' }, 'FAILED'],
  ['either of both', { ToleratedFailureCountPath: '$.count', ToleratedFailurePercentage: 90 }, 'FAILED'],
])('two of four items fail with %s', async (_, tolerance, status) => {
  const { execute } = await startMachines({
    functions: { picky },
    machines: [distributed({ ...tolerance, ItemsPath: '$.items', MaxConcurrency: 1 }, invoking('picky'))],
  });
  const items = [{ id: 'a', bad: 1 }, { id: 'b' }, { id: 'c', bad: 1 }, { id: 'd' }];

  expect(await execute({ items, percentage: 49, count: 1 })).toMatchObject({ status });
});

test('items of a batch that failed count each', async () => {
  const aws = await startMachines({
    functions: {
      fails: 'exports.handler = async ({ Items }) => { if (Items.includes(1)) throw new Error("one"); };',
    },
    machines: [
      distributed({ ItemBatcher: { MaxItemsPerBatch: 2 }, ToleratedFailureCount: 1 }, invoking('fails')),
    ],
  });

  const { executionArn, status } = await aws.execute([1, 2, 3]);

  expect(status).toBe('FAILED');
  expect(await mapRunOf(aws, executionArn)).toMatchObject({
    itemCounts: { total: 3, failed: 2 },
    executionCounts: { total: 2, failed: 1 },
  });
});

test('a redrive runs again what failed and what never started, and nothing else', async () => {
  const aws = await startMachines({
    functions: { picky },
    machines: [distributed({ ...writer, ItemsPath: '$.items', MaxConcurrency: 1 }, invoking('picky'))],
  });
  const { sfn, settle, describe } = aws;
  const items = [{ id: 'a' }, { id: 'b', bad: 1 }, { id: 'c' }];
  const { executionArn } = await aws.execute({ items });
  const before = await mapRunOf(aws, executionArn);
  expect(before.executionCounts).toMatchObject({ succeeded: 1, failed: 1, pending: 1 });

  await sfn.send(new RedriveExecutionCommand({ executionArn }));
  await settle();

  const after = await mapRunOf(aws, executionArn);
  expect(await describe(executionArn)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
  expect(after).toMatchObject({
    mapRunArn: before.mapRunArn,
    status: 'SUCCEEDED',
    redriveCount: 1,
    executionCounts: { succeeded: 3, failed: 0, total: 3, resultsWritten: 3 },
  });
  const manifest = await readJson<Manifest>(
    aws.s3,
    `results/${after.mapRunArn!.split(':').at(-1)}/manifest.json`,
  );
  const results = await readJson<Result[]>(aws.s3, manifest.ResultFiles.SUCCEEDED[0]!.Key);
  expect(results.map(({ Output, RedriveCount }) => [JSON.parse(Output) as unknown, RedriveCount])).toEqual([
    [{ id: 'a', times: 1 }, 0],
    [{ id: 'b', times: 2 }, 1],
    [{ id: 'c', times: 1 }, 0],
  ]);
  const { events } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
  expect(events!.map(({ type }) => type)).toEqual([
    'ExecutionStarted',
    'MapStateEntered',
    'MapStateStarted',
    'MapRunStarted',
    'MapRunFailed',
    'MapStateFailed',
    'ExecutionFailed',
    'ExecutionRedriven',
    'MapRunRedriven',
    'MapRunSucceeded',
    'MapStateSucceeded',
    'MapStateExited',
    'ExecutionSucceeded',
  ]);
});

test('to stop an execution stops its children; a redrive continues with them', async () => {
  const aws = await startMachines({
    machines: [distributed({ MaxConcurrency: 2 }, { Type: 'Wait', Seconds: 60, End: true })],
  });
  const { sfn, local, start, settle, describe } = aws;
  const executionArn = await start([1, 2, 3]);
  await local.idle({ ignoreWaiting: true });
  const { mapRunArn, executionCounts } = await mapRunOf(aws, executionArn);
  expect(executionCounts).toMatchObject({ running: 2, pending: 1 });
  const list = (statusFilter?: 'RUNNING' | 'ABORTED') =>
    sfn.send(new ListExecutionsCommand({ mapRunArn, ...(statusFilter && { statusFilter }) }));
  expect((await list('RUNNING')).executions).toHaveLength(2);

  await sfn.send(new StopExecutionCommand({ executionArn, error: 'Enough', cause: 'by hand' }));

  expect(await describe(executionArn)).toMatchObject({
    status: 'ABORTED',
    error: 'Enough',
    cause: 'by hand',
  });
  expect(await mapRunOf(aws, executionArn)).toMatchObject({
    status: 'ABORTED',
    executionCounts: { aborted: 2, pending: 1 },
  });
  const [child] = (await list('ABORTED')).executions!;
  expect(await describe(child!.executionArn!)).toMatchObject({
    status: 'ABORTED',
    mapRunArn,
    redriveStatus: 'REDRIVABLE_BY_MAP_RUN',
  });

  await sfn.send(new RedriveExecutionCommand({ executionArn }));
  await settle();
  expect(await describe(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '[1,2,3]' });
  expect((await list()).executions).toHaveLength(3);
});

test('the concurrency of a Map Run can be changed while it runs, and not afterwards', async () => {
  const aws = await startMachines({
    machines: [distributed({ MaxConcurrency: 1 }, { Type: 'Wait', Seconds: 60, End: true })],
  });
  const { sfn, local, start, settle } = aws;
  const executionArn = await start([1, 2, 3, 4]);
  await local.idle({ ignoreWaiting: true });
  const { mapRunArn } = await mapRunOf(aws, executionArn);

  await sfn.send(new UpdateMapRunCommand({ mapRunArn, maxConcurrency: 3, toleratedFailurePercentage: 5 }));
  await local.idle({ ignoreWaiting: true });

  expect(await mapRunOf(aws, executionArn)).toMatchObject({
    maxConcurrency: 3,
    toleratedFailurePercentage: 5,
    executionCounts: { running: 3, pending: 1 },
  });
  await settle();
  await expect(sfn.send(new UpdateMapRunCommand({ mapRunArn, maxConcurrency: 1 }))).rejects.toMatchObject({
    name: 'ValidationException',
  });
});

test('what a map calls is what its role is granted, and nothing else', async () => {
  const machine = {
    ...machineManifest(
      oneState({
        ...writer,
        Type: 'Map',
        Label: 'Each',
        MaxConcurrency: 2,
        ItemReader: {
          Resource: 'arn:aws:states:::s3:listObjectsV2',
          Parameters: { Bucket: bucket, Prefix: 'in/' },
        },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'Is it large?',
          States: {
            'Is it large?': {
              Type: 'Choice',
              Choices: [{ Variable: '$.Size', NumericGreaterThan: 1, Next: 'Wait' }],
              Default: 'Fail',
            },
            // The second one is still at it when the first one fails.
            Wait: { Type: 'Wait', Seconds: 60, End: true },
            Fail: invoking('fails'),
          },
        },
        End: true,
      }),
    ),
    permissions: [
      { actions: ['lambda:InvokeFunction'], on: { function: 'fails' } },
      { actions: ['s3:ListBucket'], on: { bucket: 'StockBucket', scope: 'bucket' } },
      { actions: ['s3:PutObject'], on: { bucket: 'StockBucket', scope: 'objects' } },
    ],
  } as const;
  const aws = await startMachines({
    functions: { fails: 'exports.handler = async () => { throw new Error("always"); };' },
    machines: [machine],
  });
  await put(aws.s3, 'in/a', 'x');
  await put(aws.s3, 'in/b', 'large');
  const { executionArn } = await aws.execute();
  expect((await mapRunOf(aws, executionArn)).executionCounts).toMatchObject({ failed: 1, aborted: 1 });
  await aws.sfn.send(new RedriveExecutionCommand({ executionArn }));
  await aws.settle();

  const seen = aws.local.calls().filter(({ caller }) => caller === 'states-machine');
  const granted = stateMachineGrantsOf(machine).flatMap(({ actions }) => actions);
  expect(new Set(seen.map(({ action }) => action))).toEqual(new Set(granted));
});

test.each([1, 2, 3])('under faults every item is processed, as retries continue (seed %i)', async (seed) => {
  const { s3, local, execute } = await startMachines({
    functions: { double: 'exports.handler = async ({ Items }) => Items.map((item) => 2 * item);' },
    machines: [
      distributed(
        {
          ...writer,
          ResultWriter: {
            ...writer.ResultWriter!,
            WriterConfig: { Transformation: 'FLATTEN', OutputType: 'JSON' },
          },
          ItemBatcher: { MaxItemsPerBatch: 3 },
        },
        invoking('double', { Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 50, BackoffRate: 1 }] }),
      ),
    ],
  });
  local.setFaults({
    seed,
    functionsOnly: 1,
    kill: 0.1,
    throttle: 0.2,
    reset: 0.1,
    resetAfter: 0.1,
    error: 0.1,
    errorAfter: 0.1,
    delay: 0.5,
    delayMs: 5000,
  });
  const items = Array.from({ length: 30 }, (_, index) => index);

  const { status, output } = await execute(items);
  local.setFaults();

  expect(status).toBe('SUCCEEDED');
  const { ResultWriterDetails } = output as { ResultWriterDetails: { Key: string } };
  const manifest = await readJson<Manifest>(s3, ResultWriterDetails.Key);
  expect(await readJson(s3, manifest.ResultFiles.SUCCEEDED[0]!.Key)).toEqual(items.map((item) => 2 * item));
});

test('a map without a role that may start executions does not start any', async () => {
  const machine = distributed({});
  const { sfn, local, settle, describe } = await startMachines({
    machines: [
      { ...machine, permissions: [] },
      { ...machine, name: 'stranger', definition: oneState({ Type: 'Succeed' }), permissions: [] },
    ],
  });
  // The role of another state machine has no grants for this one.
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({
      name: 'with-a-poor-role',
      definition: JSON.stringify(machine.definition),
      roleArn: 'arn:aws:iam::000000000000:role/states-stranger',
    }),
  );
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: '[1]' }));
  await new Promise((resolve) => setImmediate(resolve));
  await settle();

  expect(await describe(executionArn!)).toMatchObject({ status: 'FAILED', error: 'States.Permissions' });
  expect(local.calls().map(({ action }) => action)).toContain('states:StartExecution');
  expect(await sfn.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
    redriveStatus: 'REDRIVABLE',
  });
});
