import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { metricsRange } from './metrics-range.ts';

const nowMs = Date.UTC(2026, 10, 29, 12, 34, 56);
const hour = 3_600_000;

test.each([
  ['90m', undefined, 300],
  ['24h', undefined, 3_600],
  ['7d', undefined, 86_400],
  ['4w', undefined, 86_400],
  ['24h', '1d', 86_400],
  ['2026-11-28', undefined, 3_600],
  ['2026-11-29T12:00Z', '5m', 300],
])(
  '--since %s with --period %s has periods of %i seconds that begin at their multiples',
  (since, period, seconds) => {
    const range = metricsRange(since, period, nowMs);
    expect(range).toMatchObject({ periodSeconds: seconds, endMs: nowMs });
    expect(range.startMs % (seconds * 1_000)).toBe(0);
  },
);

test('a range includes all of the time that was asked for, and less than a period more', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.constantFrom('1h', '6h', '1d'), (hours, period) => {
      const { startMs, periodSeconds } = metricsRange(`${hours}h`, period, nowMs);
      expect(startMs).toBeLessThanOrEqual(nowMs - hours * hour);
      expect(startMs).toBeGreaterThan(nowMs - hours * hour - periodSeconds * 1_000);
    }),
  );
});

test.each([
  ['soon', undefined, 'is not a time'],
  ['2026-13-01', undefined, 'is not a time'],
  ['2026-12-01', undefined, 'is not in the past'],
  ['24h', '30s', 'not between a minute and a day'],
  ['24h', '2d', 'not between a minute and a day'],
  ['20d', '1m', 'keeps that for 15 days; pass --period 5m'],
  ['100d', '5m', 'keeps that for 63 days; pass --period 60m'],
  ['500d', undefined, '455 days'],
  ['14d', '1m', 'more than 1500 periods'],
])('--since %s with --period %s is refused', (since, period, message) => {
  expect(() => metricsRange(since, period, nowMs)).toThrow(message);
});
