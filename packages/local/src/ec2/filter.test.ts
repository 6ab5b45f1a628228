import { anyText } from '@groundcrew/errors/testing/any-text';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFilter } from './filter.ts';

const isFound = (value: string, found: string) => createFilter('tag:Name', [value]).matches([found]);

test.each([
  ['web-*', 'web-', true],
  ['web-*', 'web-1\n2', true],
  ['*', '', true],
  ['web-?', 'web-1', true],
  ['web-?', 'web-', true],
  ['web-?', 'web-12', false],
  ['?', '🚀', true],
  ['web', 'Web', false],
  ['web', 'web-1', false],
  ['w.b', 'web', false],
  ['\\*amazon\\?\\\\', '*amazon?\\', true],
  ['a\\*', 'ab', false],
])('the value %j finds %j: %s', (value, found, expected) => {
  expect(isFound(value, found)).toBe(expected);
});

test('any text with escaped special characters matches itself and nothing else', () => {
  const text = fc.oneof(anyText(), fc.string({ unit: fc.constantFrom('a', '*', '?', '\\', '.', '[', '-') }));
  fc.assert(
    fc.property(text, text, (one, other) => {
      const escaped = one.replaceAll(/[*?\\]/g, '\\$&');
      expect(isFound(escaped, one)).toBe(true);
      expect(isFound(escaped, other)).toBe(one === other);
    }),
  );
});
