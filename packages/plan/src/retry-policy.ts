import { backoffMs } from '@groundcrew/async';
import { messageOf } from '@groundcrew/errors';
import type { Executor } from './executor.ts';

/** Clock, randomness, and how calls are retried. */
export interface RetryPolicy {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Rejects with the signal's reason when it is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly signal?: AbortSignal;
  /** The maximum number of attempts of a call that is throttled or fails transiently; default: 8. */
  readonly maxAttempts?: number;
}

export const DEFAULT_MAX_ATTEMPTS = 8;

export const backoffLimits = { baseMs: 500, capMs: 8_000, minShare: 0.5 };

/** Waits before attempt `attempt + 1`: between half of a bound and all of it; the bound doubles up to 8 s. */
export async function backOff(attempt: number, { sleep, random, signal }: RetryPolicy): Promise<void> {
  await sleep(backoffMs(attempt, random, backoffLimits), signal);
}

/** Whether the call may be made again after `attempt` attempts, the last of which threw. */
export function mayRetry(
  executor: Pick<Executor, 'isRetryable'>,
  error: unknown,
  attempt: number,
  retryPolicy: RetryPolicy,
): boolean {
  return (
    attempt < (retryPolicy.maxAttempts ?? DEFAULT_MAX_ATTEMPTS) && (executor.isRetryable?.(error) ?? false)
  );
}

/** The first line of an error: services put the signed request, with its token, on the lines that follow. */
export function describeError(thrown: unknown): { readonly code: string; readonly message: string } {
  const { code, name } = thrown as { code?: unknown; name?: unknown };
  const known = [code, name].find((text) => typeof text === 'string' && text !== '') as string | undefined;
  return { code: known ?? 'Error', message: oneLine(messageOf(thrown)) };
}

export function oneLine(message: string): string {
  return message.split(/[\r\n]/, 1)[0]!.slice(0, 500);
}
