import { expect, test } from 'vitest';
import { problemLines } from './problem-lines.ts';

const problems = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ line: 1, column: 3, path: 'a', message: `problem ${at}` }));

test('of very many problems the first ones are shown, and how many more there are', () => {
  const shown = problemLines('x.yaml', 'a: b', problems(10_000));
  expect(shown.match(/x\.yaml:1:3/g)).toHaveLength(20);
  expect(shown).toMatch(/problem 19\n[^]*… 9,980 more; --output json has all\.\n$/);
  expect(problemLines('x.yaml', 'a: b', problems(20))).not.toContain('more');
});
