import { didYouMean } from '@groundcrew/errors';
import type { Path, ReportAt } from '@groundcrew/settings';
import { builtInNames, isBuiltIn } from '../calendar/index.ts';
import { clockText } from '../time/index.ts';
import { zoneProblem } from './check-zone.ts';
import { NO_SCHEDULE } from './schedule.ts';
import type { RawEntry, RawFile, RawSchedule } from './shape.ts';

/** Checks that a schema can't make: what contradicts itself, or can be read in two ways. */
export function checkSemantics(raw: RawFile, report: ReportAt): void {
  const zone = raw.zone === undefined ? undefined : zoneProblem(raw.zone);
  if (zone !== undefined) report(['zone'], 'value', zone);
  checkCalendars(raw, report);
  const schedules = raw.schedules ?? new Map<string, RawSchedule>();
  const calendars = [...builtInNames, ...(raw.calendars?.keys() ?? [])];
  for (const [name, schedule] of schedules) {
    const path = ['schedules', name];
    if (name === NO_SCHEDULE) {
      report(path, 'key', `"${NO_SCHEDULE}" means that a resource is on no schedule; choose another name`);
    }
    checkZone(schedule, raw.zone, path, report);
    if (schedule.calendar !== undefined && !calendars.includes(schedule.calendar)) {
      const known = didYouMean(schedule.calendar, calendars) || `; known: ${calendars.join(', ')}`;
      report(
        [...path, 'calendar'],
        'value',
        `there is no calendar "${schedule.calendar}" in this file${known}`,
      );
    }
    checkEntries(schedule, path, report);
  }
  const names = [...schedules.keys(), NO_SCHEDULE];
  for (const [index, { schedule }] of (raw.rules ?? []).entries()) {
    if (schedule === undefined || names.includes(schedule)) continue;
    const known = didYouMean(schedule, names) || `; known: ${names.join(', ')}`;
    report(['rules', index, 'schedule'], 'value', `there is no schedule "${schedule}" in this file${known}`);
  }
}

function checkZone({ zone }: RawSchedule, fallback: string | undefined, path: Path, report: ReportAt): void {
  if (zone === undefined) {
    if (fallback === undefined) {
      report(
        path,
        'key',
        'has no zone, and neither has the file; write zone: Asia/Seoul, for example, at its top',
      );
    }
    return;
  }
  const problem = zoneProblem(zone);
  if (problem !== undefined) report([...path, 'zone'], 'value', problem);
}

function checkCalendars({ calendars = new Map() }: RawFile, report: ReportAt): void {
  const names = [...builtInNames, ...calendars.keys()];
  for (const [name, calendar] of calendars) {
    const path = ['calendars', name];
    const base = calendar.extends;
    if (base !== undefined && !names.includes(base)) {
      const known = didYouMean(base, names) || `; known: ${names.join(', ')}`;
      report([...path, 'extends'], 'value', `there is no calendar "${base}" in this file${known}`);
    }
    if (extendsItself(name, calendars)) {
      report([...path, 'extends'], 'value', `"${name}" extends itself; take extends out of one of them`);
    }
    if (base === undefined && calendar.file === undefined && calendar.days === undefined) {
      report(path, 'key', 'has no days; write extends, file or days');
    }
  }
}

/** A calendar may extend the built-in one of its own name. */
function extendsItself(name: string, calendars: NonNullable<RawFile['calendars']>): boolean {
  const seen = new Set<string>();
  let at = name;
  for (;;) {
    const base = calendars.get(at)?.extends;
    if (base === undefined || (base === at && isBuiltIn(base))) return false;
    if (base === name || seen.has(base)) return true;
    seen.add(base);
    at = base;
  }
}

function checkEntries({ windows = [], mode, calendar }: RawSchedule, path: Path, report: ReportAt): void {
  const isPoint = (entry: RawEntry) => entry.start !== undefined || entry.stop !== undefined;
  const firstWindow = windows.findIndex((entry) => entry.from !== undefined || entry.to !== undefined);
  for (const [index, entry] of windows.entries()) {
    const at = [...path, 'windows', index];
    checkTimes(entry, at, report);
    checkDays(entry, calendar, at, report);
    if (isPoint(entry) && firstWindow >= 0 && entry.from === undefined && entry.to === undefined) {
      report(
        at,
        'value',
        `has start or stop, and windows[${firstWindow}] has from and to: outside its windows a schedule stops what runs; make it a schedule of its own`,
      );
    }
  }
  if (mode !== undefined && windows.some(isPoint)) {
    report(
      [...path, 'mode'],
      'value',
      'is for windows: start and stop act once, and what a person does afterwards stays; take mode out',
    );
  }
}

function checkTimes({ from, to, start, stop }: RawEntry, path: Path, report: ReportAt): void {
  const given = [from ?? to, start, stop].filter((value) => value !== undefined).length;
  if (given === 0) {
    report(path, 'value', 'has no time; write from and to, or start, or stop');
  } else if (given > 1) {
    report(
      path,
      'value',
      'has several times; write from and to for a window, or one entry for start and one for stop',
    );
  } else if (from !== undefined && to === undefined) {
    report(
      path,
      'value',
      `has from and no to; if it is only to be started, write start: "${clockText(from)}"`,
    );
  } else if (to !== undefined && from === undefined) {
    report(path, 'value', 'has to and no from; if it is only to be stopped, write stop');
  } else if (from !== undefined && to?.minutes === from && to.after === 'soonest') {
    report(
      [...path, 'to'],
      'value',
      `is the time at which the window begins: write "+1 ${clockText(from)}" for a whole day, or another time`,
    );
  }
}

function checkDays(
  { days, dates, holidays, stop }: RawEntry,
  calendar: string | undefined,
  path: Path,
  report: ReportAt,
): void {
  if (days === undefined && dates === undefined) {
    report(path, 'value', 'has neither days nor dates; write days: mon-fri, for example, or days: daily');
  } else if (days !== undefined && dates !== undefined) {
    report(
      path,
      'value',
      'has days and dates: write between in place of dates for those weekdays within them, or two windows for both',
    );
  }
  if (stop !== undefined && holidays === 'skip') {
    report([...path, 'holidays'], 'value', 'would leave running what a stop on a holiday stops; take it out');
  }
  if (holidays !== undefined && calendar === undefined) {
    report(
      [...path, 'holidays'],
      'value',
      'needs a calendar; write calendar: kr, for example, in the schedule',
    );
  }
}
