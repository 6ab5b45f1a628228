import { expect, test } from 'vitest';
import { createTaggingLimiters } from './limiters.ts';

/** A clock that only sleeping moves. */
function createClock() {
  let nowMs = 0;
  const sleep = async (ms: number) => {
    nowMs += ms;
  };
  return { now: () => nowMs, sleep };
}

test('an account and region always has the same limiter, and no other has it', () => {
  const limiterOf = createTaggingLimiters(createClock());
  expect(limiterOf('1', 'eu-west-1')).toBe(limiterOf('1', 'eu-west-1'));
  expect(limiterOf('1', 'eu-west-1')).not.toBe(limiterOf('1', 'us-east-1'));
  expect(limiterOf('1', 'eu-west-1')).not.toBe(limiterOf('2', 'eu-west-1'));
});

test('writes wait for the smaller bucket, and reads do not wait for writes', async () => {
  const clock = createClock();
  const limiter = createTaggingLimiters({ ...clock, share: 1 })('1', 'eu-west-1');
  for (let call = 0; call < 5; call += 1) await limiter.take('write');
  expect(clock.now()).toBe(0);
  await limiter.take('read');
  expect(clock.now()).toBe(0);
  await limiter.take('write');
  expect(clock.now()).toBe(200);
});

test.each([0, -1, 1.5, Number.NaN])('a share of %s is refused', (share) => {
  expect(() => createTaggingLimiters({ ...createClock(), share })).toThrow(RangeError);
});
