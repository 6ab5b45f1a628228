import { priceOf } from '../cost-explorer/spend.ts';
import type { CostAnswer, DateRange } from '../model.ts';

/**
 * The days of `range` from an answer by day, so that one query returns both a period and the period before it. The part
 * has no price: the whole answer was paid for.
 */
export function partOfAnswer(answer: CostAnswer, range: DateRange): CostAnswer {
  const { estimated } = answer;
  return {
    lines: answer.lines.filter(({ day }) => day >= range.start && day < range.end),
    estimated: estimated && overlap(estimated, range),
    notes: answer.notes,
    ...(answer.inactiveTags && { inactiveTags: answer.inactiveTags }),
    paid: priceOf(0),
  };
}

function overlap(one: DateRange, other: DateRange): DateRange | null {
  const [, start = ''] = [one.start, other.start].sort();
  const [end = ''] = [one.end, other.end].sort();
  return start < end ? { start, end } : null;
}
