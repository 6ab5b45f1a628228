import { isGroundcrewError, messageOf } from '@groundcrew/errors';

/** All but `listed` mean that something may be missing. */
export type RegionStatus = 'listed' | 'not-enabled' | 'denied' | 'timed-out' | 'failed';

/** Why a region could not be asked. */
export interface RegionFailure {
  readonly status: Exclude<RegionStatus, 'listed'>;
  readonly reason: string;
}

/** A region that DescribeRegions says the account has not enabled. */
export function notEnabled(region: string): RegionFailure {
  const enable = `aws account enable-region --region-name ${region}`;
  return {
    status: 'not-enabled',
    reason: `the account has not enabled it; leave it out, or enable it (${enable})`,
  };
}

/**
 * Services tell a region that is not enabled and wrong keys in one word, as they do not know the account there: EC2,
 * STS and SNS, S3, those that speak JSON.
 */
const NOT_ENABLED_CODES = new Set([
  'AuthFailure',
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'UnrecognizedClientException',
]);

/** What a failed call tells of a region. */
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
      reason: 'it did not answer in time; try again, or give it longer (--timeout)',
    };
  }
  return { status: 'failed', reason: message };
}

/**
 * Whether no region and no account could be asked with what caused this: the person wants to hear it once, and not
 * as the fault of each region.
 */
export function isFatal(error: unknown): boolean {
  const { reason } = isGroundcrewError(error) ? error.details : {};
  return reason === 'no-credentials' || reason === 'expired-credentials' || reason === 'no-region';
}
