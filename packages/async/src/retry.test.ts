import { expect, test } from 'vitest';
import { retry } from './retry.ts';

/** Fails so often with `slow down`, then succeeds. */
function createWork(failures: number) {
  const calls: number[] = [];
  return {
    calls,
    async run() {
      calls.push(calls.length + 1);
      if (calls.length <= failures) throw new Error('slow down');
      return 'done';
    },
  };
}

function createClock() {
  const sleeps: number[] = [];
  return {
    sleeps,
    options: {
      random: () => 1,
      sleep: async (ms: number) => void sleeps.push(ms),
      limits: { baseMs: 100, capMs: 300 },
    },
  };
}

test('work that fails is tried again, each time after a longer delay', async () => {
  const work = createWork(4);
  const clock = createClock();

  expect(await retry(work.run, { ...clock.options, mayRetry: () => true })).toBe('done');
  expect(work.calls).toHaveLength(5);
  expect(clock.sleeps).toEqual([100, 200, 300, 300]);
});

test('an error that is not to be retried is thrown at once, and the last one when the attempts are used up', async () => {
  const work = createWork(9);
  const clock = createClock();
  const asked: (readonly [unknown, number])[] = [];
  const mayRetry = (error: unknown, attempts: number) => {
    asked.push([(error as Error).message, attempts]);
    return attempts < 2;
  };

  await expect(retry(work.run, { ...clock.options, mayRetry })).rejects.toThrow('slow down');
  expect(asked).toEqual([
    ['slow down', 1],
    ['slow down', 2],
  ]);
  expect(clock.sleeps).toEqual([100]);
});

test('of aborted work the reason of the signal is thrown', async () => {
  const controller = new AbortController();
  const work = async () => {
    controller.abort(new Error('enough'));
    throw new Error('socket closed');
  };

  await expect(retry(work, { mayRetry: () => true, signal: controller.signal })).rejects.toThrow('enough');
});

test('an abort ends the delay', async () => {
  const controller = new AbortController();
  const retrying = retry(() => Promise.reject(new Error('slow down')), {
    mayRetry: () => true,
    limits: { baseMs: 3_600_000, minShare: 1, capMs: 3_600_000 },
    signal: controller.signal,
  });
  setImmediate(() => controller.abort(new Error('enough')));

  await expect(retrying).rejects.toThrow('enough');
});
