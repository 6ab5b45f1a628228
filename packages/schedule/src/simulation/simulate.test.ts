import { isGroundcrewError } from '@groundcrew/errors';
import fc from 'fast-check';
import { describe, expect, inject, test } from 'vitest';
import { builtInCalendar, readCalendars } from '../calendar/index.ts';
import { parseSchedule } from '../file/index.ts';
import { scheduleOf } from '../testing/schedules.ts';
import { dayText, HOUR_MS } from '../time/index.ts';
import { checkExpectations, findingsOf, monthsOf, parseExpectations, simulateYear } from './index.ts';

const kr = builtInCalendar('kr');
const calendars = new Map([['kr', kr]]);
const officeHours = scheduleOf(
  ['days: mon-fri, from: 08:00, to: 20:00'],
  ['zone: Asia/Seoul', 'calendar: kr'],
);

function fileOf(windows: readonly string[], more: readonly string[] = []) {
  const schedule = scheduleOf(windows, more);
  return { schedules: new Map([[schedule.name, schedule]]) };
}

describe('a simulated year', () => {
  test('has the hours of its days, months and intervals', () => {
    const { days, onMs, offMs, transitions } = simulateYear(officeHours, kr, 2027);
    // 261 weekdays, of which 14 are holidays.
    const holidays = days.filter(({ holiday, isOmitted }) => holiday !== undefined && isOmitted);
    expect(onMs / HOUR_MS).toBe((261 - holidays.length) * 12);
    expect(holidays.length).toBeGreaterThan(10);
    expect((onMs + offMs) / HOUR_MS).toBe(8760);
    expect(transitions.filter(({ action }) => action === 'start')).toHaveLength(261 - holidays.length);
    expect(monthsOf(days)[0]).toEqual({ month: '2027-01', onMs: 20 * 12 * HOUR_MS, lengthMs: 744 * HOUR_MS });
  });

  test('has days of 23 and 25 hours, and of a skipped midnight', () => {
    const nights = scheduleOf(['days: daily, from: 22:00, to: 06:00'], ['zone: America/New_York']);
    const { days } = simulateYear(nights, undefined, 2026);
    const lengths = days.filter(({ lengthMs }) => lengthMs !== 24 * HOUR_MS);
    expect(
      lengths.map(({ day, lengthMs, onMs }) => [dayText(day), lengthMs / HOUR_MS, onMs / HOUR_MS]),
    ).toEqual([
      ['2026-03-08', 23, 7],
      ['2026-11-01', 25, 9],
    ]);
    const cairo = simulateYear(
      scheduleOf(['days: fri, from: 00:00, to: 24:00'], ['zone: Africa/Cairo']),
      undefined,
      2027,
    );
    const skipped = cairo.days.find(({ lengthMs }) => lengthMs === 23 * HOUR_MS)!;
    expect({ day: dayText(skipped.day), hours: skipped.onMs / HOUR_MS, spans: skipped.spans }).toEqual({
      day: '2027-04-30',
      hours: 23,
      spans: [[60, 1440]],
    });
  });

  test('is the sum of its days in every zone', () => {
    const zones = Intl.supportedValuesOf('timeZone').filter(
      (_, index) => inject('effort') === 1 || index % 40 === 0,
    );
    for (const zone of [...zones, 'Africa/Casablanca', 'Australia/Lord_Howe']) {
      const schedule = scheduleOf(
        ['days: sun-wed, from: 23:30, to: 02:15', 'days: sat, from: 00:00, to: 24:00'],
        [`zone: ${zone}`],
      );
      const { days, onMs, offMs, fromMs, toMs } = simulateYear(schedule, undefined, 2027);
      expect(days.reduce((sum, { lengthMs }) => sum + lengthMs, 0)).toBe(toMs - fromMs);
      expect(days.reduce((sum, day) => sum + day.onMs, 0)).toBe(onMs);
      expect(onMs + offMs).toBe(toMs - fromMs);
    }
  });

  test('has the time without a wish of the schedule', () => {
    const { anyMs, days } = simulateYear(scheduleOf(['dates: 2027-02-01, start: 00:00']), undefined, 2027);
    expect(anyMs).toBe(31 * 24 * HOUR_MS);
    expect(days[30]).toMatchObject({ anyMs: 24 * HOUR_MS, onMs: 0, spans: [] });
    expect(days[31]).toMatchObject({ anyMs: 0, onMs: 24 * HOUR_MS, spans: [[0, 1440]] });
  });

  test('counts each day once, whatever the windows', () => {
    const clock = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '30'))
      .map((parts) => parts.join(':'));
    const window = fc
      .tuple(fc.constantFrom('mon-fri', 'daily', 'sat', 'last sun'), clock, clock, fc.constantFrom('', '+2 '))
      .filter(([, from, to, after]) => from !== to || after !== '')
      .map(([days, from, to, after]) => `days: ${days}, from: "${from}", to: "${after}${to}"`);
    fc.assert(
      fc.property(fc.array(window, { minLength: 1, maxLength: 3 }), (windows) => {
        const { days, onMs } = simulateYear(scheduleOf(windows, ['zone: Europe/London']), undefined, 2026);
        expect(days.reduce((sum, day) => sum + day.onMs, 0)).toBe(onMs);
        expect(days.every((day) => day.onMs <= day.lengthMs)).toBe(true);
      }),
      { numRuns: Math.ceil(100 * inject('effort')) },
    );
  });
});

describe('what to know', () => {
  const codes = (windows: readonly string[], more: readonly string[] = [], years = [2027]) =>
    findingsOf(fileOf(windows, more), calendars, years).map(
      ({ code, path, message }) => [code, path.slice(2).join('.'), message] as const,
    );

  test('is nothing of plain office hours', () => {
    expect(
      codes(['days: mon-fri, from: 08:00, to: 20:00'], ['zone: America/New_York', 'calendar: kr']),
    ).toEqual([]);
  });

  test('is the year of which a calendar has no data, once it matters', () => {
    expect(codes(['days: mon-fri, from: 08:00, to: 20:00'], ['calendar: kr'], [2027, 2028])).toEqual([
      [
        'calendar-year',
        'calendar',
        'the calendar kr has no data of 2028: no day of that year counts as a holiday',
      ],
    ]);
    expect(
      codes(['days: mon-fri, from: 08:00, to: 20:00, holidays: ignore'], ['calendar: kr'], [2028]),
    ).toEqual([]);
  });

  test.each([
    [
      ['days: sun, from: 02:00, to: 02:45'],
      'clock-skips',
      'windows.0',
      'begins at 02:00, which does not exist on 2027-03-14 in America/New_York: it is 03:00 that day',
    ],
    [
      ['days: sun, from: 00:00, to: 01:30'],
      'clock-repeats',
      'windows.0',
      'ends at 01:30, which comes twice on 2027-11-07 in America/New_York: it is the first of the two',
    ],
    [['days: sun, from: 02:30, to: 03:15'], 'no-length', 'windows.0', 'is left out on 2027-03-14'],
    [
      ['days: mon-fri, from: 08:00, to: 20:00', 'days: mon, from: 19:00, to: 22:00'],
      'overlap',
      'windows.1',
      'overlaps with windows[0], first from 2027-01-04 19:00 to 2027-01-04 20:00 (52 times in 2027)',
    ],
    [['days: mon, from: 08:00, to: "+8 08:00"'], 'overlap', 'windows.0', 'overlaps with itself'],
    [
      ['days: mon, from: 08:00, to: 12:00', 'days: mon, from: 12:30, to: 20:00'],
      'short-gap',
      'windows.1',
      'begins only 30 minutes after windows[0] has ended, first at 2027-01-04 12:30',
    ],
    [
      ['days: mon, start: 08:00', 'days: daily, stop: 08:00'],
      'same-time',
      'windows.1',
      'stops at the time at which windows[0] starts, first at 2027-01-04 08:00: the stop counts (52 times in 2027)',
    ],
    [['dates: 2026-01-01, from: 08:00, to: 12:00'], 'never', 'windows.0', 'begins on no day of 2027'],
  ])('of %j is %s', (windows, code, path, message) => {
    const found = codes(windows, ['zone: America/New_York']);
    expect(found).toContainEqual([code, path, expect.stringContaining(message)]);
  });

  test('is a date that is named and a holiday', () => {
    expect(codes(['dates: 2027-12-25, from: 08:00, to: 12:00'], ['calendar: kr'])).toEqual([
      [
        'on-holiday',
        'windows.0',
        expect.stringContaining('begins on the holiday 기독탄신일, 2027-12-25, because it names the date'),
      ],
    ]);
  });
});

describe('expectations', () => {
  const { schedules } = parseSchedule(
    `version: 1
zone: Asia/Seoul
schedules:
  office: { calendar: kr, windows: [{ days: mon-fri, from: 08:00, to: 20:00 }] }
  newyork: { zone: America/New_York, windows: [{ days: sun, from: 00:00, to: 01:30 }] }
`,
    { file: 'schedule.yaml' },
  );
  const expectations = (lines: readonly string[]) =>
    parseExpectations(`version: 1\nexpect:\n${lines.map((line) => `  - { ${line} }\n`).join('')}`, {
      file: 'tests.yaml',
      schedules,
    });
  const check = (line: string) =>
    checkExpectations(expectations([line]), calendars).map(({ isMet, expected, actual }) => [
      isMet,
      expected,
      actual,
    ]);

  test.each([
    ['schedule: office, at: 2027-01-04 08:00, is: on', [[true, 'on', 'on']]],
    ['schedule: office, at: 2027-01-04 20:00, is: on', [[false, 'on', 'off']]],
    ['schedule: office, at: 2027-01-04 00:00Z, is: on', [[true, 'on', 'on']]],
    ['schedule: office, days: 2027-02-06..2027-02-09, is: off', [[true, 'off', 'off']]],
    ['schedule: office, days: 2027-02-06..2027-02-10, is: off', [[false, 'off', 'on from 2027-02-10 08:00']]],
    [
      'schedule: office, from: 2027-01-04 08:00, to: 2027-01-04 20:00, is: on, starts: 1, stops: 0',
      [
        [true, 'on', 'on'],
        [true, '1 starts', '1 starts'],
        [true, '0 stops', '0 stops'],
      ],
    ],
    [
      'schedule: office, month: 2027-01, hours: { min: 200, max: 250 }',
      [[true, '200 to 250 hours', '240 hours']],
    ],
    [
      'schedule: office, year: 2027, hours: { max: 2000 }',
      [[false, '2000 or fewer hours', expect.stringMatching(/^2\d\d\d hours$/)]],
    ],
    [
      'schedule: newyork, days: 2026-11-01, starts: 1, hours: 1.5',
      [
        [true, '1.5 hours', '1.5 hours'],
        [true, '1 starts', '1 starts'],
      ],
    ],
    ['schedule: newyork, at: 2026-11-01 01:00 -05:00, is: off', [[true, 'off', 'off']]],
  ])('%s', (line, outcomes) => {
    expect(check(line)).toEqual(outcomes);
  });

  test.each([
    [
      'schedule: offise, at: 2027-01-04 08:00, is: on',
      '3:17 expect[0].schedule: there is no schedule "offise"; did you mean office?',
    ],
    [
      'schedule: newyork, at: 2026-11-01 01:00, is: on',
      'comes twice in America/New_York; write 2026-11-01 01:00 -04:00, or -05:00',
    ],
    [
      'schedule: newyork, at: 2026-03-08 02:30, is: on',
      'does not exist in America/New_York: the clock skips it',
    ],
    ['schedule: office, at: 2027-02-30 08:00, is: on', 'is a time that does not exist'],
    ['schedule: office, at: 2027-01-04 8am, is: on', 'is not a local time such as'],
    ['schedule: office, is: on', 'needs one time'],
    ['schedule: office, year: 2027, month: 2027-01, is: on', 'needs one time'],
    ['schedule: office, year: 2027', 'expects nothing'],
    ['schedule: office, at: 2027-01-04 08:00, hours: 3', 'is about an instant'],
    ['schedule: office, from: 2027-01-04 08:00, is: on', 'has from and no to'],
    ['schedule: office, days: 2027-01-05..2027-01-04, is: on', 'ends before it begins'],
    ['schedule: office, year: 2027, hours: many', '"many" is not a number of 0 or more'],
    ['schedule: office, year: 2027, hour: 3', 'is unknown here; did you mean hours?'],
  ])('%s is refused with its place', (line, message) => {
    let problems: readonly { line: number; column: number; path: string; message: string }[] = [];
    try {
      expectations([line]);
    } catch (thrown) {
      if (!isGroundcrewError(thrown, 'schedule.expectations.invalid')) throw thrown;
      problems = thrown.details.problems as typeof problems;
    }
    const texts = problems.map(
      ({ line: at, column, path, message: what }) => `${at}:${column} ${path}: ${what}`,
    );
    expect(texts.join('\n')).toContain(message);
  });
});

test('the file to start from can be simulated', async () => {
  const { initialSchedule } = await import('../file/index.ts');
  const file = parseSchedule(initialSchedule(), { file: 'schedule.yaml' });
  const made = await readCalendars(file.calendars, () => Promise.reject(new Error('no file')));
  expect(findingsOf(file, made, [2027]).map(({ code }) => code)).toEqual([]);
});
