import type { Json } from './json.ts';

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
export interface ExpectedField {
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
  readonly holds?: readonly ExpectedField[];
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
