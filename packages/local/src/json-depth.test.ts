import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isNestedDeeper } from './json-depth.ts';

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

test('the depth of a text is that of its value', () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 6, stringUnit: fc.constantFrom('"', '\\', '[', '{', '}', 'a') as never }),
      (value) => {
        const depth = depthOf(value);
        const text = JSON.stringify(value);
        expect(isNestedDeeper(text, depth)).toBe(false);
        expect(isNestedDeeper(text, depth - 1)).toBe(depth > 0);
      },
    ),
  );
});

test('millions of lists are refused without exhausting the stack', () => {
  expect(isNestedDeeper('['.repeat(5_000_000), 1000)).toBe(true);
});
