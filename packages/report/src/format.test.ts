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
  [172_769_000, '47 h 59 min'],
  [172_800_000, '2 d'],
  [349_200_000, '4 d 1 h'],
])('%d ms is printed as %s', (ms, expected) => {
  expect(formatDuration(ms)).toBe(expected);
});

test.each([
  [12, '12밀리초'],
  [26_700, '26.7초'],
  [185_000, '3분 5초'],
  [7_620_000, '2시간 7분'],
  [1_209_600_000, '14일'],
])('%d ms is printed in Korean as %s', (ms, expected) => {
  expect(formatDuration(ms, 'ko')).toBe(expected);
});
