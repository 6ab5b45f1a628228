import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateMapRunCommand,
} from '@aws-sdk/client-sfn';
import { collectPages } from '@groundcrew/aws-core';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createStepFunctionsClient } from './client.ts';
import {
  describeExecution,
  executionHistory,
  listExecutions,
  redriveExecution,
  startExecution,
  stateMachineArn,
  stopExecution,
} from './executions.ts';
import { describeMapRun, listMapRuns, updateMapRun } from './map-runs.ts';

const sfn = mockClient(SFNClient);
afterAll(() => sfn.restore());
beforeEach(() => {
  sfn.reset();
});

const client = createStepFunctionsClient({ region: 'eu-west-1' });
const machine = 'arn:aws:states:eu-west-1:123456789012:stateMachine:backfill';
const execution = 'arn:aws:states:eu-west-1:123456789012:execution:backfill:one';
const mapRun = 'arn:aws:states:eu-west-1:123456789012:mapRun:backfill/Load:1';
const startDate = new Date('2026-01-01T00:00:00Z');

function named(name: string): Error {
  return Object.assign(new Error(`${name} it is`), { name, $metadata: { httpStatusCode: 400 } });
}

test('the ARN of a state machine is made of its name and the region', async () => {
  expect(await stateMachineArn(client, '123456789012', 'backfill')).toBe(machine);
});

test('an execution is started with its input as JSON', async () => {
  sfn
    .on(StartExecutionCommand, { stateMachineArn: machine, name: 'one', input: '{"prefix":"in/"}' })
    .resolves({ executionArn: execution, startDate });
  expect(
    await startExecution(client, { stateMachineArn: machine, name: 'one', input: { prefix: 'in/' } }),
  ).toEqual({
    arn: execution,
    startedAtMs: startDate.getTime(),
  });
});

test.each([
  ['StateMachineDoesNotExist', 'aws-step-functions.not-found'],
  ['ExecutionAlreadyExists', 'aws-step-functions.execution-exists'],
  ['InvalidExecutionInput', 'aws-step-functions.start-failed'],
])('a start that is refused with %s is %s', async (name, code) => {
  sfn.on(StartExecutionCommand).rejects(named(name));
  const start = startExecution(client, { stateMachineArn: machine, name: 'one', input: {} });
  await expect(start).rejects.toMatchObject({ code });
});

test('an execution is described with what it ended with', async () => {
  sfn.on(DescribeExecutionCommand, { executionArn: execution }).resolves({
    executionArn: execution,
    stateMachineArn: machine,
    name: 'one',
    status: 'FAILED',
    startDate,
    stopDate: startDate,
    error: 'States.Timeout',
    redriveCount: 2,
    redriveStatus: 'REDRIVABLE',
  });
  expect(await describeExecution(client, execution)).toEqual({
    arn: execution,
    stateMachineArn: machine,
    name: 'one',
    status: 'FAILED',
    startedAtMs: startDate.getTime(),
    stoppedAtMs: startDate.getTime(),
    error: 'States.Timeout',
    redriveCount: 2,
    isRedrivable: true,
  });
});

test('children of a Map Run are listed by status, page by page', async () => {
  const child = {
    executionArn: execution,
    stateMachineArn: machine,
    name: 'c',
    status: 'FAILED' as const,
    startDate,
  };
  sfn
    .on(ListExecutionsCommand, { mapRunArn: mapRun, statusFilter: 'FAILED', maxResults: 1_000 })
    .resolves({ executions: [{ ...child, itemCount: 3 }], nextToken: '2' })
    .on(ListExecutionsCommand, { mapRunArn: mapRun, nextToken: '2' })
    .resolves({ executions: [child] });
  const all = await collectPages(listExecutions(client, { mapRunArn: mapRun }, { status: 'FAILED' }));
  expect(all.map(({ name, itemCount }) => [name, itemCount])).toEqual([
    ['c', 3],
    ['c', undefined],
  ]);
});

test('the history has the states and errors, of the newest first', async () => {
  sfn.on(GetExecutionHistoryCommand, { executionArn: execution, reverseOrder: true }).resolves({
    events: [
      {
        id: 3,
        previousEventId: 2,
        type: 'TaskFailed',
        timestamp: startDate,
        taskFailedEventDetails: { resourceType: 'lambda', resource: 'invoke', error: 'Broken', cause: 'so' },
      },
      {
        id: 2,
        previousEventId: 1,
        type: 'TaskStateEntered',
        timestamp: startDate,
        stateEnteredEventDetails: { name: 'Load' },
      },
    ],
  });
  const atMs = startDate.getTime();
  expect(await collectPages(executionHistory(client, execution, { newestFirst: true }))).toEqual([
    { id: 3, previousId: 2, type: 'TaskFailed', atMs, error: 'Broken', cause: 'so' },
    { id: 2, previousId: 1, type: 'TaskStateEntered', atMs, state: 'Load' },
  ]);
});

test('a stop has a reason, and a refused redrive reports why', async () => {
  sfn.on(StopExecutionCommand).resolves({ stopDate: startDate });
  sfn.on(RedriveExecutionCommand).rejects(named('ExecutionNotRedrivable'));

  await stopExecution(client, execution, { error: 'Stopped', cause: 'by hand' });
  expect(sfn.commandCalls(StopExecutionCommand)[0]!.args[0].input).toEqual({
    executionArn: execution,
    error: 'Stopped',
    cause: 'by hand',
  });
  await expect(redriveExecution(client, execution)).rejects.toMatchObject({
    code: 'aws-step-functions.not-redrivable',
    message: expect.stringContaining('ExecutionNotRedrivable it is'),
  });
});

test('a Map Run is found by its execution, described with its counts, and changed', async () => {
  const counts = {
    pending: 1,
    running: 2,
    succeeded: 3,
    failed: 4,
    timedOut: 5,
    aborted: 6,
    total: 21,
    resultsWritten: 0,
  };
  sfn
    .on(ListMapRunsCommand, { executionArn: execution })
    .resolves({
      mapRuns: [{ executionArn: execution, mapRunArn: mapRun, stateMachineArn: machine, startDate }],
    })
    .on(DescribeMapRunCommand, { mapRunArn: mapRun })
    .resolves({
      mapRunArn: mapRun,
      executionArn: execution,
      status: 'RUNNING',
      startDate,
      maxConcurrency: 10,
      toleratedFailureCount: 0,
      toleratedFailurePercentage: 5,
      itemCounts: { ...counts, total: 210 },
      executionCounts: counts,
    })
    .on(UpdateMapRunCommand)
    .resolves({});

  expect(await collectPages(listMapRuns(client, execution))).toEqual([mapRun]);
  expect(await describeMapRun(client, mapRun)).toMatchObject({
    status: 'RUNNING',
    maxConcurrency: 10,
    items: { total: 210 },
    executions: { ...counts, pendingRedrive: 0, failuresNotRedrivable: 0 },
  });
  await updateMapRun(client, mapRun, { maxConcurrency: 3 });
  expect(sfn.commandCalls(UpdateMapRunCommand)[0]!.args[0].input).toEqual({
    mapRunArn: mapRun,
    maxConcurrency: 3,
  });
});

test('calls take from the limiter, and an aborted one ends with the reason of its signal', async () => {
  const taken: string[] = [];
  const limiter = { take: async (bucket: string) => void taken.push(bucket), throttled() {} };
  sfn.on(DescribeExecutionCommand).resolves({});
  sfn.on(StopExecutionCommand).rejects(named('AbortError'));
  const signal = AbortSignal.abort(new Error('stop it'));

  await describeExecution(client, execution, { limiter });
  await expect(stopExecution(client, execution, { limiter, signal })).rejects.toThrow('stop it');

  expect(taken).toEqual(['read', 'write']);
});
