import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSortedKeys } from './sorted-keys.ts';

const key = fc.string({ maxLength: 3 });
const bound = fc.option(key, { nil: undefined });

test('any range of any keys equals that of a sorted array, forward and in reverse', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.boolean(), key), { maxLength: 60 }),
      fc.record({ gt: bound, gte: bound, lt: bound, lte: bound, reverse: fc.boolean() }),
      (steps, { gt, gte, lt, lte, reverse }) => {
        const keys = createSortedKeys();
        const oracle = new Set<string>();
        for (const [isAdded, name] of steps) {
          if (isAdded) keys.add(name);
          else keys.remove(name);
          if (isAdded) oracle.add(name);
          else oracle.delete(name);
        }
        // As the store is queried: at most one bound on each side.
        const low = gt !== undefined ? { gt } : gte !== undefined ? { gte } : {};
        const high = lt !== undefined ? { lt } : lte !== undefined ? { lte } : {};

        const found = [...keys.range({ ...low, ...high, reverse })];

        const expected = [...oracle]
          .sort()
          .filter(
            (name) =>
              (gt === undefined || name > gt) &&
              (gt !== undefined || gte === undefined || name >= gte) &&
              (lt === undefined || name < lt) &&
              (lt !== undefined || lte === undefined || name <= lte),
          );
        if (reverse) expected.reverse();
        expect(found).toEqual(expected);
      },
    ),
  );
});

test('more keys than fit into one chunk stay sorted in any insertion order', () => {
  const keys = createSortedKeys();
  const names = Array.from({ length: 5000 }, (_, index) => String((index * 7919) % 5000).padStart(4, '0'));
  for (const name of names) keys.add(name);
  for (const name of names.filter((_, index) => index % 3 === 0)) keys.remove(name);

  const expected = names.filter((_, index) => index % 3 !== 0).sort();
  expect([...keys.range({})]).toEqual(expected);
  expect([...keys.range({ reverse: true })]).toEqual(expected.toReversed());
});

test('a reader sees every unchanged key while others are added and removed', () => {
  const keys = createSortedKeys();
  for (let index = 0; index < 2000; index++) keys.add(`a${String(index).padStart(4, '0')}`);

  const seen: string[] = [];
  for (const name of keys.range({})) {
    seen.push(name);
    if (!name.endsWith('x')) keys.add(`${name}x`);
    keys.remove(name);
  }

  expect(seen.filter((name) => !name.endsWith('x'))).toHaveLength(2000);
});
