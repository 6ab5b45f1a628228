import { expect, test } from 'vitest';
import { type BucketLimiter, createCall } from './call.ts';

/** Lets every call through and records the calls of its methods. */
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

/** A call whose attempts all fail with `error`: the number of attempts and the delays. */
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

test('throttling is reported to the limiter, and the call gets more attempts', async () => {
  const { log } = await tryOut(named('RequestLimitExceeded', 503));
  expect(log).toEqual(Array.from({ length: 8 }, () => ['take filtered', 'throttled filtered']).flat());
});

test('a call that times out gets two attempts, so that an unreachable region is reported in bounded time', async () => {
  expect((await tryOut(named('TimeoutError'))).log).toHaveLength(2);
});

test.each(['UnauthorizedOperation', 'InvalidInstanceID.NotFound', 'AuthFailure'])(
  '%s is not retried',
  async (name) => {
    expect((await tryOut(named(name))).log).toHaveLength(1);
  },
);

test('a later attempt that succeeds returns the result', async () => {
  const call = createCall({ limiter: createOpenLimiter(), sleep: async () => undefined });
  const outcomes = [Promise.reject(named('Unavailable', 503)), Promise.resolve('answer')];
  expect(await call('filtered', undefined, () => outcomes.shift() as Promise<string>)).toBe('answer');
});

test('an aborted call throws the reason of the signal, whatever error the attempt ends in', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const call = createCall({ limiter: createOpenLimiter() });
  const failed = call('filtered', controller.signal, async () => {
    controller.abort(reason);
    throw named('InternalError', 500);
  });
  await expect(failed).rejects.toBe(reason);
});

test('a call that a wrong clock failed is repeated once, as the SDK then signs by the clock of the service', async () => {
  const corrected = Object.assign(new Error('Request has expired.'), {
    name: 'RequestExpired',
    $metadata: { httpStatusCode: 400, clockSkewCorrected: true },
  });
  let attempts = 0;
  const call = createCall({ limiter: createOpenLimiter(), sleep: async () => undefined });
  const attempt = (fails: number) => () => {
    attempts += 1;
    return attempts <= fails ? Promise.reject(corrected) : Promise.resolve('done');
  };
  expect(await call('filtered', undefined, attempt(1))).toBe('done');
  expect(attempts).toBe(2);
  attempts = 0;
  await expect(call('filtered', undefined, attempt(9))).rejects.toBe(corrected);
  expect(attempts).toBe(2);
});
