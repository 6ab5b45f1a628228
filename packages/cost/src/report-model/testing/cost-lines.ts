import fc from 'fast-check';
import type { Charge, CostAnswer, CostLine, Day } from '../../model.ts';
import { money } from '../../money/index.ts';

/** A free answer with these lines. */
export function answerOf(lines: readonly CostLine[]): CostAnswer {
  return { lines, estimated: null, notes: [], paid: { requests: 0, usd: money(0) } };
}

/** A line; default: usage in US dollars. */
export function line(day: Day, keys: CostLine['keys'], cost: string, rest: Partial<CostLine> = {}): CostLine {
  return { day, keys, charge: 'usage', currency: 'USD', cost: money(cost), ...rest };
}

const names = ['Amazon EC2', 'Amazon S3', 'AWS Lambda', null];

/** Lines of the days, with a few values for each key so that groups have several lines. */
export function linesOf(days: readonly Day[], keyCount: number): fc.Arbitrary<CostLine[]> {
  return fc.array(
    fc.record({
      day: fc.constantFrom(...days),
      keys: fc.array(fc.constantFrom(...names), { minLength: keyCount, maxLength: keyCount }),
      charge: fc.constantFrom<Charge>('usage', 'usage', 'usage', 'tax', 'support', 'credit', 'refund'),
      currency: fc.constantFrom('USD', 'EUR'),
      cost: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 14n }).map((digits) => money(`${digits}e-11`)),
    }),
    { maxLength: 40 },
  );
}
