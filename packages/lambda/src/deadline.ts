import { GroundcrewError } from '@groundcrew/errors';
import type { LambdaContext } from './invocation.ts';

export interface DeadlineOptions {
  /** How long before the deadline the signal fires. */
  readonly abortEarlyMs: number;
  /** Called when the handler has not returned and the kill is near: the last chance to write something. */
  readonly onLastMoment: () => void;
}

export interface Deadline {
  readonly signal: AbortSignal;
  clear(): void;
}

/** Enough for a line or two on stdout; the runtime ships them while the function still runs. */
const LAST_MOMENT_MS = 200;

/**
 * Watches the deadline of an invocation.
 *
 * The handler is asked to stop (`signal`) and awaited; it is not abandoned as by middy's early timeout: the
 * abandoned work would continue inside the *next* invocation of the same environment, concurrently with it, and
 * write stale data.
 */
export function watchDeadline(context: LambdaContext, options: DeadlineOptions): Deadline {
  const controller = new AbortController();
  const remainingMs = context.getRemainingTimeInMillis();
  // With a short timeout (a test, a small function) the handler still has half of its time.
  const earlyMs = Math.min(options.abortEarlyMs, remainingMs / 2);
  const timers = [
    setTimeout(
      () =>
        controller.abort(
          new GroundcrewError(
            'lambda.out-of-time',
            `the function has ${Math.round(earlyMs)} ms left of ${Math.round(remainingMs)} ms; set a longer timeout or reduce the work per invocation`,
            { fault: 'service' },
          ),
        ),
      Math.max(0, remainingMs - earlyMs),
    ),
    setTimeout(options.onLastMoment, Math.max(0, remainingMs - Math.min(LAST_MOMENT_MS, earlyMs / 2))),
  ];
  for (const timer of timers) timer.unref();
  return {
    signal: controller.signal,
    clear() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
