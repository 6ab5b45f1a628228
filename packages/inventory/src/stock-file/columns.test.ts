import { expect, test } from 'vitest';
import { mapColumns } from './columns.ts';
import type { StockFileSettings } from './types.ts';

function map(header: readonly string[], settings: StockFileSettings = {}) {
  const { store, item, count } = mapColumns(header, settings);
  return [store, item, count];
}

test.each([
  [
    ['store', 'item', 'count'],
    [0, 1, 2],
  ],
  [
    [' COUNT', 'price', 'Item ', 'STORE'],
    [3, 2, 0],
  ],
  [
    ['매장', '상품', '수량'],
    [0, 1, 2],
  ],
  [
    ['Stores', 'Items', 'Counts'],
    [0, 1, 2],
  ],
  [
    ['Store', 'Items', 'SKU', 'Qty'],
    [0, 2, 3],
  ],
  [
    ['지점명', '품목', '재고수량'],
    [0, 1, 2],
  ],
  [
    ['점포'.normalize('NFD'), '상품명'.normalize('NFD'), '재고'.normalize('NFD')],
    [0, 1, 2],
  ],
])('finds the columns of %j', (header, expected) => {
  expect(map(header)).toEqual(expected);
});

test('a field is found by its own name rather than by a built-in alias', () => {
  expect(map(['매장', 'store', 'item', 'count', '수량'])).toEqual([1, 2, 3]);
});

test('a name from the settings takes precedence over all others', () => {
  expect(map(['store', 'item', 'count', 'On Hand'], { aliases: { count: ['on hand'] } })).toEqual([0, 1, 3]);
});

test('additional columns are found by name, and are optional', () => {
  const { kept } = mapColumns(['store', 'item', 'count', 'PRICE'], { keepColumns: ['Price', 'Color'] });
  expect(kept).toEqual([{ name: 'Price', index: 3 }]);
});

test.each([
  ['columns-missing', ['store', 'thing', 'count'], /no column for item: it has "store", "thing", "count"/],
  ['columns-duplicate', ['store', 'item', 'count', 'Store'], /"store" \(column 1\), "Store" \(column 4\)/],
  ['columns-duplicate', ['매장', '지점', 'item', 'count'], /2 columns for store/],
])('is refused as %s: %j', (code, header, message) => {
  expect(() => map(header)).toThrow(
    expect.objectContaining({ code: `inventory.file.${code}`, message: expect.stringMatching(message) }),
  );
});

test.each([
  'Warehouse,Location',
  '창고,로케이션',
  'Location,Plant',
  'Lager,Standort',
  'Plant,Storage location',
  'Plnt,SLoc',
  '플랜트,저장위치',
  'Standort,Lagerort',
  'Location,Storage Location',
  'Fulfillment Center,Location',
  '拠点,倉庫',
  'Werk,LOrt',
])('a location beside what it may be a part of is asked: %s', (names) => {
  const header = [...names.split(','), 'item', 'count'];
  expect(() => map(header)).toThrow(/2 columns for store: .*pass one of --column store=.*, --column store=/);
  expect(map(header, { columns: { store: header[0]! } })).toEqual([0, 2, 3]);
  expect(map(['store', ...header])).toEqual([0, 3, 4]);
});

test.each([
  'Order ID,Location,SKU,Quantity',
  '주문번호,매장,상품,수량',
  'Date,MSKU,Event Type,Reference ID,Quantity,Location',
  '입출고구분,창고,품목,수량',
  'Belegnummer,Lager,Artikel,Menge',
  'store,item,quantity,Customer',
  '매장,상품,수량,고객명',
  'Filiale,Artikel,Menge,Kunde',
])('the quantity of a list of orders or movements has to be chosen: %s', (names) => {
  const header = names.split(',');
  const count = header.find((name) => /quantity|수량|menge/i.test(name))!;
  expect(() => map(header)).toThrow(
    expect.objectContaining({
      code: 'inventory.file.columns-missing',
      message: expect.stringContaining(`pass it: --column count="${count}"`),
    }),
  );
  expect(map(header, { columns: { count } })[2]).toBe(header.indexOf(count));
  expect(map(header, { aliases: { count: [count] } })[2]).toBe(header.indexOf(count));
  expect(map([...header, 'On hand'].filter((name) => name !== count))).toHaveLength(3);
});

test.each([
  '창고코드,창고명',
  'Warehouse Code,Warehouse',
  'Warehouse ID,Warehouse Name',
  '倉庫コード,倉庫名',
])('the code of a place is not asked beside its name: %s', (names) => {
  expect(map([...names.split(','), 'item', 'count'])).toEqual([1, 2, 3]);
  expect(map([names.split(',')[0]!, 'item', 'count'])).toEqual([0, 1, 2]);
});

test.each(['Storage location', 'SLoc', '저장위치'])('a storage location is a store by itself: %s', (name) => {
  expect(map([name, 'Bin', 'item', 'count'])).toEqual([0, 2, 3]);
});

test.each(['Store ID,Warehouse', 'Location Code,Warehouse Code', 'Warehouse,Branch Code'])(
  'the code of another place is asked: %s',
  (names) => {
    expect(() => map([...names.split(','), 'item', 'count'])).toThrow(/2 columns for store/);
  },
);

test('a location beside its code is none', () => {
  expect(map(['Location', 'Location Code', 'Warehouse Code', 'item', 'count'])).toEqual([0, 3, 4]);
});

test('an additional column that occurs twice is refused', () => {
  const header = ['store', 'item', 'count', 'price', 'Price'];
  expect(() => map(header, { keepColumns: ['price'] })).toThrow(/2 columns for price/);
  expect(map(header)).toEqual([0, 1, 2]);
});

test.each([
  'Count (cartons)|수량（박스）|Menge (Karton)|수량(타스)|Count (boxes|pallets)|Count {cases}|Count (packs)|数量（箱）|재고(어제)',
  'Stock (yesterday)|Count (weekly sales)|Count (dozens)|수량(전일)|Qty (on order)|Stock (EUR)|Count (2026-10)|Count (Berlin)',
  'Stock %|Stock $|€ Stock|재고 ₩|Stock ‰|Count ±|Stock +/-|count(*)|Stock <',
])('a count whose signs or parentheses may make another number of it is asked: %s', (names) => {
  for (const name of names.split(/\|(?!pallets)/))
    expect(() => map(['store', 'item', name])).toThrow(
      expect.objectContaining({
        code: 'inventory.file.columns-missing',
        message: expect.stringContaining('--column count='),
      }),
    );
});

test('pieces in parentheses, and that they are there now, do not matter', () => {
  const names =
    'Count (pcs)|Count (EA)|On hand (current)|Available (not editable)|수량(개)|재고 (현재)|数量（個）|Menge (Stück)|Bestand (aktuell)|Qty. (pc.)|Stock ()|Stock (kg)|' +
    '수량(매)|수량(실수량)|수량(숫자만 입력)|재고(판매가능)|数量(ケ)|在庫数（枚数）|数量(半角数字)|Stock (as of today)|Count (int)|Qty (Base UoM)|Qty (bottles)|Quantity *|Stock?';
  for (const name of names.split('|')) expect(map(['store', 'item', name])).toEqual([0, 1, 2]);
});
