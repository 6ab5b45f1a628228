import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  ListTagsForResourceCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, expect, test } from 'vitest';
import { closeLocals } from '../testing/test-stack.ts';
import { invoking, machineManifest, oneState, startMachines } from './testing/machines.ts';

afterEach(closeLocals);

const roleArn = 'arn:aws:iam::000000000000:role/anyone';
const definition = JSON.stringify(oneState({ Type: 'Succeed' }));
const arn = 'arn:aws:states:us-east-1:000000000000:stateMachine:machine';
const DAY_MS = 24 * 60 * 60 * 1000;

test('a state machine of the stack runs functions in the name of its own role, and every call is recorded', async () => {
  const { local, execute } = await startMachines({
    functions: { double: 'exports.handler = async ({ n }) => ({ n: 2 * n });' },
    machines: [
      machineManifest(oneState(invoking('${Double}')), {
        substitutions: { Double: { function: 'double' } },
        permissions: [{ actions: ['lambda:InvokeFunction'], on: { function: 'double' } }],
      }),
    ],
  });

  expect(await execute({ n: 21 })).toMatchObject({ status: 'SUCCEEDED', output: { n: 42 } });
  expect(local.calls().find(({ caller }) => caller === 'states-machine')).toMatchObject({
    action: 'lambda:InvokeFunction',
    resource: 'arn:aws:lambda:us-east-1:000000000000:function:double',
  });
});

test('what its role does not allow fails the Task', async () => {
  const { execute } = await startMachines({
    functions: { double: 'exports.handler = async () => 1;' },
    machines: [machineManifest(oneState(invoking('double')), { permissions: [] })],
  });

  expect(await execute()).toMatchObject({
    status: 'FAILED',
    error: 'Lambda.AWSLambdaException',
    cause: expect.stringContaining('not authorized to perform: lambda:InvokeFunction'),
  });
});

test('a definition with what is not supported stops the start', async () => {
  const bad = machineManifest(oneState({ Type: 'Pass', Assign: {}, End: true }));
  await expect(startMachines({ machines: [bad] })).rejects.toMatchObject({
    code: 'InvalidDefinition',
    message: expect.stringContaining('Field "Assign" is not supported at /States/Only'),
  });
});

test('to create the same state machine again is the same request, another definition is refused', async () => {
  const { sfn } = await startMachines({});
  const create = (more: object = {}) =>
    sfn.send(new CreateStateMachineCommand({ name: 'machine', definition, roleArn, ...more }));

  const { stateMachineArn, creationDate } = await create({ tags: [{ key: 'Team', value: 'stock' }] });
  expect(stateMachineArn).toBe(arn);
  expect((await create({ roleArn: `${roleArn}-other` })).creationDate).toEqual(creationDate);
  await expect(create({ definition: definition.replace('Succeed', 'Fail') })).rejects.toMatchObject({
    name: 'StateMachineAlreadyExists',
  });
  await expect(create({ name: 'a b' })).rejects.toMatchObject({ name: 'InvalidName' });
  await expect(create({ name: 'other', publish: true })).rejects.toMatchObject({
    name: 'ValidationException',
  });
  await expect(create({ name: 'other', definition: '{}' })).rejects.toMatchObject({
    name: 'InvalidDefinition',
  });

  const { stateMachines } = await sfn.send(new ListStateMachinesCommand({}));
  expect(stateMachines).toEqual([{ stateMachineArn: arn, name: 'machine', type: 'STANDARD', creationDate }]);
});

test('an update applies to executions that start later', async () => {
  const { sfn, start, settle, describe } = await startMachines({
    machines: [machineManifest(oneState({ Type: 'Wait', Seconds: 5, End: true }))],
  });
  const first = await start({ n: 1 });
  const changed = JSON.stringify(oneState({ Type: 'Pass', Result: 'new', End: true }));

  await sfn.send(new UpdateStateMachineCommand({ stateMachineArn: arn, definition: changed }));
  const second = await start({ n: 2 });
  await settle();

  expect((await describe(first)).output).toBe('{"n":1}');
  expect((await describe(second)).output).toBe('"new"');
  expect((await sfn.send(new DescribeStateMachineCommand({ stateMachineArn: arn }))).definition).toBe(
    changed,
  );
  await expect(sfn.send(new UpdateStateMachineCommand({ stateMachineArn: arn }))).rejects.toMatchObject({
    name: 'MissingRequiredParameter',
  });
});

test('a deleted state machine is gone, and what it ran is ended', async () => {
  const { sfn, start, describe } = await startMachines({
    machines: [machineManifest(oneState({ Type: 'Wait', Seconds: 5, End: true }))],
  });
  const executionArn = await start();

  await sfn.send(new DeleteStateMachineCommand({ stateMachineArn: arn }));

  await expect(start()).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  expect((await describe(executionArn)).status).toBe('ABORTED');
  await sfn.send(new DeleteStateMachineCommand({ stateMachineArn: arn }));
});

test('the name of an execution can be used once; while it runs, the same start is the same request', async () => {
  const { start, settle } = await startMachines({
    machines: [machineManifest(oneState({ Type: 'Wait', Seconds: 5, End: true }))],
  });
  const executionArn = await start({ n: 1 }, 'once');

  expect(await start({ n: 1 }, 'once')).toBe(executionArn);
  await expect(start({ n: 2 }, 'once')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  await settle();
  await expect(start({ n: 1 }, 'once')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
});

test.each([
  ['no JSON', '{', 'InvalidExecutionInput'],
  ['more than 256 KiB', JSON.stringify('x'.repeat(256 * 1024)), 'InvalidExecutionInput'],
])('an input that is %s is refused', async (_, input, name) => {
  const { sfn } = await startMachines({ machines: [machineManifest(oneState({ Type: 'Succeed' }))] });
  await expect(sfn.send(new StartExecutionCommand({ stateMachineArn: arn, input }))).rejects.toMatchObject({
    name,
  });
});

test.each([
  ['an ARN of another kind', `${arn}`, 'InvalidArn'],
  [
    'an execution that is not there',
    `${arn.replace('stateMachine', 'execution')}:x`,
    'ExecutionDoesNotExist',
  ],
])('%s is refused', async (_, executionArn, name) => {
  const { sfn, describe } = await startMachines({});
  await expect(describe(executionArn)).rejects.toMatchObject({ name });
  await expect(sfn.send(new StopExecutionCommand({ executionArn }))).rejects.toMatchObject({ name });
  await expect(sfn.send(new RedriveExecutionCommand({ executionArn }))).rejects.toMatchObject({ name });
});

test('executions are listed from the newest on, by status, page by page', async () => {
  const { sfn, start, clock, settle } = await startMachines({
    machines: [
      machineManifest({
        StartAt: 'Check',
        States: {
          Check: {
            Type: 'Choice',
            Choices: [{ Variable: '$.fail', IsPresent: true, Next: 'Failed' }],
            Default: 'Done',
          },
          Failed: { Type: 'Fail', Error: 'E' },
          Done: { Type: 'Succeed' },
        },
      }),
    ],
  });
  for (const [name, input] of [
    ['a', {}],
    ['b', { fail: 1 }],
    ['c', {}],
  ] as const) {
    await start(input, name);
    await settle();
    await clock.advance(1000);
  }
  const list = async (more: object = {}) => {
    const { executions, nextToken } = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn: arn, ...more }),
    );
    return { names: executions!.map(({ name }) => name), nextToken };
  };

  expect((await list()).names).toEqual(['c', 'b', 'a']);
  expect((await list({ statusFilter: 'FAILED' })).names).toEqual(['b']);
  const { names, nextToken } = await list({ maxResults: 2 });
  expect(names).toEqual(['c', 'b']);
  expect(await list({ maxResults: 2, nextToken })).toEqual({ names: ['a'], nextToken: undefined });
  await expect(list({ nextToken: 'x' })).rejects.toMatchObject({ name: 'InvalidToken' });
});

test('the history lists each state, with data or without, from either end', async () => {
  const { sfn, execute } = await startMachines({
    functions: { one: 'exports.handler = async () => 1;' },
    machines: [machineManifest(oneState(invoking('one')))],
  });
  const { executionArn } = await execute({ n: 1 });
  const read = async (more: object = {}) =>
    (await sfn.send(new GetExecutionHistoryCommand({ executionArn, ...more }))).events!;
  const events = await read();

  expect(events.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
    [1, 0, 'ExecutionStarted'],
    [2, 1, 'TaskStateEntered'],
    [3, 2, 'TaskScheduled'],
    [4, 3, 'TaskStarted'],
    [5, 4, 'TaskSucceeded'],
    [6, 5, 'TaskStateExited'],
    [7, 6, 'ExecutionSucceeded'],
  ]);
  expect(events[1]!.stateEnteredEventDetails).toMatchObject({ name: 'Only', input: '{"n":1}' });
  expect(events[2]!.taskScheduledEventDetails).toMatchObject({ resourceType: 'lambda', resource: 'invoke' });
  expect((await read({ reverseOrder: true, maxResults: 1 })).map(({ id }) => id)).toEqual([7]);
  expect((await read({ includeExecutionData: false }))[1]!.stateEnteredEventDetails).toEqual({
    name: 'Only',
    inputDetails: { truncated: false },
  });
});

test('an execution fails when its history is full', async () => {
  const { execute } = await startMachines({
    machines: [
      machineManifest({
        StartAt: 'Again',
        States: { Again: { Type: 'Pass', Next: 'And again' }, 'And again': { Type: 'Pass', Next: 'Again' } },
      }),
    ],
  });

  expect(await execute()).toMatchObject({
    status: 'FAILED',
    error: 'States.Runtime',
    cause: 'The execution reached the maximum number of history events (25000).',
  });
});

test('an unsuccessful execution can be redriven for 14 days, a successful one never', async () => {
  const { sfn, execute, describe, settle, clock } = await startMachines({
    functions: {
      later:
        'let n = 0; exports.handler = async () => { if (n++ === 0) throw new Error("not yet"); return n; };',
    },
    machines: [
      machineManifest({
        StartAt: 'First',
        States: { First: { Type: 'Pass', Result: 1, Next: 'Later' }, Later: invoking('later') as never },
      }),
    ],
  });
  const { executionArn } = await execute();
  expect(await describe(executionArn)).toMatchObject({ status: 'FAILED', redriveStatus: 'REDRIVABLE' });

  await clock.advance(14 * DAY_MS + 1);
  const redrive = () => sfn.send(new RedriveExecutionCommand({ executionArn }));
  await expect(redrive()).rejects.toMatchObject({ name: 'ExecutionNotRedrivable' });

  const { executionArn: other, status } = await execute();
  expect(status).toBe('SUCCEEDED');
  await expect(sfn.send(new RedriveExecutionCommand({ executionArn: other }))).rejects.toMatchObject({
    name: 'ExecutionNotRedrivable',
    message: 'Execution is SUCCEEDED and cannot be redriven',
  });
  await settle();
});

test('a redrive runs the failed state again with its input, and counts retries from zero', async () => {
  const { sfn, execute, settle, describe } = await startMachines({
    functions: {
      later:
        'let n = 0; exports.handler = async () => { if (n++ < 3) throw new Error("not yet"); return n; };',
    },
    machines: [
      machineManifest({
        StartAt: 'First',
        States: {
          First: { Type: 'Pass', Result: 1, Next: 'Later' },
          Later: invoking('later', { Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }] }) as never,
        },
      }),
    ],
  });
  const { executionArn, status } = await execute();
  expect(status).toBe('FAILED');

  await sfn.send(new RedriveExecutionCommand({ executionArn, clientToken: 'token' }));
  await sfn.send(new RedriveExecutionCommand({ executionArn, clientToken: 'token' }));
  await settle();

  expect(await describe(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '4', redriveCount: 1 });
  const { events } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
  expect(events!.filter(({ type }) => type === 'PassStateEntered')).toHaveLength(1);
});

test('a redrive of a Map state in INLINE mode runs only the iterations that did not succeed', async () => {
  const { sfn, execute, settle, describe } = await startMachines({
    functions: {
      once: 'const n = {}; exports.handler = async (id) => { n[id] = (n[id] ?? 0) + 1; if (id === "b" && n[id] === 1) throw new Error(id); return n[id]; };',
    },
    machines: [
      machineManifest(
        oneState({
          Type: 'Map',
          MaxConcurrency: 1,
          ItemProcessor: { StartAt: 'Each', States: { Each: invoking('once') } },
          End: true,
        }),
      ),
    ],
  });
  const { executionArn, status } = await execute(['a', 'b', 'c']);
  expect(status).toBe('FAILED');

  await sfn.send(new RedriveExecutionCommand({ executionArn }));
  await settle();

  expect((await describe(executionArn)).output).toBe('[1,2,1]');
});

test('state machines have tags', async () => {
  const { sfn, local } = await startMachines({ machines: [machineManifest(oneState({ Type: 'Succeed' }))] });
  const tagsOf = async () => (await sfn.send(new ListTagsForResourceCommand({ resourceArn: arn }))).tags;

  await sfn.send(
    new TagResourceCommand({
      resourceArn: arn,
      tags: [
        { key: 'Team', value: 'stock' },
        { key: 'X', value: '' },
      ],
    }),
  );
  await sfn.send(new UntagResourceCommand({ resourceArn: arn, tagKeys: ['X'] }));

  expect(await tagsOf()).toEqual([{ key: 'Team', value: 'stock' }]);
  expect(local.tagsOf(arn)).toEqual({ Team: 'stock' });
  await expect(sfn.send(new ListTagsForResourceCommand({ resourceArn: `${arn}s` }))).rejects.toMatchObject({
    name: 'ResourceNotFound',
  });
});

test('a definition can be validated without a state machine', async () => {
  const { sfn } = await startMachines({});
  const validate = (text: string) =>
    sfn.send(new ValidateStateMachineDefinitionCommand({ definition: text }));

  expect(await validate(definition)).toMatchObject({ result: 'OK', diagnostics: [] });
  expect(await validate('{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"}}}')).toMatchObject({
    result: 'FAIL',
    diagnostics: [{ severity: 'ERROR', code: 'MISSING_TRANSITION_TARGET' }],
  });
});

test('faults: a killed function, a refused invocation and a late start, by a seed', async () => {
  const { local, execute } = await startMachines({
    functions: {
      one: 'exports.handler = async () => { await new Promise((resolve) => setTimeout(resolve, 2000)); return 1; };',
    },
    machines: [machineManifest(oneState(invoking('one')))],
  });

  local.setFaults({ kill: 1 });
  expect(await execute()).toMatchObject({ status: 'FAILED', error: 'Runtime.ExitError' });
  local.setFaults({ throttle: 1, functionsOnly: 1 });
  expect(await execute()).toMatchObject({ status: 'FAILED', error: 'Lambda.TooManyRequestsException' });
  local.setFaults({ reset: 1, functionsOnly: 1 });
  expect(await execute()).toMatchObject({ status: 'FAILED', error: 'Lambda.SdkClientException' });
  local.setFaults({ error: 1, functionsOnly: 1 });
  expect(await execute()).toMatchObject({ status: 'FAILED', error: 'Lambda.ServiceException' });
  local.setFaults({ delay: 1, delayMs: 10_000 });
  expect(await execute()).toMatchObject({ status: 'SUCCEEDED' });
});
