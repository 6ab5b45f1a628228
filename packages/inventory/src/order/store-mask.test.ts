import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskOf, mayHaveAny } from './store-mask.ts';

test('a mask never denies a store that is in it', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 100 }), fc.nat(), (stores, index) => {
      const mask = maskOf(stores);
      expect(mask).toMatch(/^[0-9a-f]{64}$/);
      expect(mayHaveAny(mask, [stores[index % stores.length]!])).toBe(true);
    }),
  );
});

test('files of one store each are distinguished', () => {
  const stores = Array.from({ length: 300 }, (_, index) => `Store ${index}`);
  const alike = stores.flatMap((store) =>
    stores.filter((other) => other !== store && mayHaveAny(maskOf([store]), [other])),
  );
  expect(alike.length).toBeLessThan(5);
});

test('of too many stores each may be in a file', () => {
  expect(mayHaveAny(maskOf(undefined), ['Berlin'])).toBe(true);
  expect(mayHaveAny(maskOf(['Berlin']), undefined)).toBe(true);
});
