import type { ChoiceCondition, ChoiceRule } from '@groundcrew/lambda';
import { StatesError } from './errors.ts';
import type { Json } from './json.ts';
import { findNode, nodeAt, parsePath } from './paths.ts';

/** Whether the value at `Variable` meets the operand; of another type than the operator's it never does. */
type Operator = (value: Json | undefined, operand: Json) => boolean;

const numeric =
  (compare: (a: number, b: number) => boolean): Operator =>
  (value, operand) =>
    typeof value === 'number' && typeof operand === 'number' && compare(value, operand);

const has =
  (test: (value: Json | undefined) => boolean): Operator =>
  (value, operand) =>
    test(value) === operand;

/** Operators whose operand may be a path, too. */
const comparisons: Readonly<Record<string, Operator>> = {
  NumericEquals: numeric((a, b) => a === b),
  NumericGreaterThan: numeric((a, b) => a > b),
  NumericGreaterThanEquals: numeric((a, b) => a >= b),
  NumericLessThan: numeric((a, b) => a < b),
  NumericLessThanEquals: numeric((a, b) => a <= b),
  StringEquals: (value, operand) => typeof value === 'string' && value === operand,
};

const tests: Readonly<Record<string, Operator>> = {
  BooleanEquals: (value, operand) => typeof value === 'boolean' && value === operand,
  IsBoolean: has((value) => typeof value === 'boolean'),
  IsNull: has((value) => value === null),
  IsNumeric: has((value) => typeof value === 'number'),
  IsPresent: has((value) => value !== undefined),
  IsString: has((value) => typeof value === 'string'),
};

/** The operators of a Choice rule by the type of their operand. */
export const choiceOperators: Readonly<Record<string, 'boolean' | 'number' | 'string' | 'path'>> = {
  ...Object.fromEntries(Object.keys(tests).map((name) => [name, 'boolean'])),
  ...Object.fromEntries(
    Object.keys(comparisons).flatMap((name) => [
      [name, name.startsWith('Numeric') ? 'number' : 'string'],
      [`${name}Path`, 'path'],
    ]),
  ),
};

/**
 * The rule that applies first; `undefined`: none.
 *
 * @throws StatesError `States.Runtime`: a path leads nowhere (other than that of `IsPresent`)
 */
export function chooseRule(rules: readonly ChoiceRule[], input: Json, context: Json): ChoiceRule | undefined {
  return rules.find((rule) => meets(rule, input, context));
}

function meets(condition: ChoiceCondition, input: Json, context: Json): boolean {
  const { And: all, Or: some, Not: not, Variable: variable } = condition;
  if (all !== undefined) return all.every((one) => meets(one, input, context));
  if (some !== undefined) return some.some((one) => meets(one, input, context));
  if (not !== undefined) return !meets(not, input, context);
  const [name, operand] = Object.entries(condition).find(([key]) => key in choiceOperators)!;
  const value = findNode(parsePath(variable!)!, input, context);
  if (value === undefined && name !== 'IsPresent') {
    throw new StatesError(
      'States.Runtime',
      `Invalid path '${variable}': The choice state's condition path references an invalid value.`,
    );
  }
  if (!name.endsWith('Path')) return (comparisons[name] ?? tests[name])!(value, operand as Json);
  return comparisons[name.slice(0, -4)]!(value, nodeAt(parsePath(operand as string)!, input, context));
}
