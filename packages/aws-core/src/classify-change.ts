import { isGroundcrewError } from '@groundcrew/errors';
import { isThrottle, isTransient } from './classify.ts';

const fatalReasons = new Set<unknown>([
  'bad-credentials',
  'clock-skew',
  'expired-credentials',
  'no-credentials',
  'no-region',
]);

/** Whether the same call of an apply may succeed later, by what the SDK threw. */
export function isRetryableChange(error: unknown): boolean {
  const thrown = isGroundcrewError(error) && error.cause !== undefined ? error.cause : error;
  return isThrottle(thrown) || isTransient(thrown);
}

/** Whether every call of an apply with these credentials would fail. */
export function isFatalChange(error: unknown): boolean {
  if (!isGroundcrewError(error)) return false;
  return fatalReasons.has(error.details.reason) || error.code.startsWith('aws-identity.');
}
