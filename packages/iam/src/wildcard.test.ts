import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { literal, matches, overlap, tokensOf } from './wildcard.ts';

/** A pattern's meaning, written down and tried one way after the other. */
function oracle(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern[0] === '*')
    return oracle(pattern.slice(1), text) || (text !== '' && oracle(pattern, text.slice(1)));
  return (
    text !== '' && (pattern[0] === '?' || pattern[0] === text[0]) && oracle(pattern.slice(1), text.slice(1))
  );
}

const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
const texts = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
const allTexts: string[] = [];
for (let length = 0, words = ['']; length <= 6; length += 1) {
  allTexts.push(...words);
  words = words.flatMap((word) => [`${word}a`, `${word}b`]);
}

test('a pattern matches the texts that it describes', () => {
  fc.assert(
    fc.property(patterns, texts, (pattern, text) => {
      expect(matches(tokensOf(pattern), text)).toBe(oracle(pattern, text));
    }),
    { numRuns: Math.max(100, 2_000 * inject('effort')) },
  );
});

test('patterns overlap if one text fits both', () => {
  const short = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 3 });
  fc.assert(
    fc.property(short, short, (one, other) => {
      const common = allTexts.some((text) => oracle(one, text) && oracle(other, text));
      expect(overlap(tokensOf(one), tokensOf(other))).toBe(common);
    }),
    { numRuns: Math.max(100, 2_000 * inject('effort')) },
  );
});

test('a question mark stands for one character, also for one of two code units', () => {
  expect(matches(tokensOf('a?c'), 'a😀c')).toBe(true);
  expect(matches(tokensOf('a??c'), 'a😀c')).toBe(false);
});

test('characters that are not wildcards stand for themselves', () => {
  expect(matches(literal('a*'), 'a*')).toBe(true);
  expect(matches(literal('a*'), 'ab')).toBe(false);
  expect(matches(tokensOf('a.[b](c)$'), 'a.[b](c)$')).toBe(true);
  expect(matches(tokensOf('a.c'), 'abc')).toBe(false);
});

test('a pattern of many wildcards takes no time to speak of', () => {
  const startedAt = performance.now();
  expect(matches(tokensOf(`${'*a'.repeat(200)}*b`), 'a'.repeat(2_000))).toBe(false);
  expect(overlap(tokensOf(`${'*a'.repeat(200)}*b`), tokensOf(`${'a*'.repeat(200)}c`))).toBe(false);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});
