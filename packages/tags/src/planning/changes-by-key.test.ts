import type { Change } from '@groundcrew/plan';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changesByKey, findingsByKey, MAX_VALUES } from './changes-by-key.ts';

const target = { accountId: '111122223333', region: 'eu-west-1', resource: 'r' };
const change = (
  field: string,
  before: string | null,
  after: string | null,
  reason = 'is missing',
): Change => {
  return { id: field, target, field, before, after, reason };
};

test('keys with the most changes come first, and of one what is set before what is removed', () => {
  const groups = changesByKey([
    change('temp', 'x', null, 'is forbidden'),
    change('Project', 'shop', null, 'is a variant'),
    change('Project', null, 'ops'),
    change('Project', null, 'shop'),
    change('Project', null, 'shop'),
    change('Project', 'SHOP', 'shop', 'is how the policy writes "SHOP"'),
    change('Project', 'a \\"b\\"', 'shop', 'is how the policy writes "a \\"b\\""'),
  ]);
  expect(groups).toEqual([
    { key: 'Project', sign: '+', reason: 'is missing', changes: 3, value: 'shop', values: 2 },
    {
      key: 'Project',
      sign: '~',
      reason: 'is how the policy writes "…"',
      changes: 2,
      value: 'shop',
      values: 1,
    },
    { key: 'Project', sign: '-', reason: 'is a variant', changes: 1, value: 'shop', values: 1 },
    { key: 'temp', sign: '-', reason: 'is forbidden', changes: 1, value: 'x', values: 1 },
  ]);
});

test('the groups have every change once', () => {
  const some = fc.record({
    field: fc.constantFrom('a', 'b'),
    before: fc.constantFrom(null, 'x', 'y'),
    after: fc.constantFrom('x', 'z', '"'),
    reason: fc.constantFrom('r', 'is "x"', 'is "y"'),
  });
  fc.assert(
    fc.property(fc.array(some), (given) => {
      const groups = changesByKey(
        given.map(({ field, before, after, reason }) => change(field, before, after, reason)),
      );
      expect(groups.reduce((sum, { changes }) => sum + changes, 0)).toBe(given.length);
    }),
  );
});

test('different values are counted up to a limit', () => {
  const many = Array.from({ length: MAX_VALUES + 5 }, (_, index) => change('Name', null, `n-${index}`));
  expect(changesByKey(many)).toMatchObject([{ changes: MAX_VALUES + 5, values: MAX_VALUES }]);
});

test('findings of one kind are one group, the largest first', () => {
  const finding = (field: string, reason: string) => ({ target, field, reason });
  expect(
    findingsByKey([
      finding('Env', 'is missing'),
      finding('Project', '"a" and "b" contradict each other'),
      finding('Project', '"c" and "d" contradict each other'),
    ]),
  ).toEqual([
    { key: 'Project', reason: '"…" and "…" contradict each other', findings: 2 },
    { key: 'Env', reason: 'is missing', findings: 1 },
  ]);
});
