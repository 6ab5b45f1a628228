import type { DateRange, Day } from '../model.ts';

const DAY_MS = 86_400_000;

/** The day in UTC of a time. */
export function dayOf(timeMs: number): Day {
  return new Date(timeMs).toISOString().slice(0, 10);
}

/** Whether `text` is a day of the calendar in the form `2026-02-28`. */
export function isDay(text: string): text is Day {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const timeMs = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(timeMs) && dayOf(timeMs) === text;
}

/** `count` days later; earlier if it is negative. */
export function addDays(day: Day, count: number): Day {
  return dayOf(startMs(day) + count * DAY_MS);
}

/** Days from `start` to `end`, exclusive. */
export function daysBetween(start: Day, end: Day): number {
  return Math.round((startMs(end) - startMs(start)) / DAY_MS);
}

/** 0 on Sundays to 6 on Saturdays, as in `Date`. */
export function weekdayOf(day: Day): number {
  return new Date(startMs(day)).getUTCDay();
}

/** The first day of the day's month. */
export function firstOfMonth(day: Day): Day {
  return `${day.slice(0, 7)}-01`;
}

/** The same day of the month `count` months later, or that month's last day if it has no such day. */
export function addMonths(day: Day, count: number): Day {
  const [year, month, dayOfMonth] = partsOf(day);
  const first = dayOf(Date.UTC(year, month - 1 + count, 1));
  return addDays(first, Math.min(dayOfMonth, daysInMonth(first)) - 1);
}

/** 28 to 31. */
export function daysInMonth(day: Day): number {
  const [year, month] = partsOf(day);
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Each day of the range, in order. */
export function daysOf(range: DateRange): Day[] {
  const firstMs = startMs(range.start);
  return Array.from({ length: Math.max(0, daysBetween(range.start, range.end)) }, (_, index) =>
    dayOf(firstMs + index * DAY_MS),
  );
}

/** Each month that the range has a day of, in order: `2026-10`. */
export function monthsOf(range: DateRange): string[] {
  return splitMonths(range).map(({ start }) => start.slice(0, 7));
}

/** The range split at each first of a month: the first and the last part may be shorter than a month. */
export function splitMonths(range: DateRange): DateRange[] {
  const parts: DateRange[] = [];
  let start = range.start;
  while (start < range.end) {
    let end = addMonths(firstOfMonth(start), 1);
    if (end > range.end) end = range.end;
    parts.push({ start, end });
    start = end;
  }
  return parts;
}

/** The number of months of the range; 0 if it does not consist of whole months. */
export function wholeMonths(range: DateRange): number {
  const whole = isFirstOfMonth(range.start) && isFirstOfMonth(range.end);
  return whole ? splitMonths(range).length : 0;
}

export function isFirstOfMonth(day: Day): boolean {
  return day.endsWith('-01');
}

function startMs(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function partsOf(day: Day): [year: number, month: number, dayOfMonth: number] {
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))];
}
