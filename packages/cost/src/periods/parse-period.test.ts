import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween, daysInMonth } from './days.ts';
import { parsePeriod } from './parse-period.ts';
import { noonOf, tenYears } from './testing/days.ts';

describe('parsePeriod', () => {
  it.each([
    [undefined, '2026-11-21', '2026-11-01', '2026-11-22', '2026-11-01..2026-11-21, so far'],
    ['this-month', '2026-11-01', '2026-11-01', '2026-11-02', '2026-11-01, so far'],
    ['last-month', '2026-03-31', '2026-02-01', '2026-03-01', '2026-02'],
    ['last-month', '2024-03-31', '2024-02-01', '2024-03-01', '2024-02'],
    ['last-month', '2026-01-01', '2025-12-01', '2026-01-01', '2025-12'],
    ['this-year', '2024-02-29', '2024-01-01', '2024-03-01', '2024-01..2024-02, so far'],
    ['last-year', '2026-01-01', '2025-01-01', '2026-01-01', '2025'],
    ['yesterday', '2024-03-01', '2024-02-29', '2024-03-01', '2024-02-29'],
    ['last-7-days', '2026-11-03', '2026-10-27', '2026-11-03', '2026-10-27..2026-11-02'],
    ['last-1-day', '2026-11-03', '2026-11-02', '2026-11-03', '2026-11-02'],
    ['last-3-months', '2026-02-14', '2025-11-01', '2026-02-01', '2025-11..2026-01'],
    ['2025', '2026-11-21', '2025-01-01', '2026-01-01', '2025'],
    ['2026-10', '2026-11-21', '2026-10-01', '2026-11-01', '2026-10'],
    ['2026-11', '2026-11-21', '2026-11-01', '2026-11-22', '2026-11-01..2026-11-21, so far'],
    ['2026-10-03', '2026-11-21', '2026-10-03', '2026-10-04', '2026-10-03'],
    ['2026-01..2026-06', '2026-11-21', '2026-01-01', '2026-07-01', '2026-01..2026-06'],
    ['2026-01..2027-06', '2026-11-21', '2026-01-01', '2026-11-22', '2026-01-01..2026-11-21, so far'],
    ['2026-10-01..2026-10-15', '2026-11-21', '2026-10-01', '2026-10-16', '2026-10-01..2026-10-15'],
    [' 2025-12 .. 2026-01-15 ', '2026-11-21', '2025-12-01', '2026-01-16', '2025-12-01..2026-01-15'],
  ])('reads %s on %s as %s up to %s', (text, today, start, end, label) => {
    const complete = !label.endsWith('so far');
    expect(parsePeriod(text, noonOf(today))).toEqual({ range: { start, end }, label, complete });
  });

  it('follows the calendar on every day of two years, one of them a leap year', () => {
    for (const today of tenYears.filter((day) => day >= '2027-07-01' && day < '2029-07-01')) {
      const now = noonOf(today);
      const read = (text: string) => parsePeriod(text, now);
      const { range: thisMonth, complete } = read('this-month');
      const { range: lastMonth } = read('last-month');
      expect(complete).toBe(false);
      expect(thisMonth).toEqual({ start: `${today.slice(0, 8)}01`, end: addDays(today, 1) });
      expect(lastMonth.end).toBe(thisMonth.start);
      expect(daysBetween(lastMonth.start, lastMonth.end)).toBe(daysInMonth(lastMonth.start));
      expect(read('last-1-month').range).toEqual(lastMonth);
      expect(read('last-12-months').range.end).toBe(thisMonth.start);
      expect(read('last-12-months').range.start.slice(4)).toBe(thisMonth.start.slice(4));
      expect(read('yesterday').range).toEqual(read('last-1-days').range);
      expect(daysBetween(read('last-30-days').range.start, today)).toBe(30);
      expect(read('last-year').range.end).toBe(read('this-year').range.start);
      expect(read(today.slice(0, 7)).range).toEqual(thisMonth);
      expect(read(today.slice(0, 4)).range).toEqual(read('this-year').range);
    }
  });

  it('changes the day at midnight in UTC, in every time zone of the machine', () => {
    const at = (time: string) => parsePeriod('yesterday', { nowMs: Date.parse(time) }).label;
    expect(at('2026-03-01T00:00:00Z')).toBe('2026-02-28');
    expect(at('2026-02-28T23:59:59.999Z')).toBe('2026-02-27');
  });

  it('reads the label of a complete period as the same period', () => {
    fc.assert(
      fc.property(fc.constantFrom(...tenYears), fc.integer({ min: 1, max: 1500 }), (start, length) => {
        const range = { start, end: addDays(start, length) };
        const period = parsePeriod(`${start}..${addDays(range.end, -1)}`, noonOf('2036-01-01'));
        expect(period.range).toEqual(range);
        expect(parsePeriod(period.label, noonOf('2036-01-01'))).toEqual(period);
      }),
    );
  });

  it.each([
    ['2026-02-29', 'names 2026-02-29, which the calendar does not have; correct the month or the day'],
    ['2026-13', 'names 2026-13, which the calendar does not have; correct the month or the day'],
    ['2026-11-22', 'is in the future: today is 2026-11-21 in UTC; name days that have begun'],
    ['2027..2028', 'is in the future: today is 2026-11-21 in UTC; name days that have begun'],
    ['2026-06..2026-01', 'ends before it begins; write 2026-01..2026-06'],
    ['last-0-days', 'has no days; write last-1-days or more'],
    ['last-9999-months', 'begins before 2000-01-01; begin with 2000-01-01 or later'],
  ])('refuses %s with what to do', (text, message) => {
    expect(() => parsePeriod(text, noonOf('2026-11-21'))).toThrow(
      expect.objectContaining({ code: 'cost.period.invalid', message: `period "${text}" ${message}` }),
    );
  });

  it.each([
    '',
    'lastmonth',
    '2026-1',
    '2026/10',
    '..',
    '2026..',
    '2026-01..2026-02..2026-03',
    '0026-01',
    '9999',
  ])('refuses "%s" with the accepted forms', (text) => {
    expect(() => parsePeriod(text, noonOf('2026-11-21'))).toThrow(
      expect.objectContaining({
        code: 'cost.period.invalid',
        message: expect.stringMatching(/is not a period; write this-month, .* 2026-10-01\.\.2026-10-15$/),
      }),
    );
  });
});
