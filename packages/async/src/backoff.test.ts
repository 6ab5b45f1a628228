import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs, sleep } from './backoff.ts';

test('the maximum delay doubles with each attempt, up to its cap', () => {
  const longest = [1, 2, 3, 4, 5].map((attempt) => backoffMs(attempt, () => 1, { baseMs: 100, capMs: 1000 }));
  expect(longest).toEqual([100, 200, 400, 800, 1000]);
});

test('a delay is between zero and the maximum, and finite after any number of attempts', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100_000 }),
      fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      (attempt, random) => {
        const ms = backoffMs(attempt, () => random);
        expect(ms).toBeGreaterThanOrEqual(0);
        expect(ms).toBeLessThanOrEqual(20_000);
      },
    ),
  );
});

test('a sleep rejects immediately with the reason when its signal is aborted', async () => {
  const controller = new AbortController();
  const slept = sleep(3_600_000, controller.signal);
  controller.abort(new Error('enough'));
  await expect(slept).rejects.toThrow('enough');
  await expect(sleep(3_600_000, controller.signal)).rejects.toThrow('enough');
});

test('a sleep leaves no listener on its signal', async () => {
  const { signal } = new AbortController();
  const listeners = new Set<unknown>();
  const add = signal.addEventListener.bind(signal);
  signal.addEventListener = (type: string, listener: never) => {
    listeners.add(listener);
    add(type, listener);
  };
  signal.removeEventListener = (_type: string, listener: unknown) => void listeners.delete(listener);
  await sleep(0, signal);
  expect(listeners.size).toBe(0);
});

test('a delay has at least its share of the maximum', () => {
  const limits = { baseMs: 500, capMs: 8_000, minShare: 0.5 };
  expect([1, 3, 9].map((attempt) => backoffMs(attempt, () => 0, limits))).toEqual([250, 1000, 4000]);
  expect([1, 3, 9].map((attempt) => backoffMs(attempt, () => 1, limits))).toEqual([500, 2000, 8000]);
});
