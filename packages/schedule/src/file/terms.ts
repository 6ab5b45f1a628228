import { dayOf, daysInMonth, parseDay, weekdays } from '../time/index.ts';
import type { DateRange, RangeDate, WeekdayTerm, WindowEnd } from './schedule.ts';

const ordinals: Readonly<Record<string, number>> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  last: -1,
  '1st': 1,
  '2nd': 2,
  '3rd': 3,
  '4th': 4,
  '5th': 5,
};

const names = weekdays.join('|');
const WEEKDAY_PATTERN = new RegExp(`^(?:(${Object.keys(ordinals).join('|')}) )?(${names})(?:-(${names}))?$`);
const END_PATTERN = new RegExp(`^(?:(?:(${names})|\\+([1-9]\\d?)) )?(\\d\\d?):(\\d\\d)$`);

/** `mon`, `mon-fri`, `fri-mon`, `first mon`, `last fri`, `daily`; `undefined` if it is none of these. */
export function parseWeekdays(text: string): WeekdayTerm[] | undefined {
  if (text === 'daily') return weekdays.map((_, weekday) => ({ weekday }));
  const [, ordinal, first, last] = WEEKDAY_PATTERN.exec(text) ?? [];
  if (first === undefined || (ordinal !== undefined && last !== undefined)) return undefined;
  const nth = ordinal === undefined ? undefined : ordinals[ordinal];
  const from = indexOf(first);
  const to = last === undefined ? from : indexOf(last);
  const length = ((to - from + 7) % 7) + 1;
  return Array.from({ length }, (_, at) => ({ weekday: (from + at) % 7, ...(nth !== undefined && { nth }) }));
}

/** `08:30` in minutes; `24:00` only where a day ends. */
export function parseClock(text: string, { isEnd = false } = {}): number | undefined {
  const [, hour, minute] = /^(\d\d?):(\d\d)$/.exec(text) ?? [];
  if (minute === undefined) return undefined;
  const minutes = Number(hour) * 60 + Number(minute);
  return Number(minute) < 60 && (minutes < 1440 || (isEnd && minutes === 1440)) ? minutes : undefined;
}

/** `18:00`, `24:00`, `mon 06:00`, `+1 06:00`. */
export function parseEnd(text: string): WindowEnd | undefined {
  const [, weekday, days, hour, minute] = END_PATTERN.exec(text) ?? [];
  if (minute === undefined) return undefined;
  const minutes = parseClock(`${hour}:${minute}`, { isEnd: true });
  if (minutes === undefined) return undefined;
  if (weekday !== undefined) return { minutes, after: { weekday: indexOf(weekday) } };
  return { minutes, after: days === undefined ? 'soonest' : { days: Number(days) } };
}

/** `2027-01-04`, `2027-01-04..2027-01-08`, each year `12-24`, `12-24..01-02`; a text: what is wrong with it. */
export function parseDates(text: string): DateRange | string {
  const parts = text.split('..');
  const [from, to = from] = parts.map(parseRangeDate);
  if (parts.length > 2 || from === undefined || to === undefined) return 'is not a date that exists';
  if ((from.year === undefined) !== (to.year === undefined))
    return 'has one date with a year, and one without';
  const isBackwards =
    from.year !== undefined &&
    to.year !== undefined &&
    dayOf({ ...from, year: from.year }) > dayOf({ ...to, year: to.year });
  return isBackwards ? 'ends before it begins' : { from, to };
}

function parseRangeDate(text: string): RangeDate | undefined {
  const [, year, month, day] = /^(?:(\d{4})-)?(\d{2})-(\d{2})$/.exec(text.trim()) ?? [];
  if (day === undefined) return undefined;
  if (year !== undefined) {
    return parseDay(text.trim()) === undefined
      ? undefined
      : { year: Number(year), month: Number(month), day: Number(day) };
  }
  // A leap year: 02-29 comes every fourth year.
  const exists = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1;
  return exists && Number(day) <= daysInMonth(2028, Number(month))
    ? { month: Number(month), day: Number(day) }
    : undefined;
}

function indexOf(name: string): number {
  return weekdays.findIndex((weekday) => weekday === name);
}
