import { createTokenBucket, type TokenBucket, type TokenBucketRate } from '../faults/token-bucket.ts';
import type { Form } from '../form.ts';
import { requestLimitExceeded } from './errors.ts';
import { changeActions } from './network/network-actions.ts';

/** Rates of the buckets. */
export interface Ec2BucketRates {
  /** For calls with neither filters nor `MaxResults`. */
  readonly unfiltered: TokenBucketRate;
  /** For calls with filters or pages. */
  readonly filtered: TokenBucketRate;
  /** For CreateTags and DeleteTags; default: the documented rates. */
  readonly tagging?: TokenBucketRate;
  /** For StartInstances and StopInstances; default: the documented rates. */
  readonly changing?: TokenBucketRate;
  /** For calls that make, change and remove networks; default: the documented rates. */
  readonly mutating?: TokenBucketRate;
}

/**
 * "Request throttling for the Amazon EC2 API" of the EC2 developer guide: non-mutating actions, and those of tags, which
 * have rates of their own among the mutating ones; StartInstances has a small one,
 * and StopInstances is counted like it.
 */
export const documentedBucketRates: Required<Ec2BucketRates> = {
  unfiltered: { capacity: 50, refillPerSecond: 10 },
  filtered: { capacity: 100, refillPerSecond: 20 },
  tagging: { capacity: 100, refillPerSecond: 10 },
  changing: { capacity: 5, refillPerSecond: 2 },
  // Those of the category; some of its actions have rates of their own.
  mutating: { capacity: 50, refillPerSecond: 5 },
};

/** Counts calls of each account, region and action. */
export interface RequestBuckets {
  /** @throws AwsError `RequestLimitExceeded` */
  take(call: CountedCall, rates: Ec2BucketRates, nowMs: number): void;
}

interface CountedCall {
  readonly accountId: string;
  readonly region: string;
  readonly action: string;
  readonly form: Form;
}

/** Buckets are full at first. */
export function createRequestBuckets(): RequestBuckets {
  const buckets = new Map<string, TokenBucket>();
  return {
    take({ accountId, region, action, form }, rates, nowMs) {
      const kind = kindOf(action, form);
      const key = `${accountId} ${region} ${action} ${kind}`;
      let bucket = buckets.get(key);
      if (!bucket) {
        bucket = createTokenBucket(rates[kind] ?? documentedBucketRates[kind], nowMs);
        buckets.set(key, bucket);
      }
      if (!bucket.take(nowMs)) throw requestLimitExceeded();
    },
  };
}

function kindOf(action: string, form: Form): keyof Ec2BucketRates {
  if (action === 'CreateTags' || action === 'DeleteTags') return 'tagging';
  if (action === 'StartInstances' || action === 'StopInstances') return 'changing';
  if (Object.hasOwn(changeActions, action)) return 'mutating';
  return isFilteredOrPaged(form) ? 'filtered' : 'unfiltered';
}

function isFilteredOrPaged(form: Form): boolean {
  return (
    form.text('MaxResults') !== undefined ||
    form.text('NextToken') !== undefined ||
    form.structures('Filter').length > 0
  );
}
