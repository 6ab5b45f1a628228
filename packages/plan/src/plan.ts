import { createHash } from 'node:crypto';
import { invalidPlan } from './errors.ts';
import { canonicalJson, compareText } from './json.ts';
import type { Change, Plan, PlanBody } from './plan-model.ts';
import { problemOfPlan } from './plan-shape.ts';

export type * from './plan-model.ts';

export const PLAN_FORMAT = 'groundcrew-plan/1';

/**
 * A plan, sorted and with its hash: the same changes give the same plan, regardless of their order.
 *
 * @throws GroundcrewError `plan.invalid` (a bug of the planner): an id or a field twice; a change that changes
 * nothing, that requires what is not in the plan or itself, whose precondition the plan changes, or whose account is
 * not in the plan; a value that JSON can't represent
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
 * The hash of a plan: over all of it but its own `hash`.
 *
 * @throws what `invalid` returns if JSON can't represent the plan
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

/** The plan as a file: JSON, one line per change, for `diff` and `grep`. */
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
