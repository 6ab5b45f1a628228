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
  ] as const)('holds %s on %s against the %s: %s up to %s', (text, today, comparison, start, end) => {
    const { range, complete } = parsePeriod(text, noonOf(today));
    expect(comparablePeriod(range, comparison, { complete })).toEqual({ start, end });
  });

  it('has the same days of the month before on every day of ten years, or all that there are', () => {
    for (const today of tenYears) {
      const { range, complete } = parsePeriod('this-month', noonOf(today));
      const earlier = comparablePeriod(range, 'previous', { complete });
      expect(addDays(range.start, -daysInMonth(earlier.start))).toBe(earlier.start);
      expect(lengthOf(earlier)).toBe(Math.min(lengthOf(range), daysInMonth(earlier.start)));
      expect(comparisonNote(range, earlier) === null).toBe(lengthOf(earlier) === lengthOf(range));
    }
  });

  it('joins days that are over to as many before them', () => {
    for (const today of tenYears) {
      const { range, complete } = parsePeriod('last-7-days', noonOf(today));
      const earlier = comparablePeriod(range, 'previous', { complete });
      expect(earlier.end).toBe(range.start);
      expect(lengthOf(earlier)).toBe(7);
    }
  });

  it('says so where one has more days', () => {
    const march = { start: '2026-03-01', end: '2026-04-01' };
    expect(comparisonNote(march, comparablePeriod(march, 'previous', { complete: false }))).toBe(
      '31 days are compared with 28: the months are not equally long',
    );
  });
});

function lengthOf({ start, end }: DateRange): number {
  return daysBetween(start, end);
}
