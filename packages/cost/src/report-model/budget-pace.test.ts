import { describe, expect, it } from 'vitest';
import { money, moneyText } from '../money/index.ts';
import { budgetPace } from './budget-pace.ts';

const range = { start: '2026-11-01', end: '2026-11-16' };

function spending(cost: string) {
  return { currency: 'USD', total: { cost: money(cost), before: null, change: null, changePercent: null } };
}

describe('budgetPace', () => {
  it.each([
    ['600', undefined, 'within'],
    ['600.01', undefined, 'too-fast'],
    ['1200.01', undefined, 'exceeded'],
    ['700', '1200', 'within'],
    ['500', '1200.01', 'too-fast'],
    ['1200.01', '1300', 'exceeded'],
  ])('calls $%s of $1,200 at half of the month, with %s expected, %s', (spent, forecast, state) => {
    const pace = budgetPace(spending(spent), {
      monthly: money(1200),
      range,
      ...(forecast !== undefined && { forecast: money(forecast) }),
    });
    expect(pace.state).toBe(state);
  });

  it('is unknown if too few days are delivered to know it, unless more is spent already', () => {
    const unknown = 'there are too few days';
    const [pace, over] = ['250', '1200.01'].map((spent) =>
      budgetPace(spending(spent), { monthly: money(1200), range, unknown }),
    );
    expect(pace).toMatchObject({
      state: 'unknown',
      summary:
        '$250.00 of $1,200.00 is spent after 50% of the days; whether that is within the budget is not known yet: there are too few days',
    });
    expect(over!.state).toBe('exceeded');
  });

  it('has a summary sentence', () => {
    expect(budgetPace(spending('700'), { monthly: money(1200), range })).toMatchObject({
      usedPercent: 58.33,
      elapsedPercent: 50,
      summary: '$700.00 of $1,200.00 is spent after 50% of the days; $600.00 would be an even pace',
    });
  });

  it('has as many budgets as months, and no more time than they have', () => {
    const quarter = { start: '2026-07-15', end: '2026-10-01' };
    const pace = budgetPace(spending('1'), { monthly: money(1200), range: quarter });
    expect([moneyText(pace.budget), pace.elapsedPercent]).toEqual(['3600', 100]);
  });
});
