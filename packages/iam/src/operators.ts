import type { Comparison, Operator } from './policy.ts';

/** "IAM JSON policy elements: Condition operators" of the IAM user guide. */
const comparisons: Readonly<Record<string, readonly [comparison: Comparison, negated?: 'negated']>> = {
  StringEquals: ['string'],
  StringNotEquals: ['string', 'negated'],
  StringEqualsIgnoreCase: ['string-ignoring-case'],
  StringNotEqualsIgnoreCase: ['string-ignoring-case', 'negated'],
  StringLike: ['string-pattern'],
  StringNotLike: ['string-pattern', 'negated'],
  NumericEquals: ['number'],
  NumericNotEquals: ['number', 'negated'],
  NumericLessThan: ['number-less'],
  NumericLessThanEquals: ['number-less-or-equal'],
  NumericGreaterThan: ['number-greater'],
  NumericGreaterThanEquals: ['number-greater-or-equal'],
  DateEquals: ['date'],
  DateNotEquals: ['date', 'negated'],
  DateLessThan: ['date-before'],
  DateLessThanEquals: ['date-before-or-at'],
  DateGreaterThan: ['date-after'],
  DateGreaterThanEquals: ['date-after-or-at'],
  Bool: ['bool'],
  BinaryEquals: ['binary'],
  IpAddress: ['ip-address'],
  NotIpAddress: ['ip-address', 'negated'],
  // The same for IAM: both take wildcards, in each part of an ARN.
  ArnEquals: ['arn'],
  ArnNotEquals: ['arn', 'negated'],
  ArnLike: ['arn'],
  ArnNotLike: ['arn', 'negated'],
  Null: ['null'],
};

export const operatorNames: readonly string[] = Object.keys(comparisons);

/** `undefined`: there is no such operator. */
export function readOperator(name: string): Operator | undefined {
  const [, set, base = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/.exec(name) ?? [];
  if (!Object.hasOwn(comparisons, base)) return undefined;
  const [comparison, negated] = comparisons[base]!;
  if (comparison === 'null' && (ifExists !== undefined || set !== undefined)) return undefined;
  return {
    name,
    ...(set !== undefined && { set: set as NonNullable<Operator['set']> }),
    comparison,
    negated: negated !== undefined,
    ifExists: ifExists !== undefined,
  };
}
