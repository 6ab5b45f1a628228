import { isGroundcrewError } from '@groundcrew/errors';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { readAll } from './testing/read-all.ts';
import type { StockFileSettings } from './types.ts';

/* Files as shops really export them, each for its kind: read right, or refused, never silently wrong. */

type Cells = readonly [store: string, item: string, count: number];

async function read(
  file: string | Uint8Array,
  settings: StockFileSettings = {},
): Promise<{ rows: Cells[]; rejects: [line: number, code: string][] }> {
  const { rows, rejects } = await readAll(file, { settings });
  return {
    rows: rows.map(({ store, item, count }) => [store, item, count] as const),
    rejects: rejects.map(({ line, code }) => [line, code]),
  };
}

async function codeOf(file: string | Uint8Array, settings: StockFileSettings = {}): Promise<string> {
  try {
    await readAll(file, { settings });
    return 'read';
  } catch (error) {
    if (isGroundcrewError(error)) return error.code.replace('inventory.file.', '');
    throw error;
  }
}

async function messageOf(file: string | Uint8Array, settings: StockFileSettings = {}): Promise<string> {
  return await readAll(file, { settings }).then(
    () => 'read',
    (error: unknown) => (error as Error).message,
  );
}

const echo: Cells = ['Berlin', 'Echo', 3];

describe('what stands above the header', () => {
  test.each([
    ['sep=;\r\nstore;item;count\r\nBerlin;Echo;3\r\n', 3],
    ['SEP=,\nstore,item,count\nBerlin,Echo,3\n', 3],
    ['"sep=|"\nstore|item|count\nBerlin|Echo|3\n', 3],
    ['sep=\t\nstore\titem\tcount\nBerlin\tEcho\t3\n', 3],
    ['\ufeffsep=;\nstore;item;count\nBerlin;Echo;3\n', 3],
    ['Inventory report,,\n"As of 2026-03-01",,\n,,\nstore,item,count\nBerlin,Echo,3\n', 5],
    ['# made by the till\n# on Sunday\nstore,item,count\nBerlin,Echo,3\n', 4],
    ['Bestandsliste Köln\n\nFiliale;Artikel;Bestand\nBerlin;Echo;3\n', 4],
    ['재고 현황\n2026-03-01 기준\n\n매장명,상품명,현재고\nBerlin,Echo,3\n', 5],
    [`${'note\n'.repeat(19)}store,item,count\nBerlin,Echo,3\n`, 21],
  ])('is passed over: case %#', async (file, line) => {
    const { rows, rejects } = await readAll(file);
    expect(rejects).toEqual([]);
    expect(rows.map((row) => [row.store, row.item, row.count, row.line])).toEqual([...[[...echo, line]]]);
  });

  test('is refused where it looks like rows, which would be lost', async () => {
    expect(await messageOf('Oslo,Lamp,4\nstore,item,count\nBerlin,Echo,3\n')).toMatch(
      /the header is on line 2, but line 1 above it looks like a row/,
    );
  });

  test('is looked through for twenty lines', async () => {
    expect(await codeOf(`${'note\n'.repeat(20)}store,item,count\nBerlin,Echo,3\n`)).toBe('no-header');
    expect(await codeOf('sep=^\nstore^item^count\n')).toBe('no-header');
  });
});

describe('names of columns', () => {
  test.each([
    'Location,SKU,Quantity',
    'Store,Item,Qty',
    'Store,Item,Count (pcs)',
    'Store,Item,Count [Stk.]',
    'store,item,"Count\r\n(pcs)"',
    '"Store\nname","Item\nname","Stock\nlevel"',
    '\u200bstore,item\u00a0,count\u200b',
    'store\u00ad,\ufeffitem,\u2060count',
    'STORE_NAME,item-code,qty_on_hand',
    'Shop,Product Name,Available',
    'Warehouse,Article No.,On hand',
    'Location,SKU,On hand (current)',
    'Store,Item,Qty (each)',
    'Store (no. 12),Item,Stock (kg)',
    '매장,상품,수량 (EA)',
    'fulfillment-center-id,seller-sku,afn-fulfillable-quantity',
    'Location,MSKU,EndingWarehouseBalance',
    'FulfillmentCenter,seller-sku,Quantity Available',
    'Branch,Title,In stock',
    '창고명,상품명,가용재고',
    '지점,품목명,재고 수량(개)',
    '店舗名,商品名,在庫数',
    '倉庫,品番,数量（個）',
    'Filiale,Artikelbezeichnung,Bestand',
    'Lagerort,Artikelnummer,Menge (Stk)',
    'Ｓｔｏｒｅ,Ｉｔｅｍ,Ｃｏｕｎｔ',
  ])('%j is understood', async (header) => {
    const { rows, rejects } = await read(`${header}\nBerlin,Echo,3\n`);
    expect(rejects).toEqual([]);
    expect(rows).toEqual([echo]);
  });

  test.each([
    'Count (dozens)',
    "Count ('000)",
    'Quantity (in thousands)',
    'Stock [k]',
    'Stock (EUR)',
    'Stock (€)',
    'Qty (on order)',
    'Available (min.)',
    'Count (2026-10)',
    'Bestand (Tsd.)',
    'Menge (bestellt)',
    '재고 (천개)',
    '수량(예약)',
    '在庫（千個）',
  ])('%j is not the count of pieces that are there, unless it is chosen', async (name) => {
    const file = `store,item,${name}\nBerlin,Echo,3\n`;
    expect(await codeOf(file)).toBe('columns-missing');
    expect(await messageOf(file)).toContain(`--column count="${name}"`);
    expect((await read(file, { columns: { count: name } })).rows).toEqual([echo]);
    const both = `store,item,${name},Units\nBerlin,Echo,9,3\n`;
    expect((await read(both)).rows).toEqual([echo]);
  });

  test('several that could be the count are asked, not guessed', async () => {
    const file = 'Location,SKU,Available,On hand\nBerlin,Echo,3,5\n';
    expect(await codeOf(file)).toBe('columns-duplicate');
    expect(await messageOf(file)).toMatch(
      /"Available" \(column 3\), "On hand" \(column 4\).*--column count="On hand"/,
    );
    expect((await read(file, { columns: { count: 'On hand' } })).rows).toEqual([['Berlin', 'Echo', 5]]);
    expect((await read(file, { aliases: { count: ['available'] } })).rows).toEqual([echo]);
  });

  const shopify =
    'Handle,Title,Option1 Name,Option1 Value,SKU,HS Code,COO,Location,Bin name,Incoming (not editable),Unavailable (not editable),Committed (not editable),Available (not editable),On hand (current),On hand (new)';

  test('the inventory file of Shopify is read once it is specified which of its counts is meant', async () => {
    const file = `${shopify}\nechoes,Echoes,Title,Default,Echo,,,Berlin,,0,0,2,3,5,\n`;
    expect(await messageOf(file)).toMatch(
      /2 columns for count: "Available \(not editable\)" .*"On hand \(current\)" .*--column count="On hand \(current\)"/,
    );
    const { rows } = await read(file, { columns: { count: 'On hand (current)' } });
    expect(rows).toEqual([['Berlin', 'Echo', 5]]);
  });

  test('a location that does not stock an item has no count of 0', async () => {
    const file = `${shopify}\nechoes,Echoes,Title,Default,Echo,,,Berlin,,,,,not stocked,not stocked,\n`;
    const { rows, rejects } = await read(file, { columns: { count: 'On hand (current)' } });
    expect(rows).toEqual([]);
    expect(rejects).toHaveLength(1);
  });

  test('counts in a column for each location, as in exports of Square, are refused with that reason', async () => {
    const file =
      'Reference Handle,Token,Item Name,Variation Name,SKU,Current Quantity Rome,New Quantity Rome,Stock Alert Enabled Rome\n';
    expect(await messageOf(file)).toMatch(
      /no column for store and count.*"Current Quantity Rome" seems to be the count of one location/,
    );
  });

  test('a name that is not understood is answered with the nearest one, and what to pass', async () => {
    expect(await messageOf('Store,Item,Cuont\nBerlin,Echo,3\n')).toContain('--column count="Cuont"');
    expect(await messageOf('Store,Item,Bestand am Monatsende\nx,y,1\n')).toContain(
      '--column count="Bestand am Monatsende"',
    );
    expect(await messageOf('shop,thing,number\na,b,1\n')).toContain('--column item=');
  });

  test('a column of prices or of units is not the nearest to a count', async () => {
    const loyverse =
      'Handle,SKU,Name,Track stock,Cost,Available for sale [Main],Price [Main],In stock [Main],Low stock [Main]\n';
    expect(await messageOf(loyverse)).toContain('--column count="In stock [Main]"');
    expect(await messageOf('Store,Item,Cost,Stock (dozens)\n')).toContain('--column count="Stock (dozens)"');
    expect(await messageOf('Store,Item,Cost,Inventory UOM\n')).toContain('--column count="NAME"');
    expect(await messageOf('Werk;Material;Basismengeneinheit;Frei verwendbar\n')).toContain(
      '--column count="NAME"',
    );
  });

  test('between two columns of one field an option is given for each', async () => {
    expect(await messageOf('Warehouse,Location,SKU,Quantity\n')).toContain(
      'pass one of --column store="Warehouse", --column store="Location"',
    );
  });

  test('a column that was passed must be there', async () => {
    expect(await messageOf('store,item,count\nBerlin,Echo,3\n', { columns: { count: 'Stock now' } })).toMatch(
      /no column "Stock now", which the settings name/,
    );
  });
});

describe('files that are not text with cells', () => {
  test.each([
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"></head><body><table><tr><th>매장</th></tr></table></body></html>\n',
    '<!DOCTYPE html>\n<html><body><table></table></body></html>',
    '\n  <table><tr><td>store</td></tr></table>',
    '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>',
    '[{"store":"Berlin","item":"Echo","count":3}]',
    '{"store": "Berlin"}\n',
    '{\\rtf1\\ansi store,item,count}',
    Buffer.from('\ufeff<html><table></table></html>', 'utf16le'),
  ])('are named: case %#', async (file) => {
    expect(await codeOf(file)).toBe('markup');
  });

  test.each([
    '"store,item,count"\n"Berlin,Echo,3"\n',
    '"store;item;count";;\n"Berlin;Echo;3";;\n',
    '"store,""item"",count"\n"Berlin,""Echo"",3"\n',
  ])('lines that are quoted as a whole are refused with that reason: case %#', async (file) => {
    expect(await codeOf(file)).toBe('lines-quoted');
    await expect(readAll(file)).rejects.toThrow(/^each line of the file is quoted as a whole/);
  });

  test.each([
    '"store,item,count"\nBerlin,Echo,3\n',
    '"store,item,count"\n\n"Berlin","Echo","3"\n',
    '"store,item,count"\n',
  ])('a header that is quoted as a whole is refused with that reason: case %#', async (file) => {
    expect(await codeOf(file)).toBe('lines-quoted');
    await expect(readAll(file)).rejects.toThrow(
      /^the header is quoted as a whole, so that it is one cell: line 1 is/,
    );
  });

  test('rows that are quoted as a whole below a header that is not are rejected with that reason', async () => {
    const { rows, rejects } = await readAll(
      'store,item,count\n"Berlin,Echo,3"\n"Berlin,""Dot"",4"\nBerlin,Lamp,5\n"Berlin"\n',
    );
    expect(rows).toHaveLength(1);
    expect(rejects.map(({ code, message }) => [code, message.split(';')[0]])).toEqual([
      ['row-ragged', 'line 2 is quoted as a whole, so that it is one cell where the header has 3'],
      ['row-ragged', 'line 3 is quoted as a whole, so that it is one cell where the header has 3'],
      ['row-ragged', 'line 5 has 1 cell where the header has 3'],
    ]);
  });
});

describe('counts', () => {
  test('are read as spreadsheets, pandas and people of many countries write them', async () => {
    const counts = [
      '1\u00a0200',
      '1\u202f200',
      '1\u2009200',
      '1 200',
      '1’200',
      "1'200",
      '1 200,00',
      '1,200.00',
      '1.200,0',
      '="1200"',
      "'1200",
    ];
    const file = `store;item;count\n${counts.map((count, i) => `Paris;item ${i};"${count.replaceAll('"', '""')}"\n`).join('')}`;
    expect(await read(file)).toEqual({
      rows: counts.map((_, i) => ['Paris', `item ${i}`, 1200]),
      rejects: [],
    });
    expect((await read('store,item,count\nPune,Echo,"1,00,000"\nPune,Dot,"12,34,567"\n')).rows).toEqual([
      ['Pune', 'Echo', 100_000],
      ['Pune', 'Dot', 1_234_567],
    ]);
  });

  test('of floats are whole, and an empty one is missing', async () => {
    expect(
      await read('store,item,count\nBerlin,Echo,12.0\nBerlin,Dot,0.0\nBerlin,Tap,\nBerlin,Cap,2.5\n'),
    ).toEqual({
      rows: [
        ['Berlin', 'Echo', 12],
        ['Berlin', 'Dot', 0],
      ],
      rejects: [
        [4, 'count-missing'],
        [5, 'count-not-whole'],
      ],
    });
  });

  test.each([
    // A comma that begins a fraction somewhere does so everywhere.
    [
      'Filiale;store;item;count\n1;Berlin;Äpfel kg;12,500\n2;Berlin;Mehl;0,750\n',
      ['count-ambiguous', 'count-not-whole'],
    ],
    ['store;item;count\nBerlin;Mehl;0,750\nBerlin;Äpfel;12,500\n', ['count-not-whole', 'count-not-whole']],
    // Nothing shows which.
    ['store;item;count\nBerlin;Mehl;12,500\n', ['count-ambiguous']],
    ['store,item,count\nBerlin,Mehl,1.200\n', ['count-ambiguous']],
  ])('with a mark that may begin a fraction are rejected: case %#', async (file, codes) => {
    const { rows, rejects } = await read(file);
    expect(rows).toEqual([]);
    expect(rejects.map(([, code]) => code)).toEqual(codes);
  });

  test('with a mark of thousands are read where the column shows that', async () => {
    expect((await read('store,item,count\na,b,1.234.567\na,c,1.200\n')).rows).toEqual([
      ['a', 'b', 1_234_567],
      ['a', 'c', 1_200],
    ]);
    expect((await read('store;item;count\na;b;12.0\na;c;1,200\n')).rows).toEqual([
      ['a', 'b', 12],
      ['a', 'c', 1_200],
    ]);
  });

  test('show both readings where the column does not show which', async () => {
    const { rejects } = await readAll('store;item;count\nBerlin;Mehl;12,500\n');
    expect(rejects[0]?.message).toMatch(
      /is 12500 if its comma groups digits, and 12\.500 if it begins a fraction/,
    );
  });

  test('with fractions allowed are read by the column, too', async () => {
    const settings = { counts: 'decimal', numbers: 1 } as const;
    expect((await read('store;item;count\nBerlin;Äpfel;12,500\nBerlin;Mehl;0,750\n', settings)).rows).toEqual(
      [
        ['Berlin', 'Äpfel', 12.5],
        ['Berlin', 'Mehl', 0.75],
      ],
    );
  });

  test('that contradict earlier ones end the reading, unless the whole column was looked at before', async () => {
    const file = 'store,item,count\na,b,"1,200"\na,c,"0,750"\n';
    expect(await codeOf(file)).toBe('numbers-contradict');
    expect((await read(file, { numbers: 1 })).rejects.map(([, code]) => code)).toEqual([
      'count-not-whole',
      'count-not-whole',
    ]);
  });

  test.each(['(3)', '3-', '−3', '-3'])('below zero are reported: %s', async (count) => {
    expect((await read(`store,item,count\na,b,${count}\n`)).rejects).toEqual([[2, 'count-negative']]);
    expect((await read(`store,item,count\na,b,${count}\n`, { allowNegative: true })).rows).toEqual([
      ['a', 'b', -3],
    ]);
  });
});

describe('names', () => {
  test('that spreadsheets mark as text are unwrapped', async () => {
    const file =
      'store,item,count\nBerlin,="00123",3\nBerlin,"=""00456""",4\n="001",Echo,="5"\n\'007,\'00123,1\n';
    expect(await read(file)).toEqual({
      rows: [
        ['Berlin', '00123', 3],
        ['Berlin', '00456', 4],
        ['001', 'Echo', 5],
        ['007', '00123', 1],
      ],
      rejects: [],
    });
    expect((await read("store,item,count\n's-Hertogenbosch,'t Hart,1\n")).rows).toEqual([
      ["'s-Hertogenbosch", "'t Hart", 1],
    ]);
  });

  test.each([
    'Ber\u200blin',
    'Ber\u00adlin',
    'Berlin\u2060',
    '\u200eBerlin',
    '\ufeffBerlin',
    '\u00a0Berlin\u3000',
  ])('%j is Berlin', async (store) => {
    expect((await read(`store,item,count\n${store},Echo,3\n`)).rows).toEqual([echo]);
    expect((await read(Buffer.from(`\ufeffstore,item,count\n${store},Echo,3\n`, 'utf16le'))).rows).toEqual([
      echo,
    ]);
  });

  test('with other blanks, or in another Unicode form, are the same', async () => {
    const names = ['Echo\u00a0Plus', 'Echo  Plus', 'Echo\u2009 Plus', '"Echo   Plus"'];
    const { rows } = await read(`store,item,count\n${names.map((name) => `Berlin,${name},1\n`).join('')}`);
    expect(rows.map(([, item]) => item)).toEqual(names.map(() => 'Echo Plus'));
    const seoul = '서울 강남점';
    const korean = await read(
      `store,item,count\n${seoul},에코,3\n${seoul.normalize('NFD')},에코,0\nZu\u0308rich,Echo,1\n`,
    );
    expect(korean.rows.map(([store]) => store)).toEqual([seoul, seoul, 'Zürich']);
  });

  test('are kept by a setting', async () => {
    const { rows } = await read('store,item,count\nBer\u200blin,Echo  Plus,3\n', { names: 'keep' });
    expect(rows).toEqual([['Ber\u200blin', 'Echo  Plus', 3]]);
  });

  test('that were changed are counted, and the first are shown', async () => {
    const { readBatches } = await import('./testing/read-all.ts');
    const [batch] = await readBatches(Buffer.from('store,item,count\nBerlin,Echo  Plus,3\nBerlin, Dot ,1\n'));
    expect(batch?.renamed).toEqual({
      count: 1,
      examples: [{ line: 2, from: 'Echo  Plus', to: 'Echo Plus' }],
    });
  });

  test('that are error values or rounded numbers are rejected', async () => {
    const items = [
      '#N/A',
      '#REF!',
      '#NAME?',
      '#DIV/0!',
      '#NV',
      '#BEZUG!',
      '#WERT!',
      'NULL',
      'nan',
      'None',
      'N/A',
      '<NA>',
      'undefined',
      'Err:502',
      '#GETTING_DATA',
      '8.80123E+12',
      '8,80123E+12',
      '8.80123e+12',
      '8.80123E12',
      '\\N',
      '(null)',
      '[NULL]',
      '(blank)',
      '(비어 있음)',
    ];
    const { rows, rejects } = await read(
      `store;item;count\n${items.map((item) => `Berlin;${item};3\n${item};Echo;3\n`).join('')}`,
    );
    expect(rows).toEqual([]);
    expect(new Set(rejects.map(([, code]) => code))).toEqual(
      new Set(['item-error-value', 'store-error-value', 'item-rounded', 'store-rounded']),
    );
    expect(
      await read('store,item,count\nBerlin,Echo,#N/A\nBerlin,Nan bread,1\nBerlin,#1 pencil,2\n'),
    ).toEqual({
      rows: [
        ['Berlin', 'Nan bread', 1],
        ['Berlin', '#1 pencil', 2],
      ],
      rejects: [[2, 'count-not-whole']],
    });
  });
});

test('names of question marks are rejected: different names became one', async () => {
  expect(await read('store,item,count\nBerlin,??? ??,3\n?,Echo,4\nBerlin,Who?,1\nBerlin,?-mark,2\n')).toEqual(
    {
      rows: [
        ['Berlin', 'Who?', 1],
        ['Berlin', '?-mark', 2],
      ],
      rejects: [
        [2, 'cell-encoding'],
        [3, 'cell-encoding'],
      ],
    },
  );
});

test.each(['\t', '|', ';'])(
  'cells delimited by %j do not show what a comma in a count is',
  async (delimiter) => {
    const between = (...rows: string[][]) => rows.map((cells) => cells.join(delimiter)).join('\n');
    const header = ['store', 'item', 'count'];
    const rows = [
      ['Berlin', 'Echo', '12,000'],
      ['Berlin', 'Dot', '1,500'],
    ];
    expect(await read(between(header, ...rows))).toEqual({
      rows: [],
      rejects: [
        [2, 'count-ambiguous'],
        [3, 'count-ambiguous'],
      ],
    });
    const shown = between(header, ['Berlin', 'Tap', '1,234,567'], ...rows);
    expect((await read(shown)).rows.map(([, , count]) => count)).toEqual([1_234_567, 12_000, 1_500]);
  },
);

describe('line ends and quotes', () => {
  test('of several kinds are read in one file, and a final Ctrl-Z is not part of it', async () => {
    const file = 'store,item,count\r\nBerlin,A,1\nBerlin,B,2\rBerlin,C,3\r\r\nBerlin,D,4\x1a';
    expect(await read(file)).toEqual({
      rows: [
        ['Berlin', 'A', 1],
        ['Berlin', 'B', 2],
        ['Berlin', 'C', 3],
        ['Berlin', 'D', 4],
      ],
      rejects: [],
    });
    const wide = Buffer.from(`\ufeff${file}\x1a\x1a`, 'utf16le');
    expect((await read(wide)).rows).toHaveLength(4);
  });

  test.each([
    ['Berlin,"5 inch cable,3\nBerlin,Echo,0\nBerlin,TV 32",5\nBerlin,Dot,1\n', 3],
    ['Berlin,"5 inch cable,3\nBerlin,TV 32",5\n', 1],
    ['"Berlin,5 inch,3\nBerlin,Echo,0\nOslo",Lamp,1\n', 2],
  ])('a stray quote rejects its line, and the lines behind it are rows: case %#', async (lines, rowCount) => {
    const { rows, rejects } = await read(`store,item,count\n${lines}`);
    expect(rejects).toEqual([[2, 'cell-quote-rows']]);
    expect(rows).toHaveLength(rowCount);
  });

  test.each([
    'Berlin,"Echo\nPlus",3\n',
    'Berlin,"Echo, big\nPlus, red",3\n',
    'Berlin,"Echo\n1, 2\nPlus",3\n',
  ])('a line break in a cell is not a stray quote: case %#', async (line) => {
    const { rows, rejects } = await read(`store,item,count\n${line}`);
    expect(rejects).toEqual([]);
    expect(rows).toHaveLength(1);
  });
});

describe('encodings', () => {
  test.each(['utf-16le', 'utf-16be'] as const)(
    '%s without a byte order mark is recognized',
    async (encoding) => {
      for (const text of ['store,item,count\r\nBerlin,Echo,3\r\n', '매장;상품;수량\nBerlin;Echo;3\n']) {
        const bytes = Buffer.from(text, 'utf16le');
        const file = encoding === 'utf-16le' ? bytes : bytes.swap16();
        expect((await read(file)).rows).toEqual([echo]);
      }
    },
  );

  const read1252 = { encoding: 'windows-1252' } as const;
  test.each([
    ['store;item;count\r\nZürich;Käse;3\r\nMünchen;Brötchen;4\r\nKöln;Weißbier;2\r\n', 'windows-1252'],
    ['store,item,count\nLeeds,Levi’s 501,3\nLeeds,Men’s T-shirt,0\nLeeds,Women’s coat,4\n', 'windows-1252'],
    ['store,item,count\n渋谷店,ドビュ0番,0\n渋谷店,ドビュ1番,1\n渋谷店,ドビュ2番,2\n', 'shift_jis'],
  ])('are read right or refused: case %#', async (text, encoding) => {
    const file = iconv.encode(text, encoding);
    const expected = await read(file, { encoding: encoding as 'windows-1252' });
    expect(expected).toEqual(await read(text));
    const code = await codeOf(file);
    if (code === 'read') expect(await read(file)).toEqual(expected);
    else expect(code).toBe('encoding-unsure');
  });

  test('a single byte that is not UTF-8 rejects its row, and does not make the file another', async () => {
    const file = Buffer.concat([
      Buffer.from('store,item,count\nLeeds,Café,3\nLeeds,Men'),
      Buffer.of(0x92),
      Buffer.from('s coat,0\n'),
    ]);
    expect(await read(file)).toEqual({ rows: [['Leeds', 'Café', 3]], rejects: [[3, 'cell-encoding']] });
    expect((await read(file, read1252)).rows).toHaveLength(2);
  });

  test('a refusal shows how each candidate reads two lines, and how to choose one', async () => {
    const file = iconv.encode('store,item,count\nx,치카,1\n', 'cp949');
    const message = await messageOf(file);
    expect(message).toMatch(/"x,치카,1"/);
    expect(message).toMatch(/--encoding NAME.*x-amz-meta-encoding/);
  });

  test.each([
    'store,item,count\n\x1b$B%F\x1b(B,Echo,3\n',
    'store,item,count\n~{<:Ky2;~},Echo,3\n',
    'store,item,count\nM+APw-nchen,Echo,3\n',
  ])('of seven bits are refused: case %#', async (file) => {
    expect(await codeOf(file)).toBe('encoding-unsure');
  });
});
