import type { CostAnswer, DateRange } from '../model.ts';
import { addDays } from '../periods/index.ts';
import { partOfAnswer } from './part-of-answer.ts';

/**
 * The days of `range` from an answer by day, with the other charges of the days in `late` counted on the last of them: a
 * tax or a fee must not be lost because usage is not delivered that far.
 */
export function deliveredPart(answer: CostAnswer, range: DateRange, late: DateRange | null): CostAnswer {
  const part = partOfAnswer(answer, range);
  if (late === null) return part;
  const last = addDays(range.end, -1);
  const charges = partOfAnswer(answer, late).lines.filter(({ charge }) => charge !== 'usage');
  return { ...part, lines: [...part.lines, ...charges.map((line) => ({ ...line, day: last }))] };
}
