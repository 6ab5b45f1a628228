import { expect, test } from 'vitest';
import { createInFlightLimit, type InFlightLimit } from './in-flight-limit.ts';

/** A round in which the maximum number of requests is sent and accepted. */
function acceptedRound(limit: InFlightLimit): number {
  const requests = limit.current();
  for (let i = 0; i < requests; i++) limit.accepted();
  return limit.current();
}

test('it doubles each round while nothing is refused, up to its maximum', () => {
  const limit = createInFlightLimit({ start: 4, max: 30 });
  expect([acceptedRound(limit), acceptedRound(limit), acceptedRound(limit)]).toEqual([8, 16, 30]);
});

test('a refusal halves it, after which it grows by about one a round', () => {
  const limit = createInFlightLimit({ start: 16, max: 64 });
  limit.rejected(limit.round());
  expect(limit.current()).toBe(8);
  const grown = [1, 2, 3, 4].map(() => acceptedRound(limit));
  expect(grown.at(-1)).toBeGreaterThanOrEqual(11);
  expect(grown.at(-1)).toBeLessThanOrEqual(12);
});

test('many refusals of requests that were sent together count once', () => {
  const limit = createInFlightLimit({ start: 16, max: 64 });
  const sentTogether = limit.round();
  for (let i = 0; i < 16; i++) limit.rejected(sentTogether);
  expect(limit.current()).toBe(8);
  limit.rejected(limit.round());
  expect(limit.current()).toBe(4);
});

test('one request is always allowed', () => {
  const limit = createInFlightLimit({ start: 2, max: 64 });
  for (let i = 0; i < 10; i++) limit.rejected(limit.round());
  expect(limit.current()).toBe(1);
  expect(acceptedRound(limit)).toBe(2);
});
