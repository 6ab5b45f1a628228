import { expect, test } from 'vitest';
import { formatBytes, formatDuration } from './format.ts';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 KB'],
  [99_949, '99.9 KB'],
  [99_950, '100 KB'],
  [999_499, '999 KB'],
  [999_500, '1.0 MB'],
  [5_000_000_000_000_000, '5000 TB'],
])('%d bytes read as %s', (bytes, expected) => {
  expect(formatBytes(bytes)).toBe(expected);
});

test.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [999.6, '1.0 s'],
  [59_949, '59.9 s'],
  [59_950, '1 min 0 s'],
  [3_599_499, '59 min 59 s'],
  [3_599_500, '1 h 0 min'],
  [7_620_000, '2 h 7 min'],
])('%d ms read as %s', (ms, expected) => {
  expect(formatDuration(ms)).toBe(expected);
});
