import { accountMismatch, capsExceeded, capsInvalid } from './errors.ts';
import type { Plan, Target } from './plan.ts';

/** The maximum that a plan may change. */
export interface Caps {
  /** Changes. */
  readonly maxChanges?: number;
  /** Resources that are changed, as a percentage of those that were examined. */
  readonly maxPercent?: number;
}

/**
 * Returns if the plan is within the caps.
 *
 * @throws GroundcrewError `plan.caps.exceeded`; `plan.caps.invalid` for a cap that is not a number from 0
 */
export function checkCaps(plan: Plan, { maxChanges, maxPercent }: Caps): void {
  for (const [name, cap] of Object.entries({ maxChanges, maxPercent })) {
    if (cap !== undefined && !(cap >= 0)) throw capsInvalid(name, cap);
  }
  const changes = plan.changes.length;
  if (maxChanges !== undefined && changes > maxChanges) {
    throw capsExceeded(`has ${changes} changes, and at most ${maxChanges} are allowed`, '--max-changes', {
      changes,
      maxChanges,
    });
  }
  const percent = percentOf(plan);
  if (maxPercent !== undefined && percent > maxPercent) {
    const shown = Number.isFinite(percent) ? `${Number(percent.toPrecision(3))} %` : 'more than all';
    throw capsExceeded(
      `changes ${shown} of the examined resources, and at most ${maxPercent} % are allowed`,
      '--max-percent',
      { percent, maxPercent },
    );
  }
}

/**
 * Returns if credentials are available for each account of the plan, or of a journal's header.
 *
 * @param accountIds the accounts of the credentials, as STS returns them
 * @throws GroundcrewError `plan.account.mismatch`
 */
export function checkAccounts({ accounts }: Pick<Plan, 'accounts'>, accountIds: readonly string[]): void {
  const missing = accounts.filter(({ id }) => !accountIds.includes(id));
  if (missing.length > 0) throw accountMismatch(missing, accountIds);
}

/** The share of the examined resources that the plan changes, in percent. */
export function percentOf({ changes, scope }: Plan): number {
  if (changes.length === 0) return 0;
  return (100 * countResources(changes)) / scope.examined;
}

/** The number of resources that are changed. Changes of one resource are side by side in a plan. */
export function countResources(changes: readonly { readonly target: Target }[]): number {
  const keys = new Set<string>();
  let last: Target | undefined;
  for (const { target } of changes) {
    if (!last || !isSameTarget(last, target)) keys.add(keyOf(target));
    last = target;
  }
  return keys.size;
}

/** A key for a resource. */
export function keyOf({ accountId, region, resource }: Target): string {
  // An account has twelve digits, and the quotes show where the region ends.
  return `${accountId}${JSON.stringify(region)}${resource}`;
}

/** Whether both are of one resource. */
export function isSameTarget(one: Target, other: Target): boolean {
  return (
    one === other ||
    (one.resource === other.resource && one.region === other.region && one.accountId === other.accountId)
  );
}
