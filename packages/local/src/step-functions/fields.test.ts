import {
  CreateStateMachineCommand,
  GetExecutionHistoryCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeLocals } from '../testing/test-stack.ts';
import { findDefinitionProblems } from './definition.ts';
import { intrinsicNames } from './expressions.ts';
import { supportedFields } from './fields.ts';
import { invoking, oneState, startMachines } from './testing/machines.ts';

/* Every field that is carried out behaves as documented; every other one is refused. */

const functions = {
  echo: 'exports.handler = async (event) => event;',
  fails: `exports.handler = async ({ fail }) => { class Broken extends Error { name = 'Broken'; } if (fail) throw new Broken('as requested'); return 'done'; };`,
  // Fails as often as it is asked to.
  flaky: `const seen = {}; exports.handler = async ({ id, times, name }) => {
    seen[id] = (seen[id] ?? 0) + 1;
    if (seen[id] <= times) throw Object.assign(new Error('not yet'), { name });
    return seen[id];
  };`,
  sleeps:
    'exports.handler = async () => { await new Promise((resolve) => setTimeout(resolve, 1000)); return 1; };',
};

let aws: Awaited<ReturnType<typeof startMachines>>;
let made = 0;

const folder = mkdtempSync(join(tmpdir(), 'groundcrew-fields-'));

beforeAll(async () => {
  const bundles = Object.entries(functions).map(([name, code]) => {
    const directory = join(folder, name);
    mkdirSync(directory);
    writeFileSync(join(directory, 'index.cjs'), code);
    return { name, directory, handler: 'index.handler' };
  });
  aws = await startMachines({
    functions: Object.fromEntries(bundles.map(({ name }) => [name, ''])),
    options: { bundles },
  });
});
afterAll(async () => {
  await closeLocals();
  rmSync(folder, { recursive: true });
});

async function runDefinition(definition: object, input: unknown = {}) {
  const { stateMachineArn } = await aws.sfn.send(
    new CreateStateMachineCommand({
      name: `m${++made}`,
      definition: JSON.stringify(definition),
      roleArn: 'arn:aws:iam::000000000000:role/anyone',
    }),
  );
  const { executionArn } = await aws.sfn.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  await new Promise((resolve) => setImmediate(resolve));
  const startMs = aws.clock.now();
  await aws.settle();
  const { status, output, error, cause, stopDate } = await aws.describe(executionArn!);
  return {
    status,
    output: output === undefined ? undefined : (JSON.parse(output) as unknown),
    error,
    cause,
    seconds: Math.round((stopDate!.getTime() - startMs) / 1000),
  };
}

const pass = (more: object) => oneState({ Type: 'Pass', End: true, ...more });
const task = (name: string, more: object = {}) => oneState(invoking(name, more));
const choice = (condition: object) => ({
  StartAt: 'Choose',
  States: {
    Choose: { Type: 'Choice', Choices: [{ ...condition, Next: 'Yes' }], Default: 'No' },
    Yes: { Type: 'Pass', Result: 'yes', End: true },
    No: { Type: 'Pass', Result: 'no', End: true },
  },
});
const map = (more: object = {}, state: object = { Type: 'Pass', End: true }) =>
  oneState({ Type: 'Map', ItemProcessor: { StartAt: 'Each', States: { Each: state } }, End: true, ...more });

interface Row {
  readonly field: string;
  readonly definition: object;
  readonly input?: unknown;
  readonly expected: object;
}

const succeeds = (output: unknown, more: object = {}) => ({ status: 'SUCCEEDED', output, ...more });
const failsWith = (error: string) => ({ status: 'FAILED', error });

/** Page of the Step Functions developer guide: its statements, by example. */
const rows: Readonly<Record<string, readonly Row[]>> = {
  'Processing input and output: InputPath, Parameters, ResultSelector, ResultPath, OutputPath': [
    {
      field: 'InputPath',
      definition: pass({ InputPath: '$.a' }),
      input: { a: { b: 1 } },
      expected: succeeds({ b: 1 }),
    },
    {
      field: 'InputPath null',
      definition: pass({ InputPath: null }),
      input: { a: 1 },
      expected: succeeds({}),
    },
    {
      field: 'InputPath that leads nowhere',
      definition: pass({ InputPath: '$.x' }),
      expected: failsWith('States.Runtime'),
    },
    {
      field: 'Parameters',
      definition: pass({ Parameters: { fixed: 1, 'taken.$': "$['a b'][1]" } }),
      input: { 'a b': [1, 2] },
      expected: succeeds({ fixed: 1, taken: 2 }),
    },
    {
      field: 'Parameters with a path that leads nowhere',
      definition: pass({ Parameters: { 'x.$': '$.x' } }),
      expected: failsWith('States.ParameterPathFailure'),
    },
    { field: 'Result', definition: pass({ Result: [1] }), expected: succeeds([1]) },
    {
      field: 'ResultPath',
      definition: pass({ Result: 2, ResultPath: '$.b.c' }),
      input: { a: 1 },
      expected: succeeds({ a: 1, b: { c: 2 } }),
    },
    {
      field: 'ResultPath null',
      definition: pass({ Result: 2, ResultPath: null }),
      input: { a: 1 },
      expected: succeeds({ a: 1 }),
    },
    {
      field: 'ResultPath through a value',
      definition: pass({ Result: 2, ResultPath: '$.a.b' }),
      input: { a: 1 },
      expected: failsWith('States.ResultPathMatchFailure'),
    },
    { field: 'OutputPath', definition: pass({ OutputPath: '$.a' }), input: { a: 1 }, expected: succeeds(1) },
    {
      field: 'OutputPath null',
      definition: pass({ OutputPath: null }),
      input: { a: 1 },
      expected: succeeds({}),
    },
    {
      field: 'ResultSelector',
      definition: task('echo', {
        ResultSelector: { 'got.$': '$.Payload.n', 'status.$': '$.StatusCode' },
        OutputPath: '$',
      }),
      input: { n: 3 },
      expected: succeeds({ got: 3, status: 200 }),
    },
  ],
  'Accessing execution data from the Context object': [
    {
      field: '$$.Execution.Input',
      definition: pass({
        Parameters: {
          'a.$': '$$.Execution.Input.a',
          'state.$': '$$.State.Name',
          'machine.$': '$$.StateMachine.Name',
        },
      }),
      input: { a: 1 },
      expected: succeeds({ a: 1, state: 'Only', machine: expect.stringMatching(/^m\d+$/) }),
    },
  ],
  'Intrinsic functions for JSONPath states': [
    {
      field: 'States.Format',
      definition: pass({ Parameters: { 'x.$': "States.Format('{} and {}, \\{\\}', $.a, 2)" } }),
      input: { a: 'one' },
      expected: succeeds({ x: 'one and 2, {}' }),
    },
    {
      field: 'States.Array',
      definition: pass({ Parameters: { 'x.$': "States.Array($.a, 'b', null, true)" } }),
      input: { a: [1] },
      expected: succeeds({ x: [[1], 'b', null, true] }),
    },
    {
      field: 'States.ArrayLength',
      definition: pass({ Parameters: { 'x.$': 'States.ArrayLength($.a)' } }),
      input: { a: [1, 2] },
      expected: succeeds({ x: 2 }),
    },
    {
      field: 'States.MathAdd',
      definition: pass({ Parameters: { 'x.$': 'States.MathAdd($.n, -1)' } }),
      input: { n: 3 },
      expected: succeeds({ x: 2 }),
    },
    {
      field: 'States.JsonToString',
      definition: pass({ Parameters: { 'x.$': 'States.JsonToString($.a)' } }),
      input: { a: { b: 1 } },
      expected: succeeds({ x: '{"b":1}' }),
    },
    {
      field: 'States.StringToJson',
      definition: pass({ Parameters: { 'x.$': 'States.StringToJson(States.Format($.t))' } }),
      input: { t: '[1]' },
      expected: succeeds({ x: [1] }),
    },
    {
      field: 'States.UUID',
      definition: pass({ Parameters: { 'x.$': 'States.UUID()' } }),
      expected: succeeds({ x: expect.stringMatching(/^[0-9a-f-]{36}$/) }),
    },
    {
      field: 'an argument of another type',
      definition: pass({ Parameters: { 'x.$': 'States.ArrayLength($.a)' } }),
      input: { a: 1 },
      expected: failsWith('States.IntrinsicFailure'),
    },
  ],
  'Choice workflow state': [
    ...(
      [
        ['BooleanEquals', { Variable: '$.v', BooleanEquals: true }, true, false],
        ['IsBoolean', { Variable: '$.v', IsBoolean: true }, false, 'false'],
        ['IsNull', { Variable: '$.v', IsNull: true }, null, 0],
        ['IsNumeric', { Variable: '$.v', IsNumeric: true }, 1, '1'],
        ['IsString', { Variable: '$.v', IsString: true }, '', 1],
        ['IsPresent', { Variable: '$.v', IsPresent: true }, null, undefined],
        ['NumericEquals', { Variable: '$.v', NumericEquals: 2 }, 2, '2'],
        ['NumericEqualsPath', { Variable: '$.v', NumericEqualsPath: '$.two' }, 2, 3],
        ['NumericGreaterThan', { Variable: '$.v', NumericGreaterThan: 2 }, 3, 2],
        ['NumericGreaterThanPath', { Variable: '$.v', NumericGreaterThanPath: '$.two' }, 3, 2],
        ['NumericGreaterThanEquals', { Variable: '$.v', NumericGreaterThanEquals: 2 }, 2, 1],
        ['NumericGreaterThanEqualsPath', { Variable: '$.v', NumericGreaterThanEqualsPath: '$.two' }, 2, 1],
        ['NumericLessThan', { Variable: '$.v', NumericLessThan: 2 }, 1, 2],
        ['NumericLessThanPath', { Variable: '$.v', NumericLessThanPath: '$.two' }, 1, 2],
        ['NumericLessThanEquals', { Variable: '$.v', NumericLessThanEquals: 2 }, 2, 3],
        ['NumericLessThanEqualsPath', { Variable: '$.v', NumericLessThanEqualsPath: '$.two' }, 2, 3],
        ['StringEquals', { Variable: '$.v', StringEquals: 'b' }, 'b', 'B'],
        ['StringEqualsPath', { Variable: '$.v', StringEqualsPath: '$.b' }, 'b', 'B'],
        ['Not', { Not: { Variable: '$.v', NumericEquals: 2 } }, 1, 2],
        [
          'And',
          {
            And: [
              { Variable: '$.v', NumericGreaterThan: 1 },
              { Variable: '$.v', NumericLessThan: 3 },
            ],
          },
          2,
          3,
        ],
        [
          'Or',
          {
            Or: [
              { Variable: '$.v', NumericEquals: 1 },
              { Variable: '$.v', NumericEquals: 2 },
            ],
          },
          2,
          3,
        ],
      ] as const
    ).flatMap(([field, condition, met, unmet]): Row[] => [
      { field, definition: choice(condition), input: { v: met, two: 2, b: 'b' }, expected: succeeds('yes') },
      {
        field: `${field}, not met`,
        definition: choice(condition),
        input: { v: unmet, two: 2, b: 'b' },
        expected: succeeds('no'),
      },
    ]),
    {
      field: 'a Variable that is not there',
      definition: choice({ Variable: '$.x', NumericEquals: 1 }),
      expected: failsWith('States.Runtime'),
    },
    {
      field: 'no Default',
      definition: {
        StartAt: 'C',
        States: {
          C: { Type: 'Choice', Choices: [{ Variable: '$.v', NumericEquals: 1, Next: 'S' }] },
          S: { Type: 'Succeed' },
        },
      },
      input: { v: 2 },
      expected: failsWith('States.NoChoiceMatched'),
    },
  ],
  'Wait, Succeed and Fail workflow states': [
    {
      field: 'Seconds',
      definition: oneState({ Type: 'Wait', Seconds: 90, End: true }),
      input: { a: 1 },
      expected: succeeds({ a: 1 }, { seconds: 90 }),
    },
    {
      field: 'SecondsPath',
      definition: oneState({ Type: 'Wait', SecondsPath: '$.s', End: true }),
      input: { s: 7 },
      expected: succeeds({ s: 7 }, { seconds: 7 }),
    },
    {
      field: 'Succeed',
      definition: oneState({ Type: 'Succeed', OutputPath: '$.a' }),
      input: { a: 1 },
      expected: succeeds(1),
    },
    {
      field: 'Error and Cause',
      definition: oneState({ Type: 'Fail', Error: 'Mine', Cause: 'because' }),
      expected: { status: 'FAILED', error: 'Mine', cause: 'because' },
    },
    {
      field: 'ErrorPath and CausePath',
      definition: oneState({ Type: 'Fail', ErrorPath: '$.e', CausePath: '$.c' }),
      input: { e: 'E', c: 'C' },
      expected: { status: 'FAILED', error: 'E', cause: 'C' },
    },
  ],
  'Handling errors in Step Functions workflows': [
    {
      field: 'an error of a function',
      definition: task('fails'),
      input: { fail: true },
      expected: { ...failsWith('Broken'), cause: expect.stringContaining('"errorMessage":"as requested"') },
    },
    {
      field: 'a function that is not there',
      definition: task('nobody'),
      expected: failsWith('Lambda.ResourceNotFoundException'),
    },
    {
      field: 'Retry: IntervalSeconds, BackoffRate, MaxAttempts',
      definition: task('flaky', {
        Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 3 }],
      }),
      input: { id: 'a', times: 3, name: 'Busy' },
      expected: succeeds(4, { seconds: 2 + 6 + 18 }),
    },
    {
      field: 'MaxDelaySeconds',
      definition: task('flaky', {
        Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 10, MaxDelaySeconds: 12 }],
      }),
      input: { id: 'b', times: 2, name: 'Busy' },
      expected: succeeds(3, { seconds: 22 }),
    },
    {
      field: 'JitterStrategy',
      definition: task('flaky', {
        Retry: [{ ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 10, JitterStrategy: 'FULL' }],
      }),
      input: { id: 'c', times: 1, name: 'Busy' },
      expected: { status: 'SUCCEEDED', output: 2 },
    },
    {
      field: 'MaxAttempts reached',
      definition: task('flaky', { Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }] }),
      input: { id: 'd', times: 9, name: 'Busy' },
      expected: { ...failsWith('Busy'), seconds: 1 },
    },
    {
      field: 'MaxAttempts 0',
      definition: task('flaky', {
        Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }],
      }),
      input: { id: 'e', times: 1, name: 'Busy' },
      expected: failsWith('Busy'),
    },
    {
      field: 'Catch: ErrorEquals, ResultPath, Next',
      definition: {
        StartAt: 'Try',
        States: {
          Try: invoking('fails', {
            Catch: [
              { ErrorEquals: ['Other'], Next: 'Caught' },
              { ErrorEquals: ['Broken'], ResultPath: '$.failure', Next: 'Caught' },
            ],
          }),
          Caught: { Type: 'Pass', OutputPath: '$.failure.Error', End: true },
        },
      },
      input: { fail: true },
      expected: succeeds('Broken'),
    },
    {
      field: 'Catch never sees States.Runtime',
      definition: {
        StartAt: 'Try',
        States: {
          Try: invoking('fails', {
            InputPath: '$.x',
            Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
          }),
          Caught: { Type: 'Succeed' },
        },
      },
      expected: failsWith('States.Runtime'),
    },
    {
      field: 'more than 256 KiB',
      definition: pass({ Parameters: { 'a.$': '$.t', 'b.$': '$.t' } }),
      input: { t: 'x'.repeat(140_000) },
      expected: failsWith('States.DataLimitExceeded'),
    },
  ],
  'Using Map state in Inline mode': [
    { field: 'ItemProcessor', definition: map(), input: [1, 2], expected: succeeds([1, 2]) },
    {
      field: 'ItemsPath',
      definition: map({ ItemsPath: '$.a' }),
      input: { a: [1, 2] },
      expected: succeeds([1, 2]),
    },
    {
      field: 'ItemsPath that is not a list',
      definition: map({ ItemsPath: '$.a' }),
      input: { a: 1 },
      expected: failsWith('States.Runtime'),
    },
    {
      field: 'ItemSelector',
      definition: map({
        ItemsPath: '$.a',
        ItemSelector: { 'item.$': '$$.Map.Item.Value', 'index.$': '$$.Map.Item.Index', 'all.$': '$.a' },
      }),
      input: { a: [7] },
      expected: succeeds([{ item: 7, index: 0, all: [7] }]),
    },
    {
      field: 'MaxConcurrency',
      definition: map({ MaxConcurrency: 1 }, { Type: 'Wait', Seconds: 5, End: true }),
      input: [1, 2, 3],
      expected: succeeds([1, 2, 3], { seconds: 15 }),
    },
    {
      field: 'MaxConcurrencyPath',
      definition: map(
        { ItemsPath: '$.a', MaxConcurrencyPath: '$.n' },
        { Type: 'Wait', Seconds: 5, End: true },
      ),
      input: { a: [1, 2, 3], n: 2 },
      expected: succeeds([1, 2, 3], { seconds: 10 }),
    },
    {
      field: 'no MaxConcurrency',
      definition: map({}, { Type: 'Wait', Seconds: 5, End: true }),
      input: [1, 2, 3],
      expected: succeeds([1, 2, 3], { seconds: 5 }),
    },
    {
      field: 'an iteration that fails',
      definition: map({}, invoking('fails')),
      input: [{}, { fail: true }],
      expected: failsWith('Broken'),
    },
    {
      field: 'ResultSelector and ResultPath of a Map',
      definition: map({
        ItemsPath: '$.a',
        ResultSelector: { 'n.$': 'States.ArrayLength($)' },
        ResultPath: '$.r',
      }),
      input: { a: [1, 2] },
      expected: succeeds({ a: [1, 2], r: { n: 2 } }),
    },
  ],
  'State machine structure: TimeoutSeconds': [
    {
      field: 'TimeoutSeconds of the state machine',
      definition: { ...oneState({ Type: 'Wait', Seconds: 100, End: true }), TimeoutSeconds: 10 },
      expected: { status: 'TIMED_OUT', seconds: 10 },
    },
  ],
};

const examples = Object.entries(rows).flatMap(([page, some]) =>
  some.map((row) => [page, row.field, row] as const),
);

test.each(examples)('"%s": %s', async (_page, _field, { definition, input, expected }) => {
  expect(await runDefinition(definition, input)).toMatchObject(expected);
});

test('a Task that runs longer than its TimeoutSeconds fails with States.Timeout', async () => {
  const { sfn, clock, describe: look, settle } = aws;
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({
      name: 'slow',
      definition: JSON.stringify(task('sleeps', { TimeoutSecondsPath: '$.limit' })),
      roleArn: 'arn:aws:iam::000000000000:role/anyone',
    }),
  );
  const { executionArn } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn, input: '{"limit":3}' }),
  );
  // The function's own time is that of the system; the limit is one of the clock.
  const isStarted = async () => {
    const { events } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
    return events!.some(({ type }) => type === 'TaskStarted');
  };
  while (!(await isStarted())) await new Promise((resolve) => setImmediate(resolve));
  await clock.advance(3_000);
  await settle();
  expect(await look(executionArn!)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
});

describe('what is not carried out is refused', () => {
  /** Fields of the Amazon States Language, and of AWS's additions to it, of which some are supported where they stand. */
  const specified = {
    state: `Type Comment InputPath OutputPath Parameters ResultSelector ResultPath Retry Catch Next End Resource
      TimeoutSeconds TimeoutSecondsPath HeartbeatSeconds HeartbeatSecondsPath Credentials Result Choices Default
      Seconds SecondsPath Timestamp TimestampPath Error ErrorPath Cause CausePath Branches ItemProcessor Iterator
      ItemsPath Items ItemSelector ItemReader ItemBatcher ResultWriter MaxConcurrency MaxConcurrencyPath
      ToleratedFailureCount ToleratedFailureCountPath ToleratedFailurePercentage ToleratedFailurePercentagePath
      Label QueryLanguage Assign Arguments Output Misspelt`,
    Retry:
      'ErrorEquals IntervalSeconds MaxAttempts BackoffRate MaxDelaySeconds JitterStrategy Comment Misspelt',
    Catch: 'ErrorEquals ResultPath Next Comment Assign Output Misspelt',
    ItemReader: 'Resource Parameters Arguments ReaderConfig Misspelt',
    ItemBatcher: `MaxItemsPerBatch MaxItemsPerBatchPath MaxInputBytesPerBatch MaxInputBytesPerBatchPath BatchInput
      Misspelt`,
    ResultWriter: 'Resource Parameters Arguments WriterConfig Misspelt',
    'Choice rule': `Variable And Or Not Next Condition BooleanEquals BooleanEqualsPath IsBoolean IsNull IsNumeric
      IsPresent IsString IsTimestamp NumericEquals NumericEqualsPath NumericGreaterThan NumericGreaterThanPath
      NumericGreaterThanEquals NumericGreaterThanEqualsPath NumericLessThan NumericLessThanPath NumericLessThanEquals
      NumericLessThanEqualsPath StringEquals StringEqualsPath StringGreaterThan StringGreaterThanPath
      StringGreaterThanEquals StringLessThan StringLessThanEquals StringMatches TimestampEquals TimestampLessThan
      TimestampGreaterThan Misspelt`,
  };
  const inMap = (more: object) => ({
    Type: 'Map',
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'Each',
      States: { Each: { Type: 'Pass', End: true } },
    },
    End: true,
    ...more,
  });
  const holders: Readonly<Record<string, (field: string) => object>> = {
    ...Object.fromEntries(
      ['Task', 'Pass', 'Choice', 'Wait', 'Succeed', 'Fail', 'Map'].map((type) => [
        type,
        (field: string) => ({ Type: type, [field]: 'x' }),
      ]),
    ),
    'Map (distributed)': (field) => inMap({ [field]: 'x' }),
    Retry: (field) => ({ ...invoking('echo'), Retry: [{ ErrorEquals: ['A'], [field]: 'x' }] }),
    Catch: (field) => ({ ...invoking('echo'), Catch: [{ ErrorEquals: ['A'], Next: 'Only', [field]: 'x' }] }),
    ItemReader: (field) => inMap({ ItemReader: { Resource: 'x', Parameters: {}, [field]: 'x' } }),
    ItemBatcher: (field) => inMap({ ItemBatcher: { [field]: 'x' } }),
    ResultWriter: (field) => inMap({ ResultWriter: { Resource: 'x', Parameters: {}, [field]: 'x' } }),
    'Choice rule': (field) => ({ Type: 'Choice', Choices: [{ Variable: '$', Next: 'Only', [field]: 'x' }] }),
  };
  test.each(Object.keys(holders))('of %s, exactly the fields that are not supported', (place) => {
    const names = (specified[place as keyof typeof specified] ?? specified.state).split(/\s+/);
    const known = [
      ...supportedFields[place]!,
      ...(place === 'Map (distributed)' ? supportedFields['Map']! : []),
    ];
    const refused = names.filter((field) =>
      findDefinitionProblems(JSON.stringify(oneState(holders[place]!(field)))).some((problem) =>
        problem.includes(`Field "${field}" is not supported at`),
      ),
    );
    expect(refused).toEqual(names.filter((field) => !known.includes(field)));
  });

  test('every supported field is one of the language', () => {
    for (const [place, fields] of Object.entries(supportedFields)) {
      const names = (specified[place as keyof typeof specified] ?? specified.state).split(/\s+/);
      expect(names).toEqual(expect.arrayContaining([...fields]));
    }
  });

  test.each([
    [
      'a state of another type',
      oneState({ Type: 'Parallel', Branches: [], End: true }),
      'Type "Parallel" is not supported',
    ],
    [
      'JSONata',
      { ...oneState({ Type: 'Succeed' }), QueryLanguage: 'JSONata' },
      '/QueryLanguage must be one of JSONPath',
    ],
    [
      'another resource',
      oneState({ Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true }),
      '/Resource must be one of',
    ],
    [
      'a task token',
      oneState({ ...invoking('echo'), Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' }),
      '/Resource must be one of',
    ],
    [
      'another parameter of an invocation',
      oneState(invoking('echo', { Parameters: { FunctionName: 'echo', Qualifier: '1' } })),
      'Field "Qualifier" is not supported',
    ],
    [
      'an EXPRESS processor',
      oneState(
        inMap({
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
            StartAt: 'E',
            States: { E: { Type: 'Succeed' } },
          },
        }),
      ),
      '/ExecutionType must be one of STANDARD',
    ],
    ['a reader in INLINE mode', map({ ItemReader: {} }), 'Field "ItemReader" is not supported'],
    [
      'an inventory as the source',
      oneState(
        inMap({
          ItemReader: {
            Resource: 'arn:aws:states:::s3:getObject',
            Parameters: { Bucket: 'b', Key: 'k' },
            ReaderConfig: { InputType: 'MANIFEST' },
          },
        }),
      ),
      '/InputType must be one of JSON, JSONL',
    ],
    ['a wildcard in a path', pass({ InputPath: '$.a[*].b' }), '/InputPath must be a path'],
    ['a filter in a template', pass({ Parameters: { 'x.$': '$.a[?(@.b==1)]' } }), 'is not supported at'],
    [
      'an unknown intrinsic function',
      pass({ Parameters: { 'x.$': 'States.Hash($.a, $.b)' } }),
      'the intrinsic function States.Hash is not supported',
    ],
    [
      'a state that nothing leads to',
      { StartAt: 'A', States: { A: { Type: 'Succeed' }, B: { Type: 'Succeed' } } },
      'State "B" is not reachable',
    ],
    [
      'a target that is not there',
      oneState({ Type: 'Pass', Next: 'Nowhere' }),
      "Missing 'Next' target: Nowhere",
    ],
    [
      'a start that is not there',
      { StartAt: 'X', States: { A: { Type: 'Succeed' } } },
      'Missing target of StartAt: X',
    ],
    ['neither Next nor End', oneState({ Type: 'Pass' }), 'needs Next or End'],
    [
      'States.ALL among others',
      task('echo', { Retry: [{ ErrorEquals: ['States.ALL', 'A'] }] }),
      'States.ALL must stand alone',
    ],
    [
      'a state of the same name in a map',
      {
        StartAt: 'Each',
        States: {
          Each: {
            Type: 'Map',
            ItemProcessor: { StartAt: 'Each', States: { Each: { Type: 'Succeed' } } },
            End: true,
          },
        },
      },
      'Duplicate state name: Each',
    ],
    [
      'Seconds and SecondsPath',
      oneState({ Type: 'Wait', Seconds: 1, SecondsPath: '$.s', End: true }),
      'exclude each other',
    ],
    ['a label with a colon', oneState(inMap({ Label: 'a:b' })), '/Label must be'],
    ['what is not JSON', '{', 'INVALID_JSON_DESCRIPTION'],
  ])('%s', (_, definition, problem) => {
    const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
    expect(findDefinitionProblems(text).join('\n')).toContain(problem);
  });

  test('each intrinsic function that is carried out has an example above', () => {
    const shown = rows['Intrinsic functions for JSONPath states']!.map(({ field }) => field);
    expect(shown).toEqual(expect.arrayContaining([...intrinsicNames]));
  });
});
