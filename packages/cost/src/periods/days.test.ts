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

  it('are distinguished from days that do not exist', () => {
    expect(['2024-02-29', '2026-12-31'].every(isDay)).toBe(true);
    expect(['2026-02-29', '2026-13-01', '2026-00-01', '2026-1-1', '2026-01-01T00:00', ''].some(isDay)).toBe(
      false,
    );
  });

  it('follow each other without a gap for ten years', () => {
    // Three leap days.
    expect(tenYears).toHaveLength(3653);
    const wrong = tenYears.filter(
      (day, index) =>
        !isDay(day) ||
        daysBetween('2020-01-01', day) !== index ||
        addDays(day, -index) !== '2020-01-01' ||
        // 1 January 2020 was a Wednesday.
        weekdayOf(day) !== (3 + index) % 7,
    );
    expect(wrong).toEqual([]);
  });

  it('keep their number in any other month, or become its last day', () => {
    for (const months of [-25, -12, -1, 1, 12, 25]) {
      const wrong = tenYears.filter((day) => {
        const moved = addMonths(day, months);
        const place = String(Math.min(Number(day.slice(8)), daysInMonth(moved))).padStart(2, '0');
        return moved.slice(8) !== place || monthNumber(moved) - monthNumber(day) !== months;
      });
      expect(wrong).toEqual([]);
    }
  });
});

describe('ranges', () => {
  const ranges = fc
    .tuple(fc.constantFrom(...tenYears), fc.integer({ min: 1, max: 800 }))
    .map(([start, length]) => ({ start, end: addDays(start, length) }));

  it('consist of the days of their months', () => {
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

  it('are whole months if they begin and end with a month', () => {
    for (const day of new Set(tenYears.map(firstOfMonth))) {
      const month = { start: day, end: addMonths(day, 1) };
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
