import { expect, test } from 'vitest';
import { createStallWatch } from './stall.ts';

const stats = { written: 5, superseded: 0, declined: 0, throttles: 0, retriedItems: 0 };

test('a table that stores nothing for ten seconds is reported with the reason, then once a minute', () => {
  const watch = createStallWatch(0);
  expect(watch.observe(stats, true, 1_000)).toBeUndefined();
  const throttled = { ...stats, throttles: 9 };
  expect(watch.observe(throttled, true, 10_999)).toBeUndefined();
  expect(watch.observe(throttled, true, 11_000)).toMatchObject({
    durationMs: 10_000,
    reason: expect.stringContaining('throttles all writes') as string,
  });
  expect(watch.observe(throttled, true, 70_000)).toBeUndefined();
  expect(watch.observe(throttled, true, 71_000)?.durationMs).toBe(70_000);
});

test('a table that stores something, or that has nothing to store, does not stall', () => {
  const watch = createStallWatch(0);
  for (let second = 1; second < 30; second++)
    expect(watch.observe({ ...stats, written: second }, true, second * 1_000)).toBeUndefined();
  for (let second = 30; second < 60; second++)
    expect(watch.observe({ ...stats, declined: second }, true, second * 1_000)).toBeUndefined();
  for (let second = 60; second < 90; second++)
    expect(watch.observe(stats, false, second * 1_000)).toBeUndefined();
});

test('failures and silence are distinguished', () => {
  const failing = createStallWatch(0);
  expect(failing.observe({ ...stats, written: 0, retriedItems: 3 }, true, 10_000)?.reason).toMatch(/fail/);
  const silent = createStallWatch(0);
  expect(silent.observe({ ...stats, written: 0 }, true, 10_000)?.reason).toMatch(/not answered/);
});
