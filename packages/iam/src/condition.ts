import { matchesArn } from './arn.ts';
import { all, type ContextReader, type Verdict } from './context.ts';
import { isInRange, readIpRange } from './ip-range.ts';
import type { Comparison, Condition, Operator, Policy } from './policy.ts';
import { readDate } from './read-date.ts';
import { type Expanded, expand } from './variables.ts';
import { matches, type Token } from './wildcard.ts';

/** Whether a statement's conditions are met. `absent`: a variable in them has no value. */
export function meetsConditions(
  conditions: readonly Condition[],
  version: Policy['version'],
  context: ContextReader,
): Verdict {
  return all(conditions.map((condition) => meetsCondition(condition, version, context)));
}

function meetsCondition(condition: Condition, version: Policy['version'], context: ContextReader): Verdict {
  const { operator, key, values } = condition;
  const found = context.read(key);
  if (operator.comparison === 'null') {
    if (found === 'unknown') return { unknown: [key] };
    return toVerdict(values.some((value) => (value.toLowerCase() === 'true') === (found.length === 0)));
  }
  const expected = values.map((value) =>
    expand(value, context, {
      variables: version === '2012-10-17' && takesVariables(operator.comparison),
      wildcards: operator.comparison === 'string-pattern' || operator.comparison === 'arn',
    }),
  );
  if (expected.includes('absent')) return 'no';
  const unknown = expected.flatMap((one) => (isUnknown(one) ? one.unknown : []));
  if (found === 'unknown') return { unknown: [key, ...unknown] };
  if (found.length === 0 && !holdsWithoutValues(operator)) return 'no';
  if (unknown.length > 0) return { unknown };
  if (found.length === 0) return 'yes';
  const isMatch = (value: string): boolean =>
    expected.some((tokens) => Array.isArray(tokens) && compare(operator.comparison, value, tokens));
  const fits = operator.negated ? (value: string) => !isMatch(value) : isMatch;
  // Without a set operator a negated one holds if none of the values matches.
  const needsAll = operator.set === 'ForAllValues' || (operator.set === undefined && operator.negated);
  return toVerdict(needsAll ? found.every(fits) : found.some(fits));
}

function isUnknown(expanded: Expanded): expanded is Extract<Expanded, { readonly unknown: unknown }> {
  return typeof expanded === 'object' && 'unknown' in expanded;
}

/** "Set operators", "…IfExists condition operators" and "negated matching" of the page on condition operators. */
function holdsWithoutValues(operator: Operator): boolean {
  if (operator.ifExists) return true;
  if (operator.set !== undefined) return operator.set === 'ForAllValues';
  return operator.negated;
}

function takesVariables(comparison: Comparison): boolean {
  return comparison === 'arn' || comparison.startsWith('string');
}

/** Whether a value of the request is what the policy asks for. */
function compare(comparison: Comparison, value: string, tokens: readonly Token[]): boolean {
  const expected = () => tokens.filter((token) => typeof token === 'string').join('');
  switch (comparison) {
    case 'string':
    case 'binary':
      return value === expected();
    case 'string-ignoring-case':
    case 'bool':
      return value.toLowerCase() === expected().toLowerCase();
    case 'string-pattern':
      return matches(tokens, value);
    case 'arn':
      return matchesArn(tokens, value);
    case 'number':
      return compareNumbers(value, expected(), (one, other) => one === other);
    case 'number-less':
      return compareNumbers(value, expected(), (one, other) => one < other);
    case 'number-less-or-equal':
      return compareNumbers(value, expected(), (one, other) => one <= other);
    case 'number-greater':
      return compareNumbers(value, expected(), (one, other) => one > other);
    case 'number-greater-or-equal':
      return compareNumbers(value, expected(), (one, other) => one >= other);
    case 'date':
      return compareDates(value, expected(), (one, other) => one === other);
    case 'date-before':
      return compareDates(value, expected(), (one, other) => one < other);
    case 'date-before-or-at':
      return compareDates(value, expected(), (one, other) => one <= other);
    case 'date-after':
      return compareDates(value, expected(), (one, other) => one > other);
    case 'date-after-or-at':
      return compareDates(value, expected(), (one, other) => one >= other);
    case 'ip-address': {
      const range = readIpRange(expected());
      return range !== undefined && isInRange(range, value);
    }
    case 'null':
      return false;
  }
}

function compareNumbers(
  value: string,
  expected: string,
  holds: (one: number, other: number) => boolean,
): boolean {
  const [one, other] = [readNumber(value), readNumber(expected)];
  return one !== undefined && other !== undefined && holds(one, other);
}

function compareDates(
  value: string,
  expected: string,
  holds: (one: number, other: number) => boolean,
): boolean {
  const [one, other] = [readDate(value), readDate(expected)];
  return one !== undefined && other !== undefined && holds(one, other);
}

/** `undefined`: not a decimal number. */
export function readNumber(text: string): number | undefined {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}

function toVerdict(holds: boolean): Verdict {
  return holds ? 'yes' : 'no';
}
