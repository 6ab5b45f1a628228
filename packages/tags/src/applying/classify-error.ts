import { isThrottle, isTransient } from '@groundcrew/aws-core';
import { isGroundcrewError } from '@groundcrew/errors';

const FATAL_REASONS = new Set<unknown>([
  'bad-credentials',
  'clock-skew',
  'expired-credentials',
  'no-credentials',
  'no-region',
]);

/** Whether the same call may succeed later, by what the SDK threw. */
export function isRetryable(error: unknown): boolean {
  const thrown = isGroundcrewError(error) && error.cause !== undefined ? error.cause : error;
  return isThrottle(thrown) || isTransient(thrown);
}

/** Whether every call with these credentials would fail. */
export function isFatal(error: unknown): boolean {
  if (!isGroundcrewError(error)) return false;
  return FATAL_REASONS.has(error.details.reason) || error.code.startsWith('aws-identity.');
}
