import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Day } from '../model.ts';
import {
  addDays,
  addMonths,
  dayOf,
  daysBetween,
  daysInMonth,
  daysOf,
  firstOfMonth,
  isDay,
  monthsOf,
  splitMonths,
  weekdayOf,
  wholeMonths,
} from './days.ts';
import { tenYears } from './testing/days.ts';

describe('days', () => {
  it('are those of UTC', () => {
    expect(dayOf(Date.parse('2026-11-21T23:59:59.999Z'))).toBe('2026-11-21');
    expect(dayOf(Date.parse('2026-11-22T08:59:59+09:00'))).toBe('2026-11-21');
  });

  it('are told from what the calendar does not have', () => {
    expect(['2024-02-29', '2026-12-31'].every(isDay)).toBe(true);
    expect(['2026-02-29', '2026-13-01', '2026-00-01', '2026-1-1', '2026-01-01T00:00', ''].some(isDay)).toBe(
      false,
    );
  });

  it('follow each other without a gap for ten years', () => {
    // Three leap days.
    expect(tenYears).toHaveLength(3653);
    for (const [index, day] of tenYears.entries()) {
      expect(isDay(day)).toBe(true);
      expect(daysBetween('2020-01-01', day)).toBe(index);
      expect(addDays(day, -index)).toBe('2020-01-01');
      // 1 January 2020 was a Wednesday.
      expect(weekdayOf(day)).toBe((3 + index) % 7);
    }
  });

  it('keep their place in any other month, or take its last', () => {
    for (const day of tenYears) {
      for (const months of [-25, -12, -1, 1, 12, 25]) {
        const moved = addMonths(day, months);
        expect(moved.slice(8)).toBe(
          String(Math.min(Number(day.slice(8)), daysInMonth(moved))).padStart(2, '0'),
        );
        expect(monthNumber(moved) - monthNumber(day)).toBe(months);
      }
    }
  });
});

describe('ranges', () => {
  const ranges = fc
    .tuple(fc.constantFrom(...tenYears), fc.integer({ min: 1, max: 800 }))
    .map(([start, length]) => ({ start, end: addDays(start, length) }));

  it('are the days of their months, put together', () => {
    fc.assert(
      fc.property(ranges, (range) => {
        const parts = splitMonths(range);
        expect(parts.flatMap(daysOf)).toEqual(daysOf(range));
        expect(parts.map(({ start }) => start.slice(0, 7))).toEqual([
          ...new Set(daysOf(range).map((day) => day.slice(0, 7))),
        ]);
        expect(monthsOf(range)).toHaveLength(parts.length);
      }),
    );
  });

  it('are whole months where they begin and end with a month', () => {
    for (const day of tenYears) {
      const month = { start: firstOfMonth(day), end: addMonths(firstOfMonth(day), 1) };
      expect(wholeMonths(month)).toBe(1);
      expect(daysOf(month)).toHaveLength(daysInMonth(day));
      expect(wholeMonths({ ...month, end: addDays(month.end, 1) })).toBe(0);
    }
    expect(wholeMonths({ start: '2026-01-01', end: '2027-01-01' })).toBe(12);
  });

  it('without a day have no months', () => {
    expect(splitMonths({ start: '2026-10-01', end: '2026-10-01' })).toEqual([]);
    expect(daysOf({ start: '2026-10-02', end: '2026-10-01' })).toEqual([]);
  });
});

function monthNumber(day: Day): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
}
