import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { surveyFile } from '../duplicates/survey-file.ts';
import { readStockFile } from './reader.ts';
import { chunksOf, readAll, readBatches } from './testing/read-all.ts';
import type { StockFileSettings } from './types.ts';

/** A file whose rows have these kinds, with the counts 1, 2, …. */
function fileOf(kinds: string, column = 'type', count = 'count'): string {
  const rows = kinds.split('|').map((kind, at) => `Berlin;Item ${at};${at + 1};${kind}\n`);
  return `store;item;${count};${column}\n${rows.join('')}`;
}

async function outcome(file: string | Buffer, settings: StockFileSettings = {}): Promise<string> {
  return await readAll(file, { settings }).then(
    ({ rows, rejects }) => `${rows.length} rows, ${rejects.length} rejects`,
    (error: unknown) => (error as { code: string }).code,
  );
}

const refused = 'inventory.file.columns-missing';

describe('a file of movements is refused', () => {
  test.each([
    ['type', 'IN|OUT'],
    ['구분', '입고|출고'],
    ['movement', 'in|out'],
    ['Direction', 'Inbound|Outbound'],
    ['Type', 'Goods receipt|Goods issue'],
    ['구분', '출고(판매)|입고'],
    ['区分', '入庫|出庫'],
    ['类型', '出库'],
    ['Art', 'Wareneingang|Warenausgang'],
    // In all rows it is what they are.
    ['Type', 'Sale|Sale|SALES'],
    ['구분', '매출'],
    ['Type', 'Shipment|Sales order'],
    // Half of a pair may be anything.
    ['Type', 'Receipt|Sale'],
    ['구분', '매입|매출'],
    ['Tipo', 'Entrada|Salida'],
    // Or a movement, where the column has nothing else.
    ['Transaction', 'Sale'],
    ['거래구분', '판매'],
    ['구분', '구매입고|판매출고'],
    ['区分', '移動入庫'],
    ['类型', '采购入库|销售出库单'],
    ['Type', 'Incoming'],
    ['Voucher type', 'Transfer|Sales'],
    ['Document type', 'GR|GI'],
    ['Reason', 'Restock|Sale'],
    ['Tipo', 'Compra|Venta'],
    ['Type', 'Achat|Vente'],
    ['Art', 'Lieferung|Verbrauch'],
    ['내역', '입고|출고'],
    ['증감', '증가'],
    ['거래유형', '위탁|매입|판매'],
  ])('by the words of its column %s: %s', async (column, kinds) => {
    expect(await outcome(fileOf(kinds, column))).toBe(refused);
    expect(await outcome(fileOf(kinds, column, 'stock'))).toBe(refused);
  });

  test.each(['Movement Type', 'In/Out', '입출고구분', '입출고', '수불구분', 'Bewegungsart', 'Event Type'])(
    'by its column %s, whatever is in it, unless the count is named as a stock',
    async (column) => {
      expect(await outcome(fileOf('101', column))).toBe(refused);
      expect(await outcome(fileOf('101', column, 'On hand'))).toBe('1 rows, 0 rejects');
    },
  );

  test('with both readings, and what to do', async () => {
    await expect(readAll(fileOf('Tea|OUT', 'type'))).rejects.toThrow(
      '"type" is "OUT" on line 3, as in lists of movements, so its count 2 may be what was moved; load a list of what is in stock, or, if this is one, pass --column count="count", or store the column beside each count by --keep-column "type" (setting KeepColumns)',
    );
  });

  test('if all rows are sales, also where reading was resumed; what was rejected of a file shows nothing of all', async () => {
    const bytes = Buffer.from(fileOf('Sale|Sale|Sale|Sale'));
    const { state } = (
      await readBatches(Buffer.from(fileOf('Sale|Sale|Sale|Sale|Tea')), { blockBytes: 16 })
    )[0]!;
    const resume = JSON.parse(JSON.stringify(state)) as typeof state;
    await expect(readBatches(bytes.subarray(state.offset), { resume })).rejects.toThrow(
      /^"type" is "Sale" on line 2, as in lists of movements/,
    );
    const rejects = 'store,item,count,type,reject_code\nBerlin,Echo,3,Sale,count-missing\n';
    expect(await outcome(rejects)).toBe('1 rows, 0 rejects');
  });

  test('also where the halves of a pair are far apart, and where reading was resumed', async () => {
    const bytes = Buffer.from(fileOf('Purchase|Tea|Tea|Tea|Sale'));
    await expect(readBatches(bytes, { blockBytes: 16 })).rejects.toThrow(/"type" is "Sale" on line 6/);
    const { state } = (await readBatches(bytes.subarray(0, -16), { blockBytes: 16 }))[0]!;
    const resume = JSON.parse(JSON.stringify(state)) as typeof state;
    await expect(readBatches(bytes.subarray(state.offset), { resume })).rejects.toThrow(/"Sale"/);
  });

  test('in any encoding, although the column does not decide it', async () => {
    const file = 'store,item,count,type\nBerlin,Echo,3,출고\n';
    for (const encoding of ['utf-8', 'cp949'])
      await expect(readAll(iconv.encode(file, encoding))).rejects.toThrow(/"type" is "출고" on line 2/);
  });
});

describe('a file with goods that are not in stock as the others are is refused', () => {
  test.each([
    ['status', 'good|damaged'],
    ['상태', '정상|불량'],
    ['Disposition', 'SELLABLE|CUSTOMER_DAMAGED'],
    ['Stock status', 'available|In transit'],
    ['Status', 'Active|Sold'],
    ['상태', '정상|출고'],
    ['재고구분', '가용|예약'],
    ['Zustand', 'neu|defekt'],
    ['状態', '良品|不良品'],
    ['type', 'normal|returned'],
    ['Warehouse-Condition-code', 'SELLABLE|UNSELLABLE'],
    ['불량여부', 'N|Y'],
    ['Damaged', 'no|yes'],
    ['상태', '양호|하자'],
    ['状態', '良品|破損あり'],
    ['库存类型', '正品|次品'],
    ['Lot status', 'Released|Quarantine'],
    ['QC', 'Pass|Fail'],
    ['Grade', 'A|Damaged'],
    ['비고', '|불량'],
    ['Estado', 'bueno|roto'],
    ['Stock type', 'Unrestricted|Blocked stock'],
    // What goods may be is bad beside what is good.
    ['Type', 'Good|Broken'],
    ['Quality', 'Broken|OK'],
    ['Tipo', 'Disponible|Reservado'],
  ])('by the words of its column %s: %s', async (column, states) => {
    expect(await outcome(fileOf(states, column))).toBe(refused);
  });

  test('with the row, and what to do', async () => {
    await expect(readAll(fileOf('good|damaged', 'status'))).rejects.toThrow(
      '"status" is "damaged" on line 3, so its count 2 may not be in stock as the others are; leave such rows out, or, if they count as well, pass --column count="count", or store the column beside each count by --keep-column "status" (setting KeepColumns)',
    );
  });

  test('with the bad one, also where the good one follows', async () => {
    await expect(readAll(fileOf('Broken|Good', 'type'))).rejects.toThrow(
      /^"type" is "Broken" on line 2, so its count 1 may not be in stock as the others are;/,
    );
  });

  test('without advice to keep a column that sums would lose', async () => {
    const survey = surveyFile('sum', {
      open: async () => ({ source: chunksOf(Buffer.from(fileOf('good|damaged', 'status'))), settings: {} }),
      read: readStockFile,
      onBatch: async (next) => await next,
    });
    await expect(survey).rejects.toThrow(/"damaged" on line 3, .* pass --column count="count"$/);
  });

  test('also where they are on one shelf with others, which sums would hide', async () => {
    const file = 'store,item,count,status\nBerlin,Echo,10,good\nBerlin,Echo,5,damaged\n';
    const settings = { keepColumns: ['status'] };
    const survey = surveyFile('sum', {
      open: async () => ({ source: chunksOf(Buffer.from(file)), settings }),
      read: readStockFile,
      onBatch: async (next) => await next,
    });
    await expect(survey).rejects.toThrow(/"damaged" on line 3, .* pass --column count="count"$/);
  });
});

describe('a file is read', () => {
  test.each([
    ['type', 'Tea|Coffee|Supply|Transit|Purchase|Premium'],
    ['Type', 'simple|variable|variation'],
    ['구분', '상품|원자재|매입|위탁|신규'],
    ['구분', '판매|비매품'],
    ['구분', '판매|판매'],
    ['구분', '매입|매입'],
    ['Type', 'Sale|Tea|Sale'],
    ['Type', 'Tea|Sale'],
    ['Type', 'Sale|'],
    ['Type', 'Issue|Issue'],
    ['Status', 'Sale'],
    ['Notes', 'Sale'],
    ['Art', 'Ware|Rohstoff|Verkauf'],
    ['분류', '판매|증정|식품'],
    ['Tipo', 'entrada|postre'],
    ['status', 'active|discontinued|In stock|Low stock|on order|IN|received'],
    ['상태', '정상|단종|품절|판매중|입고|발주중'],
    ['condition', 'new|used|like new|refurbished'],
    ['Disposition', 'SELLABLE'],
    ['availability', 'in stock|preorder'],
    ['state', 'IN|OH|WA'],
    ['category', 'in|out|damaged'],
    ['불량여부', 'N|n|'],
    ['Damaged', '0|1|12'],
    ['Blocked', 'Yes|No'],
    // Tea, wines, preorders, terms of trade, rooms, chargers.
    ['Type', 'Leaf|Broken|Dust'],
    ['Quality', 'Whole|Broken'],
    ['Tipo', 'Reservado|Varietal|Crianza'],
    ['유형', '예약|일반'],
    ['거래구분', '위탁|매입|직매입'],
    ['구분', '신규입고|재입고|당일출고|예약출고'],
    ['Typ', 'Bad|Küche'],
    ['Type', 'Qi|Wired|NG'],
    ['Type', 'Waste|Return|Repair'],
    ['Status', 'Ordered|Delivered'],
    ['비고', '3개 불량|재입고|예약 2개|신규입고'],
    ['Notes', '2 damaged|sold out soon|returned 1'],
    ['Grade', 'A|B|Return|304'],
    ['Inspection', '2026-01-01|2026-02-01'],
  ])('where column %s shows nothing of that: %s', async (column, kinds) => {
    expect(await outcome(fileOf(kinds, column))).toBe(`${kinds.split('|').length} rows, 0 rejects`);
  });

  test('where the count was chosen, or the column is kept beside it', async () => {
    for (const kinds of ['IN|OUT', 'good|damaged']) {
      expect(await outcome(fileOf(kinds), { columns: { count: 'count' } })).toBe('2 rows, 0 rejects');
      expect(await outcome(fileOf(kinds), { keepColumns: ['type'] })).toBe('2 rows, 0 rejects');
      // Another name of the count shows nothing about its rows.
      expect(await outcome(fileOf(kinds, 'type', 'Zahl'), { aliases: { count: ['Zahl'] } })).toBe(refused);
    }
  });

  test('where nothing is there of what was damaged', async () => {
    const file = 'store,item,count,status\nBerlin,Echo,3,good\nBerlin,Dot,0,damaged\n';
    expect(await outcome(file)).toBe('2 rows, 0 rejects');
  });

  test('where the header is there again with another name of the column', async () => {
    const file = 'store,item,count,type\nBerlin,Echo,3,Tea\nstore,item,count,kind\nBerlin,Dot,3,Tea\n';
    expect(await outcome(file)).toBe('2 rows, 0 rejects');
  });
});
