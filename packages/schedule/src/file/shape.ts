import {
  fields,
  listOf,
  mapOf,
  oneOf,
  oneOrMore,
  type Read,
  show,
  text,
  wholeNumber,
} from '@groundcrew/settings';
import { readHolidays } from '../calendar/index.ts';
import { modes } from './schedule.ts';
import { parseClock, parseDates, parseEnd, parseWeekdays } from './terms.ts';

// What an editor can check by schedule.schema.json: a test ensures that the two agree.

const prose = text({ maxLength: 1000 });
const name = { minLength: 1, maxLength: 128, matches: /^[\p{L}\p{N}_.:/=+@-]+$/u };
const WANTED_NAME =
  'name of a schedule, such as office-hours: letters, digits and - _ . : / = + @, no blanks';
const scheduleName = text({ ...name, wanted: WANTED_NAME });
const calendarName = text({ ...name, wanted: 'name of a calendar, such as kr' });

/** Text that `parse` reads; `wanted` describes what it should have been. */
function term<T>(parse: (text: string) => T | undefined, wanted: string): Read<T> {
  return (node, path, report) => {
    const value = node.kind === 'scalar' && typeof node.value === 'string' ? parse(node.value) : undefined;
    if (value === undefined) report(node.offset, path, `${show(node)} is not ${wanted}`);
    return value;
  };
}

const clock = term((given) => parseClock(given), 'a time of day from 00:00 to 23:59');
const end = term(parseEnd, 'an end such as 18:00, 24:00, "mon 06:00" or "+1 06:00"');
const weekday = term(parseWeekdays, 'a day such as mon, mon-fri, "first mon", "last fri" or daily');
const dates: Read<Exclude<ReturnType<typeof parseDates>, string>> = (node, path, report) => {
  const value =
    node.kind === 'scalar' && typeof node.value === 'string' ? parseDates(node.value) : 'is not a date';
  if (typeof value !== 'string') return value;
  report(
    node.offset,
    path,
    `${show(node)} ${value}; write 2027-01-04, 2027-01-04..2027-01-08, or each year 12-24, 12-24..01-02`,
  );
  return undefined;
};

export const entry = fields(
  {
    description: prose,
    days: oneOrMore(weekday),
    dates: oneOrMore(dates),
    between: oneOrMore(dates),
    from: clock,
    to: end,
    start: clock,
    stop: clock,
    holidays: oneOf('skip', 'only', 'ignore'),
  },
  { min: 1 },
);

const schedule = fields(
  {
    description: prose,
    zone: text({ minLength: 1, maxLength: 64, wanted: 'time zone such as Asia/Seoul' }),
    mode: oneOf(...modes),
    calendar: calendarName,
    skip: oneOrMore(dates),
    windows: listOf(entry),
  },
  { required: ['windows'] },
);

const calendar = fields(
  {
    description: prose,
    extends: calendarName,
    file: text({ minLength: 1, maxLength: 1024, wanted: 'path of a calendar file' }),
    days: readHolidays,
    years: listOf(wholeNumber(1970, 2200), { unique: true }),
  },
  { min: 1 },
);

const glob = text({ minLength: 1, maxLength: 256, wanted: 'text, in which * is any' });

const match = fields(
  {
    id: glob,
    type: text({
      minLength: 1,
      maxLength: 256,
      matches: /^(\*|[a-z0-9*?-]+:[A-Za-z0-9*?/._-]+)$/,
      wanted: 'resource type such as ec2:instance, rds:db or autoscaling:group',
    }),
    region: text({ minLength: 1, maxLength: 256, matches: /^[a-z0-9*?-]+$/, wanted: 'region such as us-*' }),
    account: text({
      minLength: 1,
      maxLength: 12,
      matches: /^([0-9]{12}|(?=.*[*?])[0-9*?]{1,12})$/,
      wanted: 'account of twelve digits, or such as 1234*',
    }),
    tag: mapOf(
      { minLength: 1, maxLength: 128, wanted: 'tag key' },
      text({ maxLength: 256, wanted: 'tag value' }),
      1,
    ),
  },
  { min: 1 },
);

const rule = fields(
  { match, schedule: scheduleName, description: prose },
  { required: ['match', 'schedule'] },
);

const group = fields(
  { description: prose, order: listOf(match), waitMinutes: wholeNumber(1, 1440) },
  { required: ['order'] },
);

/** Reads the shape of a schedule file; what it means is checked by `checkSemantics`. */
export const readShape = fields(
  {
    $schema: text({ maxLength: 2048 }),
    version: oneOf(1),
    zone: text({ minLength: 1, maxLength: 64, wanted: 'time zone such as Asia/Seoul' }),
    tag: text({ minLength: 1, maxLength: 128, matches: /^(?!aws:)/i, wanted: 'tag key of your own' }),
    calendars: mapOf({ ...name, wanted: 'name of a calendar' }, calendar, 1),
    schedules: mapOf({ ...name, wanted: WANTED_NAME }, schedule, 1),
    rules: listOf(rule),
    groups: mapOf({ ...name, wanted: 'name of a group' }, group, 1),
    limits: fields({ stopPercent: wholeNumber(1, 100) }, { min: 1 }),
  },
  { required: ['version', 'schedules'] },
);

/** A schedule file as in the text: without defaults, and without invalid parts. */
export type RawFile = NonNullable<ReturnType<typeof readShape>>;
export type RawSchedule = NonNullable<ReturnType<typeof schedule>>;
export type RawEntry = NonNullable<ReturnType<typeof entry>>;
export type RawCalendar = NonNullable<ReturnType<typeof calendar>>;
