import type { EC2Client } from '@aws-sdk/client-ec2';
import { backoffMs, isThrottle, isTransient, sleep as sleepFor } from '@groundcrew/aws-core';
import type { Ec2Bucket, Ec2Limiter } from './limiters.ts';

/** How calls are made and made again. */
export interface CallSettings {
  readonly limiter: Ec2Limiter;
  /** A number from 0 up to 1; `Math.random` where left out. */
  readonly random?: () => number;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** What the wrappers of EC2 are made of. */
export interface Ec2Settings extends CallSettings {
  readonly client: EC2Client;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** What `client.send` takes for a signal. */
export function sendOptions(signal: AbortSignal | undefined): { abortSignal?: AbortSignal } {
  return signal ? { abortSignal: signal } : {};
}

/** Makes one call: waits for its token, and tries again what may well succeed later. Errors are those of the SDK. */
export type Call = <Answer>(
  bucket: Ec2Bucket,
  signal: AbortSignal | undefined,
  attempt: () => Promise<Answer>,
) => Promise<Answer>;

/** The attempts that a call has in all, the first included, by how the last one failed. */
const ATTEMPTS = {
  /** The bucket is shared with others, who may empty it again and again; each attempt waits for a token. */
  throttled: 8,
  /** Each one may last as long as the request timeout. */
  timeout: 2,
  transient: 4,
};
const BACKOFF = { baseMs: 200, capMs: 10_000 };

export function createCall({ limiter, random = Math.random, sleep = sleepFor }: CallSettings): Call {
  return async (bucket, signal, attempt) => {
    for (let attempts = 1; ; attempts += 1) {
      await limiter.take(bucket, signal);
      try {
        return await attempt();
      } catch (error) {
        // Once interrupted, a call fails in whatever way; the reason of the interruption is what counts.
        signal?.throwIfAborted();
        const failure = failureOf(error);
        if (failure === 'throttled') limiter.throttled(bucket);
        if (failure === 'final' || attempts >= ATTEMPTS[failure]) throw error;
      }
      await sleep(backoffMs(attempts, random, BACKOFF), signal);
    }
  };
}

function failureOf(error: unknown): keyof typeof ATTEMPTS | 'final' {
  if (isThrottle(error)) return 'throttled';
  if (error instanceof Error && error.name === 'TimeoutError') return 'timeout';
  return isTransient(error) ? 'transient' : 'final';
}
