import { createHash } from 'node:crypto';
import { invalidPlan } from './errors.ts';
import { canonicalChunks, compareText } from './json.ts';
import type { Plan, PlanBody } from './plan-model.ts';
import { compareFields, problemOfPlan } from './plan-shape.ts';

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
    changes: [...changes].sort(compareFields),
    findings: [...findings].sort(
      (one, other) => compareFields(one, other) || compareText(one.reason, other.reason),
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
  const hash = createHash('sha256');
  try {
    for (const text of canonicalChunks({ ...plan, hash: undefined })) hash.update(text);
  } catch (thrown) {
    throw thrown instanceof TypeError ? invalid(thrown.message) : thrown;
  }
  return hash.digest('hex');
}

/** The plan as a file: JSON, one line per change, for `diff` and `grep`. */
export function writePlan(plan: Plan): string {
  return [...planChunks(plan)].join('');
}

/** As {@link writePlan}, in pieces to be written one after the other. */
export function* planChunks(plan: Plan): Generator<string> {
  const { format, kind, createdAt, accounts, scope, changes, findings, hash } = plan;
  yield '{\n';
  for (const [name, member] of Object.entries({ format, kind, createdAt, hash, accounts, scope })) {
    yield `  ${JSON.stringify(name)}: ${JSON.stringify(member)},\n`;
  }
  yield '  "changes": ';
  yield* lines(changes);
  yield ',\n  "findings": ';
  yield* lines(findings);
  yield '\n}\n';
}

function* lines(items: readonly object[]): Generator<string> {
  for (const [index, item] of items.entries()) {
    yield `${index === 0 ? '[' : ','}\n    ${JSON.stringify(item)}`;
  }
  yield items.length === 0 ? '[]' : '\n  ]';
}
