import { keyOf, percentOf } from './check-plan.ts';
import type { Json } from './json.ts';
import type { Plan, Target } from './plan.ts';

export interface DiffLine {
  /** `+`: the field is added; `-`: removed; `~`: its value is replaced. */
  readonly sign: '+' | '-' | '~';
  readonly field: string;
  readonly before: Json;
  readonly after: Json;
  readonly reason: string;
  readonly source?: string;
}

/** What changes on one resource. */
export interface DiffBlock {
  /** The ARN. */
  readonly resource: string;
  readonly target: Target;
  readonly lines: readonly DiffLine[];
}

/** The changes as a diff, one block per resource, in the order of the plan. */
export function diffLines({ changes }: Plan): readonly DiffBlock[] {
  const blocks = new Map<string, { resource: string; target: Target; lines: DiffLine[] }>();
  for (const { target, field, before, after, reason, source } of changes) {
    const key = keyOf(target);
    const block = blocks.get(key) ?? { resource: target.resource, target, lines: [] };
    blocks.set(key, block);
    const sign = before === null ? '+' : after === null ? '-' : '~';
    block.lines.push({ sign, field, before, after, reason, ...(source !== undefined && { source }) });
  }
  return [...blocks.values()];
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
  const added = changes.filter(({ before }) => before === null).length;
  const removed = changes.filter(({ after }) => after === null).length;
  return {
    hash,
    changes: changes.length,
    added,
    removed,
    replaced: changes.length - added - removed,
    resources: new Set(changes.map(({ target }) => keyOf(target))).size,
    examined: scope.examined,
    percent: percentOf(plan),
    findings: findings.length,
    accounts: plan.accounts.map((account) => {
      const own = changes.filter(({ target }) => target.accountId === account.id);
      const regions = [...new Set(own.map(({ target }) => target.region))].sort();
      return { ...account, regions, changes: own.length };
    }),
  };
}
