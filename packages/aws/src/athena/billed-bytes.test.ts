import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { billedBytes } from './billed-bytes.ts';

const MEGABYTE = 1024 ** 2;

test('at least ten megabytes are charged', () => {
  expect(billedBytes(0)).toBe(10 * MEGABYTE);
  expect(billedBytes(10 * MEGABYTE)).toBe(10 * MEGABYTE);
  expect(billedBytes(10 * MEGABYTE + 1)).toBe(11 * MEGABYTE);
});

test('more is charged in megabytes, rounded up', () => {
  fc.assert(
    fc.property(fc.integer({ min: 10 * MEGABYTE, max: Number.MAX_SAFE_INTEGER - MEGABYTE }), (scanned) => {
      const billed = billedBytes(scanned);
      expect(billed % MEGABYTE).toBe(0);
      expect(billed - scanned).toBeGreaterThanOrEqual(0);
      expect(billed - scanned).toBeLessThan(MEGABYTE);
    }),
  );
});
