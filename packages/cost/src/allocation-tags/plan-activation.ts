import {
  type Change,
  createPlan,
  type Finding,
  type Plan,
  type PlanAccount,
  type Target,
} from '@groundcrew/plan';
import type { TagState } from './tag-states.ts';

/** The kind of plans that activate cost allocation tags. */
export const ACTIVATION_PLAN_KIND = 'cost-allocation-tags';

/** The field of a key that such a plan changes, and its values. */
export const STATUS_FIELD = 'status';
export const [ACTIVE, INACTIVE] = ['Active', 'Inactive'];

// They have no ARN, and are of all regions; the service signs for this one.
const REGION = 'us-east-1';
const PREFIX = 'cost-allocation-tag/';

export interface ActivationOptions {
  readonly account: PlanAccount;
  /** Keys to activate; default: all of the policy. */
  readonly keys?: readonly string[] | undefined;
  /** The command that makes the plan again. */
  readonly command: string;
  readonly nowMs: number;
}

/** The plan that activates inactive keys. What AWS does not list can't be activated, and is a finding. */
export function planActivation(
  states: readonly TagState[],
  { account, keys, command, nowMs }: ActivationOptions,
): Plan {
  const byKey = new Map(states.map((state) => [state.key, state]));
  const wanted = keys ?? states.filter(({ isInPolicy }) => isInPolicy).map(({ key }) => key);
  const changes: Change[] = [];
  const findings: Finding[] = [];
  for (const key of new Set(wanted)) {
    const target: Target = { accountId: account.id, region: REGION, resource: `${PREFIX}${key}`, label: key };
    const state = byKey.get(key);
    if (state === undefined || state.status === 'unlisted')
      findings.push({
        target,
        field: STATUS_FIELD,
        reason:
          'AWS lists no such key: it does so a day after a resource was given it; tag one, and try again then',
      });
    else if (state.status === 'inactive')
      changes.push({
        id: `${target.resource}#${STATUS_FIELD}`,
        target,
        field: STATUS_FIELD,
        before: INACTIVE!,
        after: ACTIVE!,
        reason: state.isInPolicy ? 'the policy has the key' : 'named by --activate',
      });
  }
  return createPlan({
    kind: ACTIVATION_PLAN_KIND,
    createdAt: new Date(nowMs).toISOString(),
    accounts: [account],
    scope: { examined: states.length, command },
    changes,
    findings,
  });
}

/** The key of a plan's resource. */
export function keyOfTarget({ resource }: Pick<Target, 'resource'>): string {
  return resource.slice(PREFIX.length);
}
