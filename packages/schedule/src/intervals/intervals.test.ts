import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, inject, test } from 'vitest';
import { builtInCalendar, createCalendar, noDays } from '../calendar/index.ts';
import type { Schedule } from '../file/index.ts';
import { at, scheduleOf } from '../testing/schedules.ts';
import { DAY_MS, HOUR_MS, parseDay, zoneOf } from '../time/index.ts';
import { intervalAt, intervals, nextTransitions } from './index.ts';

const kr = builtInCalendar('kr');

/** What is on, as local times, from one local time to another. */
function onTimes(schedule: Schedule, zone: string, from: string, to: string, calendar = kr): string[] {
  return intervals(
    schedule,
    schedule.calendar === undefined ? undefined : calendar,
    zoneOf(zone),
    at(zone, from),
    at(zone, to),
  )
    .filter(({ wanted }) => wanted === 'on')
    .map(({ startMs, endMs }) => `${local(zone, startMs)} → ${local(zone, endMs)}`);
}

function local(zone: string, instantMs: number): string {
  const { toWall } = zoneOf(zone);
  return new Date(toWall(instantMs)).toISOString().slice(0, 16).replace('T', ' ');
}

const newYork = 'America/New_York';

describe('a window', () => {
  test('from 00:00 to 01:30 on the day on which that comes twice is once, and one and a half hours', () => {
    const schedule = scheduleOf(['days: sun, from: 00:00, to: 01:30']);
    const found = intervals(
      schedule,
      undefined,
      zoneOf(newYork),
      at(newYork, '2026-11-01 00:00'),
      at(newYork, '2026-11-02 00:00'),
    );
    expect(found.filter(({ wanted }) => wanted === 'on')).toHaveLength(1);
    expect(found[0]).toMatchObject({
      wanted: 'on',
      startMs: Date.parse('2026-11-01T04:00:00Z'),
      endMs: Date.parse('2026-11-01T05:30:00Z'),
    });
  });

  test('from 02:00 to 02:45 on the day on which that does not exist is from 03:00 to 03:45', () => {
    const schedule = scheduleOf(['days: sun, from: 02:00, to: 02:45']);
    expect(onTimes(schedule, newYork, '2026-03-08 00:00', '2026-03-09 00:00')).toEqual([
      '2026-03-08 03:00 → 2026-03-08 03:45',
    ]);
  });

  test.each([
    ['03:15', 'before it begins'],
    ['03:30', 'as it begins'],
  ])('from 02:30 to %s on that day would end %s, and is reported as one without length', (to) => {
    const schedule = scheduleOf([`days: sun, from: 02:30, to: ${to}`]);
    const [off] = intervals(
      schedule,
      undefined,
      zoneOf(newYork),
      at(newYork, '2026-03-08 00:00'),
      at(newYork, '2026-03-09 00:00'),
    );
    expect(off).toMatchObject({ wanted: 'off', omitted: [{ why: 'no-length' }] });
  });

  test('from 22:00 to 06:00 ends on the next day', () => {
    const schedule = scheduleOf(['days: mon, from: 22:00, to: 06:00']);
    expect(onTimes(schedule, 'Asia/Seoul', '2027-01-04 00:00', '2027-01-11 00:00')).toEqual([
      '2027-01-04 22:00 → 2027-01-05 06:00',
    ]);
  });

  test('that began on the day before is on at the start', () => {
    const schedule = scheduleOf(['days: mon, from: 22:00, to: 06:00']);
    expect(onTimes(schedule, 'Asia/Seoul', '2027-01-05 05:00', '2027-01-05 12:00')).toEqual([
      '2027-01-05 05:00 → 2027-01-05 06:00',
    ]);
  });

  test.each([
    ['to: mon 06:00', '2027-01-08 20:00 → 2027-01-11 06:00'],
    ['to: fri 21:00', '2027-01-08 20:00 → 2027-01-08 21:00'],
    ['to: "+2 06:00"', '2027-01-08 20:00 → 2027-01-10 06:00'],
    ['to: 24:00', '2027-01-08 20:00 → 2027-01-09 00:00'],
    ['to: 00:00', '2027-01-08 20:00 → 2027-01-09 00:00'],
  ])('that begins on Friday at 20:00 lasts with %s', (to, expected) => {
    const schedule = scheduleOf([`days: fri, from: 20:00, ${to}`]);
    expect(onTimes(schedule, 'Asia/Seoul', '2027-01-05 00:00', '2027-01-14 00:00')).toEqual([expected]);
  });

  test('that ends on its own weekday at the same time lasts a week', () => {
    const schedule = scheduleOf(['dates: 2027-01-08, from: 20:00, to: fri 20:00']);
    expect(onTimes(schedule, 'Asia/Seoul', '2027-01-05 00:00', '2027-01-20 00:00')).toEqual([
      '2027-01-08 20:00 → 2027-01-15 20:00',
    ]);
  });

  test('that ends on its own weekday at an earlier time lasts nearly a week', () => {
    const schedule = scheduleOf([
      'days: fri, from: 20:00, to: fri 06:00',
      'dates: 2027-06-01, from: 01:00, to: 02:00',
    ]);
    expect(
      onTimes(
        { ...schedule, entries: [schedule.entries[0]!] },
        'UTC',
        '2027-01-08 20:00',
        '2027-01-15 20:00',
      ),
    ).toEqual(['2027-01-08 20:00 → 2027-01-15 06:00']);
  });

  test.each([
    ['first mon', ['2027-03-01', '2027-04-05', '2027-05-03']],
    ['last fri', ['2027-03-26', '2027-04-30', '2027-05-28']],
    ['fifth wed', ['2027-03-31']],
  ])('may be on the %s of a month', (days, expected) => {
    const schedule = scheduleOf([`days: ${days}, from: 08:00, to: 09:00`]);
    const starts = onTimes(schedule, 'UTC', '2027-03-01 00:00', '2027-06-01 00:00').map((text) =>
      text.slice(0, 10),
    );
    expect(starts).toEqual(expected);
  });

  test.each([
    ['dates: 2027-01-05', ['2027-01-05']],
    ['dates: 2027-01-04..2027-01-06', ['2027-01-04', '2027-01-05', '2027-01-06']],
    ['dates: 12-30..01-02', ['2027-01-01', '2027-01-02', '2027-12-30', '2027-12-31']],
    ['dates: 02-29', []],
    ['days: sat, between: 03-01..03-14', ['2027-03-06', '2027-03-13']],
  ])('with %s is on those days', (days, expected) => {
    const schedule = scheduleOf([`${days}, from: 08:00, to: 09:00`]);
    const starts = onTimes(schedule, 'UTC', '2027-01-01 00:00', '2028-01-01 00:00').map((text) =>
      text.slice(0, 10),
    );
    expect(starts).toEqual(expected);
  });

  test('each year’s 02-29 is on in leap years', () => {
    const schedule = scheduleOf(['dates: 02-29, from: 08:00, to: 09:00']);
    expect(onTimes(schedule, 'UTC', '2028-01-01 00:00', '2029-01-01 00:00')).toEqual([
      '2028-02-29 08:00 → 2028-02-29 09:00',
    ]);
  });

  test('that adjoins or overlaps another one is one interval with it', () => {
    const schedule = scheduleOf([
      'days: mon, from: 08:00, to: 12:00',
      'days: mon, from: 12:00, to: 18:00',
      'days: mon, from: 17:00, to: 19:00',
    ]);
    const [, on] = intervals(
      schedule,
      undefined,
      zoneOf('UTC'),
      at('UTC', '2027-01-04 00:00'),
      at('UTC', '2027-01-05 00:00'),
    );
    expect(on).toMatchObject({
      startMs: at('UTC', '2027-01-04 08:00'),
      endMs: at('UTC', '2027-01-04 19:00'),
    });
    expect(on!.because.map(({ entry }) => entry)).toEqual([0, 1, 2]);
  });
});

describe('a holiday', () => {
  const officeHours = ['days: mon-fri, from: 08:00, to: 20:00'];

  test('on Thursday and a skipped Friday leave nothing on over the weekend', () => {
    // 2026-12-24 and after it: Christmas is on Friday; here Thursday is taken as the holiday of a calendar of one's own.
    const own = createCalendar('own', {
      ...noDays,
      holidays: new Map([[parseDay('2027-02-04')!, 'Founding day']]),
    });
    const schedule = scheduleOf(officeHours, ['calendar: kr', 'skip: 2027-02-05']);
    expect(onTimes(schedule, 'Asia/Seoul', '2027-02-03 00:00', '2027-02-08 12:00', own)).toEqual([
      '2027-02-03 08:00 → 2027-02-03 20:00',
      '2027-02-08 08:00 → 2027-02-08 12:00',
    ]);
  });

  test('takes away starts and never stops: what a stop on it stops does not run over the weekend', () => {
    const own = createCalendar('own', {
      ...noDays,
      holidays: new Map([[parseDay('2027-02-04')!, 'Founding day']]),
    });
    const schedule = scheduleOf(
      ['days: mon-wed, start: 08:00', 'days: [thu, fri], stop: 20:00'],
      ['calendar: kr', 'skip: 2027-02-05'],
    );
    expect(onTimes(schedule, 'Asia/Seoul', '2027-02-03 00:00', '2027-02-08 07:00', own).at(-1)).toBe(
      '2027-02-03 08:00 → 2027-02-04 20:00',
    );
  });

  test('is reported where a window would have begun', () => {
    const schedule = scheduleOf(officeHours, ['calendar: kr']);
    const christmas = intervals(
      schedule,
      kr,
      zoneOf('Asia/Seoul'),
      at('Asia/Seoul', '2026-12-25 00:00'),
      at('Asia/Seoul', '2026-12-26 00:00'),
    );
    expect(christmas).toMatchObject([
      { wanted: 'off', omitted: [{ why: 'holiday', holiday: '기독탄신일' }] },
    ]);
  });

  test('does not cut short what began the day before', () => {
    const schedule = scheduleOf(['days: daily, from: 22:00, to: 06:00'], ['calendar: kr']);
    expect(onTimes(schedule, 'Asia/Seoul', '2026-12-24 12:00', '2026-12-26 12:00')).toEqual([
      '2026-12-24 22:00 → 2026-12-25 06:00',
    ]);
  });

  test('is the only day of a window with holidays: only, and any day of one with holidays: ignore or with dates', () => {
    const day = (window: string) =>
      onTimes(
        scheduleOf([window], ['calendar: kr']),
        'Asia/Seoul',
        '2026-12-24 00:00',
        '2026-12-26 00:00',
      ).map((text) => text.slice(8, 10));
    expect(day('days: daily, from: 08:00, to: 09:00, holidays: only')).toEqual(['25']);
    expect(day('days: daily, from: 08:00, to: 09:00, holidays: ignore')).toEqual(['24', '25']);
    expect(day('dates: 2026-12-25, from: 08:00, to: 09:00')).toEqual(['25']);
    expect(day('dates: 2026-12-25, from: 08:00, to: 09:00, holidays: skip')).toEqual([]);
  });
});

describe('starts and stops', () => {
  test('last until the next one, and are brought about once', () => {
    const schedule = scheduleOf(['days: mon, start: 08:00', 'days: fri, stop: 23:59']);
    const found = intervals(
      schedule,
      undefined,
      zoneOf('UTC'),
      at('UTC', '2027-01-04 00:00'),
      at('UTC', '2027-01-11 00:00'),
    );
    expect(found.map(({ wanted, once, endMs }) => [wanted, once, local('UTC', endMs)])).toEqual([
      ['off', true, '2027-01-04 08:00'],
      ['on', true, '2027-01-08 23:59'],
      ['off', true, '2027-01-11 00:00'],
    ]);
  });

  test('are looked for far back, and without one nothing is wanted', () => {
    const schedule = scheduleOf(['dates: 2026-03-01, stop: 08:00', 'dates: 2029-01-01, start: 08:00']);
    const stateAt = (time: string) => intervalAt(schedule, undefined, zoneOf('UTC'), at('UTC', time)).wanted;
    expect(stateAt('2027-01-04 00:00')).toBe('off');
    expect(stateAt('2026-02-28 00:00')).toBe('any');
  });
});

test('the interval at an instant has its true ends', () => {
  const schedule = scheduleOf(['dates: 2027-06-01..2027-06-05, from: 08:00, to: 20:00']);
  expect(intervalAt(schedule, undefined, zoneOf('UTC'), at('UTC', '2027-09-01 00:00'))).toMatchObject({
    wanted: 'off',
    startMs: at('UTC', '2027-06-05 20:00'),
  });
  expect(intervalAt(schedule, undefined, zoneOf('UTC'), at('UTC', '2027-05-01 00:00'))).toMatchObject({
    endMs: at('UTC', '2027-06-01 08:00'),
  });
});

test('the next transitions are as many as there are', () => {
  const schedule = scheduleOf(['dates: 2027-06-01, from: 08:00, to: 20:00']);
  const next = nextTransitions(schedule, undefined, zoneOf('UTC'), at('UTC', '2027-01-01 00:00'), 3);
  expect(next.map(({ atMs, interval }) => [local('UTC', atMs), interval.wanted])).toEqual([
    ['2027-06-01 08:00', 'on'],
    ['2027-06-01 20:00', 'off'],
  ]);
});

const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 1, 15, 30, 45, 59))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const days = fc.constantFrom('mon-fri', 'daily', 'sat', 'fri-mon', 'first mon', 'last fri', '[mon, wed]');
const window = fc
  .tuple(days, clock, clock, fc.constantFrom('', 'sun ', '+1 ', '+3 '))
  .filter(([, from, to, after]) => from !== to || after !== '')
  .map(([on, from, to, after]) => `days: ${on}, from: ${from}, to: "${after}${to}"`);
const windows = fc.array(window, { minLength: 1, maxLength: 4 });
const points = fc.array(
  fc
    .tuple(days, clock, fc.constantFrom('start', 'stop'))
    .map(([on, when, kind]) => `days: ${on}, ${kind}: ${when}`),
  { minLength: 1, maxLength: 4 },
);
/** Lines of an only schedule, with or without holidays. */
const anySchedule = fc.tuple(fc.oneof(windows, points), fc.boolean());

test('the hours of a year add up to its real length in every zone: on, off and unsaid are the whole', () => {
  const every = Intl.supportedValuesOf('timeZone');
  const few = every.filter((_, index) => inject('effort') === 1 || index % 20 === 0);
  const schedule = scheduleOf(['days: mon-fri, from: 00:00, to: 01:30', 'days: sun, from: 02:00, to: 02:45']);
  for (const name of [...few, newYork, 'Australia/Lord_Howe', 'Africa/Cairo']) {
    const [from, to] = [2027, 2028].map(
      (year) => Temporal.PlainDate.from({ year, month: 1, day: 1 }).toZonedDateTime(name).epochMilliseconds,
    ) as [number, number];
    const found = intervals(schedule, undefined, zoneOf(name), from, to);
    expect(found[0]!.startMs).toBe(from);
    expect(found.at(-1)!.endMs).toBe(to);
    expect(found.slice(1).every(({ startMs }, index) => startMs === found[index]!.endMs)).toBe(true);
    expect(found.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)).toBe(to - from);
  }
});

test('any schedule covers any time without gaps, overlaps and empty intervals', () => {
  fc.assert(
    fc.property(
      anySchedule,
      fc.constantFrom(newYork, 'Asia/Seoul', 'Europe/London', 'Australia/Lord_Howe'),
      fc.integer({ min: 0, max: 400 * 24 * 60 }),
      fc.integer({ min: 1, max: 30 * 24 * 60 }),
      ([lines, isKorean], name, start, length) => {
        const schedule = scheduleOf(lines);
        const from = Date.UTC(2026, 0) + start * 60_000;
        const found = intervals(
          schedule,
          isKorean ? kr : undefined,
          zoneOf(name),
          from,
          from + length * 60_000,
        );
        expect(found.every(({ startMs, endMs }) => endMs > startMs)).toBe(true);
        expect(found.map(({ startMs }) => startMs)).toEqual([
          from,
          ...found.slice(0, -1).map(({ endMs }) => endMs),
        ]);
        expect(found.at(-1)!.endMs).toBe(from + length * 60_000);
      },
    ),
    { numRuns: Math.ceil(1000 * inject('effort')) },
  );
});

test('a part of a time has the same intervals as the whole, cut at its ends', () => {
  fc.assert(
    fc.property(
      anySchedule,
      fc.integer({ min: 0, max: 60 * 24 }),
      fc.integer({ min: 1, max: 20 * 24 }),
      ([lines], start, length) => {
        const schedule = scheduleOf(lines);
        const zone = zoneOf(newYork);
        const whole = intervals(schedule, undefined, zone, Date.UTC(2026, 8), Date.UTC(2027, 0));
        const [from, to] = [
          Date.UTC(2026, 8) + start * HOUR_MS,
          Date.UTC(2026, 8) + (start + length) * HOUR_MS,
        ];
        const cut = whole
          .filter(({ startMs, endMs }) => startMs < to && endMs > from)
          .map(({ wanted, startMs, endMs }) => [wanted, Math.max(startMs, from), Math.min(endMs, to)]);
        expect(
          intervals(schedule, undefined, zone, from, to).map(({ wanted, startMs, endMs }) => [
            wanted,
            startMs,
            endMs,
          ]),
        ).toEqual(cut);
      },
    ),
    { numRuns: Math.ceil(500 * inject('effort')) },
  );
});

test('a shift by whole weeks without a change of the clock changes nothing', () => {
  const weekly = fc
    .tuple(fc.constantFrom('mon-fri', 'daily', 'sat', 'fri-mon'), clock, clock)
    .filter(([, from, to]) => from !== to)
    .map(([on, from, to]) => `days: ${on}, from: ${from}, to: ${to}`);
  fc.assert(
    fc.property(
      fc.array(weekly, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 12 }),
      (lines, weeks) => {
        const schedule = scheduleOf(lines);
        // No change of the clock in Seoul, nor in New York before the middle of March.
        for (const zone of ['Asia/Seoul', newYork].map(zoneOf)) {
          const from = Date.UTC(2026, 11, 1);
          const shift = weeks * 7 * DAY_MS;
          const shape = (start: number) =>
            intervals(schedule, undefined, zone, start, start + 7 * DAY_MS).map(
              ({ wanted, startMs, endMs }) => [wanted, startMs - start, endMs - start],
            );
          expect(shape(from + shift)).toEqual(shape(from));
        }
      },
    ),
    { numRuns: Math.ceil(500 * inject('effort')) },
  );
});
