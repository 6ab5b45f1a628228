import { expect, test } from 'vitest';
import { type BucketLimiter, createCall } from './call.ts';

/** Lets everything through and remembers what it was asked for. */
function createOpenLimiter(): BucketLimiter<'filtered'> & { readonly log: string[] } {
  const log: string[] = [];
  return {
    log,
    take: async (bucket) => void log.push(`take ${bucket}`),
    throttled: (bucket) => void log.push(`throttled ${bucket}`),
  };
}

function named(name: string, httpStatusCode = 400): Error {
  return Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });
}

/** A call whose attempts all fail like this: how often it is tried, with which waits. */
async function tryOut(error: Error) {
  const limiter = createOpenLimiter();
  const naps: number[] = [];
  const call = createCall({ limiter, random: () => 0.999, sleep: async (ms) => void naps.push(ms) });
  const failed = call('filtered', undefined, () => Promise.reject(error));
  await expect(failed).rejects.toBe(error);
  return { log: limiter.log, naps };
}

test('each attempt takes a token, the first and the others', async () => {
  const { log, naps } = await tryOut(named('InternalError', 500));
  expect(log).toEqual(Array.from({ length: 4 }, () => 'take filtered'));
  expect(naps).toEqual([200, 400, 799]);
});

test('a refusal for the rate is told to the limiter, and the call tried more often', async () => {
  const { log } = await tryOut(named('RequestLimitExceeded', 503));
  expect(log).toEqual(Array.from({ length: 8 }, () => ['take filtered', 'throttled filtered']).flat());
});

test('what gives no answer in time is asked twice, so that a dead region is told within a bounded time', async () => {
  expect((await tryOut(named('TimeoutError'))).log).toHaveLength(2);
});

test.each(['UnauthorizedOperation', 'InvalidInstanceID.NotFound', 'AuthFailure'])(
  '%s is not tried again',
  async (name) => {
    expect((await tryOut(named(name))).log).toHaveLength(1);
  },
);

test('an attempt that succeeds after others gives the answer', async () => {
  const call = createCall({ limiter: createOpenLimiter(), sleep: async () => undefined });
  const outcomes = [Promise.reject(named('Unavailable', 503)), Promise.resolve('answer')];
  expect(await call('filtered', undefined, () => outcomes.shift() as Promise<string>)).toBe('answer');
});

test('an interruption ends it with its own reason, however the attempt then fails', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const call = createCall({ limiter: createOpenLimiter() });
  const failed = call('filtered', controller.signal, async () => {
    controller.abort(reason);
    throw named('InternalError', 500);
  });
  await expect(failed).rejects.toBe(reason);
});
