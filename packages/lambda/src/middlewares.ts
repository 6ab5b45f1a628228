import { isGroundcrewError, messageOf } from '@groundcrew/errors';
import { type Deadline, watchDeadline } from './deadline.ts';
import type { Invocation, LambdaContext } from './invocation.ts';
import { createLog, describeError, type LogLevel } from './log.ts';
import { createMetrics } from './metrics.ts';

/** What middy hands to each middleware, as far as this house's middlewares look at it. */
export interface HandlerRequest {
  readonly context: LambdaContext;
  error?: unknown;
}

/** What is done before the handler, after it, and when it failed. */
export interface Middleware {
  readonly before?: (request: HandlerRequest) => void;
  readonly after?: (request: HandlerRequest) => void;
  readonly onError?: (request: HandlerRequest) => void;
}

/** The invocations under way; middy gives a handler the context, so that is the key. */
export type Invocations = WeakMap<LambdaContext, Invocation>;

export interface InvocationOptions {
  readonly name: string;
  readonly abortEarlyMs: number;
  readonly logLevel: LogLevel;
  readonly writeLine: (line: string) => void;
  readonly now: () => number;
}

/** Makes the {@link Invocation}, and watches its deadline until the handler is done. */
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

/** Writes the metrics of the invocation, of a failed one too: what was done before the error was done. */
export function flushMetrics(invocations: Invocations): Middleware {
  const flush = ({ context }: HandlerRequest): void => invocations.get(context)?.metrics.flush();
  return { after: flush, onError: flush };
}

/**
 * Logs an error once, with its code, fault and details, and hands Lambda a bare error with the same code
 * and message: that is what a failure queue shows, and the runtime prints every property of what it is
 * given, causes included.
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

/** One line an invocation that succeeded: how long it took, and whether it found the function warm. */
export function logDuration(invocations: Invocations, now: () => number): Middleware {
  const startedAt = new WeakMap<LambdaContext, number>();
  let coldStart = true;
  return {
    before({ context }) {
      startedAt.set(context, now());
    },
    after({ context }) {
      const durationMs = now() - (startedAt.get(context) ?? now());
      invocations.get(context)?.log.info('the invocation is done', { durationMs, coldStart });
      coldStart = false;
    },
  };
}
