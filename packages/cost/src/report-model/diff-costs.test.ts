import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money, moneyText, sumMoney } from '../money/index.ts';
import { diffCosts } from './diff-costs.ts';
import { answerOf, line, linesOf } from './testing/cost-lines.ts';

describe('diffCosts', () => {
  it.each([
    ['new', null, ['10', '5']],
    ['gone', ['10', '5'], null],
    ['more-use', ['10', '5'], ['20', '10']],
    ['less-use', ['10', '5'], ['4', '2']],
    ['other-price', ['10', '5'], ['12', '5']],
    ['other-price', ['10', '5'], ['30', '6']],
    ['more-use', ['10', '5'], ['18', '8']],
    ['changed', ['10', '0'], ['18', '8']],
  ] as const)('lists a group that is %s: %s to %s', (reason, before, after) => {
    const [difference] = diffCosts(answerOf(hours(before)), answerOf(hours(after)));
    expect(difference!.reason).toBe(reason);
  });

  it('splits a change into use at the old price and the rest', () => {
    // Prepare: 3 hours for 10, then 6 hours for 25.
    const before = answerOf(hours(['10', '3']));
    const after = answerOf([...hours(['12.5', '3']), ...hours(['12.5', '3'])]);

    // Act
    const [difference] = diffCosts(before, after);

    // Assess
    expect(moneyText(difference!.effects!.use)).toBe('10');
    expect(moneyText(difference!.effects!.price)).toBe('5');
    expect(difference!.quantity).toEqual({ before: money(3), after: money(6), unit: 'Hrs' });
  });

  it('does not split if the unit changed, or a line has none', () => {
    const before = answerOf(hours(['10', '3']));
    const gigabytes = line('2026-10-01', ['EC2'], '5', { quantity: { amount: money(3), unit: 'GB' } });
    for (const after of [
      [gigabytes],
      [...hours(['1', '1']), gigabytes],
      [line('2026-10-01', ['EC2'], '5')],
    ]) {
      const [difference] = diffCosts(before, answerOf(after));
      expect(difference).toMatchObject({ reason: 'changed', effects: null, quantity: null });
    }
  });

  it('has the largest change first, a saving as large as a rise', () => {
    const before = answerOf([line('2026-09-01', ['a'], '100'), line('2026-09-01', ['b'], '1')]);
    const after = answerOf([line('2026-10-01', ['b'], '51'), line('2026-10-01', ['c'], '2')]);
    expect(diffCosts(before, after).map(({ keys, change }) => [keys[0], moneyText(change)])).toEqual([
      ['a', '-100'],
      ['b', '50'],
      ['c', '2'],
    ]);
  });

  it('adds up to the change of the totals, currency by currency, and so do the effects', () => {
    const withQuantities = linesOf(['2026-10-01', '2026-10-02'], 1).chain((lines) =>
      fc
        .array(fc.integer({ min: 0, max: 50 }), { minLength: lines.length, maxLength: lines.length })
        .map((amounts) =>
          lines.map((each, index) => ({
            ...each,
            quantity: { amount: money(amounts[index]!), unit: 'Hrs' },
          })),
        ),
    );
    fc.assert(
      fc.property(withQuantities, withQuantities, (before, after) => {
        const differences = diffCosts(answerOf(before), answerOf(after));
        for (const currency of ['USD', 'EUR']) {
          const total = (lines: typeof before) =>
            sumMoney(lines.filter((each) => each.currency === currency).map(({ cost }) => cost));
          const changes = differences.filter((each) => each.currency === currency);
          expect(moneyText(sumMoney(changes.map(({ change }) => change)))).toBe(
            moneyText(total(after).minus(total(before))),
          );
        }
        for (const { change, effects } of differences)
          if (effects !== null) expect(moneyText(effects.use.plus(effects.price))).toBe(moneyText(change));
      }),
    );
  });
});

function hours(amounts: readonly [cost: string, hours: string] | null) {
  if (amounts === null) return [];
  const [cost, amount] = amounts;
  return [line('2026-10-01', ['EC2'], cost, { quantity: { amount: money(amount), unit: 'Hrs' } })];
}
