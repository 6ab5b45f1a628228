import { Console } from 'node:console';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { clearTimeout, setImmediate, setInterval, setTimeout } from 'node:timers';
import timersPromises from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { compileFunction } from 'node:vm';
import type { EnvironmentOptions, ExecutionEnvironment } from '../execution-environment.ts';
import { killed, type Outcome, timedOut } from '../outcome.ts';
import { call, describe, type Handler, handlerOf, partsOf } from '../runtime.mjs';
import type { InvokeMessage } from '../worker-protocol.ts';

/** What a function takes for its globals, by the names of the wrapper's parameters; `importMetaUrl` is its `import.meta.url`. */
const parameters = [
  ...['module', 'exports', 'require', 'process', 'console', 'importMetaUrl'],
  ...['setTimeout', 'setInterval', 'setImmediate'],
] as const;

type Wrapper = (...values: unknown[]) => void;
type Fire = (...values: unknown[]) => void;

/** By path: what one environment has compiled, and what V8 has optimized of it, serves all of them. */
const wrappers = new Map<string, Wrapper>();

/**
 * An execution environment in the caller's thread, for tests of bundles in one CommonJS file: it starts in a fraction of the time of a
 * worker, and runs compiled code from its second start on.
 *
 * Each has modules, variables and output of its own. One that is killed goes on in the thread, but no timer of it fires, no request of
 * it is sent or answered, and nothing it prints arrives: to all others it has ended. Memory is not limited, and a
 * function that never waits can't be stopped: those are matters for a worker. So is one that is killed while it uses the global `fetch`,
 * whose requests are sent and answered as before.
 */
export function startInThread(options: EnvironmentOptions): ExecutionEnvironment {
  const { settings, accessKeyId, timeoutMs } = options;
  let alive = true;
  let requestId: string | undefined;
  let handler: Handler | undefined;
  let end: ((outcome: Outcome) => void) | undefined;
  const world = createWorld(options, (line) => options.onOutput(line, requestId));

  async function kill(): Promise<void> {
    alive = false;
    world.end();
    end?.(killed(requestId));
  }

  async function run(message: InvokeMessage): Promise<void> {
    try {
      handler ??= handlerOf(world.load(), settings.handler);
    } catch (error) {
      end?.({ failed: true, payload: describe(error) });
      return await kill();
    }
    const { type, payload } = await call(handler, settings, message);
    // Nobody waits for it after a kill.
    end?.({ failed: type === 'error', payload });
  }

  return {
    accessKeyId,
    async invoke(id, payload) {
      requestId = id;
      if (!alive) return killed(id);
      return await new Promise((resolve) => {
        const timer = setTimeout(() => {
          end?.(timedOut(id, timeoutMs));
          void kill();
        }, timeoutMs);
        end = (outcome) => {
          clearTimeout(timer);
          end = undefined;
          resolve(outcome);
        };
        void run({ requestId: id, payload, deadline: Date.now() + timeoutMs });
      });
    },
    kill,
    get alive() {
      return alive;
    },
  };
}

/** What a function sees of the process that it runs in. */
interface World {
  /** @returns the exports of the handler's module, loaded for this environment */
  load(): Readonly<Record<string, unknown>>;
  /** From now on, nothing that the function waits for happens. */
  end(): void;
}

function createWorld({ settings, variables }: EnvironmentOptions, onLine: (line: string) => void): World {
  const path = join(settings.directory, `${partsOf(settings.handler).module}.cjs`);
  const realRequire = createRequire(path);
  const agents = new Set<http.Agent>();
  let isOver = false;
  const never = new Promise<never>(() => {});

  /** Calls back as long as the environment has not ended. */
  const unlessOver =
    (fire: Fire): Fire =>
    (...values) => {
      if (!isOver) fire(...values);
    };
  // The server of the embedded AWS keeps the process running: no timer of a function has to.
  const timers = {
    setTimeout: (fire: Fire, ms?: number, ...values: unknown[]) =>
      setTimeout(unlessOver(fire), ms, ...values).unref(),
    setInterval: (fire: Fire, ms?: number, ...values: unknown[]) =>
      setInterval(unlessOver(fire), ms, ...values).unref(),
    setImmediate: (fire: Fire, ...values: unknown[]) => setImmediate(unlessOver(fire), ...values),
  };
  const sleep: typeof timersPromises.setTimeout = (ms, value, options) =>
    timersPromises.setTimeout(ms, value, { ...options, ref: false }).then(
      (slept) => (isOver ? never : slept),
      (error: unknown) => {
        if (isOver) return never;
        throw error;
      },
    );

  /** `http` or `https`, whose sockets are closed at the end, and which sends nothing after it. */
  function endable(real: Pick<typeof http, 'Agent' | 'request'>): object {
    class EndableAgent extends real.Agent {
      constructor(settings?: http.AgentOptions) {
        super(settings);
        agents.add(this);
      }
    }
    const request = (...values: Parameters<typeof http.request>) =>
      isOver ? unansweredRequest() : real.request(...values);
    return { ...real, Agent: EndableAgent, request };
  }

  const output = {
    write(text: string) {
      if (!isOver) for (const line of text.split('\n')) if (line !== '') onLine(line);
      return true;
    },
  };
  const own: Readonly<Record<string, unknown>> = {
    http: endable(http),
    https: endable(https),
    module: { createRequire: () => require },
    'timers/promises': { ...timersPromises, setTimeout: sleep },
    get process() {
      return ownProcess;
    },
  };
  const require = (id: string): unknown => own[id.replace(/^node:/, '')] ?? realRequire(id);
  const ownProcess = Object.create(process, {
    env: { value: { ...variables } },
    stdout: { value: output },
    stderr: { value: output },
    getBuiltinModule: { value: require },
  }) as NodeJS.Process;

  return {
    load() {
      const module = { exports: {} };
      const values: Readonly<Record<(typeof parameters)[number], unknown>> = {
        module,
        exports: module.exports,
        require,
        process: ownProcess,
        console: new Console({ stdout: output as unknown as Writable, ignoreErrors: false }),
        importMetaUrl: pathToFileURL(path).href,
        ...timers,
      };
      wrapperOf(path)(...parameters.map((name) => values[name]));
      return module.exports;
    },
    end() {
      isOver = true;
      for (const agent of agents) agent.destroy();
    },
  };
}

function wrapperOf(path: string): Wrapper {
  const known = wrappers.get(path);
  if (known !== undefined) return known;
  const compiled = compileFunction(readFileSync(path, 'utf8'), [...parameters], { filename: path });
  wrappers.set(path, compiled as Wrapper);
  return compiled as Wrapper;
}

/** A request that takes all it is given, and is never answered. */
function unansweredRequest(): EventEmitter {
  const request = new EventEmitter();
  const take = () => request;
  return Object.assign(request, {
    ...{ write: take, end: take, destroy: take, setHeader: take },
    ...{ setTimeout: take, setNoDelay: take, setSocketKeepAlive: take },
  });
}
