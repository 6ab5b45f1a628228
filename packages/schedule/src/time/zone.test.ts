import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, inject, test } from 'vitest';
import { dateOf, DAY_MS, dayOf, dayText, parseDay, weekdayOf, zoneOf } from './index.ts';

const allZones = Intl.supportedValuesOf('timeZone');
const awkward = [
  'America/New_York',
  'Asia/Seoul',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'America/Havana',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'America/Argentina/Tucuman',
];
const aboutNow = fc.integer({ min: Date.UTC(2000, 0) / 1000, max: Date.UTC(2045, 0) / 1000 });

test('instants and local times are those of Temporal, in any zone', () => {
  const zoneName = fc.oneof(fc.constantFrom(...awkward), fc.constantFrom(...allZones));
  fc.assert(
    fc.property(zoneName, aboutNow, (name, seconds) => {
      const instantMs = seconds * 1000;
      const zone = zoneOf(name);
      const oracle = Temporal.Instant.fromEpochMilliseconds(instantMs).toZonedDateTimeISO(name);
      expect(zone.offsetAt(instantMs)).toBe(oracle.offsetNanoseconds / 1e6);
      const wall = Temporal.PlainDateTime.from(new Date(instantMs).toISOString().slice(0, 19));
      const expected = wall.toZonedDateTime(name, { disambiguation: 'compatible' }).epochMilliseconds;
      expect(zone.toInstant(instantMs).instantMs).toBe(expected);
    }),
    { numRuns: Math.ceil(3000 * inject('effort')) },
  );
});

test('times around a change of the clock are those of Temporal', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...awkward),
      fc.integer({ min: 2001, max: 2035 }),
      fc.integer({ min: -180, max: 180 }),
      (name, year, minutes) => {
        const zone = zoneOf(name);
        for (const { atMs, beforeMs } of zone.changes(Date.UTC(year, 0), Date.UTC(year + 1, 0))) {
          const wallMs = atMs + beforeMs + minutes * 60_000;
          const wall = Temporal.PlainDateTime.from(new Date(wallMs).toISOString().slice(0, 19));
          const [early, late] = (['earlier', 'later'] as const).map(
            (disambiguation) => wall.toZonedDateTime(name, { disambiguation }).epochMilliseconds,
          );
          const { instantMs, shown } = zone.toInstant(wallMs);
          expect(instantMs).toBe(wall.toZonedDateTime(name).epochMilliseconds);
          const isShown = zone.toWall(instantMs) === wallMs;
          expect(shown).toBe(early === late ? 'once' : isShown ? 'twice' : 'never');
        }
      },
    ),
    { numRuns: Math.ceil(500 * inject('effort')) },
  );
});

test.each([
  ['2026-03-08 02:30', '2026-03-08T07:30:00Z', 'never'],
  ['2026-11-01 01:30', '2026-11-01T05:30:00Z', 'twice'],
  ['2026-11-01 02:00', '2026-11-01T07:00:00Z', 'once'],
])('%s in New York is %s, shown %s', (local, instant, shown) => {
  const wallMs = Date.parse(`${local.replace(' ', 'T')}Z`);
  expect(zoneOf('America/New_York').toInstant(wallMs)).toEqual({ instantMs: Date.parse(instant), shown });
});

test('a day that a zone skipped moves by the whole day', () => {
  const { instantMs, shown } = zoneOf('Pacific/Apia').toInstant(Date.UTC(2011, 11, 30, 12));
  expect({ instantMs, shown }).toEqual({
    instantMs: Date.parse('2011-12-31T12:00:00+14:00'),
    shown: 'never',
  });
});

test('the changes of a year are returned with the offsets before and after', () => {
  expect(zoneOf('Europe/Berlin').changes(Date.UTC(2027, 0), Date.UTC(2028, 0))).toEqual([
    { atMs: Date.parse('2027-03-28T01:00:00Z'), beforeMs: 3_600_000, afterMs: 7_200_000 },
    { atMs: Date.parse('2027-10-31T01:00:00Z'), beforeMs: 7_200_000, afterMs: 3_600_000 },
  ]);
  expect(zoneOf('Asia/Seoul').changes(Date.UTC(2027, 0), Date.UTC(2028, 0))).toEqual([]);
});

test('dates are those of Date', () => {
  fc.assert(
    fc.property(fc.integer({ min: -200_000, max: 200_000 }), (day) => {
      const date = new Date(day * DAY_MS);
      const parts = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
      expect(dateOf(day)).toEqual(parts);
      expect(dayOf(parts)).toBe(day);
      expect(weekdayOf(day)).toBe((date.getUTCDay() + 6) % 7);
    }),
  );
  expect(parseDay('2027-02-29')).toBeUndefined();
  expect(dayText(parseDay('2028-02-29')!)).toBe('2028-02-29');
});
