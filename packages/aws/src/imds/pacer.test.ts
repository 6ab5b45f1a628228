import { expect, test } from 'vitest';
import type { Outcome } from './exchange.ts';
import { createPacer } from './pacer.ts';

const answer = (status: number): Outcome => ({
  kind: 'answer',
  status,
  headers: {},
  body: new Uint8Array(),
});

/** How far apart two requests are after these answers: a status and, after `#`, the attempt. */
async function intervalAfter(answers: string): Promise<number> {
  let nowMs = 0;
  const pacer = createPacer({
    now: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms;
    },
  });
  for (const each of answers.split(' ')) {
    const [status, attempt = 1] = each.split('#').map(Number);
    pacer.note(answer(status!), attempt);
  }
  await pacer.turn(undefined);
  const firstMs = nowMs;
  await pacer.turn(undefined);
  return nowMs - firstMs;
}

test.each([
  ['200 404 500', 0],
  ['429', 100],
  ['503', 100],
  // Each of these is refused for the first time.
  ['503 200 503 200 503', 400],
  ['503 503#2 503#3', 400],
  ['503 503 503 503 503 503', 1_000],
  // One path is refused again and again, and others are answered.
  ['503 200 503#2 200 503#3 404 503#4', 100],
  ['503 200 503#2 503#3', 100],
])('after %s, requests are %i ms apart', async (answers, intervalMs) => {
  expect(await intervalAfter(answers)).toBe(intervalMs);
});
