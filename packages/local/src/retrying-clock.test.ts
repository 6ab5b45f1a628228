import { expect, test } from 'vitest';
import { createMovableClock } from './movable-clock.ts';
import { createRetryingClock } from './retrying-clock.ts';
import { AwsError } from './service.ts';

test('a task that cannot store its changes runs again after as long, until it can or is canceled', async () => {
  const clock = createMovableClock(0);
  const ranAt: number[] = [];
  const cancel = createRetryingClock(clock).after(60, () => {
    ranAt.push(clock.now());
    throw new AwsError(500, 'InternalServerError', 'the disk is full');
  });
  await clock.advance(130);
  cancel();
  await clock.advance(1000);
  expect(ranAt).toEqual([60, 120]);
  expect(clock.next()).toBeUndefined();
});

test('any other error is none of its business', async () => {
  const clock = createMovableClock(0);
  createRetryingClock(clock).after(1, () => {
    throw new RangeError('a defect');
  });
  await expect(clock.advance(1)).rejects.toThrow('a defect');
});
