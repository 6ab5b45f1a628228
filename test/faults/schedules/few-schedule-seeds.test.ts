import { expect, test } from 'vitest';
import { playYear } from './play-year.ts';

test('days of the embedded AWS end as scheduled, with kills, throttles, faults and people', async () => {
  let leftByHand = 0;
  // Longer than RDS leaves a database stopped.
  for (const seed of [1, 2, 5]) {
    const { wrong, events } = await playYear(seed, 10);
    expect({ replay: `npm run faults -- --suite schedules --seed ${seed}`, wrong }).toMatchObject({
      wrong: [],
    });
    expect(events.looked).toBeGreaterThan(20);
    leftByHand += events.leftByHand;
  }
  // What a person did was looked at, too.
  expect(leftByHand).toBeGreaterThan(0);
});
