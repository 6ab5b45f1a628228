import { expect, test } from 'vitest';
import { playYear } from './play-year.ts';

test('days of the embedded AWS end as scheduled, with kills, throttles, faults and people, under 24 seeds', async () => {
  let leftByHand = 0;
  for (let seed = 1; seed <= 24; seed += 1) {
    // Longer than RDS leaves a database stopped.
    const { wrong, events } = await playYear(seed, 8);
    expect({ replay: `npm run faults -- --suite schedules --seed ${seed}`, wrong }).toMatchObject({
      wrong: [],
    });
    expect(events.looked).toBeGreaterThan(0);
    leftByHand += events.leftByHand;
  }
  // What a person did was looked at, too.
  expect(leftByHand).toBeGreaterThan(0);
});
