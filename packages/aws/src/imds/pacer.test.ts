import { expect, test } from 'vitest';
import type { Outcome } from './exchange.ts';
import { createPacer } from './pacer.ts';

const answer = (status: number): Outcome => ({
  kind: 'answer',
  status,
  headers: {},
  body: new Uint8Array(),
});

/** How far apart two requests are after these answers: a status, after `#` the attempt, and after `*` how often in a row. */
async function intervalAfter(answers: string): Promise<number> {
  let nowMs = 0;
  const pacer = createPacer({
    now: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms;
    },
  });
  for (const each of answers.split(' ')) {
    const [, status, attempt = 1, times = 1] = /^(\d+)(?:#(\d+))?(?:\*(\d+))?$/.exec(each)!;
    for (let time = 0; time < Number(times); time += 1) pacer.note(answer(Number(status)), Number(attempt));
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
  ['503*5 503', 1_000],
  // One path is refused again and again, and others are answered.
  ['503 200 503#2 200 503#3 404 503#4', 100],
  ['503 200 503#2 503#3', 100],
  // Nine answers are no run; ten send one more request a second.
  ['503*5 200*9', 1_000],
  ['503*5 200*10', 500],
  ['503*5 404*10', 500],
  ['503*5 200*30', 250],
  // A refusal begins the run anew, and undoes more than a run did.
  ['503*5 200*9 503 200*9', 1_000],
  ['503*5 200*10 503 200', 1_000],
  // What does not count as a refusal does not end the run: a path that alone is refused.
  ['503*5 200*9 503#2 200', 500],
  // There is no burst again, however long it is answered.
  ['503 200*5000', 10],
])('after %s, requests are %i ms apart', async (answers, intervalMs) => {
  expect(await intervalAfter(answers)).toBeCloseTo(intervalMs, 6);
});

/** Requests to a service that accepts `perSecond`, one after the other: how many it refuses, and how many of the last 100 it answers a second. */
async function play(perSecond: number, requests: number) {
  let nowMs = 0;
  let tokens = 1;
  let filledMs = 0;
  let refused = 0;
  const pacer = createPacer({
    now: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms;
    },
  });
  let lastStartMs = 0;
  for (let index = 0; index < requests; index++) {
    if (index === requests - 100) lastStartMs = nowMs;
    for (let attempt = 1; ; attempt++) {
      await pacer.turn(undefined);
      nowMs += 1;
      tokens = Math.min(1, tokens + ((nowMs - filledMs) / 1_000) * perSecond);
      filledMs = nowMs;
      const isAccepted = tokens >= 1;
      if (isAccepted) tokens -= 1;
      else refused += 1;
      pacer.note(answer(isAccepted ? 200 : 503), attempt);
      if (isAccepted) break;
    }
  }
  return { refused, perSecond: 100_000 / (nowMs - lastStartMs) };
}

test.each([1, 3, 12])(
  'a service that accepts %i requests a second is asked about as many, and refuses few',
  async (perSecond) => {
    const played = await play(perSecond, 1_000);
    expect(played.perSecond).toBeGreaterThan(perSecond * 0.6);
    expect(played.refused).toBeLessThan(1_000 * 0.2);
  },
);
