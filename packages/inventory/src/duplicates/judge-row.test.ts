import { expect, test } from 'vitest';
import { areRejected } from './judge-row.ts';
import type { ShelfGroup } from './shelf-groups.ts';

/** Two rows with the same count. */
const equalRows: ShelfGroup = {
  rows: 2,
  firstOffset: 0,
  firstLine: 2,
  firstCount: 5,
  lastOffset: 20,
  otherLine: 0,
  otherCount: 0,
  rejectedLine: 0,
  sum: 10,
  max: 5,
};
const conflict: ShelfGroup = { ...equalRows, otherLine: 3, otherCount: 6 };
const incomplete: ShelfGroup = { ...equalRows, rejectedLine: 4 };
const withoutSum: ShelfGroup = { ...equalRows, sum: undefined };

test.each([
  ['reject', equalRows, true],
  ['reject-conflicts', equalRows, false],
  ['reject-conflicts', conflict, true],
  ['sum', conflict, false],
  ['sum', withoutSum, true],
  ['max', withoutSum, false],
  ['last', conflict, false],
  ['reject-conflicts', incomplete, true],
  ['sum', incomplete, true],
  ['max', incomplete, true],
] as const)('by %s, whether rows of a shelf are rejected together: %#', (policy, group, expected) => {
  expect(areRejected(group, policy)).toBe(expected);
});
