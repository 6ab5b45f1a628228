import { Worker } from 'node:worker_threads';
import { initTimedOut, killed, type Outcome, timedOut } from './outcome.ts';
import type { InvokeMessage, WorkerMessage, WorkerSettings } from './worker-protocol.ts';

/** A loaded function that handles one invocation at a time. */
export interface ExecutionEnvironment {
  readonly accessKeyId: string;
  invoke(requestId: string, payload: string): Promise<Outcome>;
  /** Stops it immediately, even during an invocation. */
  kill(): Promise<void>;
  readonly alive: boolean;
}

export interface EnvironmentOptions {
  readonly settings: WorkerSettings;
  readonly accessKeyId: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  onOutput(line: string, requestId: string | undefined): void;
}

// On AWS ten seconds. Here a dozen functions may load at a time, on a machine that is busy.
const INIT_TIMEOUT_MS = 60_000;

/** Starts an environment of a function; nothing waits for it before its first invocation. */
export type StartEnvironment = (options: EnvironmentOptions) => ExecutionEnvironment;

/** Starts a worker for one function. An error while it loads is the outcome of its first invocation. */
export function startInWorker(options: EnvironmentOptions): ExecutionEnvironment {
  const { settings, accessKeyId, timeoutMs } = options;
  const worker = new Worker(new URL('./worker-main.mjs', import.meta.url), {
    workerData: settings,
    env: { ...options.variables },
    argv: [],
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: settings.memoryMb },
  });
  let alive = true;
  let requestId: string | undefined;
  let onMessage: ((message: WorkerMessage) => void) | undefined;
  const queuedMessages: WorkerMessage[] = [];

  const fail = (errorType: string, errorMessage: string) => {
    alive = false;
    receive({ type: 'error', payload: JSON.stringify({ errorType, errorMessage, trace: [] }) });
  };
  const receive = (message: WorkerMessage) => {
    if (onMessage) onMessage(message);
    else queuedMessages.push(message);
  };

  for (const output of [worker.stdout, worker.stderr]) {
    splitLines(output, (line) => options.onOutput(line, requestId));
  }
  worker.on('message', receive);
  worker.on('error', (error: Error & { code?: string }) => {
    const type = error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'Runtime.OutOfMemory' : error.name;
    fail(type, error.message);
  });
  worker.on('exit', (code) => {
    if (alive)
      fail(
        'Runtime.ExitError',
        `RequestId: ${requestId} Error: Runtime exited with error: exit status ${code}`,
      );
  });

  /** The worker's next message; if none arrives in time, the worker is killed. */
  function next(limitMs: number, onTimeout: () => Outcome): Promise<WorkerMessage | Outcome> {
    const received = queuedMessages.shift();
    if (received) return Promise.resolve(received);
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        onMessage = undefined;
        void kill();
        resolve(onTimeout());
      }, limitMs);
      onMessage = (message) => {
        clearTimeout(timer);
        onMessage = undefined;
        resolve(message);
      };
    });
  }

  async function kill(): Promise<void> {
    alive = false;
    receive({ type: 'error', payload: killed(requestId).payload });
    await worker.terminate();
  }

  let ready = false;

  return {
    accessKeyId,
    async invoke(id, payload) {
      requestId = id;
      if (!ready) {
        const message = await next(INIT_TIMEOUT_MS, () => initTimedOut(id, INIT_TIMEOUT_MS));
        if (!('type' in message)) return message;
        if (message.type !== 'ready') {
          if (alive) void kill();
          return toOutcome(message);
        }
        ready = true;
      }
      if (!alive) return killed(id);
      const message: InvokeMessage = { requestId: id, payload, deadline: Date.now() + timeoutMs };
      worker.postMessage(message);
      const answer = await next(timeoutMs, () => timedOut(id, timeoutMs));
      return 'type' in answer ? toOutcome(answer) : answer;
    },
    kill,
    get alive() {
      return alive;
    },
  };
}

function toOutcome(message: WorkerMessage): Outcome {
  return message.type === 'ready'
    ? killed(undefined)
    : { failed: message.type === 'error', payload: message.payload };
}

function splitLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    for (const line of lines) onLine(line);
  });
  stream.on('end', () => {
    if (rest !== '') onLine(rest);
  });
}
