import { anyText } from '@groundcrew/errors/testing/any-text';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareFiles, type FileMoment, formatSource, orderOf, parseSource } from './file-order.ts';

const moment = fc.record({
  timeMs: fc.constantFrom(0, 1_000, 1_772_000_000_000),
  object: fc.constantFrom('s3://shop/a.csv', 's3://shop/b.csv', 's3://shop/2026 봄/a,b;c.csv'),
  sequencer: fc.constantFrom('', '0A', '0A1', '0B'),
});
const order = fc
  .tuple(moment, fc.option(moment, { nil: undefined }))
  .map(([own, source]) => orderOf(own, source));

test('the order of files is total: any three of them have one order, whichever are compared', () => {
  fc.assert(
    fc.property(order, order, order, (a, b, c) => {
      expect(Math.sign(compareFiles(a, b)) + Math.sign(compareFiles(b, a))).toBe(0);
      if (compareFiles(a, b) <= 0 && compareFiles(b, c) <= 0) {
        expect(compareFiles(a, c)).toBeLessThanOrEqual(0);
      }
    }),
  );
});

test('the time decides, then the name, then the sequencer', () => {
  const at = (timeMs: number, object: string, sequencer: string): FileMoment => ({
    timeMs,
    object,
    sequencer,
  });
  const inOrder = [at(1, 'b', '01'), at(2, 'a', '02'), at(2, 'a', '03'), at(2, 'b', '01'), at(3, 'a', '00')];
  expect(inOrder.toReversed().sort(compareFiles)).toEqual(inOrder);
});

test('a repaired file comes right behind its source, and before what is newer than that', () => {
  const source = { timeMs: 1_000, object: 'a', sequencer: '01' };
  const newer = { timeMs: 1_000, object: 'b', sequencer: '01' };
  const first = orderOf({ timeMs: 9_000, object: 'z', sequencer: '09' }, source);
  const second = orderOf({ timeMs: 9_500, object: 'c', sequencer: '08' }, source);
  expect([newer, second, first, source].sort(compareFiles)).toEqual([source, first, second, newer]);
});

test('a source is read as it was written, in ASCII that no delimiter of a stock file is in', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
      anyText({ minLength: 1 }),
      fc.constantFrom('', '0055AED6DC'),
      (date, name, sequencer) => {
        const source = { timeMs: date.getTime(), object: `s3://shop/${name}`, sequencer };
        const text = formatSource(source);
        expect(text).toMatch(/^[!-~ ]+$/);
        expect(text).not.toMatch(/[,;|\t"]/);
        expect(parseSource(text)).toEqual(source);
      },
    ),
  );
});

test.each([
  '',
  '2026-03-01',
  '46082.33',
  '2026-03-01T08:00:00Z',
  'x s3://a/b',
  '2026-03-01T08:00:00Z %E0%A4%A',
])('%j is not a source', (text) => {
  expect(parseSource(text)).toBeUndefined();
});
