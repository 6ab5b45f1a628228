import { setImmediate as tick } from 'node:timers/promises';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createConcurrencyLimiter, mapConcurrent } from './concurrency.ts';

/** Counts how many jobs run at once. */
function createCounter() {
  let running = 0;
  let most = 0;
  return {
    most: () => most,
    async job<Result>(result: Result): Promise<Result> {
      most = Math.max(most, ++running);
      await tick();
      running--;
      return result;
    },
  };
}

test('as many run at once as there are places and items, and results keep the order of the items', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 12 }),
      fc.integer({ min: 1, max: 6 }),
      async (delays, concurrency) => {
        const counter = createCounter();
        const results = await mapConcurrent([...delays.entries()], concurrency, async ([index, delay]) => {
          await counter.job(undefined);
          for (let ticks = 0; ticks < delay; ticks++) await tick();
          return index;
        });
        expect(results).toEqual(delays.map((_, index) => index));
        expect(counter.most()).toBe(Math.min(concurrency, delays.length));
      },
    ),
    { numRuns: 50 },
  );
});

test('after a failure nothing more is started, and what is in flight is awaited', async () => {
  const started: number[] = [];
  const ended: number[] = [];
  const mapping = mapConcurrent([0, 1, 2, 3], 2, async (item) => {
    started.push(item);
    if (item === 0) throw new Error('first');
    await tick();
    ended.push(item);
  });

  await expect(mapping).rejects.toThrow('first');
  expect(started).toEqual([0, 1]);
  expect(ended).toEqual([1]);
});

test('a limiter runs jobs of several callers within one bound, in the order in which they came', async () => {
  const counter = createCounter();
  const limit = createConcurrencyLimiter(3);
  const order: number[] = [];
  const jobs = Array.from({ length: 10 }, (_, index) =>
    limit(() => {
      order.push(index);
      return counter.job(index);
    }),
  );

  expect(await Promise.all(jobs)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(counter.most()).toBe(3);
});

test('a job that fails rejects its own promise, and leaves its place to the next', async () => {
  const limit = createConcurrencyLimiter(1);
  const failing = limit(() => Promise.reject(new Error('broken')));
  const next = limit(async () => 'done');

  await expect(failing).rejects.toThrow('broken');
  expect(await next).toBe('done');
});

test.each([0, -1, 1.5, Number.NaN])('a concurrency of %s is refused', async (concurrency) => {
  expect(() => createConcurrencyLimiter(concurrency)).toThrow(
    `concurrency ${concurrency} is not a whole number`,
  );
  await expect(mapConcurrent([1], concurrency, async () => {})).rejects.toThrow(RangeError);
});
