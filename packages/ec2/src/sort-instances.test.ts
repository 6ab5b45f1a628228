import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSort } from './choose-columns.ts';
import { anyFacts, plainFacts } from './selection/testing/arbitrary-facts.ts';
import { sortInstances } from './sort-instances.ts';

const named = (...names: (string | null)[]) => names.map((name) => ({ ...plainFacts, name }));
const sorted = (names: (string | null)[], by: string) =>
  sortInstances(named(...names), parseSort(by)).map(({ name }) => name);

test('numbers in names count as numbers', () => {
  expect(sorted(['web-10', 'web-9', 'db-1'], 'name')).toEqual(['db-1', 'web-9', 'web-10']);
});

test('instances without the value are last in both orders', () => {
  expect(sorted([null, 'b', 'a'], 'name')).toEqual(['a', 'b', null]);
  expect(sorted([null, 'a', 'b'], '-name')).toEqual(['b', 'a', null]);
});

test('nothing is lost, and equal instances keep their order', () => {
  fc.assert(
    fc.property(fc.array(anyFacts, { maxLength: 20 }), (instances) => {
      const result = sortInstances(instances, parseSort('state,-instanceType'));
      expect(new Set(result)).toEqual(new Set(instances));
      for (const [index, next] of result.entries()) {
        const before = result[index - 1];
        if (before?.state !== next.state) continue;
        expect(before.instanceType >= next.instanceType).toBe(true);
        if (before.instanceType === next.instanceType) {
          expect(instances.indexOf(before)).toBeLessThan(instances.indexOf(next));
        }
      }
    }),
  );
});

test('what could not be read of a detail is last, in either order; a name may be "unknown"', () => {
  const made = [null, '2026-01-01T00:00:00.000Z', 'unknown', '2025-01-01T00:00:00.000Z'];
  const instances = named('a', 'b', 'c', 'd').map((facts, index) => ({
    ...facts,
    details: { imageCreatedAt: made[index]! },
  }));
  const by = (key: string) => sortInstances(instances, parseSort(key)).map(({ name }) => name);
  // The older, the later.
  expect(by('imageAge')).toEqual(['b', 'd', 'a', 'c']);
  expect(by('-ami-age')).toEqual(['d', 'b', 'a', 'c']);
  expect(sorted(['x', 'unknown', 'a'], 'name')).toEqual(['a', 'unknown', 'x']);
});
