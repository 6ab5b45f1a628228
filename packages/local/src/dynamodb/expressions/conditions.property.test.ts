import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { condition, item, renderCondition } from '../testing/arbitraries.ts';
import { holds } from '../testing/oracle.ts';
import { readItem } from '../values.ts';
import { meets } from './evaluate-condition.ts';
import { parseCondition } from './parse-condition.ts';
import { createPlaceholders } from './token-reader.ts';

test('an item meets a condition as documented', () => {
  const outcomes = { met: 0, unmet: 0 };
  fc.assert(
    fc.property(item, condition, (given, wanted) => {
      const { expression, ExpressionAttributeNames, ExpressionAttributeValues } = renderCondition(wanted);
      const placeholders = createPlaceholders(ExpressionAttributeNames, ExpressionAttributeValues);

      const parsed = parseCondition(expression, 'ConditionExpression', placeholders);
      const met = meets(readItem(given), parsed);

      outcomes[met ? 'met' : 'unmet']++;
      expect(met).toBe(holds(given, wanted));
    }),
    { numRuns: Math.max(1_000, 20_000 * inject('effort')) },
  );
  expect(Math.min(outcomes.met, outcomes.unmet)).toBeGreaterThan(100);
});

test('parentheses around parentheses are refused, around a part are not', () => {
  const parse = (expression: string) =>
    parseCondition(expression, 'ConditionExpression', createPlaceholders(undefined, undefined));
  expect(() => parse('((a <> b))')).toThrow(/redundant parentheses/);
  expect(() => parse('((a <> b) AND (c <> d))')).not.toThrow();
  expect(() => parse('list_append(a, b) = c')).toThrow(/not allowed in a condition/);
});
