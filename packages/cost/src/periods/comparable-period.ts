import type { DateRange } from '../model.ts';
import { addDays, addMonths, daysBetween, isFirstOfMonth, splitMonths, wholeMonths } from './days.ts';

/** What a period is compared with. */
export type Comparison = 'previous' | 'year';

/**
 * The days to compare a period with.
 *
 * `previous`: for months that are over, the same number of months before them; for a month, months or a year so far, the
 * same days of the month, months or year before; for any other days, the same number of days before them.
 * `year`: the same days, or the same whole months, of the year before.
 *
 * If the earlier month has no such day, the range ends with its last day, and `comparisonNote` has a note on it.
 */
export function comparablePeriod(
  range: DateRange,
  comparison: Comparison,
  { complete }: { readonly complete: boolean },
): DateRange {
  const months = complete ? wholeMonths(range) : 0;
  if (comparison === 'year') return shiftMonths(range, 12, months > 0);
  if (months > 0) return shiftMonths(range, months, true);
  if (!complete && isFirstOfMonth(range.start)) {
    const begun = splitMonths(range).length;
    // Months since 1 January are a year so far.
    return shiftMonths(range, begun > 1 && range.start.endsWith('-01-01') ? 12 : begun, false);
  }
  return { start: addDays(range.start, -daysBetween(range.start, range.end)), end: range.start };
}

/** March and February differ by so many days. */
const MAX_MONTHS_DIFFERENCE = 3;

/** A note if one of the two has more days than the other. */
export function comparisonNote(range: DateRange, earlier: DateRange): string | null {
  const days = daysBetween(range.start, range.end);
  const earlierDays = daysBetween(earlier.start, earlier.end);
  if (days === earlierDays) return null;
  const compared = days === 1 ? '1 day is' : `${days} days are`;
  const counts = `${compared} compared with ${earlierDays}`;
  return Math.abs(days - earlierDays) > MAX_MONTHS_DIFFERENCE
    ? counts
    : `${counts}: the months are not equally long`;
}

function shiftMonths(range: DateRange, months: number, whole: boolean): DateRange {
  const start = addMonths(range.start, -months);
  if (whole) return { start, end: addMonths(range.end, -months) };
  // By the last day, not by the end: a period so far that ends with 30 April has the end 1 May.
  return { start, end: addDays(addMonths(addDays(range.end, -1), -months), 1) };
}
