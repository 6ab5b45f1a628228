import { expect, test } from 'vitest';
import { cellKind, shownCell } from '../sheet-cells.ts';
import { numberText } from './cell-value.ts';
import { builtInFormat, generalFormat, parseFormat } from './number-format.ts';

const text = (
  value: string | number,
  code: string,
): [kind: string | undefined, shown: string | undefined] => {
  const cell = numberText(String(value), parseFormat(code), false);
  return [cell && cellKind(cell), cell && shownCell(cell)];
};

// Codes as spreadsheets write them, and what they show of a number.
test.each<[code: string, value: number | string, kind: string | undefined, shown: string]>([
  ['General', 8801234567890, undefined, '8801234567890'],
  ['General', '123.0', undefined, '123'],
  ['General', '1.5', 'fraction', '1.5'],
  ['General', -3, undefined, '-3'],
  ['General', 123456789012345, undefined, '123456789012345'],
  ['General', '1234567890123456', undefined, '1.23456789012346E+15'],
  ['@', 12, undefined, '12'],
  ['0', 12, undefined, '12'],
  ['00000', 123, undefined, '00123'],
  ['0000000000000', 123, undefined, '0000000000123'],
  ['#,##0', 1200, undefined, '1200'],
  ['#,##0_ ;[Red]\\-#,##0\\ ', 1200, undefined, '1200'],
  ['_-* #,##0_-;\\-* #,##0_-;_-* "-"_-;_-@_-', 1200, undefined, '1200'],
  ['0.00', 12, undefined, '12'],
  ['0.00', 1.1, 'formatted', '1.1'],
  ['0.00E+00', 1200, undefined, '1200'],
  ['# ?/?', 12, undefined, '12'],
  ['0%', 0.5, 'percentage', '50%'],
  ['0 "pcs"', 12, 'formatted', '12'],
  ['0"개"', 12, 'formatted', '12'],
  ['"SKU-"0000', 42, 'formatted', '42'],
  ['000-0000', 1234567, 'formatted', '1234567'],
  ['"Regal "0', 12, 'formatted', '12'],
  ['0 "dozen"', 12, 'formatted', '12 dozen'],
  ['0\\ "(Dozen)"', 12, 'formatted', '12 Dozen'],
  ['0"다스"', 12, 'formatted', '12 다스'],
  ['General" Tsd."', 12, 'formatted', '12 Tsd.'],
  ['0.0 "dozen"', 1.5, 'formatted', '1.5 dozen'],
  ['0" x 12"', 3, 'formatted', '3 x 12'],
  ['#,##0,"k"', 12_000, 'formatted', '12000'],
  ['[$€-407] #,##0.00', 12, 'formatted', '12 €'],
  ['#,##0\\ [$₩-412]', 12, 'formatted', '12 ₩'],
  ['$#,##0', 12, 'formatted', '12 $'],
  ['[$-409]0', 12, undefined, '12'],
  ['[>100]0;0', 12, undefined, '12'],
  ['yyyy-mm-dd', 46082, 'date', '2026-03-01'],
  ['m/d/yyyy', 46082, 'date', '2026-03-01'],
  ['d"."m"."yy', 46082.5, 'date', '2026-03-01'],
  ['yyyy"年"m"月"d"日"', 46082, 'date', '2026-03-01'],
  ['[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', 46082, 'date', '2026-03-01'],
  ['ggge"年"', 46082, 'date', '2026-03-01'],
  ['yyyy-mm-dd hh:mm', 46082.25, 'date', '2026-03-01 06:00:00'],
  ['h:mm AM/PM', 0.5, 'date', '12:00:00'],
  ['[h]:mm', 0.25, 'date', '06:00:00'],
  ['mmm', 46082, 'date', '2026-03-01'],
  ['yyyy', 1, 'date', '1900-01-01'],
])('the format %s shows %s', (code, value, kind, shown) => {
  expect(text(value, code)).toEqual([kind, shown]);
});

test.each([
  [0, 'digits'],
  [1, 'digits'],
  [3, 'digits'],
  [9, 'percentage'],
  [14, 'date'],
  [22, 'date'],
  [31, 'date'],
  [44, 'formatted'],
  [46, 'date'],
  [49, 'digits'],
  [57, 'date'],
])('the built-in format %i is one of %s', (id, kind) => {
  expect(builtInFormat(id).kind).toBe(kind);
});

test('days are counted from 1904 where the workbook has that setting', () => {
  expect(shownCell(numberText('44620', parseFormat('yyyy-mm-dd'), true)!)).toBe('2026-03-01');
});

test('what is not a number has no text', () => {
  expect(['abc', '', 'Infinity', '1,5'].map((value) => numberText(value, generalFormat, false))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
