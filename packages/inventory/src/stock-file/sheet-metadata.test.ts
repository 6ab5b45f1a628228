import { expect, test } from 'vitest';
import { sheetOfMetadata } from './sheet-metadata.ts';

test.each([
  ['Stock', 'Stock'],
  [' 2 ', '2'],
  ['=?UTF-8?B?7J6s6rOg?=', '재고'],
  ['=?UTF-8?Q?Bestand_K=C3=B6ln?=', 'Bestand Köln'],
  ['=?utf-8?b?7J6s?= =?utf-8?b?6rOg?=', '재고'],
  ['', undefined],
])('the metadata %s name the sheet %s', (sheet, name) => {
  expect(sheetOfMetadata({ sheet })).toBe(name);
});

test('metadata without a sheet name none', () => {
  expect(sheetOfMetadata({})).toBeUndefined();
});
