import { createHash } from 'node:crypto';
import { invalidPlan } from './errors.ts';
import { canonicalJson, compareText, type Json } from './json.ts';
import { faultOfPlan } from './plan-shape.ts';

/** What a change is made to. */
export interface Target {
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
  /** The ARN. */
  readonly resource: string;
  /** What people call it: its `Name` tag. */
  readonly label?: string;
}

/** A field that a change rests on and leaves as it is. */
export interface Held {
  readonly field: string;
  /** `null`: absent. */
  readonly value: Json;
}

/** One field of one resource, from what it was to what it shall be. */
export interface Change {
  /** Unique in the plan, and the same each time the same thing is planned: `<arn>#<tag key>`. */
  readonly id: string;
  readonly target: Target;
  /** What of the resource: the tag key. */
  readonly field: string;
  /** `null`: absent. */
  readonly before: Json;
  /** `null`: removed. */
  readonly after: Json;
  /** Why, for people. */
  readonly reason: string;
  /** Where the value comes from: `instance i-0abc`, `default`. */
  readonly source?: string;
  /**
   * Ids of changes of the same plan that must have been made before: a tag is removed only where the one that takes
   * over its value is there. Where one of them was not made, this one is not.
   */
  readonly requires?: readonly string[];
  /**
   * Other fields of the same resource, none of which the plan changes, that must still have these values when the change
   * is made: a tag is removed only while the other that has its value is there.
   */
  readonly holds?: readonly Held[];
}

/** What was found and is no change: a conflict that a person has to decide. */
export interface Finding {
  readonly target: Target;
  readonly field: string;
  readonly reason: string;
}

export interface PlanAccount {
  /** Twelve digits. */
  readonly id: string;
  readonly alias?: string;
}

export interface Plan {
  readonly format: 'groundcrew-plan/1';
  /** What it is about: `tags`. */
  readonly kind: string;
  /** ISO 8601, in UTC. */
  readonly createdAt: string;
  readonly accounts: readonly PlanAccount[];
  readonly scope: PlanScope;
  /** In order of account, region, resource and field. */
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
  /** SHA-256 of everything else, as canonical JSON; in hexadecimal. */
  readonly hash: string;
}

export interface PlanScope {
  /** How many resources were looked at: what `--max-percent` is a share of. */
  readonly examined: number;
  /** The command that makes it anew, for messages. */
  readonly command?: string;
  readonly [more: string]: Json;
}

/** A plan before it is sorted and sealed. */
export type PlanBody = Omit<Plan, 'format' | 'hash'> & { readonly format?: Plan['format'] };

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
    changes: [...changes].sort(inOrder),
    findings: [...findings].sort(
      (one, other) => inOrder(one, other) || compareText(one.reason, other.reason),
    ),
  } as const;
  const fault = faultOfPlan(sorted);
  if (fault !== undefined) throw invalidPlan(fault);
  return { ...sorted, hash: hashOf(sorted, invalidPlan) };
}

/**
 * The hash of a plan: over all of it but the hash that it carries.
 *
 * @throws what `invalid` makes of it that JSON can't say the plan
 */
export function hashOf(plan: object, invalid: (fault: string) => Error): string {
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

type Placed = Pick<Change, 'target' | 'field'>;

function inOrder(one: Placed, other: Placed): number {
  return (
    compareText(one.target.accountId, other.target.accountId) ||
    compareText(one.target.region, other.target.region) ||
    compareText(one.target.resource, other.target.resource) ||
    compareText(one.field, other.field)
  );
}
