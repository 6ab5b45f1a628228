import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { surveyFile } from '../duplicates/survey-file.ts';
import { readStockFile } from './reader.ts';
import { chunksOf, readAll, readBatches } from './testing/read-all.ts';
import type { StockFileSettings } from './types.ts';

/** A file whose rows have these units, with the counts 1, 2, …. */
function fileOf(units: string, column = 'unit'): string {
  const rows = units.split('|').map((unit, at) => `Berlin;Item ${at};${at + 1};${unit}\n`);
  return `store;item;count;${column}\n${rows.join('')}`;
}

async function outcome(file: string, settings: StockFileSettings = {}): Promise<string> {
  return await readAll(file, { settings }).then(
    ({ rows, rejects }) => `${rows.length} rows, ${rejects.length} rejects`,
    (error: unknown) => (error as { code: string }).code,
  );
}

describe('counts in several units, of which one holds more than a piece', () => {
  test.each([
    'ea|DZ',
    'DZ|EA|carton',
    'box|carton',
    '개|다스',
    '박스|낱개',
    'Stück|Karton',
    'PCS.|6-pack',
    'ea|12입',
    '個|ケース',
    'kg|Kiste',
    'DZ|',
    'DZ|N/A',
    'ea|5 units',
    'kg|g',
    'l|ml',
    'шт|упак.',
    'pza|caja',
    'm2|cm2',
    'm3|l',
    'kg|t',
    'Unit|Unit 12|box 12',
    // Thousands and liters, whatever else they may be.
    'K|L',
    'ea|K',
    // Short for a package, beside the word of a piece.
    'ea|B',
    'A|B|each',
    '10 pcs|12 pcs',
  ])('refuse the file: %s', async (units) => {
    expect(await outcome(fileOf(units))).toBe('inventory.file.units-differ');
  });

  test.each([
    'UOM',
    'U/M',
    'Unit of Measure',
    '단위',
    '単位',
    'Mengeneinheit',
    'Base Unit (of measure)',
    'Ед. изм.',
    '판매단위',
    '출고단위',
    'Sales UoM',
    'Sales unit',
    'Verkaufseinheit',
    '販売単位',
    'Unit of issue',
    '상품단위',
    'Item unit',
    '포장단위',
    'Pack type',
  ])('are known by the name of their column: %s', async (column) => {
    expect(await outcome(fileOf('ea|box', column))).toBe('inventory.file.units-differ');
  });

  test('are shown with both readings, where they stand and what to do', async () => {
    await expect(readAll(fileOf('ea|DZ'))).rejects.toThrow(
      'the counts of the file are in several units: "unit" is "ea" on line 2 and "DZ" on line 3, where the count is 2 or 24; write all counts in pieces, or store them as they are, with the unit beside each, by --keep-column "unit" (setting KeepColumns)',
    );
    await expect(readAll(fileOf('carton|ea', 'UOM'))).rejects.toThrow(
      '"UOM" is "ea" on line 3 and "carton" on line 2, where the count is 1, or 1 times what one holds;',
    );
  });

  test('are found across blocks, and where reading was resumed', async () => {
    const bytes = Buffer.from(fileOf('ea|EA|each|DZ'));
    await expect(readBatches(bytes, { blockBytes: 16 })).rejects.toThrow(/on line 2 and "DZ" on line 5/);
    const { state } = (await readBatches(bytes.subarray(0, -16), { blockBytes: 16 }))[0]!;
    const resume = JSON.parse(JSON.stringify(state)) as typeof state;
    await expect(readBatches(bytes.subarray(state.offset), { resume })).rejects.toThrow(/on line 2 and "DZ"/);
  });
});

test('units in the encoding of their file are compared, although they do not decide it', async () => {
  const read = (text: string, encoding: string) =>
    readAll(iconv.encode(`store,item,count,unit\n${text}`, encoding)).then(
      ({ rows }) => rows.length,
      (error: unknown) => (error as Error).message,
    );
  expect(await read('Berlin,Echo,3,Stück\nBerlin,Dot,4,stk\n', 'windows-1252')).toBe(2);
  expect(await read('A,Echo,3,개\nA,Dot,4,개\n', 'cp949')).toBe(2);
  const names = ['서울 강남점', '부산 해운대점', '대전 둔산점']
    .map((name) => `${name},커피 원두,4,EA\n`)
    .join('');
  expect(await read(`A,Echo,3,개\n${names}`, 'cp949')).toBe(4);
  expect(await read(`A,Echo,3,다스\n${names}`, 'cp949')).toMatch(
    /"EA" on line 3 and "다스" on line 2, where the count is 3 or 36/,
  );
  expect(await read('A,Echo,3,다스\nA,Dot,4,개\n', 'cp949')).toMatch(/several units/);
  expect(await read('A,Echo,3,다스\nA,Dot,4,개\n', 'utf-8')).toMatch(/"개" on line 3 and "다스" on line 2/);
});

describe('a file is read', () => {
  test.each([
    'DZ|DZ|dz.',
    'ea|EA|each|pcs|개|',
    'EA|kg|병|장',
    'kg|l|m',
    '500g|1kg|ea|20 m²',
    // Building materials.
    'm2|m²|㎡|sqm|m^2|pcs|m3|m³|t|m|h',
    // One unit by two names.
    'lb|lbs',
    'KG|kgs|kilo|EA',
    'L|liter|ltr',
    'box|boxes',
    'set|sets',
    'Kiste|Kisten',
    'DZ|dozen',
    'Unit(s)|Units|pc(s)|Stück(e)|kg|Liter(s)',
    'Dozen(s)|dozen',
    'UND|UNID|UN|KG',
    'szt.|mb|m|kg',
    'Unit 1|Unit 12|Unit A|No. 3',
    // Of the column unit, which may be another one.
    'Toys|Food|',
    'A-12|B-7',
    '12A|3G|A',
    'A|B|K',
    'SOT-23|Tube|DIP-8',
    'Unit 5|Unit 6|unit-12a',
    '6x330ml|12x1L|30 x 40 cm',
    'EA|EA(1)|개(1)',
    'ea|N/A|#N/A|NULL|없음',
    '1|12',
    'K|K',
    'S|M|L',
    'A|B|L|12A',
  ])('where its units have one reading: %s', async (units) => {
    expect(await outcome(fileOf(units))).toBe(`${units.split('|').length} rows, 0 rejects`);
  });

  test('where what is unknown is in a column that certainly has units, only in one', async () => {
    expect(await outcome(fileOf('flat|flat', 'UOM'))).toBe('2 rows, 0 rejects');
    expect(await outcome(fileOf('EA|M2|MTK|KGM|HUR', 'UOM'))).toBe('5 rows, 0 rejects');
    expect(await outcome(fileOf('flat|bunch', 'UOM'))).toBe('inventory.file.units-differ');
  });

  test('where a column that may be another one has more texts than there are units', async () => {
    const texts = Array.from({ length: 1000 }, (_, at) => `Wing ${at}`);
    expect(await outcome(fileOf([...texts, 'ea', 'DZ'].join('|')))).toBe('1002 rows, 0 rejects');
    expect(await outcome(fileOf([...texts.slice(2), 'ea', 'DZ'].join('|')))).toBe(
      'inventory.file.units-differ',
    );
  });

  test('where nothing is there in the other unit, or it is that of a total', async () => {
    const file =
      'store,item,count,unit\nBerlin,Echo,3,DZ\nBerlin,Dot,0,ea\nBerlin,Pop,many,ea\nTotal,all,3,\n';
    expect(await outcome(file)).toBe('3 rows, 1 rejects');
  });

  test('where the unit is kept beside the count, unless counts are added up', async () => {
    const settings = { keepColumns: ['Unit'] };
    const file = 'store,item,count,unit\nBerlin,Echo,3,DZ\nBerlin,Dot,4,ea\n';
    const { rows } = await readAll(file, { settings });
    expect(rows.map(({ count, attributes }) => [count, attributes])).toEqual([
      [3, { Unit: 'DZ' }],
      [4, { Unit: 'ea' }],
    ]);
    const survey = (policy: 'sum' | 'reject') =>
      surveyFile(policy, {
        open: async () => ({ source: chunksOf(Buffer.from(file)), settings }),
        read: readStockFile,
        onBatch: async (next) => await next,
      });
    await expect(survey('sum')).rejects.toThrow(
      /; write all counts in pieces, as rows of one shelf are added up/,
    );
    (await survey('reject'))?.close();
  });

  test('where the units are those of the size before them', async () => {
    const file = 'store,item,count,size,unit\nBerlin,Echo,3,500,ml\nBerlin,Dot,4,1,l\n';
    expect(await outcome(file)).toBe('2 rows, 0 rejects');
    const packed = '매장,품목,규격,단위,수량\nBerlin,Echo,500ml,EA,3\nBerlin,Dot,1l,BOX,4\n';
    expect(await outcome(packed)).toBe('inventory.file.units-differ');
  });

  test.each([
    'pack',
    'Packaging',
    'package',
    'Gebinde',
    'VE',
    'Verpackungseinheit',
    'Pack type',
    'Packing unit',
    '포장단위',
    '포장',
    '荷姿',
  ])('where column %s has what is in each package', async (column) => {
    for (const contents of [
      '10 Stück|12 Stück|1 Stück|',
      '10 pcs|6-pack|12x1L|500 g|24',
      '10개|12개입|20 x 0,5 l|box (24)|N/A',
    ])
      expect([column, await outcome(fileOf(contents, column))]).toEqual([
        column,
        `${contents.split('|').length} rows, 0 rejects`,
      ]);
    for (const units of ['10 Stück|Stück', 'box|box (24)', 'box|ea', '12입|개'])
      expect([units, await outcome(fileOf(units, column))]).toEqual([units, 'inventory.file.units-differ']);
  });

  test.each(['단위', 'unit', 'UOM'])(
    'where its units are in column %s, whatever goods are sold or packed in',
    async (column) => {
      for (const other of ['판매단위', 'Sales unit', '포장단위', 'pack']) {
        const header = `store,item,count,${other},${column}\n`;
        const rows = (unit: string) => `Berlin,Echo,3,BOX,EA\nBerlin,Dot,4,EA,${unit}\n`;
        expect(await outcome(header + rows('EA'))).toBe('2 rows, 0 rejects');
        expect(await outcome(header + rows('EA'), { keepColumns: [column] })).toBe('2 rows, 0 rejects');
        expect(await outcome(header + rows('DZ'))).toBe('inventory.file.units-differ');
        // Without a unit of its own the count may be in the other one.
        const without = 'Berlin,Echo,3,BOX,EA\nBerlin,Dot,4,BOX,\nBerlin,Pop,5,EA,\n';
        expect(await outcome(header + without)).toBe('inventory.file.units-differ');
      }
    },
  );

  test.each(['발주단위', 'Purchase unit', '가격단위', 'Order unit'])(
    'where goods are ordered or priced in units, as in column %s',
    async (column) => {
      expect(await outcome(fileOf('ea|box', column))).toBe('2 rows, 0 rejects');
    },
  );

  test('where the column of units is the count', async () => {
    expect(await outcome('store,item,units\nBerlin,Echo,3\nBerlin,Dot,4\n')).toBe('2 rows, 0 rejects');
  });
});
