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
  expect(holeNotes({ holes }, { start: '2026-09-01', end: '2026-10-01' })).toEqual([
    expect.stringContaining('no usage of 11 September 2026 to 20 September 2026'),
  ]);
  expect(holeNotes({ holes }, { start: '2026-08-01', end: '2026-09-11' })).toEqual([]);
});

test.each([
  [
    'a week after another one',
    [...days('2026-08-01', 14), ...days('2026-08-20', 7), ...days('2026-08-30', 3)],
    ['2026-08-15..2026-08-20', '2026-08-27..2026-08-30'],
  ],
  [
    'less than a week after another one, where weekends may be without usage',
    [...days('2026-08-01', 14), ...days('2026-08-17', 5), ...days('2026-08-24', 5)],
    ['2026-08-15..2026-08-17'],
  ],
  [
    'before the newest days',
    [...days('2026-08-01', 14), ...days('2026-08-20', 1)],
    ['2026-08-15..2026-08-20'],
  ],
])('a hole %s', (_, known, expected) => {
  expect(holesIn(known).map(({ start, end }) => `${start}..${end}`)).toEqual(expected);
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
