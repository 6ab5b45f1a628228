import { describe, expect, it } from 'vitest';
import type { DateRange } from '../model.ts';
import { comparablePeriod, comparisonNote } from './comparable-period.ts';
import { addDays, daysBetween, daysInMonth } from './days.ts';
import { parsePeriod } from './parse-period.ts';
import { noonOf, tenYears } from './testing/days.ts';

describe('comparablePeriod', () => {
  it.each([
    ['this-month', '2026-11-21', 'previous', '2026-10-01', '2026-10-22'],
    ['this-month', '2026-03-31', 'previous', '2026-02-01', '2026-03-01'],
    ['this-month', '2026-02-28', 'previous', '2026-01-01', '2026-01-29'],
    ['this-month', '2024-02-29', 'year', '2023-02-01', '2023-03-01'],
    ['this-year', '2026-11-21', 'previous', '2025-01-01', '2025-11-22'],
    ['2026-09..2026-12', '2026-11-21', 'previous', '2026-06-01', '2026-08-22'],
    ['2026-10', '2026-11-21', 'previous', '2026-09-01', '2026-10-01'],
    ['2025-02', '2026-11-21', 'year', '2024-02-01', '2024-03-01'],
    ['2026-04..2026-06', '2026-11-21', 'previous', '2026-01-01', '2026-04-01'],
    ['2025', '2026-11-21', 'previous', '2024-01-01', '2025-01-01'],
    ['last-7-days', '2026-11-08', 'previous', '2026-10-25', '2026-11-01'],
    ['yesterday', '2024-03-01', 'year', '2023-02-28', '2023-03-01'],
    // Days that end with a month are not months: in the leap year before, they end a day earlier than the month.
    ['2025-02-27..2025-02-28', '2026-11-21', 'year', '2024-02-27', '2024-02-29'],
    // Days so far that begin within a month are compared with the days before them.
    ['2026-11-05..2026-11-25', '2026-11-21', 'previous', '2026-10-19', '2026-11-05'],
    // Two months of a year so far are compared with the year before, too.
    ['this-year', '2026-02-10', 'previous', '2025-01-01', '2025-02-11'],
    ['this-year', '2026-01-10', 'previous', '2025-12-01', '2025-12-11'],
  ] as const)('compares %s on %s with the %s: %s up to %s', (text, today, comparison, start, end) => {
    const { range, complete } = parsePeriod(text, noonOf(today));
    expect(comparablePeriod(range, comparison, { complete })).toEqual({ start, end });
  });

  it('has the same days of the month before on every day of ten years, or all of that month', () => {
    for (const today of tenYears) {
      const { range, complete } = parsePeriod('this-month', noonOf(today));
      const earlier = comparablePeriod(range, 'previous', { complete });
      expect(addDays(range.start, -daysInMonth(earlier.start))).toBe(earlier.start);
      expect(lengthOf(earlier)).toBe(Math.min(lengthOf(range), daysInMonth(earlier.start)));
      expect(comparisonNote(range, earlier) === null).toBe(lengthOf(earlier) === lengthOf(range));
    }
  });

  it('compares ended days with the same number of days before them', () => {
    for (const today of tenYears) {
      const { range, complete } = parsePeriod('last-7-days', noonOf(today));
      const earlier = comparablePeriod(range, 'previous', { complete });
      expect(earlier.end).toBe(range.start);
      expect(lengthOf(earlier)).toBe(7);
    }
  });

  it.each([
    ['2026-03', 28, 31],
    ['2026-02', 31, 28],
  ])('has a note for %s, whose month before has another number of days', (text, before, days) => {
    const { range, complete } = parsePeriod(text, noonOf('2026-11-21'));
    expect(comparisonNote(range, comparablePeriod(range, 'previous', { complete }))).toBe(
      `${days} days are compared with ${before}: the months are not equally long`,
    );
  });
});

function lengthOf({ start, end }: DateRange): number {
  return daysBetween(start, end);
}
