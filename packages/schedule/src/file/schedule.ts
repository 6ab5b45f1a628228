import type { Day } from '../time/index.ts';

/** What a schedule does about what it finds. */
export const modes = ['enforce', 'start-only', 'stop-only', 'respect-manual'] as const;
export type Mode = (typeof modes)[number];

/** Days from the first to the last. Without `year`, in each year. */
export interface DateRange {
  readonly from: RangeDate;
  readonly to: RangeDate;
}

export interface RangeDate {
  readonly year?: number;
  readonly month: number;
  readonly day: number;
}

/** A weekday, each or one of a month: `nth` is 1 to 5, or -1 for the last. */
export interface WeekdayTerm {
  /** 0 is Monday. */
  readonly weekday: number;
  readonly nth?: number;
}

/** On which days something begins. */
export interface DayRule {
  /** Either of these two. */
  readonly weekdays?: readonly WeekdayTerm[];
  readonly dates?: readonly DateRange[];
  /** Only within these. */
  readonly between?: readonly DateRange[];
  /** About the holidays of the schedule's calendar: left out, the only ones, or as any day. */
  readonly holidays: 'skip' | 'only' | 'ignore';
}

/** When a window ends: on the day it begins or the next one, so many days later, or on the next such weekday. */
export interface WindowEnd {
  /** Of the day; 1440 is its end. */
  readonly minutes: number;
  readonly after: 'soonest' | { readonly days: number } | { readonly weekday: number };
}

/** A time in which resources are to run. */
export interface Window {
  readonly kind: 'window';
  readonly days: DayRule;
  /** Of the day, in minutes. */
  readonly from: number;
  readonly to: WindowEnd;
}

/** A time at which resources are started, or stopped, once. */
export interface Point {
  readonly kind: 'start' | 'stop';
  readonly days: DayRule;
  /** Of the day, in minutes. */
  readonly at: number;
}

export interface Schedule {
  readonly name: string;
  readonly description?: string;
  /** IANA name. */
  readonly zone: string;
  readonly mode: Mode;
  /** The name of its calendar. */
  readonly calendar?: string;
  /** Days on which nothing begins. */
  readonly skip: readonly DateRange[];
  /** Windows, or starts and stops: never both. */
  readonly entries: readonly (Window | Point)[];
}

/** A calendar as the file defines it. */
export interface CalendarDefinition {
  readonly name: string;
  readonly extends?: string;
  /** A path from the schedule file. */
  readonly file?: string;
  readonly days: ReadonlyMap<string, string | false>;
  /** Years that it has all days of. */
  readonly years?: readonly number[];
}

/** Resources of a rule: all that is given has to match. Globs, with `*` for any text and `?` for a character. */
export interface ResourceMatch {
  readonly id?: string;
  readonly type?: string;
  readonly region?: string;
  readonly account?: string;
  readonly tag?: Readonly<Record<string, string>>;
}

/** What is on a schedule without bearing its name. */
export interface Rule {
  readonly match: ResourceMatch;
  /** `none`: on no schedule, whatever later rules are. */
  readonly schedule: string;
}

/** Resources that are started one step after the other, and stopped in the reverse order. */
export interface Group {
  readonly name: string;
  readonly order: readonly ResourceMatch[];
  /** How long a step waits for the one before it. */
  readonly waitMinutes: number;
}

/** A schedule file. */
export interface ScheduleFile {
  /** As messages call it. */
  readonly file: string;
  /** The key of the tag whose value is the name of a schedule. */
  readonly tagKey: string;
  readonly schedules: ReadonlyMap<string, Schedule>;
  readonly calendars: ReadonlyMap<string, CalendarDefinition>;
  readonly rules: readonly Rule[];
  readonly groups: readonly Group[];
  /** A run that would stop more of all instances it sees, in percent, stops none. */
  readonly maxStopPercent: number;
}

/** The value of the tag, or of a rule, for what is on no schedule. */
export const NO_SCHEDULE = 'none';

/** A day of a range, which has or has not a year. */
export function rangeDay({ month, day }: RangeDate, year: number): Day {
  return Math.floor(Date.UTC(year, month - 1, day) / 86_400_000);
}
