import type { Calendar } from '../calendar/index.ts';
import { type DateRange, type DayRule, rangeDay, type Schedule, type Window } from '../file/schedule.ts';
import {
  type CalendarDate,
  DAY_MS,
  dateOf,
  type Day,
  daysInMonth,
  MINUTE_MS,
  type Resolved,
  weekdayOf,
  type Zone,
} from '../time/index.ts';
import type { Occurrence, Omission } from './interval.ts';

/** What begins, and what would have, had the day not been left out. */
export interface Occurrences {
  readonly occurrences: readonly Occurrence[];
  readonly omissions: readonly Omission[];
}

/** Everything of a schedule that begins on the local days from `first` to `last`. */
export function occurrencesOf(
  { entries, skip }: Pick<Schedule, 'entries' | 'skip'>,
  calendar: Calendar | undefined,
  zone: Zone,
  first: Day,
  last: Day,
): Occurrences {
  const occurrences: Occurrence[] = [];
  const omissions: Omission[] = [];
  for (let day = first; day <= last; day += 1) {
    const date = dateOf(day);
    const isSkipped = skip.length > 0 && inRanges(skip, day, date);
    for (let entry = 0; entry < entries.length; entry += 1) {
      const item = entries[entry]!;
      if (!matchesDay(item.days, day, date)) continue;
      // Never a stop: what it would have stopped would run on, over a weekend perhaps.
      if (isSkipped && item.kind !== 'stop') {
        omissions.push({ entry, day, why: 'skip' });
        continue;
      }
      const holiday = item.days.holidays === 'ignore' ? undefined : calendar?.holidayOn(day);
      if (item.days.holidays === 'only' && holiday === undefined) continue;
      if (item.days.holidays === 'skip' && holiday !== undefined) {
        omissions.push({ entry, day, why: 'holiday', holiday });
        continue;
      }
      const startMs = wallTime(zone, day, item.kind === 'window' ? item.from : item.at).instantMs;
      const endMs = item.kind === 'window' ? endOf(zone, item, day).instantMs : startMs;
      if (item.kind === 'window' && endMs <= startMs) omissions.push({ entry, day, why: 'no-length' });
      else occurrences.push({ entry, day, startMs, endMs });
    }
  }
  return { occurrences, omissions };
}

/** The instant of a local time of day. */
export function wallTime(zone: Zone, day: Day, minutes: number): Resolved {
  return zone.toInstant(day * DAY_MS + minutes * MINUTE_MS);
}

export function endOf(zone: Zone, { from, to }: Window, day: Day): Resolved {
  return wallTime(zone, day + endDays({ from, to }, day), to.minutes);
}

/** How many days after its beginning a window ends. */
function endDays({ from, to: { minutes, after } }: Pick<Window, 'from' | 'to'>, day: Day): number {
  if (after === 'soonest') return minutes > from ? 0 : 1;
  if ('days' in after) return after.days;
  const days = (after.weekday - weekdayOf(day) + 7) % 7;
  return days === 0 && minutes <= from ? 7 : days;
}

/** The most days that a window of the schedule lasts beyond that on which it begins. */
export function maxEntryDays(entries: Schedule['entries']): number {
  return Math.max(
    1,
    ...entries.map((entry) => {
      if (entry.kind !== 'window' || entry.to.after === 'soonest') return 1;
      return 'days' in entry.to.after ? entry.to.after.days : 7;
    }),
  );
}

function matchesDay({ weekdays, dates, between }: DayRule, day: Day, date: CalendarDate): boolean {
  if (weekdays && !matchesWeekday(weekdays, day, date)) return false;
  if (dates && !inRanges(dates, day, date)) return false;
  return between === undefined || inRanges(between, day, date);
}

function matchesWeekday(
  terms: NonNullable<DayRule['weekdays']>,
  day: Day,
  { year, month, day: dayOfMonth }: CalendarDate,
): boolean {
  const weekday = weekdayOf(day);
  for (const term of terms) {
    if (term.weekday !== weekday) continue;
    if (term.nth === undefined) return true;
    const nth =
      term.nth === -1 ? dayOfMonth + 7 > daysInMonth(year, month) : Math.ceil(dayOfMonth / 7) === term.nth;
    if (nth) return true;
  }
  return false;
}

function inRanges(ranges: readonly DateRange[], day: Day, { year }: CalendarDate): boolean {
  return ranges.some((range) => inRange(range, day, year));
}

function inRange({ from, to }: DateRange, day: Day, year: number): boolean {
  if (from.year !== undefined && to.year !== undefined) {
    return day >= rangeDay(from, from.year) && day <= rangeDay(to, to.year);
  }
  const isAfter = day >= rangeDay(from, year);
  const isBefore = day <= lastDay(to, year);
  const isWrapped = from.month > to.month || (from.month === to.month && from.day > to.day);
  return isWrapped ? isAfter || isBefore : isAfter && isBefore;
}

/** Each year's 02-29 is none in most: as an end it is then the day before March. */
function lastDay({ month, day }: { month: number; day: number }, year: number): Day {
  return rangeDay({ month, day: Math.min(day, daysInMonth(year, month)) }, year);
}
