import { GroundcrewError } from '@groundcrew/errors';

/** The times of a cron expression; days are tested by {@link matchesDay}. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
  /** Whether a day matches; `month` is 1 to 12. */
  matchesDay(year: number, month: number, day: number): boolean;
}

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Names for `min` and up. */
  readonly names?: readonly string[];
}

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const minuteField: Field = { name: 'minutes', min: 0, max: 59 };
const hourField: Field = { name: 'hours', min: 0, max: 23 };
const dayField: Field = { name: 'day of month', min: 1, max: 31 };
const monthField: Field = { name: 'month', min: 1, max: 12, names: monthNames };
const weekdayField: Field = { name: 'day of week', min: 1, max: 7, names: dayNames };
const yearField: Field = { name: 'year', min: 1970, max: 2199 };

type DayMatcher = (year: number, month: number, day: number) => boolean;

/**
 * Reads the six fields of EventBridge's `cron(…)`: minutes, hours, day of month, month, day of week (1 is Sunday),
 * year.
 *
 * Rules: "Cron-based schedules" in the EventBridge Scheduler user guide, with `L`, `W` and `#`.
 *
 * @throws GroundcrewError `local.schedule.cron`
 */
export function parseCron(text: string): Cron {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 6) {
    throw cronError(
      text,
      `has ${fields.length} fields; write six: minutes hours day-of-month month day-of-week year`,
    );
  }
  const [minutes, hours, day, month, weekday, year] = fields as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  if ((day === '?') === (weekday === '?')) {
    throw cronError(text, 'must have ? as its day of month or as its day of week, and not as both');
  }
  const numbers = (field: Field, value: string) => parseList(text, field, value);
  return {
    minutes: [...numbers(minuteField, minutes)].sort((a, b) => a - b),
    hours: [...numbers(hourField, hours)].sort((a, b) => a - b),
    months: numbers(monthField, month),
    years: numbers(yearField, year),
    matchesDay: day === '?' ? matchWeekday(text, weekday) : matchDay(text, day),
  };
}

function parseList(text: string, field: Field, value: string): Set<number> {
  const numbers = new Set<number>();
  for (const part of value.split(',')) {
    const [range, step, ...more] = part.split('/');
    const width = step === undefined ? 1 : Number(step);
    if (more.length > 0 || !Number.isInteger(width) || width < 1) throw fieldError(text, field, part);
    const [low, high] = parseRange(text, field, range!, step !== undefined);
    for (let number = low; number <= high; number += width) numbers.add(number);
  }
  return numbers;
}

function parseRange(text: string, field: Field, range: string, stepped: boolean): [number, number] {
  if (range === '*') return [field.min, field.max];
  const [from, to, ...more] = range.split('-');
  const low = parseNumber(text, field, from!);
  const high = to === undefined ? (stepped ? field.max : low) : parseNumber(text, field, to);
  if (more.length > 0 || low > high) throw fieldError(text, field, range);
  return [low, high];
}

function parseNumber(text: string, field: Field, value: string): number {
  const name = field.names?.indexOf(value.toUpperCase()) ?? -1;
  const number = name >= 0 ? field.min + name : /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= field.min && number <= field.max) return number;
  throw fieldError(text, field, value);
}

function matchDay(text: string, value: string): DayMatcher {
  if (value === 'L') return (year, month, day) => day === daysIn(year, month);
  if (value === 'LW') return (year, month, day) => day === nearestWeekday(year, month, daysIn(year, month));
  const weekday = /^(\d+)W$/.exec(value);
  if (weekday) {
    const target = parseNumber(text, dayField, weekday[1]!);
    return (year, month, day) => target <= daysIn(year, month) && day === nearestWeekday(year, month, target);
  }
  const days = parseList(text, dayField, value);
  return (_year, _month, day) => days.has(day);
}

function matchWeekday(text: string, value: string): DayMatcher {
  const last = /^(\w+)L$/.exec(value);
  if (last) {
    const weekday = parseNumber(text, weekdayField, last[1]!);
    return (year, month, day) => weekdayOf(year, month, day) === weekday && day + 7 > daysIn(year, month);
  }
  const nth = /^(\w+)#([1-5])$/.exec(value);
  if (nth) {
    const weekday = parseNumber(text, weekdayField, nth[1]!);
    return (year, month, day) =>
      weekdayOf(year, month, day) === weekday && Math.ceil(day / 7) === Number(nth[2]);
  }
  const weekdays = value === 'L' ? new Set([7]) : parseList(text, weekdayField, value);
  return (year, month, day) => weekdays.has(weekdayOf(year, month, day));
}

/** 1 is Sunday. */
function weekdayOf(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The weekday nearest to a day, within its month. */
function nearestWeekday(year: number, month: number, day: number): number {
  const weekday = weekdayOf(year, month, day);
  if (weekday === 7) return day > 1 ? day - 1 : day + 2;
  if (weekday === 1) return day < daysIn(year, month) ? day + 1 : day - 2;
  return day;
}

function cronError(text: string, why: string): GroundcrewError {
  return new GroundcrewError('local.schedule.cron', `the schedule cron(${text}) ${why}`);
}

function fieldError(text: string, { name, min, max }: Field, value: string): GroundcrewError {
  return cronError(
    text,
    `has "${value}" as ${name}; it must be ${min} to ${max}, a range, a list, a step or *`,
  );
}
