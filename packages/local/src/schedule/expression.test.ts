import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSchedule } from './expression.ts';
import { toInstant, toWallTime } from './zoned-time.ts';

function next(expression: string, after: string, timeZone = 'UTC'): string | undefined {
  const at = parseSchedule(expression, timeZone, Date.parse(after)).next(Date.parse(after));
  return at === undefined ? undefined : new Date(at).toISOString().slice(0, 16);
}

test.each([
  ['rate(5 minutes)', '2026-01-01T00:00Z', '2026-01-01T00:05'],
  ['rate(1 day)', '2026-01-01T00:00Z', '2026-01-02T00:00'],
  ['at(2026-03-01T12:30:00)', '2026-01-01T00:00Z', '2026-03-01T12:30'],
  ['at(2025-03-01T12:30:00)', '2026-01-01T00:00Z', undefined],
  ['cron(0 9 * * ? *)', '2026-01-01T09:00Z', '2026-01-02T09:00'],
  ['cron(0/15 * * * ? *)', '2026-01-01T09:16Z', '2026-01-01T09:30'],
  ['cron(0 18 ? * MON-FRI *)', '2026-01-02T18:00Z', '2026-01-05T18:00'],
  ['cron(0 8 1 * ? *)', '2026-01-01T08:00Z', '2026-02-01T08:00'],
  ['cron(0 8 L * ? *)', '2028-02-01T00:00Z', '2028-02-29T08:00'],
  ['cron(0 8 LW * ? *)', '2026-02-01T00:00Z', '2026-02-27T08:00'],
  ['cron(0 8 1W * ? *)', '2026-07-31T12:00Z', '2026-08-03T08:00'],
  ['cron(0 8 ? * 6L *)', '2026-01-01T00:00Z', '2026-01-30T08:00'],
  ['cron(0 8 ? * 3#2 *)', '2026-01-01T00:00Z', '2026-01-13T08:00'],
  ['cron(0 8 ? * SUN,TUE *)', '2026-01-01T00:00Z', '2026-01-04T08:00'],
  ['cron(0 0 29 2 ? *)', '2026-01-01T00:00Z', '2028-02-29T00:00'],
  ['cron(0 0 1 JAN ? 2030-2040/5)', '2031-01-01T00:00Z', '2035-01-01T00:00'],
  ['cron(0 0 31 2 ? *)', '2190-01-01T00:00Z', undefined],
])('%s after %s fires at %s', (expression, after, expected) => {
  expect(next(expression, after)).toBe(expected);
});

test('a schedule follows the wall clock of its time zone', () => {
  expect(next('cron(0 9 * * ? *)', '2026-01-01T00:00Z', 'Asia/Seoul')).toBe('2026-01-02T00:00');
  expect(next('cron(0 9 * * ? *)', '2026-03-28T12:00Z', 'Europe/Berlin')).toBe('2026-03-29T07:00');
});

test('a time skipped by daylight saving does not fire that day, a repeated one fires once', () => {
  const skipped = next('cron(30 2 * * ? *)', '2026-03-28T12:00Z', 'Europe/Berlin');
  expect(skipped).toBe('2026-03-30T00:30');
  const first = next('cron(30 2 * * ? *)', '2026-10-24T12:00Z', 'Europe/Berlin');
  expect(first).toBe('2026-10-25T00:30');
  expect(next('cron(30 2 * * ? *)', `${first}Z`, 'Europe/Berlin')).toBe('2026-10-26T01:30');
});

test('a cron expression fires at exactly the matching times', () => {
  const zone = fc.constantFrom('UTC', 'Asia/Seoul', 'Europe/Berlin', 'America/St_Johns');
  fc.assert(
    fc.property(
      zone,
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 0, max: 59 }),
      fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true }),
      (timeZone, hour, minute, after) => {
        const schedule = parseSchedule(`cron(${minute} ${hour} * * ? *)`, timeZone, 0);
        const at = schedule.next(after.getTime())!;
        expect(toWallTime(at, timeZone)).toMatchObject({ hour, minute });
        expect(at).toBeGreaterThan(after.getTime());
        // A day, and the hour by which clocks go back, and the day on which they skip the time.
        expect(at - after.getTime()).toBeLessThanOrEqual(49 * 60 * 60_000);
        for (let between = at - 60_000; between > after.getTime(); between -= 60_000) {
          const wall = toWallTime(between, timeZone);
          const fires = wall.hour === hour && wall.minute === minute;
          if (fires && toInstant(wall, timeZone) === between) throw new Error(`skipped ${between}`);
          if (at - between > 3 * 60 * 60_000) break;
        }
      },
    ),
    { numRuns: 60 },
  );
});

test.each([
  ['every day', 'local.schedule.refused', 'every day'],
  ['rate(0 minutes)', 'local.schedule.refused', 'rate(0 minutes)'],
  ['cron(0 9 * * *)', 'local.schedule.cron', '5 fields'],
  ['cron(0 9 * * * *)', 'local.schedule.cron', '?'],
  ['cron(60 9 * * ? *)', 'local.schedule.cron', '"60" as minutes'],
  ['cron(0 9 ? * FRI-MON *)', 'local.schedule.cron', '"FRI-MON" as day of week'],
  ['cron(0/0 9 * * ? *)', 'local.schedule.cron', '"0/0" as minutes'],
])('%s is refused', (expression, code, part) => {
  expect(() => parseSchedule(expression, 'UTC', 0)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(part) }),
  );
});

test('an unknown time zone is refused', () => {
  expect(() => parseSchedule('rate(1 hour)', 'Mars/Olympus', 0)).toThrow(/"Mars\/Olympus" is not known/);
});
