import { type BucketLimiter, isThrottle } from '@groundcrew/aws-core';
import { type SendOptions, sendOptions } from './call.ts';

/**
 * One attempt of a call that changes something: what may be repeated, and when, its caller decides.
 *
 * @throws the signal's reason if that is aborted; what `failureOf` returns
 */
export async function callOnce<Bucket extends string, Answer>(
  limiter: BucketLimiter<Bucket>,
  bucket: Bucket,
  signal: AbortSignal | undefined,
  send: (options: SendOptions) => Promise<Answer>,
  failureOf: (error: unknown) => Error,
): Promise<Answer> {
  await limiter.take(bucket, signal);
  try {
    return await send(sendOptions(signal));
  } catch (error) {
    signal?.throwIfAborted();
    if (isThrottle(error)) limiter.throttled(bucket);
    throw failureOf(error);
  }
}
