import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CostLine } from '../model.ts';
import { money, moneyText } from '../money/index.ts';
import { daysOf, weekdayOf } from '../periods/index.ts';
import { forecastMonth } from './forecast-month.ts';
import { answerOf, line } from './testing/cost-lines.ts';

const nowMs = Date.parse('2026-10-20T06:00:00Z');
const range = { start: '2026-09-01', end: '2026-10-21' };

function weekly(costOf: (weekday: number) => number): CostLine[] {
  return daysOf(range).map((day) => line(day, [], String(day === '2026-10-20' ? 1 : costOf(weekdayOf(day)))));
}

describe('forecastMonth', () => {
  it('expects each remaining day to cost the same as its weekdays before', () => {
    // Prepare: 4 on Saturdays and Sundays, 10 on other days; the running day has 1 so far.
    const lines = weekly((weekday) => (weekday % 6 === 0 ? 4 : 10));

    // Act
    const [forecast] = forecastMonth(answerOf(lines), { nowMs, range });

    // Assess: October 2026 has 22 weekdays and 9 days of weekends.
    expect(forecast).toMatchObject({ currency: 'USD', range: { start: '2026-10-01', end: '2026-11-01' } });
    expect(moneyText(forecast!.cost)).toBe('256');
    expect([forecast!.low, forecast!.high].map(moneyText)).toEqual(['256', '256']);
    expect(moneyText(forecast!.spent)).toBe(String(13 * 10 + 6 * 4 + 1));
  });

  it('does not change by an incident of the weeks before, but its range does', () => {
    const lines = [...weekly(() => 10), line('2026-10-07', ['SageMaker'], '500')];
    const [forecast] = forecastMonth(answerOf(lines), { nowMs, range });
    expect(moneyText(forecast!.cost)).toBe('810');
    // Two Wednesdays are still to come.
    expect(moneyText(forecast!.high)).toBe('1810');
  });

  it('uses the other charges of the month before for the remaining days', () => {
    const lines = [
      ...weekly(() => 10),
      line('2026-09-05', [], '3', { charge: 'support' }),
      line('2026-09-20', [], '7', { charge: 'support' }),
      line('2026-09-30', [], '5', { charge: 'tax' }),
      line('2026-10-05', [], '4', { charge: 'support' }),
    ];
    const [forecast] = forecastMonth(answerOf(lines), { nowMs, range });
    expect(moneyText(forecast!.cost)).toBe(String(310 + 4 + 5));
  });

  it('does not expect less of the current day than it has cost already', () => {
    const lines = [...weekly(() => 10), line('2026-10-20', [], '98')];
    const [forecast] = forecastMonth(answerOf(lines), { nowMs, range });
    expect([forecast!.low, forecast!.cost].map(moneyText)).toEqual(['399', '399']);
  });

  it('has no forecast from less than a week', () => {
    const short = { start: '2026-10-14', end: '2026-10-21' };
    expect(forecastMonth(answerOf(weekly(() => 10)), { nowMs, range: short })).toEqual([]);
  });

  it('is at least what was spent, and between its bounds', () => {
    const costs = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 50, maxLength: 50 });
    fc.assert(
      fc.property(costs, (cents) => {
        const lines = daysOf(range).map((day, index) =>
          line(day, [], money(cents[index]!).div(100).toFixed()),
        );
        const [{ spent, low, cost, high }] = forecastMonth(answerOf(lines), { nowMs, range }) as [never];
        expect([spent, low, cost, high].map(Number)).toEqual(
          [spent, low, cost, high].map(Number).toSorted((one, other) => one - other),
        );
      }),
    );
  });
});
