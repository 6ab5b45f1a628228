import { expect, test } from 'vitest';
import { guardVanished, type StoreCheck, vanishesTooMuch } from './guard.ts';

const check = (vanishing: number, filled: number, rest: Partial<StoreCheck> = {}): StoreCheck => ({
  store: 'Berlin',
  shelves: filled,
  filled,
  vanishing,
  vanishingEmpty: 0,
  examples: ['Echo', 'Dot'].slice(0, vanishing),
  ...rest,
});

test.each([
  [20, 100, 20, false],
  [21, 100, 20, true],
  [100, 100, 100, false],
  // Of a small store a few shelves are a large share.
  [5, 10, 20, false],
  [5, 9, 20, true],
  [6, 12, 20, true],
  [1, 2, 20, false],
  [1, 1, 20, true],
  // Nothing may vanish without being confirmed.
  [1, 1_000, 0, true],
  [0, 1_000, 0, false],
  [0, 0, 0, false],
])(
  '%i of %i filled shelves, where %i %% may vanish, is too much: %s',
  (vanishing, filled, percent, isTooMuch) => {
    expect(vanishesTooMuch(check(vanishing, filled), percent)).toBe(isTooMuch);
  },
);

test('shelves that have been empty for long do not make a share small, and those that are removed count', () => {
  expect(vanishesTooMuch(check(100, 100, { shelves: 10_000 }), 20)).toBe(true);
  expect(vanishesTooMuch(check(0, 100, { shelves: 200, vanishingEmpty: 41 }), 20)).toBe(true);
  expect(vanishesTooMuch(check(0, 100, { shelves: 200, vanishingEmpty: 40 }), 20)).toBe(false);
});

test('the message names stores, counts and first names, and how it is confirmed', () => {
  const checks = ['A', 'B', 'C', 'D', 'E'].map((store) => check(30, 40, { store }));
  expect(guardVanished(checks, 20)?.message).toBe(
    'it is a full export, and more than 20 % of a store would vanish: 30 of the 40 filled shelves of "A" ("Echo", "Dot" and 28 more); 30 of the 40 filled shelves of "B" ("Echo", "Dot" and 28 more); 30 of the 40 filled shelves of "C" ("Echo", "Dot" and 28 more); 2 more stores; nothing was written. If that is right, confirm it: upload the file again with the metadata x-amz-meta-full-confirmed: yes, or pass --confirm-vanished; otherwise export it again, complete',
  );
  expect(guardVanished([check(1, 100)], 20)).toBeUndefined();
});
