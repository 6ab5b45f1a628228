import { setImmediate } from 'node:timers/promises';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRateLimiter, type RateLimiterClock } from './rate-limiter.ts';

/** A clock that advances only during sleeps. */
function sleepersClock(): RateLimiterClock & { nowMs: number } {
  const clock = {
    nowMs: 0,
    now: () => clock.nowMs,
    sleep: async (ms: number) => {
      // Callers that were released read the clock first.
      await setImmediate();
      clock.nowMs += ms;
    },
  };
  return clock;
}

/** When each of `count` concurrent calls may be sent. */
async function timesOf(limiter: { take(): Promise<void> }, clock: { nowMs: number }, count: number) {
  return Promise.all(Array.from({ length: count }, () => limiter.take().then(() => clock.nowMs)));
}

test('a full bucket lets a burst through immediately, and then calls at the refill rate', async () => {
  const clock = sleepersClock();
  const limiter = createRateLimiter({ capacity: 3, refillPerSecond: 10 }, clock);
  expect(await timesOf(limiter, clock, 6)).toEqual([0, 0, 0, 100, 200, 300]);
});

test('a bucket never holds more than its capacity, however long it was unused', async () => {
  const clock = sleepersClock();
  const limiter = createRateLimiter({ capacity: 2, refillPerSecond: 10 }, clock);
  clock.nowMs = 3_600_000;
  expect(await timesOf(limiter, clock, 3)).toEqual([3_600_000, 3_600_000, 3_600_100]);
});

test('in no period are more calls sent than the capacity plus what was refilled in it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 50 }),
      fc.array(fc.record({ waitMs: fc.nat(500), calls: fc.integer({ min: 1, max: 10 }) }), { maxLength: 10 }),
      async (capacity, refillPerSecond, bursts) => {
        const clock = sleepersClock();
        const limiter = createRateLimiter({ capacity, refillPerSecond }, clock);
        const times: number[] = [];
        for (const { waitMs, calls } of bursts) {
          clock.nowMs += waitMs;
          times.push(...(await timesOf(limiter, clock, calls)));
        }
        times.forEach((from, i) => {
          times.slice(i).forEach((to, more) => {
            expect(more + 1).toBeLessThanOrEqual(capacity + ((to - from) / 1000) * refillPerSecond + 1e-6);
          });
        });
      },
    ),
  );
});

test('after throttling the bucket is empty and its rate is halved, once for calls throttled together', async () => {
  const clock = sleepersClock();
  const limiter = createRateLimiter({ capacity: 100, refillPerSecond: 10 }, clock);
  limiter.throttled();
  limiter.throttled();
  expect(await timesOf(limiter, clock, 2)).toEqual([200, 400]);
});

test('repeated throttling lowers the rate further, but never to zero', async () => {
  const clock = sleepersClock();
  const limiter = createRateLimiter({ capacity: 100, refillPerSecond: 10 }, clock);
  for (let refusal = 0; refusal < 10; refusal += 1) {
    clock.nowMs += 1_000;
    limiter.throttled();
  }
  expect(await timesOf(limiter, clock, 1)).toEqual([10_000 + 1_600]);
});

test('without throttling the rate recovers in steps', async () => {
  const clock = sleepersClock();
  const limiter = createRateLimiter({ capacity: 1, refillPerSecond: 10 }, clock);
  limiter.throttled();
  clock.nowMs = 2_000;
  limiter.throttled();
  const next = async () => (await timesOf(limiter, clock, 2)).at(-1);
  clock.nowMs = 16_000;
  expect(await next()).toBe(16_400);
  clock.nowMs = 20_000;
  expect(await next()).toBe(20_200);
  clock.nowMs = 40_000;
  expect(await next()).toBe(40_100);
});

test('a canceled call keeps the order of the others and takes no token', async () => {
  const clock = sleepersClock();
  const limiter = createRateLimiter({ capacity: 1, refillPerSecond: 1 }, clock);
  const controller = new AbortController();
  const went: string[] = [];
  const first = limiter.take().then(() => went.push('first'));
  const second = limiter.take(controller.signal).then(() => went.push('second'));
  const third = limiter.take().then(() => went.push(`third at ${clock.nowMs}`));
  controller.abort(new Error('enough'));
  await expect(second).rejects.toThrow('enough');
  await Promise.all([first, third]);
  expect(went).toEqual(['first', 'third at 1000']);
  await expect(limiter.take(controller.signal)).rejects.toThrow('enough');
});

test('when the last waiting call is canceled, the sleep ends, and later calls are served', async () => {
  let nowMs = 0;
  const signals: (AbortSignal | undefined)[] = [];
  const limiter = createRateLimiter(
    { capacity: 1, refillPerSecond: 1 },
    {
      now: () => nowMs,
      sleep: (_ms, signal) =>
        new Promise((_resolve, reject) => {
          signals.push(signal);
          signal?.addEventListener('abort', () => reject(signal.reason as Error));
        }),
    },
  );
  await limiter.take();
  const controller = new AbortController();
  const waiting = limiter.take(controller.signal);
  controller.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
  nowMs = 1_000;
  await limiter.take();
});

test('an error in a sleep rejects the waiting calls and does not crash the process', async () => {
  const limiter = createRateLimiter(
    { capacity: 1, refillPerSecond: 1 },
    { now: () => 0, sleep: () => Promise.reject(new Error('no clock')) },
  );
  await limiter.take();
  await expect(limiter.take()).rejects.toThrow('no clock');
});

test.each([
  { capacity: 0.5, refillPerSecond: 1 },
  { capacity: 1, refillPerSecond: 0 },
  { capacity: Number.NaN, refillPerSecond: 1 },
])('a bucket that never has a token is refused: $capacity, $refillPerSecond', (rate) => {
  expect(() => createRateLimiter(rate, sleepersClock())).toThrow(RangeError);
});
