import { deliveryOfLines } from '../delivery/index.ts';
import type { CostAnswer, CostQuery, Day, Delivery } from '../model.ts';
import { addDays, dayOf } from '../periods/index.ts';

/**
 * Days after which a service that charges for requests is taken to have delivered a day. AWS refreshes costs at least once
 * in 24 hours: Cost Management user guide, "Analyzing your costs with AWS Cost Explorer".
 */
const DELAY_DAYS = 2;

/**
 * How far the data go, as an answer shows it. Unfiltered, it ends with the newest day that has usage. A filter may select
 * what was not used on the last days, and an answer by month has no days: there, AWS's own delay decides.
 */
export function deliveryOf(
  { lines }: CostAnswer,
  { granularity, filters }: CostQuery,
  nowMs: number,
): Delivery | null {
  const today = dayOf(nowMs);
  if (granularity === 'monthly') {
    const first = lines.map(({ day }) => day).sort()[0];
    const through = addDays(today, -1);
    return first === undefined ? null : { from: first, through, partial: today, lastOther: null };
  }
  const isFiltered = filters.length > 0;
  const delivery = deliveryOfLines(lines, today, isFiltered ? { atLeast: addDays(today, -DELAY_DAYS) } : {});
  return delivery && { ...delivery, of: 'Cost Explorer' };
}

/** The first day that any of the queries asks for. */
export function earliestOf(queries: readonly CostQuery[]): Day {
  return queries.map(({ range }) => range.start).sort()[0]!;
}
