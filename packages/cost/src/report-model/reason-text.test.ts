import { expect, test } from 'vitest';
import type { Charge } from '../model.ts';
import { money } from '../money/index.ts';
import { diffCosts } from './diff-costs.ts';
import { reasonText } from './reason-text.ts';
import { answerOf, line } from './testing/cost-lines.ts';

/** A cost, of so many gigabytes. */
type Side = readonly [cost: string, amount?: string];

function reasonOf(before: Side, after: Side, charge: Charge = 'usage'): string {
  const answer = (day: string, [cost, amount]: Side) =>
    answerOf([
      line(day, ['Amazon S3'], cost, {
        charge,
        ...(amount !== undefined && { quantity: { amount: money(amount), unit: 'GB' } }),
      }),
    ]);
  const [difference] = diffCosts(answer('2026-09-01', before), answer('2026-10-01', after));
  return reasonText(difference!);
}

test.each<[string, Side, Side, Charge?]>([
  ['new', ['0'], ['5', '3']],
  ['gone', ['5', '3'], ['0', '0']],
  ['changed', ['5'], ['6']],
  ['20% more GB', ['5', '10'], ['6', '12']],
  ['50% less GB', ['5', '10'], ['2.5', '5']],
  ['slightly more GB', ['1000', '1000'], ['1001', '1001']],
  ['price or mix', ['5', '10'], ['6', '10']],
  ['100% more GB, +$10.00, and price or mix, +$4.00', ['10', '5'], ['24', '10']],
  ['price or mix, +$20.00, and 10% less GB, -$1.00', ['10', '10'], ['29', '9']],
  ['Tax', ['5'], ['6'], 'tax'],
  ['Refunds, gone', ['-5'], ['0'], 'refund'],
])('"%s" is why %j became %j', (text, before, after, charge) => {
  expect(reasonOf(before, after, charge)).toBe(text);
});
