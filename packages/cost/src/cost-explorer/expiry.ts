import type { DateRange } from '../model.ts';
import { addDays, addMonths, dayOf, firstOfMonth } from '../periods/index.ts';

/** AWS closes the bill of a month in the first days of the next one; some days are added for late charges. */
const BILL_CLOSING_DAY = 6;
const CLOSED_MONTH_TTL_DAYS = 30;

/**
 * When a cached response expires, in milliseconds since 1970. Costs are refreshed at least once every 24 hours (Cost
 * Management user guide, "Analyzing your costs with AWS Cost Explorer"): a response expires at the end of the UTC day of
 * its request. Months whose bill is closed no longer change, except for late credits: they expire later.
 */
export function expiresAtMs(range: DateRange, isEstimated: boolean, fetchedAtMs: number): number {
  const today = dayOf(fetchedAtMs);
  const closed = addDays(addMonths(firstOfMonth(addDays(range.end, -1)), 1), BILL_CLOSING_DAY - 1);
  const days = !isEstimated && today >= closed ? CLOSED_MONTH_TTL_DAYS : 1;
  return Date.parse(addDays(today, days));
}
