import { widthOf } from '@groundcrew/report';
import { expect, test } from 'vitest';
import { createProgress } from './progress.ts';
import { progressLine } from './progress-line.ts';
import { createRecordingIo, type RecordingIoOptions } from './testing/recording-io.ts';

const clearLine = '\r\u001b[2K';

function prepare(options: RecordingIoOptions = {}) {
  const clock = { ms: 0 };
  const io = createRecordingIo({ ...options, now: () => clock.ms });
  const progress = createProgress(io, { label: 'Loading', unit: 'rows' });
  return { clock, io, progress };
}

test('a line has the count, the rate, the percentage and the time left', () => {
  const since = { atMs: 0, done: 1000, fraction: 0.25 };
  const now = { atMs: 2000, done: 3000, fraction: 0.5, detail: '3 rejected' };
  expect(progressLine('Loading', 'rows', since, now)).toBe(
    'Loading  3,000 rows  1,000 rows/s  50%  4 s left  3 rejected',
  );
});

test('a line has no rate and no time left if they are unknown', () => {
  const start = { atMs: 0, done: 0, fraction: 0 };
  expect(progressLine('Loading', 'rows', start, start)).toBe('Loading  0 rows  0%');
  expect(progressLine('Loading', 'rows', start, { atMs: 0, done: 1 })).toBe('Loading  1 row');
  expect(progressLine('Loading', 'rows', start, { atMs: 500, done: 10 })).toBe('Loading  10 rows  20 rows/s');
  expect(progressLine('Loading', 'rows', start, { atMs: 1_000, done: 1 })).toBe('Loading  1 row  1 row/s');
  expect(progressLine('Loading', 'rows', start, { atMs: 500, done: 10, fraction: 1 })).toBe(
    'Loading  10 rows  20 rows/s  100%',
  );
});

test('in a terminal one line is redrawn, at most ten times a second, and erased', () => {
  const { clock, io, progress } = prepare({ isTty: true });
  for (clock.ms = 0; clock.ms < 1000; clock.ms += 1) progress.update({ done: clock.ms });
  progress.end();
  const draws = io.err().split(clearLine).slice(1);
  expect(draws).toHaveLength(11);
  expect(draws.at(-2)).toBe('Loading  900 rows  1,000 rows/s');
  expect(draws.at(-1)).toBe('');
  expect(io.err()).not.toContain('\n');
});

test('the line leaves the last column of a narrow terminal free', () => {
  const { io, progress } = prepare({ isTty: true, columns: 12 });
  progress.update({ done: 1_000_000 });
  expect(widthOf(io.err().replace(clearLine, ''))).toBe(11);
});

test('elsewhere a line is written every ten seconds, and nothing for short work', () => {
  const { clock, io, progress } = prepare();
  for (clock.ms = 0; clock.ms <= 25_000; clock.ms += 100) progress.update({ done: clock.ms });
  progress.end();
  expect(io.err()).toBe('Loading  10,000 rows  1,000 rows/s\nLoading  20,000 rows  1,000 rows/s\n');
});

test('the rate is that of the last ten seconds', () => {
  const { clock, io, progress } = prepare({ isTty: true });
  for (clock.ms = 0; clock.ms <= 60_000; clock.ms += 1000) {
    progress.update({ done: Math.min(clock.ms, 30_000) * 10 });
  }
  clock.ms += 1000;
  progress.update({ done: 300_050 });
  expect(io.err().split(clearLine).at(-1)).toBe('Loading  300,050 rows  5 rows/s');
});
