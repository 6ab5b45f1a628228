import type { Calendar } from '../calendar/index.ts';
import type { Schedule } from '../file/schedule.ts';
import { type Interval, intervals, type Wanted } from '../intervals/index.ts';
import { DAY_MS, dateOf, type Day, dayOf, type Zone, zoneOf } from '../time/index.ts';

/** A local day of a simulation; days on which the clock changes have 23 or 25 hours. */
export interface SimulatedDay {
  readonly day: Day;
  readonly lengthMs: number;
  readonly onMs: number;
  /** In which the schedule sets no state. */
  readonly anyMs: number;
  /** When it is on, by the clock on the wall: minutes of the day. */
  readonly spans: readonly (readonly [from: number, to: number])[];
  readonly holiday?: string;
  /** Whether something did not begin on it that would have. */
  readonly isOmitted: boolean;
}

/** A start or a stop. */
export interface SimulatedTransition {
  readonly atMs: number;
  readonly action: 'start' | 'stop';
  /** What begins: for a stop of a window, the time after it. */
  readonly interval: Interval;
  readonly before: Interval | undefined;
}

/** What a schedule makes of a year. */
export interface Simulation {
  readonly schedule: Schedule;
  readonly fromMs: number;
  readonly toMs: number;
  readonly intervals: readonly Interval[];
  readonly days: readonly SimulatedDay[];
  readonly transitions: readonly SimulatedTransition[];
  readonly onMs: number;
  readonly offMs: number;
  readonly anyMs: number;
  readonly starts: number;
  readonly stops: number;
  /** The longest time in one. */
  readonly longestOnMs: number;
}

/**
 * A year by the calendar on the wall of the schedule's zone. Its hours, starts and stops are added up at once; days, intervals and transitions are
 * made when they are first read: of thousands of schedules they are gigabytes that nobody looks at.
 */
export function simulateYear(schedule: Schedule, calendar: Calendar | undefined, year: number): Simulation {
  const zone = zoneOf(schedule.zone);
  const first = dayOf({ year, month: 1, day: 1 });
  const after = dayOf({ year: year + 1, month: 1, day: 1 });
  const fromMs = startOf(zone, first);
  const toMs = startOf(zone, after);
  const make = () => intervals(schedule, calendar, zone, fromMs, toMs);
  const made = make();
  const sums = sumsOf(made);
  const changes = transitionsOf(made);
  const starts = changes.filter(({ action }) => action === 'start').length;
  const all = once(make);
  const days = once(() => daysOf(all(), calendar, zone, first, after));
  const transitions = once(() => transitionsOf(all()));
  return {
    schedule,
    fromMs,
    toMs,
    get intervals() {
      return all();
    },
    get days() {
      return days();
    },
    get transitions() {
      return transitions();
    },
    onMs: sums.on,
    offMs: sums.off,
    anyMs: sums.any,
    starts,
    stops: changes.length - starts,
    longestOnMs: made.reduce(
      (longest, { wanted, startMs, endMs }) =>
        wanted === 'on' ? Math.max(longest, endMs - startMs) : longest,
      0,
    ),
  };
}

/** A value that is made when it is first needed. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** How long each is wanted. */
export function sumsOf(all: readonly Interval[]): Readonly<Record<Wanted, number>> {
  const sums = { on: 0, off: 0, any: 0 };
  for (const { wanted, startMs, endMs } of all) sums[wanted] += endMs - startMs;
  return sums;
}

/** What starts or stops where one interval follows another; not at the beginning of the first. */
export function transitionsOf(all: readonly Interval[]): SimulatedTransition[] {
  return all.slice(1).flatMap((interval, index) => {
    const before = all[index];
    if (interval.wanted === 'any') return [];
    return [
      { atMs: interval.startMs, action: interval.wanted === 'on' ? 'start' : 'stop', interval, before },
    ];
  });
}

/** The first instant of a local day. */
export function startOf(zone: Zone, day: Day): number {
  return zone.toInstant(day * DAY_MS).instantMs;
}

function daysOf(
  all: readonly Interval[],
  calendar: Calendar | undefined,
  zone: Zone,
  first: Day,
  after: Day,
): SimulatedDay[] {
  const omittedDays = new Set(all.flatMap(({ omitted }) => omitted.map(({ day }) => day)));
  const days: SimulatedDay[] = [];
  let at = 0;
  let startMs = startOf(zone, first);
  for (let day = first; day < after; day += 1) {
    const endMs = startOf(zone, day + 1);
    let [onMs, anyMs] = [0, 0];
    const spans: [number, number][] = [];
    while (at > 0 && all[at]!.startMs > startMs) at -= 1;
    for (; at < all.length && all[at]!.startMs < endMs; at += 1) {
      const { wanted } = all[at]!;
      const from = Math.max(all[at]!.startMs, startMs);
      const to = Math.min(all[at]!.endMs, endMs);
      if (to <= from || wanted === 'off') continue;
      if (wanted === 'any') anyMs += to - from;
      else {
        onMs += to - from;
        spans.push([clockMinutes(zone, from, day), to === endMs ? 1440 : clockMinutes(zone, to, day)]);
      }
    }
    const holiday = calendar?.holidayOn(day);
    days.push({
      day,
      lengthMs: endMs - startMs,
      onMs,
      anyMs,
      spans,
      ...(holiday !== undefined && { holiday }),
      isOmitted: omittedDays.has(day),
    });
    at = Math.max(0, at - 1);
    startMs = endMs;
  }
  return days;
}

function clockMinutes(zone: Zone, instantMs: number, day: Day): number {
  return Math.floor((zone.toWall(instantMs) - day * DAY_MS) / 60_000);
}

/** The hours of each month. */
export function monthsOf(days: readonly SimulatedDay[]): { month: string; onMs: number; lengthMs: number }[] {
  const months = new Map<string, { month: string; onMs: number; lengthMs: number }>();
  for (const { day, onMs, lengthMs } of days) {
    const { year, month } = dateOf(day);
    const key = `${year}-${String(month).padStart(2, '0')}`;
    const sum = months.get(key) ?? { month: key, onMs: 0, lengthMs: 0 };
    months.set(key, { month: key, onMs: sum.onMs + onMs, lengthMs: sum.lengthMs + lengthMs });
  }
  return [...months.values()];
}
