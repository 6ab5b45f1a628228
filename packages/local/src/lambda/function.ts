import { type ExecutionEnvironment, type StartEnvironment, startInWorker } from './execution-environment.ts';
import type { Outcome } from './outcome.ts';
import type { WorkerSettings } from './worker-protocol.ts';

/** The configuration of a deployed function. */
export interface FunctionSettings {
  readonly name: string;
  readonly arn: string;
  readonly description: string;
  readonly directory: string;
  readonly handler: string;
  readonly compileCache?: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  /** Omitted: limited by the machine only. */
  readonly reservedConcurrency?: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly asynchronous: {
    readonly maximumRetryAttempts: number;
    readonly maximumEventAgeSeconds: number;
    /** Name of the queue that receives discarded events. */
    readonly failureQueue?: string;
  };
}

/** A deployed function: its warm execution environments, and the invocations that wait for one. */
export interface LambdaFunction {
  readonly settings: FunctionSettings;
  /** Runs it once; waits if it is at its concurrency limit. */
  run(requestId: string, payload: string): Promise<Outcome>;
  /** Whether another invocation would have to wait for its reserved concurrency. */
  busy(): boolean;
  /** Kills all running invocations; waiting callers get an error. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

export interface FunctionHooks {
  /** Issues an access key for a new environment, which identifies its calls. */
  issueKey(functionName: string): string;
  onOutput(functionName: string, line: string, requestId: string | undefined, logStream: string): void;
  /** Called when an environment starts an invocation, and when it has finished. */
  onRun(environment: ExecutionEnvironment, functionName: string): (() => void) | undefined;
}

/** Deploys a function: nothing runs before its first invocation. */
export function createFunction(
  settings: FunctionSettings,
  hooks: FunctionHooks,
  maxEnvironments: number,
  startEnvironment: StartEnvironment = startInWorker,
): LambdaFunction {
  const limit = Math.min(settings.reservedConcurrency ?? maxEnvironments, maxEnvironments);
  const all = new Set<ExecutionEnvironment>();
  const warm: ExecutionEnvironment[] = [];
  const waiting: (() => void)[] = [];
  let running = 0;
  let started = 0;
  let closed = false;

  function takeEnvironment(): ExecutionEnvironment {
    for (let environment = warm.pop(); environment; environment = warm.pop()) {
      if (environment.alive) return environment;
      all.delete(environment);
    }
    const accessKeyId = hooks.issueKey(settings.name);
    const worker = workerSettings(settings, ++started);
    const environment = startEnvironment({
      settings: worker,
      accessKeyId,
      variables: { ...settings.variables, AWS_ACCESS_KEY_ID: accessKeyId },
      timeoutMs: settings.timeoutMs,
      onOutput: (line, requestId) => hooks.onOutput(settings.name, line, requestId, worker.logStreamName),
    });
    all.add(environment);
    return environment;
  }

  async function kill(): Promise<void> {
    await Promise.all([...all].map((environment) => environment.kill()));
  }

  return {
    settings,
    async run(requestId, payload) {
      if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
      else running++;
      if (closed) {
        return {
          failed: true,
          payload: '{"errorType":"Runtime.ExitError","errorMessage":"the embedded AWS was closed"}',
        };
      }
      const environment = takeEnvironment();
      const endRun = hooks.onRun(environment, settings.name);
      try {
        return await environment.invoke(requestId, payload);
      } finally {
        endRun?.();
        if (environment.alive) warm.push(environment);
        else all.delete(environment);
        const next = waiting.shift();
        if (next) next();
        else running--;
      }
    },
    busy: () => settings.reservedConcurrency !== undefined && running >= limit,
    kill,
    async close() {
      closed = true;
      await kill();
    },
  };
}

function workerSettings(settings: FunctionSettings, number: number): WorkerSettings {
  return {
    directory: settings.directory,
    handler: settings.handler,
    ...(settings.compileCache !== undefined && { compileCache: settings.compileCache }),
    functionName: settings.name,
    functionArn: settings.arn,
    memoryMb: settings.memoryMb,
    logGroupName: `/aws/lambda/${settings.name}`,
    logStreamName: `[$LATEST]${String(number).padStart(32, '0')}`,
  };
}
