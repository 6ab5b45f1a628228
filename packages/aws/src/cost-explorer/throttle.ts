import { isErrorNamed } from '../call.ts';

/**
 * Elsewhere a LimitExceededException is a quota that waiting does not raise; here it means too many calls in a short
 * time (API reference, "Errors" of GetCostAndUsage). Marked as the SDK marks throttles.
 */
export function asThrottle(error: unknown): unknown {
  return isErrorNamed(error, 'LimitExceededException')
    ? Object.assign(error, { $retryable: { throttling: true } })
    : error;
}
