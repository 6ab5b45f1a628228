import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { checkPattern, compilePattern } from './compile-pattern.ts';

test.each([
  ['[a-z]+(-[a-z0-9]+)*', 'stock-loader-2', true],
  ['[a-z]+(-[a-z0-9]+)*', 'stock--loader', false],
  ['a|b', 'ab', false],
  ['^a|b$', 'b', true],
  ['(?<year>20[0-9]{2})-(?:0[1-9]|1[0-2])', '2026-11', true],
  ['\\p{Script=Hangul}+', '재고관리', true],
  ['.', '😀', true],
  ['\\uD83D\\uDE00', '😀', true],
  ['\\u{1F600}{2}', '😀😀', true],
  ['[^\\]\\\\]*', 'anything else', true],
  ['\\d{3,5}?', '1234', true],
  ['\\d{3}', '12', false],
  ['x{2,}', 'x', false],
  ['', '', true],
  ['()', '', true],
  ['(a?){1000000}', 'aaa', true],
])('pattern %s judges all of %s: %s', (pattern, value, expected) => {
  expect(compilePattern(pattern)(value)).toBe(expected);
});

test.each([['(a|a)*b'], ['(a*)*b'], ['(a|aa|a?)+b'], ['(a{0,99}){0,99}b'], ['a*a*a*a*a*a*a*a*a*b']])(
  'pattern %s, which would take ages elsewhere, matches 256 characters',
  (pattern) => {
    expect(compilePattern(pattern)('a'.repeat(256))).toBe(false);
    expect(compilePattern(pattern)(`${'a'.repeat(255)}b`)).toBe(true);
  },
);

test.each([
  ['[a-', 'is not a regular expression: Unterminated character class'],
  ['(a)\\1', 'uses \\1, which is not supported'],
  ['\\bshop', 'uses \\b, which is not supported'],
  ['(?=shop).*', 'uses (?=…), which is not supported'],
  ['(?<!x)shop', 'uses (?<!…), which is not supported'],
  [
    '((a*)*)*',
    'repeats what repeats what repeats (at character 8); write it with fewer of * + {} within one another',
  ],
  ['a'.repeat(257), 'has 257 characters, more than 256; shorten it'],
])('pattern %s is refused with the reason', (pattern, expected) => {
  expect(checkPattern(pattern)).toBe(expected);
});

const quantifier = fc.constantFrom('', '', '*', '+', '?', '{2}', '{0,2}', '{1,}', '*?');
const { pattern } = fc.letrec<{ pattern: string; group: string }>((tie) => ({
  pattern: fc
    .array(fc.tuple(tie('group'), quantifier), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.flat().join('')),
  group: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '\\x61', '(?:^a)', '(?:b$)', '()'),
    fc.tuple(tie('pattern'), tie('pattern')).map(([one, other]) => `(${one}|${other})`),
    tie('pattern').map((inner) => `(?:${inner})`),
  ),
}));

test('a pattern lets through what JavaScript lets through', () => {
  fc.assert(
    fc.property(pattern, fc.array(fc.constantFrom('a', 'b', '😀')), (source, letters) => {
      fc.pre(checkPattern(source) === undefined);
      const text = letters.slice(0, 6).join('');
      expect(compilePattern(source)(text)).toBe(new RegExp(`^(?:${source})$`, 'u').test(text));
    }),
    { numRuns: Math.max(100, 2_000 * inject('effort')) },
  );
});
