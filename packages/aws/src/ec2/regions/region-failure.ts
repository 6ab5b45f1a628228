import { isOptInRegion } from '@groundcrew/aws-core';
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

const OPTION_ADVICE = ', or raise --timeout';

/** A reason without the options that it names: functions have none. */
export function withoutOptions(reason: string): string {
  return reason.replace(OPTION_ADVICE, '');
}

/** The outcome of a region whose call failed. */
export function failureOf(error: unknown, region: string): RegionFailure {
  const { reason, awsError } = isGroundcrewError(error) ? error.details : {};
  const message = messageOf(error);
  if (awsError === 'OptInRequired') return notEnabled(region);
  if (reason === 'bad-credentials' && isOptInRegion(region)) return refusedInOptInRegion(region, awsError);
  if (reason === 'access-denied') return { status: 'denied', reason: message };
  if (reason === 'timeout') {
    return {
      status: 'timed-out',
      reason: `it did not respond in time; try again${OPTION_ADVICE}`,
    };
  }
  return { status: 'failed', reason: message };
}

/**
 * A region that an account has not enabled does not know its keys, nor the session tokens of the global endpoint of STS
 * (IAM User Guide, "Manage AWS STS in an AWS Region"): the same error for both.
 */
function refusedInOptInRegion(region: string, awsError: unknown): RegionFailure {
  return {
    status: 'not-enabled',
    reason:
      `the account has not enabled it, or the session is of the global endpoint of STS, which is not valid there ` +
      `(${String(awsError)}); enable it (aws account enable-region --region-name ${region}), or leave it out`,
  };
}

const fatal = new Set(['no-credentials', 'expired-credentials', 'no-region', 'clock-skew']);

/**
 * Whether the cause affects all regions: it is then reported once, and not per region. Keys that a region refuses which
 * every account has are wrong everywhere.
 */
export function isFatal(error: unknown, region?: string): boolean {
  if (!isGroundcrewError(error)) return false;
  const { reason } = error.details;
  if (error.code.startsWith('aws-identity.') || fatal.has(String(reason))) return true;
  const { region: place = 'us-east-1' } = error.details;
  return reason === 'bad-credentials' && typeof place === 'string' && !isOptInRegion(region ?? place);
}
