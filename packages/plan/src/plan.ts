import { createHash } from 'node:crypto';
import { invalidPlan } from './errors.ts';
import { canonicalJson, compareText } from './json.ts';
import type { Change, Plan, PlanBody } from './plan-model.ts';
import { problemOfPlan } from './plan-shape.ts';

export type * from './plan-model.ts';

export const PLAN_FORMAT = 'groundcrew-plan/1';

/**
 * A plan, sorted and sealed with its hash: the same changes give the same plan, in whatever order they come.
 *
 * @throws GroundcrewError `plan.invalid` (a bug of the planner): an id or a field twice, a change that changes
 * nothing, requires what is not in the plan or itself, holds what the plan changes, or is in an account that the plan
 * does not name, a value that JSON can't say
 */
export function createPlan(body: PlanBody): Plan {
  const { kind, createdAt, accounts, scope, changes, findings } = body;
  const sorted = {
    format: PLAN_FORMAT,
    kind,
    createdAt,
    accounts: [...accounts].sort((one, other) => compareText(one.id, other.id)),
    scope,
    changes: [...changes].sort(compareByTarget),
    findings: [...findings].sort(
      (one, other) => compareByTarget(one, other) || compareText(one.reason, other.reason),
    ),
  } as const;
  const problem = problemOfPlan(sorted);
  if (problem !== undefined) throw invalidPlan(problem);
  return { ...sorted, hash: hashOf(sorted, invalidPlan) };
}

/**
 * The hash of a plan: over all of it but the hash that it carries.
 *
 * @throws what `invalid` makes of it that JSON can't say the plan
 */
export function hashOf(plan: object, invalid: (problem: string) => Error): string {
  let text: string;
  try {
    text = canonicalJson({ ...plan, hash: undefined });
  } catch (thrown) {
    throw thrown instanceof TypeError ? invalid(thrown.message) : thrown;
  }
  return createHash('sha256').update(text).digest('hex');
}

/** The plan as a file: JSON, one line a change, so that a plain `diff` and `grep` serve. */
export function writePlan(plan: Plan): string {
  const { format, kind, createdAt, accounts, scope, changes, findings, hash } = plan;
  const members = [
    ...Object.entries({ format, kind, createdAt, hash, accounts, scope }).map(
      ([name, member]) => `${JSON.stringify(name)}: ${JSON.stringify(member)}`,
    ),
    `"changes": ${lines(changes)}`,
    `"findings": ${lines(findings)}`,
  ];
  return `{\n  ${members.join(',\n  ')}\n}\n`;
}

function lines(items: readonly object[]): string {
  if (items.length === 0) return '[]';
  return `[\n    ${items.map((item) => JSON.stringify(item)).join(',\n    ')}\n  ]`;
}

type FieldAddress = Pick<Change, 'target' | 'field'>;

function compareByTarget(one: FieldAddress, other: FieldAddress): number {
  return (
    compareText(one.target.accountId, other.target.accountId) ||
    compareText(one.target.region, other.target.region) ||
    compareText(one.target.resource, other.target.resource) ||
    compareText(one.field, other.field)
  );
}
