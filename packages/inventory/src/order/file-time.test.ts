import fc from 'fast-check';
import { anyText } from '@groundcrew/errors/testing/any-text';
import { expect, inject, test } from 'vitest';
import { compareFiles, type FileMoment, type FileOrder } from './file-order.ts';
import { compareFileTimes, formatFileTime, formatRowTime } from './file-time.ts';

const moment: fc.Arbitrary<FileMoment> = fc.record({
  timeMs: fc.oneof(fc.nat(3), fc.integer({ min: -1e12, max: 4e12 })),
  // Few names, which begin with each other, and with what separates the parts.
  object: fc.oneof(
    fc.string({
      unit: fc.constantFrom('a', 'b', '\t', '\n', '\0', ' ', '\u00e9', '\uff21', '😀'),
      maxLength: 3,
    }),
    anyText({ maxLength: 4 }),
  ),
  sequencer: fc.string({ unit: fc.constantFrom('0', '1', 'a', 'F'), maxLength: 3 }),
});

const order: fc.Arbitrary<FileOrder> = fc
  .tuple(moment, fc.option(moment, { nil: undefined }))
  .map(([own, repair]) => (repair === undefined ? own : { ...own, repair }));

test('texts of file times are in the order of the files, by the bytes of UTF-8, as DynamoDB compares them', () => {
  fc.assert(
    fc.property(order, order, (a, b) => {
      expect(Math.sign(compareFileTimes(formatFileTime(a), formatFileTime(b)))).toBe(
        Math.sign(compareFiles(a, b)),
      );
    }),
    { numRuns: Math.max(100, 2_000 * inject('effort')) },
  );
});

test('rows of a file are in their order, and between the file before and its repair', () => {
  fc.assert(
    fc.property(moment, moment, order, fc.nat(), fc.nat(), (own, repair, other, first, second) => {
      const own1 = formatRowTime(formatFileTime(own), first);
      const own2 = formatRowTime(formatFileTime(own), second);
      expect(Math.sign(compareFileTimes(own1, own2))).toBe(Math.sign(first - second));
      expect(compareFileTimes(own1, formatFileTime({ ...own, repair }))).toBe(-1);
      const sign = Math.sign(compareFiles(own, other));
      if (sign !== 0) expect(compareFileTimes(own1, formatRowTime(formatFileTime(other), second))).toBe(sign);
    }),
    { numRuns: Math.max(100, 1_000 * inject('effort')) },
  );
});

test('a file time is readable', () => {
  const timeMs = Date.UTC(2026, 2, 1, 8);
  const own = { timeMs, object: 's3://shop/재고.csv', sequencer: '0055AED6DCD9028100' };
  expect(formatFileTime(own)).toBe('2026-03-01T08:00:00.000Z\ts3://shop/재고.csv\t0055AED6DCD90281');
});

test.each([Date.UTC(12_000, 0), -1e14])('a time of %i milliseconds has no text', (timeMs) => {
  expect(() => formatFileTime({ timeMs, object: 'a', sequencer: '' })).toThrow(/correct its time/);
});
