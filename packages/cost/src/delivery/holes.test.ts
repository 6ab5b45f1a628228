import { expect, test } from 'vitest';
import { addDays } from '../periods/index.ts';
import { holeNotes, holesIn } from './holes.ts';

const days = (from: string, count: number) =>
  Array.from({ length: count }, (_, i) => ({
    day: addDays(from, i),
    hasUsage: true,
    hasOthers: false,
    lastHour: null,
  }));

test('days without usage among days that all have some are a hole', () => {
  const known = [...days('2026-08-01', 41), ...days('2026-09-21', 10)];
  const holes = holesIn(known);
  expect(holes).toEqual([{ start: '2026-09-11', end: '2026-09-21' }]);
  expect(holeNotes(holes, { start: '2026-09-01', end: '2026-10-01' })).toEqual([
    expect.stringContaining('no usage of 11 September 2026 to 20 September 2026'),
  ]);
  expect(holeNotes(holes, { start: '2026-08-01', end: '2026-09-11' })).toEqual([]);
});

test.each([
  [
    'not used on each day before',
    [...days('2026-09-01', 1), ...days('2026-09-03', 10), ...days('2026-09-20', 5)],
  ],
  [
    'not used on each day after',
    [...days('2026-08-01', 31), ...days('2026-09-03', 2), ...days('2026-09-08', 1)],
  ],
  ['not used any more', days('2026-08-01', 31)],
])('an account that is %s has no hole', (_, known) => {
  expect(holesIn(known)).toEqual([]);
});
