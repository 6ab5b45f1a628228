import { readFileSync } from 'node:fs';
import { isGroundcrewError } from '@groundcrew/errors';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, inject, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { describeEntry, initialSchedule, parseSchedule } from './index.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../schedule.schema.json', import.meta.url), 'utf8'),
) as object;
const fitsSchema = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

function problemsOf(text: string | Uint8Array): string[] {
  try {
    parseSchedule(text, { file: 'schedule.yaml' });
    return [];
  } catch (thrown) {
    if (!isGroundcrewError(thrown, 'schedule.file.invalid')) throw thrown;
    const problems = thrown.details.problems as readonly {
      line: number;
      column: number;
      path: string;
      message: string;
    }[];
    return problems.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`);
  }
}

const windows = (given: string, more = '') =>
  `version: 1\nzone: Asia/Seoul\nschedules:\n  s:\n${more}    windows:\n      - ${given}\n`;

test('the file to start from can be used, and fits the schema', () => {
  const text = initialSchedule();
  expect(problemsOf(text)).toEqual([]);
  expect(fitsSchema(parse(text))).toBe(true);
  const uncommented = text.replaceAll(/^# (rules|groups|  )/gm, '$1');
  expect(problemsOf(uncommented)).toEqual([]);
  expect(parseSchedule(uncommented, { file: 'f' })).toMatchObject({
    rules: [{}],
    groups: [{ name: 'shop', waitMinutes: 15 }],
  });
});

test('defaults are filled in', () => {
  const { tagKey, maxStopPercent, schedules } = parseSchedule(
    windows('{ days: mon, from: 8:00, to: 20:00 }'),
    { file: 'f' },
  );
  expect({ tagKey, maxStopPercent }).toEqual({ tagKey: 'Schedule', maxStopPercent: 100 });
  expect(schedules.get('s')).toMatchObject({ zone: 'Asia/Seoul', mode: 'enforce', skip: [] });
});

test('JSON is read as YAML is', () => {
  const yaml = windows('{ days: [mon-fri], from: "08:00", to: "20:00" }');
  expect(parseSchedule(JSON.stringify(parse(yaml)), { file: 'f' })).toEqual(
    parseSchedule(yaml, { file: 'f' }),
  );
});

describe('a problem is reported with its line and column', () => {
  test.each([
    [
      windows('{ days: mon, from: 8, to: 20:00 }'),
      '6:28 schedules.s.windows[0].from: 8 is not a time of day',
    ],
    [windows('{ days: mon, from: 08:00, to: 25:00 }'), 'to: "25:00" is not an end such as'],
    [windows('{ days: mon, from: 24:00, to: 08:00 }'), 'from: "24:00" is not a time of day'],
    [windows('{ days: mon, from: 08:60, to: 09:00 }'), 'from: "08:60" is not a time of day'],
    [
      windows('{ days: monday, from: 08:00, to: 09:00 }'),
      '6:17 schedules.s.windows[0].days: "monday" is not a day such as',
    ],
    [windows('{ days: first mon-fri, from: 08:00, to: 09:00 }'), 'is not a day such as'],
    [windows('{ dates: 2027-02-29, start: 08:00 }'), '"2027-02-29" is not a date that exists'],
    [windows('{ dates: 2027-02-03..2027-02-01, start: 08:00 }'), 'ends before it begins'],
    [windows('{ dates: 2027-02-03..02-05, start: 08:00 }'), 'has one date with a year, and one without'],
    [windows('{ dates: 02-30, start: 08:00 }'), 'is not a date that exists'],
    [
      windows('{ days: mon, from: 08:00 }'),
      'has from and no to; if it is only to be started, write start: "08:00"',
    ],
    [windows('{ days: mon, to: 08:00 }'), 'has to and no from'],
    [windows('{ days: mon }'), 'has no time'],
    [windows('{ days: mon, from: 08:00, to: 09:00, stop: 10:00 }'), 'has several times'],
    [windows('{ days: mon, start: 08:00, stop: 10:00 }'), 'has several times'],
    [windows('{ days: mon, from: 08:00, to: 08:00 }'), 'write "+1 08:00" for a whole day'],
    [windows('{ from: 08:00, to: 09:00 }'), 'has neither days nor dates'],
    [windows('{ days: mon, dates: 12-24, from: 08:00, to: 09:00 }'), 'has days and dates'],
    [windows('{ days: mon, from: 08:00, to: 09:00, holidays: only }'), 'holidays: needs a calendar'],
    [windows('{ days: mon, stop: 08:00, holidays: skip }', '    calendar: kr\n'), 'would leave running'],
    [
      windows('{ days: mon, stop: 08:00 }\n      - { days: mon, from: 08:00, to: 09:00 }'),
      'windows[0]: has start or stop, and windows[1] has from and to',
    ],
    [windows('{ days: mon, stop: 08:00 }', '    mode: enforce\n'), 'mode: is for windows'],
    [
      windows('{ days: mon, stop: 08:00 }', '    calendar: kor\n'),
      'there is no calendar "kor" in this file; did you mean kr?',
    ],
    [
      windows('{ days: mon, stop: 08:00 }', '    zone: Asia/Soul\n'),
      '"Asia/Soul" is not a time zone; did you mean Asia/Seoul',
    ],
    [
      windows('{ days: mon, stop: 08:00 }', '    zone: EST\n'),
      '"EST" is not the name of a zone with its rules; write Area/City, such as America/New_York',
    ],
    [windows('{ days: mon, stop: 08:00 }', '    zone: seoul\n'), 'such as Asia/Seoul'],
    [windows('{ days: mon, stop: 08:00 }', '    zone: Etc/GMT+9\n'), 'has the reverse sign'],
    [windows('{ days: mon, stop: 08:00 }').replace('zone: Asia/Seoul\n', ''), '3:3 schedules.s: has no zone'],
    [windows('{ days: mon, stop: 08:00 }').replace('  s:', '  none:'), 'choose another name'],
    [
      windows('{ day: mon, stop: 08:00 }'),
      '6:11 schedules.s.windows[0].day: is unknown here; did you mean days?',
    ],
    [
      `${windows('{ days: mon, stop: 08:00 }')}rules: [{ match: { id: a }, schedule: weekdays }]`,
      'there is no schedule "weekdays" in this file; known: s, none',
    ],
    [
      `${windows('{ days: mon, stop: 08:00 }')}calendars: { a: { years: [2027] } }`,
      'has no days; write extends, file or days',
    ],
    [
      `${windows('{ days: mon, stop: 08:00 }')}calendars: { a: { extends: b }, b: { extends: a } }`,
      '"a" extends itself',
    ],
    [
      `${windows('{ days: mon, stop: 08:00 }')}calendars: { a: { days: { 2027-02-30: x } } }`,
      'is a date that does not exist',
    ],
    ['', 'is empty; "groundcrew schedule init" writes one'],
    ['version: 2\nschedules: {}', '1:10 version: 2 is not 1'],
  ])('row %#', (text, expected) => {
    expect(problemsOf(text).join('\n')).toContain(expected);
  });

  test('and all problems together', () => {
    const found = problemsOf(windows('{ days: moon, from: 8, to: 20:00 }', '    mod: enforce\n'));
    expect(found.map((problem) => problem.split(' ')[0])).toEqual(['5:5', '7:17', '7:29']);
  });

  test('what is not UTF-8 is reported with its line', () => {
    expect(() => parseSchedule(new Uint8Array([10, 0xb0, 0xa1]), { file: 'f' })).toThrow(
      'f is not UTF-8 on line 2',
    );
  });
});

test.each([
  ['{ days: mon-fri, from: 8:00, to: 20:00 }', 'mon-fri 08:00 to 20:00'],
  ['{ days: [wed, mon, sat-sun], from: 22:00, to: mon 06:00 }', 'mon, wed, sat, sun 22:00 to mon 06:00'],
  ['{ days: [last fri, 1st mon], start: 08:30 }', 'last fri, first mon start 08:30'],
  [
    '{ days: daily, between: 12-24..01-02, from: 00:00, to: 24:00 }',
    'daily within 12-24..01-02 00:00 to 24:00',
  ],
  ['{ dates: [2027-01-04, 12-24], from: 08:00, to: "+2 08:00" }', '2027-01-04, 12-24 08:00 to +2 08:00'],
])('%s is described as %s', (given, text) => {
  const [schedule] = parseSchedule(windows(given), { file: 'f' }).schedules.values();
  expect(describeEntry(schedule!.entries[0]!)).toBe(text);
});

const starter = parse(initialSchedule()) as object;
const oddValue = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    1,
    2.5,
    '',
    'mon',
    'fri-mon',
    '08:00',
    '24:00',
    'mon 06:00',
    '12-24',
    '2027-01-04..2027-01-05',
    'kr',
    'Asia/Seoul',
  ),
  fc.constantFrom<unknown>([], ['mon'], ['mon', 'mon'], {}, { days: 'mon' }, { id: 'a' }, [{}], {
    extends: 'kr',
  }),
  fc.string({ maxLength: 5 }),
);

/** `value` with one place in it replaced, by a list of random numbers. */
function mutate(value: unknown, steps: readonly number[], odd: unknown): unknown {
  const [step = 0, ...rest] = steps;
  if (typeof value !== 'object' || value === null || rest.length === 0) return odd;
  const entries = Object.entries(value);
  if (entries.length === 0) return odd;
  const [key] = entries[step % entries.length]!;
  if (Array.isArray(value))
    return value.map((item, at) => (String(at) === key ? mutate(item, rest, odd) : (item as unknown)));
  return Object.fromEntries(
    entries.map(([name, inner]) => [name, name === key ? mutate(inner, rest, odd) : inner]),
  );
}

test('what the schema refuses, the parser refuses: editors and the command agree', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 7 }), oddValue, (steps, odd) => {
      const text = stringify(mutate(starter, steps, odd));
      const problems = problemsOf(text);
      // The parser knows more than the schema: dates that do not exist, what contradicts itself.
      const expected = fitsSchema(parse(text)) || problems.length > 0;
      expect({ text, agrees: expected }).toEqual({ text, agrees: true });
      if (problems.length === 0)
        expect({ text, fits: fitsSchema(parse(text)) }).toEqual({ text, fits: true });
    }),
    { numRuns: Math.ceil(2000 * inject('effort')) },
  );
});
