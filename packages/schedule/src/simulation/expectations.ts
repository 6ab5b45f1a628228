import {
  createProblems,
  type DocumentKind,
  fields,
  listOf,
  type Located,
  oneOf,
  type Read,
  readYaml,
  type ReportProblem,
  show,
  text,
} from '@groundcrew/settings';
import { didYouMean } from '@groundcrew/errors';
import { invalidExpectations } from '../errors.ts';
import type { Schedule, ScheduleFile } from '../file/schedule.ts';
import { decode } from '../file/decode.ts';
import { DAY_MS, dayOf, parseDay, type Zone, zoneOf } from '../time/index.ts';
import { offsetText } from './local-time.ts';
import { startOf } from './simulate.ts';

/** What a person expects of a schedule. */
export interface Expectation {
  readonly schedule: Schedule;
  /** In the file of expectations. */
  readonly line: number;
  /** As it is written: `at 2027-01-04 09:00`. */
  readonly when: string;
  readonly fromMs: number;
  /** The same as `fromMs` for an instant. */
  readonly toMs: number;
  readonly is?: 'on' | 'off' | 'any';
  readonly hours?: Range;
  readonly starts?: Range;
  readonly stops?: Range;
}

/** Both included. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

const kind: DocumentKind = {
  name: 'a file of expectations',
  initCommand: 'groundcrew schedule simulate --help',
};

const number: Read<number> = (node, path, report) => {
  if (node.kind === 'scalar' && typeof node.value === 'number' && node.value >= 0) return node.value;
  report(node.offset, path, `${show(node)} is not a number of 0 or more`);
  return undefined;
};

const limits = fields({ min: number, max: number }, { min: 1 });

/** `12`, or `{ min: 10, max: 14 }`. */
const range: Read<Range> = (node, path, report) => {
  if (node.kind !== 'map') {
    const value = number(node, path, report);
    return value === undefined ? undefined : { min: value, max: value };
  }
  const given = limits(node, path, report);
  return given && { min: given.min ?? 0, max: given.max ?? Number.POSITIVE_INFINITY };
};

const moment = text({
  minLength: 1,
  maxLength: 40,
  matches: /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2} ?(Z|[+-]\d{2}:\d{2})?$/,
  wanted: 'local time such as 2027-01-04 09:00',
});
const days = text({
  minLength: 1,
  maxLength: 40,
  matches: /^\d{4}-\d{2}-\d{2}(\.\.\d{4}-\d{2}-\d{2})?$/,
  wanted: 'day such as 2027-01-04, or days such as 2027-01-04..2027-01-08',
});
const month = text({
  minLength: 1,
  maxLength: 7,
  matches: /^\d{4}-(0[1-9]|1[0-2])$/,
  wanted: 'month such as 2027-01',
});
const year: Read<number> = (node, path, report) => {
  const value = number(node, path, report);
  if (value === undefined || (Number.isInteger(value) && value >= 1970 && value <= 2200)) return value;
  report(node.offset, path, `${show(node)} is not a year`);
  return undefined;
};

const expectation = fields(
  {
    schedule: text({ minLength: 1, maxLength: 128, wanted: 'name of a schedule' }),
    description: text({ maxLength: 1000 }),
    at: moment,
    from: moment,
    to: moment,
    days,
    month,
    year,
    is: oneOf('on', 'off', 'any'),
    hours: range,
    starts: range,
    stops: range,
  },
  { required: ['schedule'] },
);
const readShape = fields(
  { version: oneOf(1), expect: listOf(expectation) },
  { required: ['version', 'expect'] },
);
type RawExpectation = NonNullable<ReturnType<typeof expectation>>;

/**
 * Reads a file of expectations on the schedules of a file.
 *
 * @throws GroundcrewError `schedule.expectations.invalid` with all problems
 */
export function parseExpectations(
  input: string | Uint8Array,
  { file, schedules }: { readonly file: string; readonly schedules: ScheduleFile['schedules'] },
): Expectation[] {
  const content = decode(input, file);
  const problems = createProblems(content);
  const root = readYaml(content, kind, problems.report);
  const raw = root && readShape(root, [], problems.report);
  const found: Expectation[] = [];
  if (root && problems.all().length === 0) {
    const items = itemsOf(root);
    const lines = lineFinder(content);
    for (const [index, given] of (raw?.expect ?? []).entries()) {
      const node = items[index]!;
      const made = toExpectation(given, { schedules, node, index, report: problems.report });
      if (made) found.push({ ...made, line: lines(node.offset) });
    }
  }
  const all = problems.all();
  if (all.length > 0) throw invalidExpectations(file, all);
  return found;
}

function itemsOf(root: Located): readonly Located[] {
  const list = root.kind === 'map' ? root.entries.get('expect')?.value : undefined;
  return list?.kind === 'list' ? list.items : [];
}

function lineFinder(content: string): (offset: number) => number {
  return (offset) => content.slice(0, offset).split('\n').length;
}

interface Context {
  readonly schedules: ScheduleFile['schedules'];
  readonly node: Located;
  readonly index: number;
  readonly report: ReportProblem;
}

function toExpectation(given: RawExpectation, context: Context): Omit<Expectation, 'line'> | undefined {
  const { schedules, node, index, report } = context;
  const problem = (message: string, field?: string) => {
    const entry = node.kind === 'map' && field !== undefined ? node.entries.get(field) : undefined;
    report(
      entry?.value.offset ?? node.offset,
      ['expect', index, ...(field === undefined ? [] : [field])],
      message,
    );
    return undefined;
  };
  const name = given.schedule!;
  const schedule = schedules.get(name);
  if (!schedule) {
    const known = didYouMean(name, [...schedules.keys()]) || `; known: ${[...schedules.keys()].join(', ')}`;
    return problem(`there is no schedule "${name}"${known}`, 'schedule');
  }
  const { at, from, to, is, hours, starts, stops } = given;
  const periods = [at, from ?? to, given.days, given.month, given.year].filter(
    (value) => value !== undefined,
  );
  if (periods.length !== 1) return problem('needs one time: at, from and to, days, month or year');
  if (is === undefined && !hours && !starts && !stops)
    return problem('expects nothing; write is, hours, starts or stops');
  if (at !== undefined && (hours || starts || stops))
    return problem(
      'is about an instant, which has no hours, starts and stops; write from and to, or days',
      'at',
    );
  const zone = zoneOf(schedule.zone);
  const period = periodOf(given, zone, problem);
  if (!period) return undefined;
  if (at === undefined && period.toMs <= period.fromMs) return problem('ends before it begins');
  return {
    schedule,
    ...period,
    ...(is !== undefined && { is }),
    ...(hours && { hours }),
    ...(starts && { starts }),
    ...(stops && { stops }),
  };
}

type Period = Pick<Expectation, 'when' | 'fromMs' | 'toMs'>;
type ReportMissing = (message: string, field?: string) => undefined;

function periodOf(given: RawExpectation, zone: Zone, problem: ReportMissing): Period | undefined {
  const { at, from, to } = given;
  if (at !== undefined) {
    const fromMs = instantOf(at, zone, (message) => problem(message, 'at'));
    return fromMs === undefined ? undefined : { when: `at ${at}`, fromMs, toMs: fromMs };
  }
  if (given.days !== undefined) {
    const [first, last = first] = given.days.split('..').map(parseDay);
    if (first === undefined || last === undefined)
      return problem(`"${given.days}" has a date that does not exist`, 'days');
    return { when: `on ${given.days}`, fromMs: startOf(zone, first), toMs: startOf(zone, last + 1) };
  }
  if (given.month !== undefined) {
    const [year, month] = given.month.split('-').map(Number) as [number, number];
    const first = dayOf({ year, month, day: 1 });
    return {
      when: `in ${given.month}`,
      fromMs: startOf(zone, first),
      toMs: startOf(zone, dayOf({ year, month: month + 1, day: 1 })),
    };
  }
  if (given.year !== undefined) {
    const [first, after] = [given.year, given.year + 1].map((each) =>
      startOf(zone, dayOf({ year: each, month: 1, day: 1 })),
    );
    return { when: `in ${given.year}`, fromMs: first!, toMs: after! };
  }
  if (from === undefined || to === undefined)
    return problem(from === undefined ? 'has to and no from' : 'has from and no to');
  const fromMs = instantOf(from, zone, (message) => problem(message, 'from'));
  const toMs = instantOf(to, zone, (message) => problem(message, 'to'));
  return fromMs === undefined || toMs === undefined
    ? undefined
    : { when: `from ${from} to ${to}`, fromMs, toMs };
}

/** A local time that the clock shows once, or a time with its offset. */
function instantOf(given: string, zone: Zone, problem: (message: string) => undefined): number | undefined {
  const [, date = '', clock = '', offset] = /^(\S{10})[ T](\d{2}:\d{2}) ?(\S+)?$/.exec(given) ?? [];
  const day = parseDay(date);
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  if (day === undefined || hour > 24 || minute > 59 || (hour === 24 && minute > 0)) {
    return problem(`"${given}" is a time that does not exist`);
  }
  const wallMs = day * DAY_MS + (hour * 60 + minute) * 60_000;
  if (offset !== undefined) return wallMs - offsetMs(offset);
  const { instantMs, shown } = zone.toInstant(wallMs);
  if (shown === 'never') return problem(`"${given}" does not exist in ${zone.name}: the clock skips it`);
  if (shown === 'once') return instantMs;
  const second = offsetText(zone, instantMs + 2 * 3_600_000);
  return problem(
    `"${given}" comes twice in ${zone.name}; write ${given} ${offsetText(zone, instantMs)}, or ${second}`,
  );
}

function offsetMs(text: string): number {
  if (text === 'Z') return 0;
  const [hours, minutes] = text.slice(1).split(':').map(Number) as [number, number];
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
