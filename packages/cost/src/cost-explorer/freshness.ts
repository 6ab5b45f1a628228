import type { DateRange } from '../model.ts';
import { addDays, addMonths, dayOf, firstOfMonth } from '../periods/index.ts';

/** AWS closes the bill of a month in the first days of the next one; some days are given for what comes late. */
const closedOnDay = 6;
const settledForDays = 30;

/**
 * Until when an answer is as good as a new one, in milliseconds since 1970. Costs are refreshed at least once every 24
 * hours (Cost Management user guide, "Analyzing your costs with AWS Cost Explorer"): an answer is good for the UTC day
 * that it was asked on. That of months whose bill is closed changes no more, but for late credits: it is good for longer.
 */
export function goodUntilMs(range: DateRange, isEstimated: boolean, askedMs: number): number {
  const today = dayOf(askedMs);
  const closed = addDays(addMonths(firstOfMonth(addDays(range.end, -1)), 1), closedOnDay - 1);
  const days = !isEstimated && today >= closed ? settledForDays : 1;
  return Date.parse(addDays(today, days));
}
