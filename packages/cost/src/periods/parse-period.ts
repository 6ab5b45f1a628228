import { GroundcrewError } from '@groundcrew/errors';
import type { DateRange, Day } from '../model.ts';
import { addDays, addMonths, dayOf, firstOfMonth, isDay } from './days.ts';
import { periodText } from './period-text.ts';

/** Days of a query. */
export interface Period {
  readonly range: DateRange;
  /** For people; {@link parsePeriod} reads it if the period is complete: `2026-10`, `2026-11-01..2026-11-21, so far`. */
  readonly label: string;
  /** Whether all of its days are over. The costs of a complete period may still be estimated. */
  readonly complete: boolean;
}

// Before the first service of AWS; also keeps `last-N-…` from years without four digits.
const EARLIEST_DAY: Day = '2000-01-01';

const ACCEPTED_FORMS =
  'write this-month, last-month, this-year, last-year, yesterday, last-7-days, last-3-months, ' +
  '2026, 2026-10, 2026-10-03, 2026-01..2026-06 or 2026-10-01..2026-10-15';

/**
 * Reads a period as people write it: `this-month` (the default), `last-month`, `this-year`, `last-year`,
 * `yesterday`, `last-N-days`, `last-N-months`, a year, a month, a day, or two of these with `..` between
 * them, both included. Days are those of UTC.
 *
 * `last-…` periods are over: they exclude the current day, month or year. Any other period with days in the future
 * ends with the current day, and is not complete.
 *
 * @throws GroundcrewError `cost.period.invalid`
 */
export function parsePeriod(text: string | undefined, { nowMs }: { readonly nowMs: number }): Period {
  const written = (text ?? 'this-month').trim();
  const today = dayOf(nowMs);
  const named = rangeOf(written, today);
  if (named.start < EARLIEST_DAY)
    throw invalid(written, `begins before ${EARLIEST_DAY}`, `begin with ${EARLIEST_DAY} or later`);
  if (named.start > today)
    throw invalid(written, `is in the future: today is ${today} in UTC`, 'name days that have begun');
  const tomorrow = addDays(today, 1);
  const range = named.end > tomorrow ? { start: named.start, end: tomorrow } : named;
  const complete = range.end <= today;
  return { range, label: complete ? periodText(range) : `${periodText(range)}, so far`, complete };
}

function rangeOf(text: string, today: Day): DateRange {
  const relative = relativeRange(text, today);
  if (relative !== undefined) return relative;
  const [first = '', last, ...more] = text.split('..');
  if (more.length > 0) throw invalid(text, 'is not a period', ACCEPTED_FORMS);
  const start = calendarRange(first, text);
  if (last === undefined) return start;
  const end = calendarRange(last, text);
  if (end.end <= start.start)
    throw invalid(text, 'ends before it begins', `write ${last.trim()}..${first.trim()}`);
  return { start: start.start, end: end.end };
}

function relativeRange(text: string, today: Day): DateRange | undefined {
  const month = firstOfMonth(today);
  const year = Number(today.slice(0, 4));
  switch (text) {
    case 'this-month':
      return { start: month, end: addMonths(month, 1) };
    case 'last-month':
      return { start: addMonths(month, -1), end: month };
    case 'this-year':
      return { start: `${year}-01-01`, end: `${year + 1}-01-01` };
    case 'last-year':
      return { start: `${year - 1}-01-01`, end: `${year}-01-01` };
    case 'yesterday':
      return { start: addDays(today, -1), end: today };
  }
  const [, digits, unit] = /^last-(\d{1,4})-(day|month)s?$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const count = Number(digits);
  if (count === 0) throw invalid(text, `has no ${unit}s`, `write last-1-${unit}s or more`);
  return unit === 'day'
    ? { start: addDays(today, -count), end: today }
    : { start: addMonths(month, -count), end: month };
}

function calendarRange(part: string, text: string): DateRange {
  const written = part.trim();
  // Years of four digits only, because days compare as texts.
  const [, year, month, day] = /^([12]\d{3})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(written) ?? [];
  if (year === undefined) throw invalid(text, 'is not a period', ACCEPTED_FORMS);
  const start = `${year}-${month ?? '01'}-${day ?? '01'}`;
  if (!isDay(start))
    throw invalid(text, `names ${written}, which the calendar does not have`, 'correct the month or the day');
  if (day !== undefined) return { start, end: addDays(start, 1) };
  return { start, end: addMonths(start, month === undefined ? 12 : 1) };
}

function invalid(text: string, what: string, advice: string): GroundcrewError {
  return new GroundcrewError('cost.period.invalid', `period ${JSON.stringify(text)} ${what}; ${advice}`, {
    details: { period: text },
  });
}
