import { type CostAllocationTags, MAX_STATUS_UPDATES } from '@groundcrew/aws/cost-explorer';
import { isThrottle, isTransient } from '@groundcrew/aws-core';
import { isGroundcrewError } from '@groundcrew/errors';
import type { Change, CurrentValue, Executor } from '@groundcrew/plan';
import { ACTIVE, INACTIVE, keyOfTarget } from './plan-activation.ts';

export interface StatusExecutorDeps {
  /** The cost allocation tags of an account. */
  readonly tagsFor: (accountId: string) => Pick<CostAllocationTags, 'list' | 'updateStatus'>;
}

const fatalReasons = new Set<unknown>([
  'access-denied',
  'bad-credentials',
  'clock-skew',
  'expired-credentials',
  'no-credentials',
]);

/** How plans that activate cost allocation tags are read and made: up to twenty keys of an account a call. */
export function createStatusExecutor({ tagsFor }: StatusExecutorDeps): Executor {
  return {
    async read(fields, signal) {
      const current = new Map<string, CurrentValue>();
      for (const [accountId, ofAccount] of Map.groupBy(fields, ({ target }) => target.accountId)) {
        const listed = await tagsFor(accountId).list(signal && { signal });
        const states = new Map(listed.map(({ key, isActive }) => [key, isActive]));
        for (const { id, target } of ofAccount) {
          const isActive = states.get(keyOfTarget(target));
          current.set(id, isActive === undefined ? 'gone' : { value: (isActive ? ACTIVE : INACTIVE)! });
        }
      }
      return current;
    },

    batches: (changes) =>
      [...Map.groupBy(changes, ({ target }) => target.accountId).values()].flatMap((ofAccount) =>
        Array.from({ length: Math.ceil(ofAccount.length / MAX_STATUS_UPDATES) }, (_, at) =>
          ofAccount.slice(at * MAX_STATUS_UPDATES, (at + 1) * MAX_STATUS_UPDATES),
        ),
      ),

    async apply(batch, signal) {
      const [first] = batch as readonly [Change, ...Change[]];
      const updates = batch.map(({ target, after }) => ({
        key: keyOfTarget(target),
        isActive: after === ACTIVE,
      }));
      const failures = await tagsFor(first.target.accountId).updateStatus(updates, signal && { signal });
      const ids = new Map(batch.map(({ id, target }) => [keyOfTarget(target), id]));
      return {
        failed: failures.map(({ key, code, message }) => ({
          id: ids.get(key) ?? first.id,
          code,
          message,
          retryable: false,
        })),
      };
    },

    isRetryable(error) {
      const thrown = isGroundcrewError(error) && error.cause !== undefined ? error.cause : error;
      return isThrottle(thrown) || isTransient(thrown);
    },
    isFatal: (error) => isGroundcrewError(error) && fatalReasons.has(error.details.reason),
  };
}
