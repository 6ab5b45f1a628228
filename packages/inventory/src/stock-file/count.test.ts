import { expect, test } from 'vitest';
import { parseCount, parseDigits } from './count.ts';
import { NumberStyle } from './number-style.ts';
import { checkSettings } from './settings.ts';
import type { StockFileSettings } from './types.ts';

function read(cell: string, settings: StockFileSettings = {}, delimiter: ',' | ';' = ','): number | string {
  const parsed = parseCount(cell, checkSettings(settings), new NumberStyle(delimiter, undefined));
  return typeof parsed === 'number' ? parsed : parsed.code;
}

test.each([
  ['0', 0],
  ['12', 12],
  [' 12 ', 12],
  ['+12', 12],
  ['1,200', 1200],
  ['12,345,678', 12_345_678],
  ['007', 7],
  ['12.0', 12],
  ['12,00', 12],
  ['0,000', 0],
  ['-0', 0],
  ['-0.0', 0],
  ['(0)', 0],
  ['.0', 0],
  ['5.', 5],
  ['5,', 5],
  ['1 200', 1200],
  ['1\u00a0200', 1200],
  ["1'200", 1200],
  ['1’200,00', 1200],
  ['1.234.567', 1_234_567],
  ['1.200,00', 1200],
  ['1,200.00', 1200],
  ['1,00,000', 100_000],
  ['12,34,567.0', 1_234_567],
  ['0000000000000000000012', 12],
  ['9007199254740991', Number.MAX_SAFE_INTEGER],
])('%j is a count', (cell, expected) => {
  expect(read(cell)).toBe(expected);
});

test.each([
  ['', 'count-missing'],
  ['  ', 'count-missing'],
  ['12.5', 'count-not-whole'],
  ['1,20', 'count-not-whole'],
  ['1.20', 'count-not-whole'],
  ['1.200', 'count-ambiguous'],
  ['1 20', 'count-not-whole'],
  ['1,2,3', 'count-not-whole'],
  ['1,200,00', 'count-not-whole'],
  ["1'200 300", 'count-not-whole'],
  ['1 200,5', 'count-not-whole'],
  ['#N/A', 'count-not-whole'],
  ['1.2E+06', 'count-not-whole'],
  ['1200,000', 'count-not-whole'],
  [',200', 'count-not-whole'],
  ['+', 'count-not-whole'],
  ['+-1', 'count-not-whole'],
  ['1e3', 'count-not-whole'],
  ['0x10', 'count-not-whole'],
  ['１２', 'count-not-whole'],
  ['many', 'count-not-whole'],
  ['.5', 'count-not-whole'],
  ['.', 'count-not-whole'],
  ['-.5', 'count-not-whole'],
  ['-3', 'count-negative'],
  ['9007199254740992', 'count-too-large'],
  ['9'.repeat(400), 'count-too-large'],
])('%j is refused as %s', (cell, code) => {
  expect(read(cell)).toBe(code);
});

test('settings allow fractions, negatives and full-width characters', () => {
  expect(read('12.50', { counts: 'decimal' })).toBe(12.5);
  expect(read('12,5', { counts: 'decimal' })).toBe(12.5);
  expect(read('1.200', { counts: 'decimal' })).toBe('count-ambiguous');
  expect(read('1,200.25', { counts: 'decimal' })).toBe(1200.25);
  expect(read('-3', { allowNegative: true })).toBe(-3);
  expect(Object.is(read('-0', { allowNegative: true }), 0)).toBe(true);
  expect(read('１，２００', { allowFullWidth: true })).toBe(1200);
  expect(read('－１．５', { allowFullWidth: true, allowNegative: true, counts: 'decimal' })).toBe(-1.5);
});

test.each([
  ['x', 'count-not-a-number'],
  ['-1.5', 'count-negative'],
  ['0.1234567890123456', 'count-too-precise'],
  ['9007199254740991.5', 'count-too-large'],
])('with fractions allowed, %j is refused as %s', (cell, code) => {
  expect(read(cell, { counts: 'decimal' })).toBe(code);
});

test('a fraction with the maximum of digits is kept exactly', () => {
  expect(String(read('123456.789012345', { counts: 'decimal' }))).toBe('123456.789012345');
});

test.each([
  ['12', 12],
  ['999999999999999', 999_999_999_999_999],
  ['', -1],
  ['1234567890123456', -1],
  ['1,200', -1],
  ['+1', -1],
  [' 1', -1],
])('the short cut reads plain digits only: %j', (cell, expected) => {
  expect(parseDigits(Buffer.from(`x${cell}x`), 1, 1 + cell.length)).toBe(expected);
});

test.each([
  ['12.5', '--counts decimal (setting Counts)'],
  ['1200.500', '--counts decimal (setting Counts)'],
  ['1.2E+06', 'its last digits are lost'],
  ['#REF!', 'correct the formula'],
])('the explanation contains what to do with %j', (cell, advice) => {
  expect(parseCount(cell, checkSettings({}), new NumberStyle(',', undefined))).toMatchObject({
    code: 'count-not-whole',
    explanation: expect.stringContaining(advice) as string,
  });
});
