import { expect, test } from 'vitest';
import { parseUntil } from './index.ts';

const now = Date.parse('2026-10-31T12:00:00-04:00');
const zone = 'America/New_York';

test.each([
  ['23:00', '2026-10-31T23:00:00-04:00'],
  ['12:00', '2026-11-01T12:00:00-05:00'],
  ['9:30', '2026-11-01T09:30:00-05:00'],
  ['2026-11-02 08:00', '2026-11-02T08:00:00-05:00'],
  ['90m', '2026-10-31T13:30:00-04:00'],
  ['3d', '2026-11-03T12:00:00-04:00'],
])('%s is %s', (text, expected) => {
  expect(parseUntil(text, zone, now)).toBe(Date.parse(expected));
});

test.each([
  ['tonight', 'is not an end'],
  ['25:00', 'is not an end'],
  ['2026-02-30 08:00', 'is not an end'],
  ['2026-10-30 08:00', 'is in the past'],
  ['0h', 'is in the past'],
  ['40d', 'is more than 31 days away'],
  ['01:30', '"01:30" comes twice in America/New_York then'],
])('%s is refused', (text, message) => {
  expect(() => parseUntil(text, zone, now)).toThrow(message);
});

test('a zone that is none is refused', () => {
  expect(() => parseUntil('23:00', 'EST', now)).toThrow('is not the name of a zone');
});
