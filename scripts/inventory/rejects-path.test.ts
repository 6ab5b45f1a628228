import { expect, test } from 'vitest';
import { chooseRejectsPath } from './rejects-path.ts';

const nothingExists = () => false;

test.each([
  ['shop/stock.csv', 'shop/stock.rejects.csv'],
  ['stock.CSV.GZ', 'stock.rejects.CSV'],
  ['stock.2026.tsv', 'stock.2026.rejects.tsv'],
  ['Stock.xlsx', 'Stock.rejects.csv'],
  ['stock.zip', 'stock.rejects.csv'],
  ['a.b/stock', 'a.b/stock.rejects'],
  ['stock.rejects.csv', 'stock.rejects.csv'],
  ['stock.rejects-7.csv', 'stock.rejects.csv'],
  ['2026 봄/seoul+busan (1).csv', '2026 봄/seoul+busan (1).rejects.csv'],
])('the rejects of %s go to %s', (input, expected) => {
  expect(chooseRejectsPath(input, nothingExists)).toBe(expected);
});

test('an existing file is never overwritten', () => {
  const there = new Set(['stock.rejects.csv', 'stock.rejects-2.csv']);
  expect(chooseRejectsPath('stock.csv', (path) => there.has(path))).toBe('stock.rejects-3.csv');
  expect(chooseRejectsPath('stock.rejects.csv', (path) => there.has(path))).toBe('stock.rejects-3.csv');
});
