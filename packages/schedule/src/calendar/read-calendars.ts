import type { CalendarDefinition } from '../file/schedule.ts';
import { parseDay } from '../time/index.ts';
import { builtInCalendar, builtInNames, isBuiltIn } from './built-in.ts';
import { type Calendar, type CalendarDays, createCalendar, mergeDays, noDays, yearsOf } from './calendar.ts';
import { readCalendarFile } from './read-calendar-file.ts';

/** Reads a file that the schedule file names, by its path seen from there. */
export type ReadNamedFile = (path: string) => Promise<string>;

/**
 * The calendars of a schedule file: those that it defines, and the built-in ones of other names.
 *
 * @throws GroundcrewError `schedule.calendar.invalid`, and what `readFile` throws
 */
export async function readCalendars(
  definitions: ReadonlyMap<string, CalendarDefinition>,
  readFile: ReadNamedFile,
): Promise<ReadonlyMap<string, Calendar>> {
  const files = new Map<string, CalendarDays>();
  for (const { file } of definitions.values()) {
    if (file !== undefined && !files.has(file)) files.set(file, readCalendarFile(await readFile(file), file));
  }
  const made = new Map<string, Calendar>();
  const make = (name: string): Calendar => {
    const definition = definitions.get(name);
    if (!definition && isBuiltIn(name)) return builtInCalendar(name);
    const known = made.get(name);
    if (known) return known;
    const calendar = calendarOf(definition!, files, make);
    made.set(name, calendar);
    return calendar;
  };
  return new Map([...builtInNames, ...definitions.keys()].map((name) => [name, make(name)]));
}

function calendarOf(
  { name, extends: base, file, days, years }: CalendarDefinition,
  files: ReadonlyMap<string, CalendarDays>,
  make: (name: string) => Calendar,
): Calendar {
  const own = mergeDays(file === undefined ? noDays : files.get(file)!, daysOf(days));
  const complete = years ? new Set(years) : base === undefined ? own.years : new Set<number>();
  const parent =
    base === undefined ? undefined : base === name ? builtInCalendar(builtInNames[0]) : make(base);
  return createCalendar(name, { ...own, years: complete }, parent);
}

function daysOf(entries: CalendarDefinition['days']): CalendarDays {
  const holidays = new Map<number, string>();
  const workdays = new Set<number>();
  for (const [text, name] of entries) {
    if (name === false) workdays.add(parseDay(text)!);
    else holidays.set(parseDay(text)!, name);
  }
  return { ...noDays, holidays, workdays, years: yearsOf(holidays.keys()) };
}
