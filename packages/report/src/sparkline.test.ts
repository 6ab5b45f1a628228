import fc from 'fast-check';
import { expect, test } from 'vitest';
import { barText, sparkline, squeeze } from './sparkline.ts';

const values = fc.array(fc.option(fc.double({ min: -1e12, max: 1e12, noNaN: true }), { nil: null }), {
  maxLength: 400,
});

test('a sparkline begins at zero, and has gaps for unknown values', () => {
  expect(sparkline([0, 1, null, 7], 10)).toBe('▁▂ █');
  expect(sparkline([100, 101, 99], 10)).toBe('███');
  expect(sparkline([-7, 0], 10)).toBe('▁█');
  expect(sparkline([0, 0], 10)).toBe('▁▁');
});

test('a sparkline is as long as its values, or as wide as the limit', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 60 }), (all, width) => {
      expect(sparkline(all, width)).toHaveLength(Math.min(all.length, width));
    }),
  );
});

test('too many values become means of all of them', () => {
  expect(squeeze([1, 3, 5, 7, null, 9, null, null], 4)).toEqual([2, 6, 9, null]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 300 }), (all) => {
      const squeezed = squeeze(all, 20).filter((value) => value !== null);
      expect(Math.max(...squeezed)).toBeLessThanOrEqual(Math.max(...all));
      expect(squeezed).toHaveLength(Math.min(20, all.length));
    }),
  );
});

test('a bar is as long as its share, in eighths; the smallest amount is visible, zero and less are not', () => {
  expect(barText(1, 4)).toBe('████');
  expect(barText(0.5, 4)).toBe('██');
  expect(barText(0.28125, 4)).toBe('█▏');
  expect(barText(1e-9, 4)).toBe('▏');
  expect(barText(3, 4)).toBe('████');
  expect(barText(0, 4) + barText(-1, 4)).toBe('');
});
