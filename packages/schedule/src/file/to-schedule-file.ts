import type { CalendarDefinition, DayRule, Point, Schedule, ScheduleFile, Window } from './schedule.ts';
import type { RawEntry, RawFile } from './shape.ts';

const DEFAULT_WAIT_MINUTES = 15;

/** A schedule file with its defaults filled in: only of a text without problems. */
export function toScheduleFile(raw: RawFile, file: string): ScheduleFile {
  const schedules = [...(raw.schedules ?? [])].map(([name, given]): [string, Schedule] => [
    name,
    {
      name,
      ...(given.description !== undefined && { description: given.description }),
      zone: given.zone ?? raw.zone ?? 'UTC',
      mode: given.mode ?? 'enforce',
      ...(given.calendar !== undefined && { calendar: given.calendar }),
      skip: given.skip ?? [],
      entries: (given.windows ?? []).map(toEntry),
    },
  ]);
  const calendars = [...(raw.calendars ?? [])].map(([name, given]): [string, CalendarDefinition] => [
    name,
    {
      name,
      ...(given.extends !== undefined && { extends: given.extends }),
      ...(given.file !== undefined && { file: given.file }),
      days: given.days ?? new Map(),
      ...(given.years !== undefined && { years: given.years }),
    },
  ]);
  return {
    file,
    tagKey: raw.tag ?? 'Schedule',
    schedules: new Map(schedules),
    calendars: new Map(calendars),
    rules: (raw.rules ?? []).map(({ match = {}, schedule = '' }) => ({ match: toMatch(match), schedule })),
    groups: [...(raw.groups ?? [])].map(([name, { order = [], waitMinutes = DEFAULT_WAIT_MINUTES }]) => ({
      name,
      order: order.map(toMatch),
      waitMinutes,
    })),
    maxStopPercent: raw.limits?.stopPercent ?? 100,
  };
}

function toEntry(raw: RawEntry): Window | Point {
  const days = toDays(raw);
  if (raw.start !== undefined) return { kind: 'start', days, at: raw.start };
  if (raw.stop !== undefined) return { kind: 'stop', days, at: raw.stop };
  return { kind: 'window', days, from: raw.from!, to: raw.to! };
}

/** What names its dates means them, holidays or not; a stop is never left out. */
function toDays({ days, dates, between, holidays, stop }: RawEntry): DayRule {
  return {
    ...(days && { weekdays: days.flat() }),
    ...(dates && { dates }),
    ...(between && { between }),
    holidays: holidays ?? (dates || stop !== undefined ? 'ignore' : 'skip'),
  };
}

function toMatch({ tag, ...match }: NonNullable<NonNullable<RawFile['rules']>[number]['match']>) {
  return { ...match, ...(tag && { tag: Object.fromEntries(tag) }) };
}
