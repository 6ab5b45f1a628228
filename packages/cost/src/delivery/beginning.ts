import type { DateRange, Delivery } from '../model.ts';
import { dayText, type Period } from '../periods/index.ts';

/** The days of a period before the data begin, if they begin within it: they are not known to have cost nothing. */
export function beginningOf(delivery: Delivery | null, { start, end }: DateRange): DateRange | null {
  const from = delivery?.from;
  return from === undefined || from <= start || from >= end ? null : { start, end: from };
}

/** The same as sentences. */
export function beginningNotes(delivery: Delivery | null, { range, label }: Period): string[] {
  const days = beginningOf(delivery, range);
  if (days === null) return [];
  return [
    `The data begin on ${dayText(days.end)}, within ${label}: what the days before it cost is not known.`,
  ];
}
