import { expect, test } from 'vitest';
import { createProblems, fields, listOf, mapOf, oneOf, readYaml, text, wholeNumber } from './index.ts';

const read = fields(
  {
    name: text({ minLength: 1, maxLength: 4, wanted: 'name' }),
    size: wholeNumber(1, 9),
    colors: listOf(oneOf('red', 'green'), { unique: true }),
    more: mapOf({ maxLength: 3, wanted: 'short name' }, wholeNumber(0, 1), 1),
  },
  { required: ['name'] },
);

function problemsOf(given: string): string[] {
  const problems = createProblems(given);
  const root = readYaml(given, { name: 'a menu', initCommand: 'menu init' }, problems.report);
  if (root) read(root, [], problems.report);
  return problems.all().map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`);
}

test('what is right has no problems, in YAML and JSON', () => {
  expect(problemsOf('name: 메뉴\nsize: 3\ncolors: [red]\nmore: { a: 1 }\n')).toEqual([]);
  expect(problemsOf('{"name": "a", "more": {"b": 0}}')).toEqual([]);
});

test.each([
  ['', '1:1 : is empty; "menu init" writes one to start from'],
  ['size: 3', '1:1 : has no name'],
  ['name: 7', '1:7 name: 7 is a number; put quotes around it: "7"'],
  ['name: longer', '1:7 name: has 6 characters, more than 4'],
  ['name: a\nsise: 3', '2:1 sise: is unknown here; did you mean size?'],
  ['name: a\nsize: 10', '2:7 size: 10 is not a whole number from 1 to 9'],
  ['name: a\ncolors: [red, red]', '2:15 colors[1]: "red" is here a second time'],
  ['name: a\ncolors: [gren]', '2:10 colors[0]: "gren" is not one of red, green; did you mean green?'],
  ['name: a\nname: b', '2:1 name: is here a second time; keep one of them'],
  ['name: a\nmore: { long: 1 }', '2:9 more.long: the short name has 4 characters, more than 3'],
  ['name: !!binary aGk=', '1:16 name: aGk= is nothing that a menu holds; put quotes around it'],
  ['name: [', '1:8 : ends before all its { and [ are closed'],
])('%j is refused with its place', (given, expected) => {
  expect(problemsOf(given).join('\n')).toContain(expected);
});
