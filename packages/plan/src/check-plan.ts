import { accountMismatch, capsExceeded, capsInvalid } from './errors.ts';
import type { Plan, Target } from './plan.ts';

/** How much a plan may change. */
export interface Caps {
  /** Changes. */
  readonly maxChanges?: number;
  /** Resources that are changed, as a percentage of those that were looked at. */
  readonly maxPercent?: number;
}

/**
 * Returns where the plan is within the caps.
 *
 * @throws GroundcrewError `plan.caps.exceeded`; `plan.caps.invalid` for a cap that is no number from 0
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
      `changes ${shown} of the resources looked at, and at most ${maxPercent} % are allowed`,
      '--max-percent',
      { percent, maxPercent },
    );
  }
}

/**
 * Returns where each account of the plan, or of a journal's header, is one that can be reached.
 *
 * @param accountIds whose credentials are at hand, as STS tells
 * @throws GroundcrewError `plan.account.mismatch`
 */
export function checkAccounts({ accounts }: Pick<Plan, 'accounts'>, accountIds: readonly string[]): void {
  const missing = accounts.filter(({ id }) => !accountIds.includes(id));
  if (missing.length > 0) throw accountMismatch(missing, accountIds);
}

/** The share of the resources looked at that the plan changes, in percent. */
export function percentOf({ changes, scope }: Plan): number {
  if (changes.length === 0) return 0;
  return (100 * new Set(changes.map(({ target }) => keyOf(target))).size) / scope.examined;
}

/** One text for one resource. */
export function keyOf({ accountId, region, resource }: Target): string {
  return JSON.stringify([accountId, region, resource]);
}
