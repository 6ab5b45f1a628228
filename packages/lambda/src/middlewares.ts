import { isGroundcrewError, messageOf } from '@groundcrew/errors';
import { type Deadline, watchDeadline } from './deadline.ts';
import type { Invocation, LambdaContext } from './invocation.ts';
import { createLog, describeError, type LogLevel } from './log.ts';
import { createMetrics } from './metrics.ts';

/** The properties that are used of middy's request. */
export interface HandlerRequest {
  readonly context: LambdaContext;
  error?: unknown;
}

/** Hooks before the handler, after it, and on an error. */
export interface Middleware {
  readonly before?: (request: HandlerRequest) => void;
  readonly after?: (request: HandlerRequest) => void;
  readonly onError?: (request: HandlerRequest) => void;
}

/** The invocations in progress, by context: that is what middy passes to a handler. */
export type Invocations = WeakMap<LambdaContext, Invocation>;

export interface InvocationOptions {
  readonly name: string;
  readonly abortEarlyMs: number;
  readonly logLevel: LogLevel;
  readonly writeLine: (line: string) => void;
  readonly now: () => number;
}

/** Creates the {@link Invocation}, and watches its deadline until the handler has finished. */
export function trackInvocation(invocations: Invocations, options: InvocationOptions): Middleware {
  const { name, abortEarlyMs, logLevel: level, writeLine, now } = options;
  const deadlines = new WeakMap<LambdaContext, Deadline>();
  const clear = ({ context }: HandlerRequest): void => deadlines.get(context)?.clear();
  return {
    before({ context }) {
      const requestId = context.awsRequestId;
      const log = createLog({ writeLine, now, level, fields: { function: name, requestId } });
      const metrics = createMetrics({
        namespace: 'groundcrew',
        dimensions: { Function: name },
        properties: { requestId },
        writeLine,
        now,
      });
      const deadline = watchDeadline(context, {
        abortEarlyMs,
        onLastMoment() {
          log.error('the handler has not returned and is about to be killed', { code: 'lambda.out-of-time' });
          metrics.flush();
        },
      });
      deadlines.set(context, deadline);
      invocations.set(context, {
        requestId,
        functionName: context.functionName,
        functionArn: context.invokedFunctionArn,
        log,
        metrics,
        signal: deadline.signal,
        remainingMs: () => context.getRemainingTimeInMillis(),
      });
    },
    after: clear,
    onError: clear,
  };
}

/** Writes the metrics of the invocation, even of a failed one: work before the error counts. */
export function flushMetrics(invocations: Invocations): Middleware {
  const flush = ({ context }: HandlerRequest): void => invocations.get(context)?.metrics.flush();
  return { after: flush, onError: flush };
}

/**
 * Logs an error once, with its code, fault and details, and throws to Lambda a bare error with the same code and
 * message: that is what a failure queue shows, and the runtime prints every property of the error it receives,
 * including causes.
 */
export function reportErrors(invocations: Invocations): Middleware {
  return {
    onError(request) {
      const { error } = request;
      invocations.get(request.context)?.log.error('the invocation failed', { error: describeError(error) });
      const bare = new Error(messageOf(error));
      bare.name = isGroundcrewError(error) ? error.code : error instanceof Error ? error.name : 'Error';
      bare.stack = `${bare.name}: ${bare.message}`;
      request.error = bare;
    },
  };
}

/** Logs one line per successful invocation: its duration, and whether it was a cold start. */
export function logDuration(invocations: Invocations, now: () => number): Middleware {
  const startedAt = new WeakMap<LambdaContext, number>();
  let coldStart = true;
  return {
    before({ context }) {
      startedAt.set(context, now());
    },
    after({ context }) {
      const durationMs = now() - (startedAt.get(context) ?? now());
      invocations.get(context)?.log.info('the invocation succeeded', { durationMs, coldStart });
      coldStart = false;
    },
  };
}
