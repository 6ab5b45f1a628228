import { isGroundcrewError, messageOf } from '@groundcrew/errors';

/** All except `listed` mean that something may be missing. */
export type RegionStatus = 'listed' | 'not-enabled' | 'denied' | 'timed-out' | 'failed';

/** Why a region could not be listed. */
export interface RegionFailure {
  readonly status: Exclude<RegionStatus, 'listed'>;
  readonly reason: string;
}

/** A region that the account has not enabled, according to DescribeRegions. */
export function notEnabled(region: string): RegionFailure {
  const enable = `aws account enable-region --region-name ${region}`;
  return {
    status: 'not-enabled',
    reason: `the account has not enabled it; leave it out, or enable it (${enable})`,
  };
}

/**
 * Services return the same error for a region that is not enabled and for wrong keys, as they do not know the account
 * there: EC2, STS and SNS, S3, JSON services.
 */
const NOT_ENABLED_CODES = new Set([
  'AuthFailure',
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'UnrecognizedClientException',
]);

/** The outcome of a region whose call failed. */
export function failureOf(error: unknown, region: string): RegionFailure {
  const { reason, awsError } = isGroundcrewError(error) ? error.details : {};
  const message = messageOf(error);
  if (awsError === 'OptInRequired') return notEnabled(region);
  if (typeof awsError === 'string' && NOT_ENABLED_CODES.has(awsError)) {
    return {
      status: 'not-enabled',
      reason: `the account has not enabled it, or the credentials are not valid there (${awsError}); enable it, or leave it out`,
    };
  }
  if (reason === 'access-denied') return { status: 'denied', reason: message };
  if (reason === 'timeout') {
    return {
      status: 'timed-out',
      reason: 'it did not respond in time; try again, or raise --timeout',
    };
  }
  return { status: 'failed', reason: message };
}

/**
 * Whether the cause affects all regions and accounts: it is then reported once, and not per region.
 */
export function isFatal(error: unknown): boolean {
  const { reason } = isGroundcrewError(error) ? error.details : {};
  return reason === 'no-credentials' || reason === 'expired-credentials' || reason === 'no-region';
}
