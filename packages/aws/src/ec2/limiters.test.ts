import { expect, test } from 'vitest';
import { createEc2Limiters, type Ec2Bucket, type Ec2LimiterSettings } from './limiters.ts';

/** Number of calls until the first one has to wait. */
async function burstOf(bucket: Ec2Bucket, settings: Partial<Ec2LimiterSettings> = {}) {
  const naps: number[] = [];
  const clock = {
    now: () => 0,
    sleep: async (ms: number) => {
      naps.push(ms);
      throw new Error('asleep');
    },
  };
  const limiter = createEc2Limiters({ ...clock, ...settings })('123456789012', 'us-east-1');
  for (let calls = 0; ; calls += 1) {
    try {
      await limiter.take(bucket);
    } catch {
      return { calls, firstNapMs: naps[0] };
    }
  }
}

test('half of the documented buckets is used', async () => {
  expect(await burstOf('unfiltered')).toEqual({ calls: 25, firstNapMs: 200 });
  expect(await burstOf('filtered')).toEqual({ calls: 50, firstNapMs: 100 });
  expect(await burstOf('mutating')).toEqual({ calls: 50, firstNapMs: 200 });
});

test('a configured share and buckets of an account are applied', async () => {
  expect(await burstOf('filtered', { share: 1 })).toEqual({ calls: 100, firstNapMs: 50 });
  const buckets = { filtered: { capacity: 10, refillPerSecond: 1 } };
  expect(await burstOf('filtered', { share: 0.2, buckets })).toEqual({ calls: 2, firstNapMs: 5_000 });
  expect(await burstOf('unfiltered', { share: 0.2, buckets })).toEqual({ calls: 10, firstNapMs: 500 });
});

test('even with a small share, one call at a time is possible', async () => {
  expect(await burstOf('unfiltered', { share: 0.001 })).toEqual({ calls: 1, firstNapMs: 100_000 });
});

test('all callers of an account and region share a limiter, others have their own', () => {
  const limiterOf = createEc2Limiters({ now: () => 0, sleep: async () => undefined });
  const one = limiterOf('123456789012', 'us-east-1');
  expect(limiterOf('123456789012', 'us-east-1')).toBe(one);
  expect(limiterOf('123456789012', 'us-west-2')).not.toBe(one);
  expect(limiterOf('210987654321', 'us-east-1')).not.toBe(one);
});

test.each([0, -1, 1.5, Number.NaN])('a share of %s is refused', (share) => {
  expect(() => createEc2Limiters({ share, now: () => 0, sleep: async () => undefined })).toThrow(RangeError);
});
