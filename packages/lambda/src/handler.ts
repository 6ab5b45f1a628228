import middy from '@middy/core';
import type { Invocation, LambdaContext } from './invocation.ts';
import type { LogLevel } from './log.ts';
import { flushMetrics, type Invocations, logDuration, reportErrors, trackInvocation } from './middlewares.ts';

export interface HandlerOptions<Event, Result> {
  /** The function's name in its manifest: the dimension `Function` of its metrics. */
  readonly name: string;
  readonly handle: (event: Event, invocation: Invocation) => Promise<Result>;
  /** How long before the deadline `invocation.signal` fires; default: 5,000, at most half of the time. */
  readonly abortEarlyMs?: number;
  /** Default: `info`. */
  readonly logLevel?: LogLevel;
  /** For tests: receives each line of the log; default: stdout. */
  readonly writeLine?: (line: string) => void;
  /** For tests: milliseconds since 1970. */
  readonly now?: () => number;
}

/** What Lambda calls. */
export type LambdaHandler<Event, Result> = (event: Event, context: LambdaContext) => Promise<Result>;

/**
 * Wraps a function's code with what every function needs: JSON log lines, metrics (namespace `groundcrew`) that are
 * written even when it fails or is about to be killed, a signal before the deadline, and errors with codes.
 */
export function createHandler<Event, Result>(
  options: HandlerOptions<Event, Result>,
): LambdaHandler<Event, Result> {
  const { name, handle, abortEarlyMs = 5_000, logLevel = 'info' } = options;
  const { writeLine = writeToStdout, now = Date.now } = options;
  const invocations: Invocations = new WeakMap();
  const handler = middy(
    (event: Event, context: LambdaContext): Promise<Result> => {
      const invocation = invocations.get(context);
      // Not reached: `trackInvocation` either sets it or throws before this.
      if (invocation === undefined) throw new Error('the invocation is not tracked');
      return handle(event, invocation);
      // middy's own early timeout abandons a running handler; watchDeadline explains why it is off.
    },
    { timeoutEarlyInMillis: 0 },
  );
  // `after` and `onError` run in reverse order.
  handler.use([
    trackInvocation(invocations, { name, abortEarlyMs, logLevel, writeLine, now }),
    flushMetrics(invocations),
    reportErrors(invocations),
    logDuration(invocations, now),
  ]);
  return handler;
}

/** Not `console.log`: the runtime adds a prefix to its lines, and CloudWatch then finds no metrics in them. */
function writeToStdout(line: string): void {
  process.stdout.write(`${line}\n`);
}
