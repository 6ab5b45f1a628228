import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapePattern, matchesPattern } from './pattern.ts';

test.each([
  ['web-*', 'web-1', true],
  ['web-*', 'web-', true],
  ['web-*', 'Web-1', false],
  ['*', '', true],
  ['?', '', true],
  ['?', '우', true],
  ['?', '🚀', true],
  ['m7g.?large', 'm7g.xlarge', true],
  ['m7g.?large', 'm7g.large', true],
  ['*-*-b', 'a-b-c-b', true],
  ['\\*amazon\\?\\\\', '*amazon?\\', true],
  ['\\*', 'x', false],
  ['\\a', 'a', true],
  ['a\\', 'a\\', true],
])('%s and %s match: %s', (pattern, text, expected) => {
  expect(matchesPattern(pattern, text)).toBe(expected);
});

const alphabet = fc.constantFrom('a', 'b', '-', '*', '?', '\\', '우');
const text = fc.string({ unit: alphabet, maxLength: 12 });

test('an escaped text matches itself and nothing else', () => {
  fc.assert(
    fc.property(text, text, (one, other) => {
      expect(matchesPattern(escapePattern(one), one)).toBe(true);
      expect(matchesPattern(escapePattern(one), other)).toBe(one === other);
    }),
  );
});

test('a pattern matches what its regular expression matches', () => {
  const plain = fc.string({ unit: fc.constantFrom('a', 'b', '-'), maxLength: 10 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '-', '*', '?'), maxLength: 8 });
  fc.assert(
    fc.property(pattern, plain, (wanted, given) => {
      const expression = new RegExp(`^${wanted.replaceAll('*', '.*').replaceAll('?', '.?')}$`);
      expect(matchesPattern(wanted, given)).toBe(expression.test(given));
    }),
  );
});

test('a pattern that takes a regular expression exponential time is fast', () => {
  expect(matchesPattern(`${'*a'.repeat(60)}b`, 'a'.repeat(256))).toBe(false);
});
