import { GroundcrewError } from '@groundcrew/errors';
import { expect, test } from 'vitest';
import { retrySlowS3 } from './retry-slow-s3.ts';

const slowDown = new GroundcrewError('aws-s3.write-failed', 'AWS throttles the calls', { fault: 'service' });

function failing(error: Error, times: number) {
  let calls = 0;
  const waits: number[] = [];
  return {
    waits,
    calls: () => calls,
    async work() {
      calls += 1;
      if (calls <= times) throw error;
      return 'stored';
    },
    sleep: async (ms: number) => void waits.push(ms),
  };
}

test('what S3 fails at is tried again for about half a minute, with growing delays', async () => {
  const { work, sleep, waits } = failing(slowDown, 9);
  expect(await retrySlowS3(work, { sleep })).toBe('stored');
  const totalMs = waits.reduce((sum, ms) => sum + ms, 0);
  expect(waits).toHaveLength(9);
  expect(totalMs).toBeGreaterThanOrEqual(21_000);
  expect(totalMs).toBeLessThanOrEqual(43_000);
});

test('who keeps failing is given up, to be called again later', async () => {
  const { work, sleep, calls } = failing(slowDown, Infinity);
  await expect(retrySlowS3(work, { sleep })).rejects.toBe(slowDown);
  expect(calls()).toBe(10);
});

test.each([
  new GroundcrewError('aws-s3.object.not-found', 'it was deleted'),
  new GroundcrewError('aws-s3.access-denied', 'not allowed', { fault: 'service' }),
  new GroundcrewError('aws-s3.read-failed', 'no credentials', { fault: 'user' }),
  new Error('a bug'),
])('what another attempt cannot change is thrown at once: $message', async (error) => {
  const { work, sleep, calls } = failing(error, 1);
  await expect(retrySlowS3(work, { sleep })).rejects.toBe(error);
  expect(calls()).toBe(1);
});

test('an abort ends the waiting', async () => {
  const controller = new AbortController();
  const { work } = failing(slowDown, Infinity);
  const trying = retrySlowS3(work, { signal: controller.signal });
  controller.abort(new Error('no time is left'));
  await expect(trying).rejects.toThrow('no time is left');
});
