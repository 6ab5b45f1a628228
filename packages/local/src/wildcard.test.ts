import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { matchesWildcard, parseGlob } from './wildcard.ts';

test('a glob covers what the regular expression of the same meaning covers', () => {
  const glob = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
  fc.assert(
    fc.property(glob, text, (pattern, value) => {
      const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
      expect(matchesWildcard(parseGlob(pattern), value)).toBe(expression.test(value));
    }),
    { numRuns: Math.max(100, 2_000 * inject('effort')) },
  );
});

test('a pattern of many stars takes steps by the product of its lengths', () => {
  const parts = parseGlob(`${'*a'.repeat(100)}b`);
  let steps = 0;
  const counted = new Proxy(parts, {
    get(target, member) {
      steps++;
      return Reflect.get(target, member) as unknown;
    },
  });
  expect(matchesWildcard(counted, 'a'.repeat(250))).toBe(false);
  expect(steps).toBeLessThan(4 * parts.length * 251);
});
