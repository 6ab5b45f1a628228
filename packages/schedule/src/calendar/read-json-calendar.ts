import {
  fields,
  listOf,
  type Located,
  mapOf,
  offsetOf,
  type Path,
  type Read,
  type ReportProblem,
  wholeNumber,
} from '@groundcrew/settings';
import { type Day, parseDay } from '../time/index.ts';
import { type CalendarDays, noDays, yearsOf } from './calendar.ts';

const DATE_PATTERN = /^\d{4}-\d{2}-\d{2}$/;

/** The name of a holiday, several names, or `false`: a workday. */
const holidayName: Read<string | false> = (node, path, report) => {
  if (node.kind === 'list' && node.items.every(({ kind }) => kind === 'scalar')) {
    return node.items.map((item) => (item.kind === 'scalar' ? String(item.value) : '')).join(', ');
  }
  if (node.kind === 'scalar' && (node.value === false || typeof node.value === 'string')) return node.value;
  report(node.offset, path, 'is neither the name of a holiday nor false, which makes the day a workday');
  return undefined;
};

/** Days with the names of their holidays. */
export const readHolidays = mapOf(
  { minLength: 1, maxLength: 10, matches: DATE_PATTERN, wanted: 'date such as 2027-01-01' },
  holidayName,
  1,
);

const withYears = fields(
  { days: readHolidays, years: listOf(wholeNumber(1970, 2200), { unique: true }) },
  { required: ['days'] },
);

/**
 * A calendar in JSON or YAML: `{"2027-01-01": "New Year"}`, or such a map as `days`, with `years` that it has all days of.
 * Without `years`, those in which it has a day.
 */
export function readJsonCalendar(root: Located, report: ReportProblem): CalendarDays {
  const isWrapped = root.kind === 'map' && root.entries.has('days');
  const content = isWrapped ? withYears(root, [], report) : { days: readHolidays(root, [], report) };
  const days = toDays(content?.days ?? new Map(), root, isWrapped ? ['days'] : [], report);
  const years = content && 'years' in content ? content.years : undefined;
  return years ? { ...days, years: new Set(years) } : days;
}

/** @param root for the places of dates that do not exist */
export function toDays(
  entries: ReadonlyMap<string, string | false>,
  root: Located,
  path: Path,
  report: ReportProblem,
): CalendarDays {
  const holidays = new Map<Day, string>();
  const workdays = new Set<Day>();
  for (const [text, name] of entries) {
    const day = parseDay(text);
    if (day === undefined) {
      if (DATE_PATTERN.test(text))
        report(offsetOf(root, [...path, text], 'key'), [...path, text], 'is a date that does not exist');
    } else if (name === false) workdays.add(day);
    else holidays.set(day, name);
  }
  return { ...noDays, holidays, workdays, years: yearsOf(holidays.keys()) };
}
