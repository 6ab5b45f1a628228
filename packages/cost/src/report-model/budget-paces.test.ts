import { describe, expect, it } from 'vitest';
import { money } from '../money/index.ts';
import { budgetPaces } from './budget-paces.ts';
import { summarize } from './summarize.ts';

const range = { start: '2026-11-01', end: '2026-11-22' };

function summaryOf(...currencies: string[]) {
  const lines = currencies.map((currency) => ({
    day: '2026-11-01',
    keys: [],
    charge: 'usage' as const,
    currency,
    cost: money(50),
  }));
  const answer = { lines, estimated: null, notes: [], paid: { requests: 0, usd: money(0) } };
  return summarize(answer, { by: [], range, granularity: 'daily' });
}

const options = { monthly: money(100), forecasts: [] };
const forecast = { currency: 'USD', range, spent: money(50), low: money(90), high: money(130), basis: '' };

describe('budgetPaces', () => {
  it('uses the forecast of the same currency', () => {
    const stateBy = (currency: string) => {
      const forecasts = [{ ...forecast, currency, cost: money(120) }];
      return budgetPaces(summaryOf('USD'), { ...options, forecasts }).paces.map(({ state }) => state);
    };

    expect([stateBy('USD'), stateBy('EUR')]).toEqual([['too-fast'], ['within']]);
  });

  it('does not compare a bill in several currencies, with a note', () => {
    const { paces, notes } = budgetPaces(summaryOf('EUR', 'USD'), options);

    expect(paces).toEqual([]);
    expect(notes).toEqual([expect.stringContaining('several currencies')]);
  });

  it('compares the budget with the forecast of a month without charges yet', () => {
    const forecasts = [{ ...forecast, spent: money(0), cost: money(120) }];
    expect(budgetPaces(summaryOf(), { ...options, forecasts }).paces).toMatchObject([
      { currency: 'USD', state: 'too-fast', usedPercent: 0 },
    ]);
  });

  it('does not take a month of which nothing is delivered for one without costs', () => {
    const forecasts = [{ ...forecast, spent: money(0), cost: money(120) }];
    const undelivered = { isUndelivered: true, unknown: 'none of its days is delivered yet' };
    expect(budgetPaces(summaryOf(), { ...options, ...undelivered, forecasts }).paces).toMatchObject([
      {
        state: 'unknown',
        usedPercent: null,
        elapsedPercent: 0,
        summary: 'what is spent of $100.00 is not known yet: none of its days is delivered yet',
      },
    ]);
    expect(budgetPaces(summaryOf(), { ...options, ...undelivered })).toEqual({
      paces: [],
      notes: ['The budget is not compared: none of its days is delivered yet.'],
    });
    // Of a day that is delivered in part, something is known.
    expect(budgetPaces(summaryOf('USD'), { ...options, ...undelivered }).paces).toMatchObject([
      { state: 'unknown', usedPercent: 50 },
    ]);
  });

  it('has no pace if nothing was billed', () => {
    expect(budgetPaces(summaryOf(), options)).toEqual({ paces: [], notes: [] });
  });
});
