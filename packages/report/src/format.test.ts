import { expect, test } from 'vitest';
import { formatDuration } from './format.ts';

test.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [999.6, '1.0 s'],
  [59_949, '59.9 s'],
  [59_950, '1 min 0 s'],
  [3_599_499, '59 min 59 s'],
  [3_599_500, '1 h 0 min'],
  [7_620_000, '2 h 7 min'],
])('%d ms is printed as %s', (ms, expected) => {
  expect(formatDuration(ms)).toBe(expected);
});
