import { expect, test } from 'vitest';
import { estimateLoad, writeUnits } from './index.ts';

test.each([
  [0, 1],
  [1, 1],
  [1_024, 1],
  [1_025, 2],
  [409_600, 400],
])('an item of %i bytes takes %i write units', (sizeBytes, units) => {
  expect(writeUnits(sizeBytes)).toBe(units);
});

test('a million small rows cost 62.5 cents and take 250 s in a new table', () => {
  expect(estimateLoad({ rows: 1_000_000, writeUnits: 1_000_000 })).toMatchObject({
    costDollars: 0.625,
    durationSeconds: 250,
    priceSource: expect.stringContaining('us-east-1') as string,
  });
});

test('another price and another rate can be passed', () => {
  const rates = { dollarsPerMillionUnits: 1, unitsPerSecond: 1_000 };
  expect(estimateLoad({ rows: 10, writeUnits: 2_000_000 }, rates)).toMatchObject({
    costDollars: 2,
    durationSeconds: 2_000,
    priceSource: 'as passed',
  });
});
