import { dateOf, type Day } from '../time/index.ts';

/** Which days are holidays. */
export interface Calendar {
  /** As schedules name it. */
  readonly name: string;
  /** The name of the holiday on a day. */
  holidayOn(day: Day): string | undefined;
  /** Whether it is known which days of a year are holidays. If not, it looks as if none were. */
  hasYear(year: number): boolean;
}

/** A holiday that comes each year on the same date. */
export interface YearlyHoliday {
  readonly month: number;
  readonly day: number;
  readonly name: string;
  /** The first year of it. */
  readonly sinceYear: number;
}

/** The days of a calendar, as a file or a library has them. */
export interface CalendarDays {
  readonly holidays: ReadonlyMap<Day, string>;
  readonly yearly: readonly YearlyHoliday[];
  /** No holidays, although what is extended has them. */
  readonly workdays: ReadonlySet<Day>;
  /** Years that are complete. */
  readonly years: ReadonlySet<number>;
}

export const noDays: CalendarDays = {
  holidays: new Map(),
  yearly: [],
  workdays: new Set(),
  years: new Set(),
};

/** A calendar of days, which win over those of the calendar that it extends. */
export function createCalendar(name: string, days: CalendarDays, base?: Calendar): Calendar {
  return {
    name,
    holidayOn(day) {
      const own = days.holidays.get(day);
      if (own !== undefined) return own;
      if (days.workdays.has(day)) return undefined;
      return yearlyOn(day, days.yearly) ?? base?.holidayOn(day);
    },
    hasYear: (year) => days.years.has(year) || base?.hasYear(year) === true,
  };
}

/** Two sources of one calendar: the second wins. */
export function mergeDays(first: CalendarDays, second: CalendarDays): CalendarDays {
  const holidays = new Map([...first.holidays].filter(([day]) => !second.workdays.has(day)));
  for (const [day, name] of second.holidays) holidays.set(day, name);
  return {
    holidays,
    yearly: [...first.yearly, ...second.yearly],
    workdays: new Set([...first.workdays, ...second.workdays].filter((day) => !second.holidays.has(day))),
    years: new Set([...first.years, ...second.years]),
  };
}

/** The years in which at least one of these days is. */
export function yearsOf(days: Iterable<Day>): Set<number> {
  return new Set([...days].map((day) => dateOf(day).year));
}

function yearlyOn(day: Day, yearly: readonly YearlyHoliday[]): string | undefined {
  if (yearly.length === 0) return undefined;
  const date = dateOf(day);
  return yearly.find(
    (each) => each.month === date.month && each.day === date.day && each.sinceYear <= date.year,
  )?.name;
}
