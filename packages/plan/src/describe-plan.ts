import { countResources, isSameTarget } from './check-plan.ts';
import { compareText, type Json } from './json.ts';
import type { Change, Plan } from './plan.ts';

export interface DiffLine {
  /** `+`: the field is added; `-`: removed; `~`: its value is replaced. */
  readonly sign: '+' | '-' | '~';
  readonly field: string;
  readonly before: Json;
  readonly after: Json;
  readonly reason: string;
  readonly source?: string;
}

/** A change as a line of a diff. */
export function diffLine({ field, before, after, reason, source }: Change): DiffLine {
  const sign = before === null ? '+' : after === null ? '-' : '~';
  return { sign, field, before, after, reason, ...(source !== undefined && { source }) };
}

/** What changes on one resource. */
export type ResourceChanges = readonly [Change, ...Change[]];

/** The changes of a plan, those of one resource together: they are side by side in a plan. */
export function* changesByResource({ changes }: Pick<Plan, 'changes'>): Generator<ResourceChanges> {
  for (let from = 0; from < changes.length;) {
    let to = from + 1;
    while (to < changes.length && isSameTarget(changes[to]!.target, changes[from]!.target)) to += 1;
    yield changes.slice(from, to) as [Change, ...Change[]];
    from = to;
  }
}

export interface PlanSummary {
  readonly hash: string;
  readonly changes: number;
  /** Fields that are added, removed and replaced; their sum is `changes`. */
  readonly added: number;
  readonly removed: number;
  readonly replaced: number;
  /** Resources that are changed. */
  readonly resources: number;
  /** Resources that were examined. */
  readonly examined: number;
  /** `resources` as a percentage of `examined`. */
  readonly percent: number;
  readonly findings: number;
  readonly accounts: readonly {
    readonly id: string;
    readonly alias?: string;
    /** In which it has changes, in order. */
    readonly regions: readonly string[];
    readonly changes: number;
  }[];
}

/** A plan in figures. */
export function summarizePlan(plan: Plan): PlanSummary {
  const { changes, findings, scope, hash } = plan;
  let [added, removed] = [0, 0];
  const byAccount = new Map<string, { regions: Set<string>; changes: number }>();
  for (const { before, after, target } of changes) {
    if (before === null) added += 1;
    if (after === null) removed += 1;
    let own = byAccount.get(target.accountId);
    if (!own) byAccount.set(target.accountId, (own = { regions: new Set(), changes: 0 }));
    own.regions.add(target.region);
    own.changes += 1;
  }
  const resources = countResources(changes);
  return {
    hash,
    changes: changes.length,
    added,
    removed,
    replaced: changes.length - added - removed,
    resources,
    examined: scope.examined,
    percent: resources === 0 ? 0 : (100 * resources) / scope.examined,
    findings: findings.length,
    accounts: plan.accounts.map((account) => {
      const own = byAccount.get(account.id);
      return { ...account, regions: [...(own?.regions ?? [])].sort(compareText), changes: own?.changes ?? 0 };
    }),
  };
}
