import { expect, test } from 'vitest';
import { problemMessage } from './index.ts';

test('problems are listed, one a line, and that there are none any more is a message too', () => {
  expect(problemMessage(['a', 'b'])).toEqual({ subject: 'Schedules: 2 problems', body: 'a\nb' });
  expect(problemMessage(['a']).subject).toBe('Schedules: 1 problem');
  expect(problemMessage([]).body).toBe('Everything is where its schedule says.');
});

test('of more than a message holds, the first are listed and the others counted', () => {
  const problems = Array.from({ length: 9_000 }, (_, at) => `i-${at}: ${'문제'.repeat(20)}`);
  const { subject, body } = problemMessage(problems);
  expect(subject).toBe('Schedules: 9000 problems');
  expect(Buffer.byteLength(body)).toBeLessThan(101_000);
  const lines = body.split('\n');
  expect(lines.at(-1)).toBe(`And ${9_000 - (lines.length - 1)} more: the log of run-schedule has all.`);
  expect(lines.slice(0, -1)).toEqual(problems.slice(0, lines.length - 1));
  // One that is too long by itself is counted as well.
  expect(problemMessage(['x'.repeat(300_000)]).body).toBe('And 1 more: the log of run-schedule has all.');
});
