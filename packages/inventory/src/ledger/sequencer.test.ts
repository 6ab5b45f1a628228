import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareSequencers, sequencerOfTime } from './index.ts';

test.each([
  ['0055AED6DCD90281E5', '0055AED6DCD90281E6', -1],
  ['0055AED6DCD90281E5', '0055AED6DCD90281E5', 0],
  ['0055AED6DD', '0055AED6DCD90281E5', 1],
  ['0055AED6DC', '0055AED6DC000', 0],
  ['0055aed6dcd90281e5', '0055AED6DCD90281E5', 0],
])('%s compared with %s is %i: the shorter one is padded on its right', (a, b, order) => {
  expect(compareSequencers(a, b)).toBe(order);
});

test('an event without a sequencer gets one that increases with its time', () => {
  const time = fc.integer({ min: 0, max: 4_000_000_000_000 });
  fc.assert(
    fc.property(time, time, (a, b) => {
      expect(compareSequencers(sequencerOfTime(a), sequencerOfTime(b))).toBe(Math.sign(a - b));
    }),
  );
});
