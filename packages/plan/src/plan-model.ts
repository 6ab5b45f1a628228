import type { Json } from './json.ts';

/** The resource of a change. */
export interface Target {
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
  /** The ARN; of a resource without one its id, and `new:<key>` of one that the plan makes. */
  readonly resource: string;
  /** A name for people: its `Name` tag. */
  readonly label?: string;
  /** What created it and still manages it, for people: `CloudFormation stack web`. It may put a value back. */
  readonly managedBy?: readonly string[];
}

/** A precondition of a change: a field that it does not change. */
export interface ExpectedField {
  readonly field: string;
  /** `null`: absent. */
  readonly value: Json;
}

/** A change of one field of one resource. */
export interface Change {
  /** Unique in the plan, and the same each time the same change is planned: `<arn>#<tag key>`. */
  readonly id: string;
  readonly target: Target;
  /** The tag key; `exists` of a change that makes or removes the whole resource. */
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
   * Ids of changes of the same plan that must be made before: a tag is removed only after the one that takes over its
   * value is set. If one of them is not made, this one is not.
   */
  readonly requires?: readonly string[];
  /**
   * Preconditions: other fields of the same resource, not changed by the plan, that must still have these values when
   * the change is made. A tag is removed only while the other one that has its value is there.
   */
  readonly holds?: readonly ExpectedField[];
}

/** Something that is not changed: a conflict that a person has to decide. */
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
  /** What it changes: `tags`. */
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
  /** The number of examined resources: the base of `--max-percent`. */
  readonly examined: number;
  /** The command that makes it again, for messages. */
  readonly command?: string;
  /** Ids of resources that were there when the plan was made, by key: what its changes make refers to them. */
  readonly ids?: Readonly<Record<string, string>>;
  /** What all resources of the plan belong to, such as the name of a network: what is made is marked with it. */
  readonly owner?: string;
  readonly [more: string]: Json | undefined;
}

/** A plan before it is sorted and hashed. */
export type PlanBody = Omit<Plan, 'format' | 'hash'> & { readonly format?: Plan['format'] };
