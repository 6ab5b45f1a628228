import { monthTitles } from '@groundcrew/report/months';
import type { DateRange, Day } from '../model.ts';
import { addDays, wholeMonths } from './days.ts';

/** The shortest text of the range that `parsePeriod` reads: `2026`, `2026-10`, `2026-10-01..2026-10-15`. */
export function periodText(range: DateRange): string {
  const last = addDays(range.end, -1);
  const months = wholeMonths(range);
  if (months === 12 && range.start.endsWith('-01-01')) return range.start.slice(0, 4);
  const length = months > 0 ? 'YYYY-MM'.length : 'YYYY-MM-DD'.length;
  const from = range.start.slice(0, length);
  const to = last.slice(0, length);
  return from === to ? from : `${from}..${to}`;
}

/** A day in a sentence: `20 November 2026`. */
export function dayText(day: Day): string {
  return `${Number(day.slice(8, 10))} ${monthTitles[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;
}
