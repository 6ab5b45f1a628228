import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeChildInputs } from './batches.ts';
import { type Json, sizeOf } from './json.ts';

const items = fc.array(fc.oneof(fc.string({ maxLength: 30 }), fc.integer(), fc.constant({ a: 'ä' })), {
  maxLength: 60,
});

test('batches hold all items in order, none above either limit, and none that the next item would have fitted into', () => {
  fc.assert(
    fc.property(
      items,
      fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined }),
      fc.integer({ min: 160, max: 400 }),
      fc.option(fc.constant({ run: 1 }), { nil: undefined }),
      (all, maxItems, maxBytes, batchInput) => {
        const children = makeChildInputs(all as Json[], { maxItems, maxBytes, batchInput }, 'Each');
        const batches = children.map(({ input }) => (input as { Items: Json[] }).Items);

        expect(batches.flat()).toEqual(all);
        for (const [index, { input, itemCount }] of children.entries()) {
          expect(itemCount).toBe(batches[index]!.length);
          expect(itemCount).toBeGreaterThan(0);
          expect(itemCount).toBeLessThanOrEqual(maxItems ?? Number.POSITIVE_INFINITY);
          expect(sizeOf(input)).toBeLessThanOrEqual(maxBytes);
          const [next] = batches[index + 1] ?? [];
          if (next === undefined || itemCount === maxItems) continue;
          expect(sizeOf({ ...(input as object), Items: [...batches[index]!, next] })).toBeGreaterThan(
            maxBytes,
          );
        }
      },
    ),
  );
});

test('without a batcher each item is the input of a child', () => {
  fc.assert(
    fc.property(items, (all) => {
      expect(makeChildInputs(all as Json[], undefined, 'Each')).toEqual(
        all.map((input) => ({ input, itemCount: 1 })),
      );
    }),
  );
});

test('a batch that is limited by number only fails where it does not fit into the input of a child', () => {
  const large = Array.from({ length: 3 }, () => 'x'.repeat(100_000));
  const limits = { maxItems: 3, maxBytes: undefined, batchInput: undefined };
  expect(() => makeChildInputs(large, limits, 'Each')).toThrow('States.DataLimitExceeded');
});
