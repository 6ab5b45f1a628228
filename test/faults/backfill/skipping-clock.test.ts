import { createMovableClock } from '@groundcrew/local';
import { expect, test } from 'vitest';
import { createSkippingClock } from './skipping-clock.ts';

test('what is skipped is gone by, and tasks run in the order of their times', async () => {
  const machine = createMovableClock(0);
  const clock = createSkippingClock({ machine });
  const events: string[] = [];
  const log = (name: string) => () => void events.push(`${name} at ${clock.now()}`);
  clock.after(6_000, log('second'));
  clock.after(5_000, log('first'));
  clock.after(60_000, log('last'));
  clock.after(5_500, log('canceled'))();

  clock.skip();
  expect(events).toEqual(['first at 5000']);
  await machine.advance(999);
  expect(events).toHaveLength(1);
  await machine.advance(1);
  expect(events).toEqual(['first at 5000', 'second at 6000']);

  clock.after(10, () => {
    clock.after(10, log('next'));
    log('later')();
  });
  clock.skip();
  clock.skip();
  expect(events.slice(2)).toEqual(['later at 6010', 'next at 6020']);
  clock.skip();
  clock.skip();
  expect(events.slice(4)).toEqual(['last at 60000']);
  expect(clock.now()).toBe(60_000);
});
