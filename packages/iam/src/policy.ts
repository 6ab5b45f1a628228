/*
 * Rules of this package: "IAM JSON policy elements reference" and "Policy evaluation logic" of the IAM user guide.
 */

/** An identity-based policy, checked. */
export interface Policy {
  /** Policies of 2008-10-17, the default, know no variables: `${…}` stands for itself. */
  readonly version: '2008-10-17' | '2012-10-17';
  readonly id?: string;
  readonly statements: readonly Statement[];
}

export interface Statement {
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Patterns;
  readonly resources: Patterns;
  /** All of them have to be met. */
  readonly conditions: readonly Condition[];
}

/** What a statement names, or (`not`) everything but that. */
export interface Patterns {
  readonly not: boolean;
  /** With `*` and `?`. */
  readonly patterns: readonly string[];
}

/** One key of one operator. */
export interface Condition {
  readonly operator: Operator;
  /** As written; keys are compared without regard to case. */
  readonly key: string;
  /** Any of them is enough; of a negated operator none may match. */
  readonly values: readonly string[];
}

export interface Operator {
  /** As written: `ForAnyValue:StringLikeIfExists`. */
  readonly name: string;
  readonly set?: 'ForAllValues' | 'ForAnyValue';
  readonly comparison: Comparison;
  readonly negated: boolean;
  readonly ifExists: boolean;
}

/** What an operator compares; negation, sets and `IfExists` are the same for all. */
export type Comparison =
  | 'string'
  | 'string-ignoring-case'
  | 'string-pattern'
  | 'arn'
  | 'number'
  | 'number-less'
  | 'number-less-or-equal'
  | 'number-greater'
  | 'number-greater-or-equal'
  | 'date'
  | 'date-before'
  | 'date-before-or-at'
  | 'date-after'
  | 'date-after-or-at'
  | 'bool'
  | 'binary'
  | 'ip-address'
  | 'null';

/** A policy and what it is called in answers: `inline policy "manifest"`. */
export interface NamedPolicy {
  readonly name: string;
  readonly policy: Policy;
}
