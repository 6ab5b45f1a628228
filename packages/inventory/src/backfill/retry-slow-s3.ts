import { retry } from '@groundcrew/async';
import type { RejectsInBucket } from '../uploads/rejects-in-bucket.ts';
import { isGroundcrewError } from '@groundcrew/errors';

/** How to wait between attempts. */
export interface RetrySlowS3Options {
  readonly signal?: AbortSignal | undefined;
  /** For tests. */
  readonly sleep?: ((ms: number, signal?: AbortSignal) => Promise<void>) | undefined;
}

/** Each of these has the attempts of the SDK: with what is between them, about a minute. */
const MAX_ATTEMPTS = 10;
/** Half of each delay at least, so that attempts are not used up while S3 is still scaling. */
const limits = { baseMs: 200, capMs: 10_000, minShare: 0.5 };
const codes: ReadonlySet<string> = new Set(['aws-s3.read-failed', 'aws-s3.write-failed']);

/**
 * Tries a call of S3 again and again where S3 fails, once the attempts of the SDK (three, and none where many failed before) are
 * used up. Many functions that begin at once under one prefix are slowed down until S3 has scaled (knowledge center, "503 Slow
 * Down errors … within the supported request rate per prefix"); who gives up at once uses up the retries of the state machine, and
 * then leaves files out.
 *
 * @throws what `work` throws of its own, or last; the reason of the signal
 */
export function retrySlowS3<Result>(
  work: () => Promise<Result>,
  { signal, sleep }: RetrySlowS3Options,
): Promise<Result> {
  return retry(work, { mayRetry, limits, signal, ...(sleep && { sleep }) });
}

/** Rejects that are stored {@link retrySlowS3}: what is stored again is the same. */
export function rejectsWithRetries(rejects: RejectsInBucket, options: RetrySlowS3Options): RejectsInBucket {
  return {
    save: (part) => retrySlowS3(() => rejects.save(part), options),
    finish: (parts, rest) => retrySlowS3(() => rejects.finish(parts, rest), options),
    discard: () => rejects.discard(),
    writeRefusalNote: (error) => retrySlowS3(() => rejects.writeRefusalNote(error), options),
  };
}

function mayRetry(error: unknown, attempts: number): boolean {
  return (
    attempts < MAX_ATTEMPTS && isGroundcrewError(error) && error.fault === 'service' && codes.has(error.code)
  );
}
