import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CostQuery } from '../model.ts';
import { moneyText, sumMoney } from '../money/index.ts';
import type { CostGroup, CurrencySummary } from './cost-summary.ts';
import { summarize } from './summarize.ts';
import { answerOf, line, linesOf } from './testing/cost-lines.ts';

const october: CostQuery = {
  range: { start: '2026-10-01', end: '2026-10-04' },
  granularity: 'daily',
  by: ['tag:Project', 'service'],
  metric: 'unblended',
  filters: [],
};
const days = ['2026-10-01', '2026-10-02', '2026-10-03'];

describe('summarize', () => {
  it('has groups, other charges and untagged costs of a small bill', () => {
    // Prepare
    const now = answerOf([
      line('2026-10-01', ['shop', 'Amazon EC2'], '30'),
      line('2026-10-03', ['shop', 'Amazon EC2'], '30.5'),
      line('2026-10-03', ['shop', 'Amazon S3'], '9.5'),
      line('2026-10-02', [null, 'Amazon S3'], '10'),
      line('2026-10-01', [null, null], '8', { charge: 'tax' }),
      line('2026-10-01', ['shop', 'Amazon EC2'], '-5', { charge: 'credit' }),
    ]);
    const before = answerOf([line('2026-09-01', ['shop', 'Amazon EC2'], '50')]);

    // Act
    const summary = summarize(now, { ...october, compareWith: before });

    // Assess
    const [usd] = summary.currencies;
    expect(summary.currencies).toHaveLength(1);
    expect(read(usd!.total)).toEqual(['83', '50', '33', 66]);
    expect(usd!.series.map(moneyText)).toEqual(['33', '10', '40']);
    expect(usd!.groups.map((group) => [group.keys, ...read(group), group.share])).toEqual([
      [['shop'], '70', '50', '20', 40, 87.5],
      [[null], '10', '0', '10', null, 12.5],
    ]);
    expect(usd!.groups[0]!.parts.map((part) => [part.keys, moneyText(part.cost), part.share])).toEqual([
      [['shop', 'Amazon EC2'], '60.5', 75.63],
      [['shop', 'Amazon S3'], '9.5', 11.88],
    ]);
    expect(usd!.charges.map(({ charge, cost }) => [charge, moneyText(cost)])).toEqual([
      ['tax', '8'],
      ['credit', '-5'],
    ]);
    expect(usd!.untagged).toMatchObject({ dimension: 'tag:Project', share: 12.5 });
    expect(usd!.untagged!.parts.map((part) => [part.keys, moneyText(part.cost)])).toEqual([
      [['Amazon S3'], '10'],
    ]);
  });

  it('folds what is not among the largest', () => {
    const now = answerOf(
      ['1', '5', '3', '4'].map((cost, index) => line('2026-10-01', [`p${index}`, 'Amazon EC2'], cost)),
    );
    const [usd] = summarize(now, { ...october, top: 2 }).currencies;
    expect(usd!.groups.map((group) => [group.keys, moneyText(group.cost), group.folded])).toEqual([
      [['p1'], '5', 0],
      [['p3'], '4', 0],
      [[], '4', 2],
    ]);
  });

  it('has the groups that are gone, and a currency that is gone', () => {
    const before = answerOf([
      line('2026-09-01', ['old', 'Amazon EC2'], '4'),
      line('2026-09-01', ['old', 'Amazon EC2'], '6', { currency: 'EUR' }),
    ]);
    const now = answerOf([line('2026-10-01', ['new', 'Amazon EC2'], '1')]);
    const [eur, usd] = summarize(now, { ...october, compareWith: before }).currencies;
    expect([eur!.currency, ...read(eur!.total)]).toEqual(['EUR', '0', '6', '-6', -100]);
    expect(usd!.groups.map((group) => [...group.keys, ...read(group)])).toEqual([
      ['new', '1', '0', '1', null],
      ['old', '0', '4', '-4', -100],
    ]);
  });

  it('begins the periods of months with the first day of the query', () => {
    const range = { start: '2026-09-15', end: '2026-11-03' };
    const now = answerOf([line('2026-09-15', [], '1'), line('2026-11-01', [], '2')]);
    const summary = summarize(now, { range, granularity: 'monthly', by: [] });
    expect(summary.periods).toEqual(['2026-09-15', '2026-10-01', '2026-11-01']);
    expect(summary.currencies[0]!.series.map(moneyText)).toEqual(['1', '0', '2']);
  });

  it('groups by charges if requested', () => {
    const now = answerOf([
      line('2026-10-01', ['usage'], '1'),
      line('2026-10-01', ['tax'], '2', { charge: 'tax' }),
    ]);
    const [usd] = summarize(now, { ...october, by: ['charge'] }).currencies;
    expect(usd!.groups.map(({ keys }) => keys)).toEqual([['tax'], ['usage']]);
    expect(usd!.charges).toEqual([]);
  });

  it('refuses a line of another day', () => {
    const now = answerOf([line('2026-10-04', ['shop', 'Amazon EC2'], '1')]);
    expect(() => summarize(now, october)).toThrow(
      new RangeError('a line has the day 2026-10-04, which is outside of the query'),
    );
  });

  it('adds up exactly, at every level', () => {
    fc.assert(
      fc.property(
        linesOf(days, 2),
        linesOf(['2026-09-01', '2026-09-02'], 2),
        fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
        (lines, earlier, top) => {
          const summary = summarize(answerOf(lines), {
            ...october,
            compareWith: answerOf(earlier),
            ...(top !== undefined && { top }),
          });
          for (const currency of summary.currencies) {
            const mine = lines.filter((each) => each.currency === currency.currency);
            const theirs = earlier.filter((each) => each.currency === currency.currency);
            expect(moneyText(currency.total.cost)).toBe(textOf(mine));
            expect(moneyText(currency.total.before!)).toBe(textOf(theirs));
            expect(moneyText(currency.usage.cost)).toBe(
              textOf(mine.filter((each) => each.charge === 'usage')),
            );
            expect(moneyText(currency.untagged!.cost)).toBe(
              textOf(mine.filter((each) => each.charge === 'usage' && each.keys[0] === null)),
            );
            assessSums(currency);
          }
        },
      ),
    );
  });

  it('is the same whatever the order of the lines', () => {
    const shuffled = linesOf(days, 2).chain((lines) =>
      fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length })),
    );
    fc.assert(
      fc.property(shuffled, ([lines, others]) => {
        const texts = [lines, others].map((each) => JSON.stringify(summarize(answerOf(each), october)));
        expect(texts[0]).toBe(texts[1]);
      }),
    );
  });
});

function assessSums(currency: CurrencySummary): void {
  const { total, series, usage, groups, charges } = currency;
  expect(textOf([usage, ...charges])).toBe(moneyText(total.cost));
  expect(moneyText(sumMoney(series))).toBe(moneyText(total.cost));
  expect(textOf(groups)).toBe(moneyText(usage.cost));
  const visit = (group: CostGroup): void => {
    expect(moneyText(sumMoney(group.series))).toBe(moneyText(group.cost));
    expect(moneyText(group.before!.plus(group.change!))).toBe(moneyText(group.cost));
    if (group.parts.length === 0) return;
    expect(textOf(group.parts)).toBe(moneyText(group.cost));
    for (const part of group.parts) visit(part);
  };
  for (const group of groups) visit(group);
}

function read({ cost, before, change, changePercent }: CurrencySummary['total']): unknown[] {
  return [moneyText(cost), before && moneyText(before), change && moneyText(change), changePercent];
}

function textOf(costs: readonly { readonly cost: CurrencySummary['total']['cost'] }[]): string {
  return moneyText(sumMoney(costs.map(({ cost }) => cost)));
}
