import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { CostLine } from '../model.ts';
import { money, moneyText } from '../money/index.ts';
import { addMonths, daysOf, weekdayOf } from '../periods/index.ts';
import { forecastMonth, tooShortReason } from './forecast-month.ts';
import { answerOf, line } from './testing/cost-lines.ts';

const range = { start: '2026-09-01', end: '2026-10-20' };
const month = { start: '2026-10-01', end: '2026-11-01' };

function weekly(costOf: (weekday: number) => number): CostLine[] {
  return daysOf(range).map((day) => line(day, [], String(costOf(weekdayOf(day)))));
}

describe('forecastMonth', () => {
  it('expects each remaining day to cost the same as its weekdays before', () => {
    // Prepare: 4 on Saturdays and Sundays, 10 on other days.
    const lines = weekly((weekday) => (weekday % 6 === 0 ? 4 : 10));

    // Act
    const [forecast] = forecastMonth(answerOf(lines), { range, month });

    // Assess: October 2026 has 22 weekdays and 9 days of weekends.
    expect(forecast).toMatchObject({ currency: 'USD', range: { start: '2026-10-01', end: '2026-11-01' } });
    expect(moneyText(forecast!.cost)).toBe('256');
    // The level of any service moves a little.
    expect(Number(forecast!.low)).toBeGreaterThan(250);
    expect(Number(forecast!.high)).toBeLessThan(262);
    expect(moneyText(forecast!.spent)).toBe(String(13 * 10 + 6 * 4));
  });

  it('compares a month that begins after the data with its own days alone', () => {
    const days = { start: '2026-11-03', end: '2026-11-10' };
    const lines = daysOf(days).map((day) => line(day, [], '50'));
    const [forecast] = forecastMonth(answerOf(lines), {
      range: days,
      month: { start: '2026-12-01', end: '2027-01-01' },
    });
    expect(moneyText(forecast!.cost)).toBe('1550');
    expect(forecast!.basis).toContain('it would be $1,550.00');
  });

  it('does not change by an incident of the weeks before', () => {
    const lines = [...weekly(() => 10), line('2026-10-07', ['SageMaker'], '500')];
    const [forecast] = forecastMonth(answerOf(lines), { range, month });
    expect(moneyText(forecast!.cost)).toBe('810');
  });

  it('expects tax and support of the days to come, even if only one month is known', () => {
    const lines = [
      ...weekly(() => 10),
      line('2026-09-05', [], '3', { charge: 'support' }),
      line('2026-09-20', [], '7', { charge: 'support' }),
      line('2026-09-30', [], '5', { charge: 'tax' }),
      line('2026-10-05', [], '4', { charge: 'support' }),
      line('2026-09-25', [], '8760', { charge: 'fee' }),
    ];
    const [forecast] = forecastMonth(answerOf(lines), { range, month });
    expect(forecast).toMatchObject({ chargesToCome: money(12), usageToCome: money(120) });
    expect(moneyText(forecast!.cost)).toBe(String(310 + 4 + 7 + 5));
  });

  it('expects fees that recur, and no purchase twice', () => {
    const long = { start: '2026-08-01', end: '2026-10-20' };
    const lines = [
      line('2026-08-26', [], '30', { charge: 'fee' }),
      line('2026-09-25', [], '31', { charge: 'fee' }),
      line('2026-09-28', [], '8760', { charge: 'fee' }),
      line('2026-09-21', [], '-40', { charge: 'credit' }),
    ];
    const [forecast] = forecastMonth(answerOf(lines), { range: long, month });
    expect(moneyText(forecast!.chargesToCome!)).toBe('31');
  });

  it.each([
    ['a month of 30 days after one of 31', '2026-11', '2026-12-01', 10],
    ['a month of 31 days after one of 30', '2026-10', '2026-11-01', 11],
    ['a month of 31 days after one of 28', '2026-03', '2026-04-01', 11],
    ['a month of 28 days after one of 31', '2026-02', '2026-03-01', 8],
  ])('expects a fee of each day once a day, in %s', (_, name, end, remaining) => {
    const start = `${name}-01`;
    const days = { start: addMonths(start, -3), end: `${name}-21` };
    const lines = daysOf(days).map((day) => line(day, [], '4.32', { charge: 'fee' }));
    const [forecast] = forecastMonth(answerOf(lines), { range: days, month: { start, end } });
    expect(forecast!.chargesToCome).toEqual(money('4.32').times(remaining));
  });

  it('expects a fee of the last day of the month on the last day, once', () => {
    const feesOf = (...days: string[]) => days.map((day) => line(day, [], '50', { charge: 'fee' }));
    const toComeOf = (name: string, end: string, lines: CostLine[]) =>
      moneyText(
        forecastMonth(answerOf(lines), {
          range: { start: '2026-08-01', end: `${name}-20` },
          month: { start: `${name}-01`, end },
        })[0]!.chargesToCome!,
      );
    expect(toComeOf('2026-11', '2026-12-01', feesOf('2026-09-30', '2026-10-31'))).toBe('50');
    expect(toComeOf('2026-10', '2026-11-01', feesOf('2026-08-31', '2026-09-30'))).toBe('50');
  });

  it('is not bent by a purchase that is billed as usage on the 3rd', () => {
    const lines = [...weekly(() => 10), line('2026-10-03', ['SageMaker'], '900')];
    const [forecast] = forecastMonth(answerOf(lines), { range, month });
    expect(moneyText(forecast!.cost)).toBe(String(310 + 900));
  });

  it('follows another level, the surer the longer it lasts', () => {
    const costOf = (since: string) =>
      Number(
        forecastMonth(answerOf(daysOf(range).map((day) => line(day, [], day < since ? '10' : '15'))), {
          range,
          month,
        })[0]!.usageToCome,
      );
    expect(costOf('2026-10-19')).toBeLessThan(150);
    expect(costOf('2026-10-15')).toBeGreaterThan(165);
    expect(costOf('2026-10-05')).toBeGreaterThan(175);
  });

  it('is at least what was spent, and between its bounds', () => {
    const costs = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 49, maxLength: 49 });
    fc.assert(
      fc.property(costs, (cents) => {
        const lines = daysOf(range).map((day, index) =>
          line(day, [], money(cents[index]!).div(100).toFixed()),
        );
        const [{ spent, low, cost, high }] = forecastMonth(answerOf(lines), { range, month }) as [never];
        expect([spent, low, cost, high].map(Number)).toEqual(
          [spent, low, cost, high].map(Number).toSorted((one, other) => one - other),
        );
      }),
    );
  });
});

describe('tooShortReason', () => {
  it.each([
    [{ start: '2026-11-03', end: '2026-11-10' }, undefined],
    [
      { start: '2026-11-03', end: '2026-11-08' },
      'it needs 7 delivered days, and there are 5 (3 November 2026 to 7 November 2026); the data to 9 November 2026 will do',
    ],
    [
      { start: '2026-11-03', end: '2026-11-04' },
      'it needs 7 delivered days, and there are 1 (3 November 2026); the data to 9 November 2026 will do',
    ],
    [{ start: '2026-11-03', end: '2026-11-03' }, 'it needs 7 delivered days, and there are none'],
  ])('of the delivered days %j is %s', (days, reason) => {
    expect(tooShortReason(days)).toBe(reason);
  });
});

test('other charges of a month that the source lacks are those of the month before it', () => {
  const known = { start: '2026-07-01', end: '2026-10-20' };
  const holes = [{ start: '2026-09-01', end: '2026-10-01' }];
  const lines = daysOf(known)
    .filter((day) => !day.startsWith('2026-09'))
    .flatMap((day) => [
      line(day, [], '50'),
      ...(day.endsWith('-30') ? [line(day, [null], '7', { charge: 'tax' })] : []),
    ]);
  const [forecast] = forecastMonth(answerOf(lines), { range: known, month, holes });
  expect(forecast).toMatchObject({ basis: expect.stringContaining('by the 61 days before') });
  expect([forecast!.usageToCome, forecast!.chargesToCome].map(String)).toEqual(['600', '7']);
});
