import type { DateRange } from '../model.ts';
import { addDays, addMonths, dayOf, firstOfMonth } from '../periods/index.ts';

/** AWS closes the bill of a month in the first days of the next one; some days are given for what comes late. */
const BILL_CLOSING_DAY = 6;
const CLOSED_MONTH_TTL_DAYS = 30;

/**
 * Until when an answer is as good as a new one, in milliseconds since 1970. Costs are refreshed at least once every 24
 * hours (Cost Management user guide, "Analyzing your costs with AWS Cost Explorer"): an answer is good for the UTC day
 * that it was asked on. That of months whose bill is closed changes no more, but for late credits: it is good for longer.
 */
export function expiresAtMs(range: DateRange, isEstimated: boolean, fetchedAtMs: number): number {
  const today = dayOf(fetchedAtMs);
  const closed = addDays(addMonths(firstOfMonth(addDays(range.end, -1)), 1), BILL_CLOSING_DAY - 1);
  const days = !isEstimated && today >= closed ? CLOSED_MONTH_TTL_DAYS : 1;
  return Date.parse(addDays(today, days));
}
