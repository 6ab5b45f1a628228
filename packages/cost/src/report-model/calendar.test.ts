import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDays, addMonths, daysBetween, daysInMonth } from '../periods/index.ts';
import { calendarOf } from './calendar.ts';

it('has the same days as the dates', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1500 }),
      fc.integer({ min: 0, max: 500 }),
      fc.integer({ min: -3, max: 2 }),
      (start, index, months) => {
        const firstDay = addDays('2024-01-01', start);
        const day = addDays(firstDay, index);
        const calendar = calendarOf(firstDay);
        expect(calendar.monthsLater(index, months)).toBe(daysBetween(firstDay, addMonths(day, months)));
        const left = daysInMonth(day) - Number(day.slice(8));
        expect(calendar.daysToMonthEnd(index)).toBe(left);
        expect(calendar.monthEnd(index)).toBe(index + left);
      },
    ),
  );
});
