import type { Calendar } from '../calendar/index.ts';
import type { Schedule } from '../file/schedule.ts';
import { DAY_MS, type Zone } from '../time/index.ts';
import type { Interval } from './interval.ts';
import { intervals } from './intervals.ts';

/** How far is looked for where an interval ends: a schedule may be about one week of a year. */
const reachDays = [10, 60, 800] as const;

/** The interval at an instant, with its true start and end as far as they are within two years. */
export function intervalAt(
  schedule: Pick<Schedule, 'entries' | 'skip'>,
  calendar: Calendar | undefined,
  zone: Zone,
  nowMs: number,
): Interval {
  let found: Interval | undefined;
  for (const days of reachDays) {
    const fromMs = nowMs - days * DAY_MS;
    const toMs = nowMs + days * DAY_MS;
    const all = intervals(schedule, calendar, zone, fromMs, toMs);
    found = all.find(({ startMs, endMs }) => startMs <= nowMs && nowMs < endMs)!;
    if (found.startMs > fromMs && found.endMs < toMs) return found;
  }
  return found!;
}

/** A change of what a schedule wants. */
export interface Transition {
  readonly atMs: number;
  readonly interval: Interval;
}

/** The next changes after an instant, as far as there are any within two years. */
export function nextTransitions(
  schedule: Pick<Schedule, 'entries' | 'skip'>,
  calendar: Calendar | undefined,
  zone: Zone,
  nowMs: number,
  count: number,
): Transition[] {
  let found: Transition[] = [];
  for (const days of reachDays) {
    found = intervals(schedule, calendar, zone, nowMs, nowMs + days * DAY_MS)
      .slice(1)
      .map((interval) => ({ atMs: interval.startMs, interval }));
    if (found.length >= count) break;
  }
  return found.slice(0, count);
}
