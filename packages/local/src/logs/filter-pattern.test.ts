import { expect, test } from 'vitest';
import { compileFilterPattern } from './filter-pattern.ts';

test.each<[string, string, boolean]>([
  ['', 'anything', true],
  ['ERROR', 'an ERROR here', true],
  ['ERROR', 'an error here', false],
  ['ERROR disk', 'disk: ERROR', true],
  ['ERROR disk', 'ERROR', false],
  ['"two words"', 'the two words', true],
  ['"two words"', 'words two', false],
  ['ERROR -disk', 'ERROR of the disk', false],
  ['ERROR -"a b"', 'ERROR', true],
  ['?ERROR ?WARN', 'WARN', true],
  ['?ERROR ?WARN', 'INFO', false],
  ['"quoted \\"word\\""', 'a quoted "word"', true],
  ['{ $.level = "ERROR" }', '{"level":"ERROR"}', true],
  ['{ $.level = "ERROR" }', '{"level":"INFO"}', false],
  ['{ $.level = ERROR }', '{"level":"ERROR"}', true],
  ['{ $.level = "ERROR" }', 'ERROR, not JSON', false],
  ['{ $.level = "ERR*" }', '{"level":"ERROR"}', true],
  ['{ $.level != "ERROR" }', '{"level":"INFO"}', true],
  ['{ $.level != "ERROR" }', '{}', false],
  ['{ $.rows > 10 && $.rows <= 20 }', '{"rows":20}', true],
  ['{ $.rows > 10 && $.rows <= 20 }', '{"rows":21}', false],
  ['{ $.rows = 3 }', '{"rows":3.0}', true],
  ['{ $.a.b[1] = "x" || $.c IS TRUE }', '{"a":{"b":["y","x"]}}', true],
  ['{ $.a.b[1] = "x" || $.c IS TRUE }', '{"c":true}', true],
  ['{ $.a = 1 && ($.b = 2 || $.c = 3) }', '{"a":1,"c":3}', true],
  ['{ $.a = 1 && ($.b = 2 || $.c = 3) }', '{"a":1}', false],
  ['{ $.a IS NULL }', '{"a":null}', true],
  ['{ $.a NOT EXISTS }', '{"b":1}', true],
  ['{ $.a NOT EXISTS }', '{"a":1}', false],
  ['{ $.__proto__ NOT EXISTS }', '{}', true],
  ['{ $.a = "x" }', `{"a":${'['.repeat(100_000)}`, false],
])('the pattern %s matches %s: %j', (pattern, message, expected) => {
  expect(compileFilterPattern(pattern)(message)).toBe(expected);
});

test.each([
  ['[ip, user]', 'not supported here; supported: terms, and JSON patterns'],
  ['%ERR.*%', 'not supported here'],
  ['a-b', 'put it in quotes'],
  ['ERROR ?WARN', 'only be combined'],
  ['{ $.a = }', 'cannot|stands|ends|}'],
  ['{ $.a = 1', 'ends too early'],
  ['{ $.a > "x" }', 'is not a comparison'],
  ['{ level = "x" }', 'is not a property'],
  ['{ $.a IS 3 }', 'IS NULL'],
  ['{ $.a = 1 } x', 'follows its end'],
  ['{ $.a = "x }', "can't be read"],
  [`"${'x'.repeat(1024)}"`, 'longer than 1024'],
])('the pattern %s is refused: %s', (pattern, reason) => {
  expect(() => compileFilterPattern(pattern)).toThrow(new RegExp(reason.replaceAll(/[()[\]$]/g, '\\$&')));
});

test('a pattern takes no longer than its length times that of the message', () => {
  const test = compileFilterPattern(`{ $.a = "${'*a'.repeat(400)}b" }`);
  expect(test(JSON.stringify({ a: 'a'.repeat(1000) }))).toBe(false);
});
