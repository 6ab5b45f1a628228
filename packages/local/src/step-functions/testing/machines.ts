import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type {
  FunctionManifest,
  StackManifest,
  StateMachineDefinition,
  StateMachineManifest,
} from '@groundcrew/lambda';
import { createMovableClock, type MovableClock } from '../../movable-clock.ts';
import type { LocalOptions } from '../../options.ts';
import { functionManifest, onRequest, startTest, testStack, writeBundle } from '../../testing/test-stack.ts';

/* For this folder's tests only: state machines over small functions, on a clock that moves while something waits. */

export function machineManifest(
  definition: StateMachineDefinition,
  more: Partial<StateMachineManifest> = {},
): StateMachineManifest {
  return {
    name: 'machine',
    description: '',
    definition,
    substitutions: {},
    permissions: [{ actions: ['lambda:*', 's3:*'], on: { all: true, reason: 'a test' } }],
    logging: { level: 'OFF', includeExecutionData: false },
    ...more,
  };
}

/** A definition of one state. */
export function oneState(state: object): StateMachineDefinition {
  return { StartAt: 'Only', States: { Only: state } } as unknown as StateMachineDefinition;
}

/** A Task that invokes a function with its whole input; its output is what the function returns. */
export function invoking(functionName: string, more: object = {}): object {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: functionName, 'Payload.$': '$' },
    ResultSelector: { 'result.$': '$.Payload' },
    OutputPath: '$.result',
    End: true,
    ...more,
  };
}

interface MachineTest {
  /** The code of each function by its name. */
  readonly functions?: Readonly<Record<string, string>>;
  readonly machines?: readonly StateMachineManifest[];
  readonly stack?: Partial<StackManifest>;
  readonly functionSettings?: Partial<FunctionManifest>;
  readonly clock?: MovableClock;
  readonly options?: Partial<LocalOptions>;
}

export async function startMachines({
  functions = {},
  machines = [],
  stack = {},
  functionSettings = {},
  clock = createMovableClock(),
  options = {},
}: MachineTest) {
  const manifests = Object.keys(functions).map((name) => functionManifest(name, onRequest, functionSettings));
  const test = await startTest({
    clock,
    stack: testStack(manifests, { stateMachines: machines, ...stack }),
    ...options,
    bundles: options.bundles ?? Object.entries(functions).map(([name, code]) => writeBundle(name, code)),
  });
  const { local } = test;
  const sfn = new SFNClient({
    endpoint: local.endpoint,
    region: local.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });

  /** Moves the clock for as long as something waits for it. */
  async function settle(): Promise<void> {
    for (;;) {
      await local.idle({ ignoreWaiting: true, timeoutMs: 20_000 });
      const next = clock.next();
      if (next === undefined || next - clock.now() > 400 * 24 * 60 * 60 * 1000) return;
      if (await isIdle()) return;
      await clock.advance(Math.max(0, next - clock.now()));
    }
  }

  async function isIdle(): Promise<boolean> {
    return local.idle({ timeoutMs: 5 }).then(
      () => true,
      () => false,
    );
  }

  async function start(input: unknown = {}, name?: string): Promise<string> {
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({
        stateMachineArn: local.resources.stateMachineArn(machines[0]?.name ?? 'machine'),
        input: JSON.stringify(input),
        ...(name !== undefined && { name }),
      }),
    );
    // It begins after the answer.
    await new Promise((resolve) => setImmediate(resolve));
    return executionArn!;
  }

  const describe = (executionArn: string) => sfn.send(new DescribeExecutionCommand({ executionArn }));

  /** Runs an execution to its end. */
  async function execute(input: unknown = {}) {
    const executionArn = await start(input);
    await settle();
    const { status, output, error, cause } = await describe(executionArn);
    return {
      executionArn,
      status,
      ...(output !== undefined && { output: JSON.parse(output) as unknown }),
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
    };
  }

  return { ...test, sfn, clock, settle, start, describe, execute };
}
