import { isGroundcrewError } from '@groundcrew/errors';
import fc from 'fast-check';
import { describe, expect, inject, test } from 'vitest';
import { parseSchedule } from '../file/index.ts';
import { parseDay } from '../time/index.ts';
import { builtInCalendar, readCalendarFile, readCalendars } from './index.ts';

const kr = builtInCalendar('kr');
const day = (text: string) => parseDay(text)!;

/** The calendar `name` of a file with these lines below `calendars:`. */
async function calendarOf(name: string, lines: string, files: Readonly<Record<string, string>> = {}) {
  const text = `version: 1\nzone: UTC\ncalendars:\n${lines}\nschedules: { s: { windows: [{ days: daily, stop: 20:00 }] } }`;
  const { calendars } = parseSchedule(text, { file: 'schedule.yaml' });
  const made = await readCalendars(calendars, async (path) => files[path]!);
  return made.get(name)!;
}

function problemsOf(text: string, file: string): string[] {
  try {
    readCalendarFile(text, file);
    return [];
  } catch (thrown) {
    if (!isGroundcrewError(thrown, 'schedule.calendar.invalid')) throw thrown;
    const problems = thrown.details.problems as readonly { line: number; column: number; message: string }[];
    return problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
  }
}

describe('the calendar kr', () => {
  test.each([
    ['2026-02-16', '설날 전날'],
    ['2026-02-17', '설날'],
    ['2026-02-18', '설날 다음 날'],
    ['2026-02-19', undefined],
    ['2026-03-02', '대체공휴일(3ㆍ1절)'],
    ['2026-06-03', '전국동시지방선거'],
    ['2027-02-09', '대체공휴일(설날)'],
    ['2027-12-27', '대체공휴일(기독탄신일)'],
  ])('has on %s: %s', (date, name) => {
    if (name === undefined) expect(kr.holidayOn(day(date))).toBeUndefined();
    else expect(kr.holidayOn(day(date))).toContain(name.slice(0, 4));
  });

  test('knows which years it has no data of', () => {
    expect([2017, 2018, 2027, 2028].map((year) => kr.hasYear(year))).toEqual([false, true, true, false]);
  });
});

describe('a calendar of one’s own', () => {
  test('adds days to what it extends, and takes days out', async () => {
    const calendar = await calendarOf(
      'ours',
      '  ours: { extends: kr, days: { 2027-05-06: Founding day, 2027-01-01: false } }',
    );
    expect(calendar.holidayOn(day('2027-05-06'))).toBe('Founding day');
    expect(calendar.holidayOn(day('2027-01-01'))).toBeUndefined();
    expect(calendar.holidayOn(day('2027-03-01'))).toContain('1절');
  });

  test('has the years of what it extends, not that of a day of its own', async () => {
    const calendar = await calendarOf('ours', '  ours: { extends: kr, days: { 2028-05-06: Founding day } }');
    expect([2027, 2028].map((year) => calendar.hasYear(year))).toEqual([true, false]);
    const complete = await calendarOf(
      'ours',
      '  ours: { extends: kr, years: [2028], days: { 2028-05-06: Founding day } }',
    );
    expect(complete.hasYear(2028)).toBe(true);
  });

  test('of the name kr takes the place of the built-in one, or extends it', async () => {
    const own = await calendarOf('kr', '  kr: { days: { 2027-05-06: Founding day } }');
    expect(own.holidayOn(day('2027-03-01'))).toBeUndefined();
    expect(own.hasYear(2026)).toBe(false);
    const extended = await calendarOf('kr', '  kr: { extends: kr, days: { 2027-03-01: false } }');
    expect(extended.holidayOn(day('2027-03-01'))).toBeUndefined();
    expect(extended.holidayOn(day('2027-12-25'))).toBe('기독탄신일');
  });

  test('may be in a file, over which the days in the schedule file win', async () => {
    const lines = '  ours: { file: ours.json, days: { 2027-05-07: false } }';
    const files = { 'ours.json': '{"2027-05-06": "Founding day", "2027-05-07": ["Bridge", "day"]}' };
    const calendar = await calendarOf('ours', lines, files);
    expect(calendar.holidayOn(day('2027-05-06'))).toBe('Founding day');
    expect(calendar.holidayOn(day('2027-05-07'))).toBeUndefined();
  });
});

const event = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR'].join('\r\n');

describe('an ICS file', () => {
  test('has its whole days, each of several, with their names', () => {
    const { holidays, years } = readCalendarFile(
      event(
        'SUMMARY:Winter\\, at',
        '  home',
        'DTSTART;VALUE=DATE:20271230',
        'DTEND;VALUE=DATE:20280102',
        'BEGIN:VALARM',
        'TRIGGER:-PT9H',
        'END:VALARM',
      ),
      'a.ics',
    );
    expect([...holidays]).toEqual([
      [day('2027-12-30'), 'Winter, at home'],
      [day('2027-12-31'), 'Winter, at home'],
      [day('2028-01-01'), 'Winter, at home'],
    ]);
    expect([...years]).toEqual([2027, 2028]);
  });

  test('has what comes each year in each year after the first', async () => {
    const calendar = await calendarOf('ours', '  ours: { file: a.ics }', {
      'a.ics': event('SUMMARY:Founding day', 'DTSTART;VALUE=DATE:20200506', 'RRULE:FREQ=YEARLY'),
    });
    const on = ['2019-05-06', '2020-05-06', '2027-05-06', '2027-05-07'].map((date) =>
      calendar.holidayOn(day(date)),
    );
    expect(on).toEqual([undefined, 'Founding day', 'Founding day', undefined]);
    expect(calendar.hasYear(2027)).toBe(false);
  });

  test('leaves out what was cancelled, and lasts as long as its DURATION', () => {
    const cancelled = event('SUMMARY:a', 'DTSTART;VALUE=DATE:20270104', 'STATUS:CANCELLED');
    expect(problemsOf(cancelled, 'a.ics')).toEqual(['1:1 has no whole-day event']);
    const two = readCalendarFile(event('SUMMARY:a', 'DTSTART;VALUE=DATE:20270104', 'DURATION:P2D'), 'a.ics');
    expect(two.holidays.size).toBe(2);
  });

  test.each([
    [['DTSTART:20270104T090000Z'], '4:1 DTSTART "20270104T090000Z" has a time of day'],
    [['DTSTART;VALUE=DATE:20270230'], '4:1 DTSTART "20270230" is a date that does not exist'],
    [['DTSTART;VALUE=DATE:20270104', 'RRULE:FREQ=WEEKLY'], '5:1 RRULE "FREQ=WEEKLY" is not read'],
    [['DTSTART;VALUE=DATE:20270104', 'EXDATE:20280104'], '5:1 EXDATE is not read'],
    [
      ['DTSTART;VALUE=DATE:20270104', 'DTEND;VALUE=DATE:20270101'],
      '5:1 the event ends on 2027-01-01, before it begins',
    ],
    [['SUMMARY:a'], '3:1 the event has no DTSTART'],
    [['DTSTART;VALUE=DATE:20270104', 'rubbish'], '5:1 is not a line NAME:VALUE'],
  ])('with %j is refused with its line', (lines, problem) => {
    expect(problemsOf(event(...lines), 'a.ics').join('\n')).toContain(problem);
  });

  test('that ends in the middle is refused', () => {
    const text = event('DTSTART;VALUE=DATE:20270104').split('END:VCALENDAR')[0]!;
    expect(problemsOf(text, 'a.ics').join()).toContain('ends within VCALENDAR');
    expect(problemsOf('<html>', 'a.ics').join()).toContain('does not begin with BEGIN:VCALENDAR');
  });

  test('that is not UTF-8 is refused, as its names would be unreadable', () => {
    // What is CP949 looks so once it is read as UTF-8.
    const text = event('DTSTART;VALUE=DATE:20270104', 'SUMMARY:\ufffd\ufffd');
    expect(() => readCalendarFile(text, 'company.ics')).toThrow(
      expect.objectContaining({
        code: 'schedule.file.encoding',
        message: expect.stringContaining('company.ics'),
      }),
    );
  });

  test('of any text is read, or refused with lines', () => {
    const line = fc.constantFrom(
      'BEGIN:VEVENT',
      'END:VEVENT',
      'DTSTART;VALUE=DATE:20270104',
      'DTEND:20270105',
      'RRULE:FREQ=YEARLY',
      'X;A="b:c":d',
      ' fold',
      ':',
      'END:VCALENDAR',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(line, fc.string()), { maxLength: 12 }), (lines) => {
        const text = ['BEGIN:VCALENDAR', ...lines].join('\n');
        for (const problem of problemsOf(text, 'a.ics')) expect(problem).toMatch(/^\d+:1 ./);
      }),
      { numRuns: Math.ceil(1000 * inject('effort')) },
    );
  });
});

test.each([
  ['{"2027-02-30": "a"}', '1:2 is a date that does not exist'],
  ['{"2027-01-01": true}', '1:16 is neither the name of a holiday nor false'],
  ['{"january": "a"}', '1:2 "january" is not a date such as 2027-01-01'],
  ['{"days": {"2027-01-01": "a"}, "years": [27]}', '1:41 27 is not a whole number from 1970 to 2200'],
  ['[]', '1:1 a list is not a map'],
])('the JSON %s is refused with its place', (text, problem) => {
  expect(problemsOf(text, 'a.json').join('\n')).toContain(problem);
});
