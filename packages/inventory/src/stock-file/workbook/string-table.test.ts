import { expect, test } from 'vitest';
import { StringTable } from './string-table.ts';

test('texts are given back by their number, and no others', () => {
  const table = new StringTable();
  const texts = Array.from({ length: 3_000 }, (_, i) => (i % 3 === 0 ? '' : `품목 ${i} 😀`));
  for (const text of texts) table.add(text);
  expect(texts.map((_, i) => table.get(i))).toEqual(texts);
  expect([-1, 3_000, 0.5, Number.NaN].map((index) => table.get(index))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test('more text than memory is meant for is refused', () => {
  const table = new StringTable(10);
  table.add('0123456789');
  expect(() => table.add('a')).toThrow(expect.objectContaining({ code: 'inventory.file.archive-too-large' }));
});
