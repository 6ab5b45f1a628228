import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatAmount, formatCell, formatMark } from './cell.ts';

test.each([
  ['1234567.895', 'USD', '$1,234,567.90'],
  ['-0.004', 'USD', '$0.00'],
  ['-12.3', 'USD', '-$12.30'],
  ['99999999999999999999.005', 'USD', '$99,999,999,999,999,999,999.01'],
  ['1234.5', 'KRW', '₩1,235'],
  ['0.1', 'EUR', '€0.10'],
  ['1.5', 'DOLLARS', '1.50 DOLLARS'],
  ['1.5', undefined, '1.50'],
  ['NULL', 'USD', 'NULL'],
])('%s %s reads %s', (value, currency, text) => {
  expect(formatAmount(value, { unit: 'money', ...(currency !== undefined && { currency }) })).toBe(text);
});

test('a change has its sign, a missing value has none', () => {
  expect(formatAmount('3', { unit: 'money', currency: 'USD', signed: true })).toBe('+$3.00');
  expect(formatAmount('-3', { unit: 'money', currency: 'USD', signed: true })).toBe('-$3.00');
  expect(formatAmount('0', { unit: 'money', currency: 'USD', signed: true })).toBe('$0.00');
  expect(formatAmount(12.34, { unit: 'percent', signed: true })).toBe('+12.3%');
  expect(formatAmount(-0.04, { unit: 'percent', signed: true })).toBe('0.0%');
  expect(formatAmount(7, { unit: 'count', signed: true })).toBe('+7');
  expect(formatAmount(null, { unit: 'money' })).toBe('');
});

test('a printed amount replaces the exact one, with all of its digits and no others', () => {
  const column = { key: 'cost', title: 'Cost', unit: 'money', currency: 'USD', printed: 'shown' } as const;
  expect(formatCell(column, { cost: '0.0149', shown: '0.02' })).toBe('$0.02');
  expect(formatCell(column, { cost: '1234.5', shown: '1234.5000' })).toBe('$1,234.5000');
  expect(formatCell(column, { cost: '0.0149', shown: null })).toBe('$0.01');
});

test('no digit of a printed amount is lost, however many it has', () => {
  const digits = fc.stringMatching(/^[1-9][0-9]{0,30}\.[0-9]{1,10}$/);
  fc.assert(
    fc.property(digits, (text) => {
      const column = { key: 'a', title: '', unit: 'money', printed: 'a' } as const;
      expect(formatCell(column, { a: text }).replaceAll(',', '')).toBe(text);
    }),
  );
});

test('marks of an axis have as many digits as their distance needs', () => {
  expect(formatMark(1500, 500, { unit: 'money', currency: 'USD' })).toBe('$1,500');
  expect(formatMark(0.3, 0.1, { unit: 'usd' })).toBe('$0.3');
  expect(formatMark(0.0005, 0.0005, { unit: 'money', currency: 'USD' })).toBe('$0.0005');
  expect(formatMark(20, 5, { unit: 'percent' })).toBe('20%');
  expect(formatMark(60_000, 20_000, { unit: 'duration' })).toBe('1 min 0 s');
  expect(formatMark(-500, 500, { unit: 'money', currency: 'USD' })).toBe('-$500');
});
