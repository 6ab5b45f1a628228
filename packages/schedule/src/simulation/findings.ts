import type { Path } from '@groundcrew/settings';
import type { Calendar } from '../calendar/index.ts';
import type { Schedule, ScheduleFile } from '../file/schedule.ts';
import {
  endOf,
  type Interval,
  intervals,
  type Occurrence,
  occurrencesOf,
  wallTime,
} from '../intervals/index.ts';
import {
  clockText,
  DAY_MS,
  dayOf,
  dayText,
  HOUR_MS,
  MINUTE_MS,
  type Resolved,
  type Zone,
  zoneOf,
} from '../time/index.ts';
import { localTime } from './local-time.ts';
import { startOf } from './simulate.ts';

/** What a person should know of a schedule that can be used nevertheless. */
export interface Finding {
  /** Stable: `calendar-year`, `clock-skips`, `clock-repeats`, `no-length`, `overlap`, `short-gap`, `same-time`, `never`, `on-holiday`. */
  readonly code: string;
  readonly schedule: string;
  /** Where in the file. */
  readonly path: Path;
  readonly message: string;
}

/** Off for less than this between two windows: stopping and starting takes a part of it, and a started hour may be billed. */
const SHORT_GAP_MS = HOUR_MS;

/** What is to be known of the schedules of a file in these years. */
export function findingsOf(
  { schedules }: Pick<ScheduleFile, 'schedules'>,
  calendars: ReadonlyMap<string, Calendar>,
  years: readonly number[],
): Finding[] {
  return [...schedules.values()].flatMap((schedule) => {
    const calendar = schedule.calendar === undefined ? undefined : calendars.get(schedule.calendar);
    return years.flatMap((year) => findingsOfYear(schedule, calendar, year));
  });
}

/** Something found several times in a year: the first, and how often. */
interface Counted {
  readonly code: string;
  readonly path: Path;
  readonly text: string;
  count: number;
}

function findingsOfYear(schedule: Schedule, calendar: Calendar | undefined, year: number): Finding[] {
  const zone = zoneOf(schedule.zone);
  const first = dayOf({ year, month: 1, day: 1 });
  const last = dayOf({ year, month: 12, day: 31 });
  const { occurrences, omissions } = occurrencesOf(schedule, calendar, zone, first, last);
  const path = ['schedules', schedule.name];
  const found: Counted[] = [];
  const counts = new Map<string, Counted>();
  /** @param same what is reported once, with how often it occurs */
  const add = (code: string, at: Path, text: string, same: string) => {
    const known = counts.get(`${code}:${same}`);
    if (known) known.count += 1;
    else {
      const counted = { code, path: at, text, count: 1 };
      counts.set(`${code}:${same}`, counted);
      found.push(counted);
    }
  };
  const entryPath = (entry: number) => [...path, 'windows', entry];
  if (calendar && asksCalendar(schedule) && !calendar.hasYear(year)) {
    const message = `the calendar ${schedule.calendar} has no data of ${year}: no day of that year counts as a holiday`;
    add('calendar-year', [...path, 'calendar'], message, '');
  }
  for (const { entry, day, startMs } of occurrences) {
    for (const [code, text] of clockFindings(schedule, zone, entry, day)) {
      add(code, entryPath(entry), text, `${entry}:${day}:${text}`);
    }
    const holiday = calendar?.holidayOn(day);
    const { dates, holidays } = schedule.entries[entry]!.days;
    if (dates && holidays === 'ignore' && holiday !== undefined) {
      const text = `begins on the holiday ${holiday}, ${dayText(day)}, because it names the date; holidays: skip would leave it out`;
      add('on-holiday', entryPath(entry), `${localTime(zone, startMs)}: ${text}`, `${entry}:${day}`);
    }
  }
  for (const { entry, day, why } of omissions) {
    if (why !== 'no-length') continue;
    add(
      'no-length',
      entryPath(entry),
      `is left out on ${dayText(day)}: the clock skips its hours, and it would end before it begins`,
      `${entry}:${day}`,
    );
  }
  for (const [index] of schedule.entries.entries()) {
    const isUsed = [...occurrences, ...omissions].some(({ entry }) => entry === index);
    if (!isUsed) add('never', entryPath(index), `begins on no day of ${year}`, String(index));
  }
  addOverlaps(occurrences, zone, (one, other, text) =>
    add('overlap', entryPath(other), text, `${one}:${other}`),
  );
  addSameTimes(schedule, occurrences, zone, (one, other, text) =>
    add('same-time', entryPath(other), text, `${one}:${other}`),
  );
  const all = intervals(schedule, calendar, zone, startOf(zone, first), startOf(zone, last + 1));
  addGaps(all, zone, (before, after, text) => add('short-gap', entryPath(after), text, `${before}:${after}`));
  return found.map(({ code, path: at, text, count }) => ({
    code,
    schedule: schedule.name,
    path: at,
    message: count === 1 ? text : `${text} (${count} times in ${year})`,
  }));
}

/** Whether a holiday would change anything. */
export function asksCalendar({ entries }: Pick<Schedule, 'entries'>): boolean {
  return entries.some(({ days }) => days.holidays !== 'ignore');
}

/** Times that a clock skips or shows twice on that day. */
function clockFindings({ entries }: Schedule, zone: Zone, entry: number, day: number): [string, string][] {
  const item = entries[entry]!;
  const times: [string, number, Resolved][] =
    item.kind === 'window'
      ? [
          ['begins', item.from, wallTime(zone, day, item.from)],
          ['ends', item.to.minutes, endOf(zone, item, day)],
        ]
      : [['is', item.at, wallTime(zone, day, item.at)]];
  return times.flatMap(([verb, minutes, { instantMs, shown }]): [string, string][] => {
    const isNextDay = shown === 'never' && minutes === 1440;
    if (shown === 'once') return [];
    const meant = localTime(zone, instantMs);
    const clock = isNextDay ? 'midnight' : clockText(minutes);
    return shown === 'never'
      ? [
          [
            'clock-skips',
            `${verb} at ${clock}, which does not exist on ${meant.slice(0, 10)} in ${zone.name}: it is ${meant.slice(11)} that day`,
          ],
        ]
      : [
          [
            'clock-repeats',
            `${verb} at ${clock}, which comes twice on ${meant.slice(0, 10)} in ${zone.name}: it is the first of the two`,
          ],
        ];
  });
}

function addOverlaps(
  occurrences: readonly Occurrence[],
  zone: Zone,
  add: (one: number, other: number, text: string) => void,
): void {
  const sorted = occurrences
    .filter(({ startMs, endMs }) => endMs > startMs)
    .toSorted((a, b) => a.startMs - b.startMs);
  let open: Occurrence[] = [];
  for (const occurrence of sorted) {
    open = open.filter(({ endMs }) => endMs > occurrence.startMs);
    for (const other of open) {
      const [one, two] = [other.entry, occurrence.entry].toSorted((a, b) => a - b) as [number, number];
      const endMs = Math.min(other.endMs, occurrence.endMs);
      const name = one === two ? 'itself' : `windows[${one}]`;
      add(
        one,
        two,
        `overlaps with ${name}, first from ${localTime(zone, occurrence.startMs)} to ${localTime(zone, endMs)}`,
      );
    }
    open.push(occurrence);
  }
}

/** A start and a stop at the same time: nothing is started. */
function addSameTimes(
  { entries }: Schedule,
  occurrences: readonly Occurrence[],
  zone: Zone,
  add: (one: number, other: number, text: string) => void,
): void {
  const starts = new Map(
    occurrences
      .filter(({ entry }) => entries[entry]!.kind === 'start')
      .map((each) => [each.startMs, each.entry]),
  );
  for (const { entry, startMs } of occurrences) {
    const start = entries[entry]!.kind === 'stop' ? starts.get(startMs) : undefined;
    if (start === undefined) continue;
    const text = `stops at the time at which windows[${start}] starts, first at ${localTime(zone, startMs)}: the stop counts`;
    add(start, entry, text);
  }
}

function addGaps(
  all: readonly Interval[],
  zone: Zone,
  add: (before: number, after: number, text: string) => void,
): void {
  for (const [index, { wanted, startMs, endMs }] of all.entries()) {
    const [before, after] = [all[index - 1], all[index + 1]];
    if (wanted !== 'off' || before?.wanted !== 'on' || after?.wanted !== 'on') continue;
    if (endMs - startMs >= SHORT_GAP_MS) continue;
    const minutes = (endMs - startMs) / MINUTE_MS;
    const text = `begins only ${minutes} minutes after windows[${before.because.at(-1)!.entry}] has ended, first at ${localTime(zone, endMs)}: what runs is stopped and started in between`;
    add(before.because.at(-1)!.entry, after.because[0]!.entry, text);
  }
}

/** The years that a time touches, in a zone. */
export function yearsBetween(zone: Zone, fromMs: number, toMs: number): number[] {
  const yearOf = (instantMs: number) =>
    new Date(Math.floor(zone.toWall(instantMs) / DAY_MS) * DAY_MS).getUTCFullYear();
  const first = yearOf(fromMs);
  return Array.from({ length: yearOf(Math.max(fromMs, toMs - 1)) - first + 1 }, (_, index) => first + index);
}
