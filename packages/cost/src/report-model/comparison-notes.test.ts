import { expect, test } from 'vitest';
import { comparisonNotes } from './comparison-notes.ts';

test.each([
  ['months alike', ['2026-08-01', '2026-09-01'], ['2026-07-01', '2026-08-01'], true, []],
  ['months unlike', ['2026-03-01', '2026-04-01'], ['2026-02-01', '2026-03-01'], true, [/^31 days .* 28/]],
  [
    'a day that is not over',
    ['2026-11-01', '2026-11-22'],
    ['2026-10-01', '2026-10-22'],
    false,
    [/^2026-11-21 is not over, .* all of 2026-10-21/],
  ],
  [
    'both',
    ['2026-03-01', '2026-04-01'],
    ['2026-02-01', '2026-03-01'],
    false,
    [/^31 days/, /^2026-03-31 is not over, .* all of 2026-02-28/],
  ],
])('there is a note on %s', (_, [start, end], [from, to], complete, expected) => {
  const notes = comparisonNotes({ start: start!, end: end! }, { start: from!, end: to! }, { complete });

  expect(notes).toEqual(expected.map((part) => expect.stringMatching(part)));
});
