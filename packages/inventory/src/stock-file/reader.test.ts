import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { readStockFile } from './reader.ts';
import { chunksOf, collect, readAll, readBatches } from './testing/read-all.ts';
import type { RejectCode, StockFileSettings, StockRow } from './types.ts';

const header = 'store,item,count\n';
const berlin = { store: 'Berlin', item: 'Echo Plus', count: 0 };

function facts({ store, item, count }: StockRow) {
  return { store, item, count };
}

test.each([
  ['commas', 'store,item,count\nBerlin,Echo Plus,0\n'],
  ['semicolons', 'store;item;count\nBerlin;Echo Plus;0\n'],
  ['tabs', 'store\titem\tcount\nBerlin\tEcho Plus\t0\n'],
  ['bars', 'store|item|count\nBerlin|Echo Plus|0\n'],
  ['CRLF', 'store,item,count\r\nBerlin,Echo Plus,0\r\n'],
  ['CR only', 'store,item,count\rBerlin,Echo Plus,0\r'],
  ['no final newline', 'store,item,count\nBerlin,Echo Plus,0'],
  ['quotes', '"store","item","count"\n"Berlin","Echo Plus","0"\n'],
  ['spaces around cells and quotes', 'store, item ,count\n Berlin , "Echo Plus" ,\t0\n'],
  ['blank lines', '\n \n,,\nstore,item,count\n\n  \n,,\nBerlin,Echo Plus,0\n\n\n'],
  ['other columns in another order', 'COUNT,note,Store,Item\n0,"a, b",Berlin,Echo Plus\n'],
  ['blank cells beyond the header', 'store,item,count,,\nBerlin,Echo Plus,0,,, ,\n'],
  ['unnamed columns at the end left out', 'store,item,count,,\nBerlin,Echo Plus,0\n'],
  ['the Ctrl-Z of DOS', 'store,item,count\r\nBerlin,Echo Plus,0\r\n\x1a'],
])('a file with %s is read', async (_, file) => {
  const { rows, rejects } = await readAll(file);
  expect(rejects).toEqual([]);
  expect(rows.map(facts)).toEqual([berlin]);
});

test('digits in a column without a name behind the count may be the rest of it', async () => {
  const { rows, rejects } = await readAll(
    'store,item,count,\nBerlin,Echo,1,200\nBerlin,Dot,5,\nBerlin,Tap,7,new\n',
  );
  expect(rows.map(({ count }) => count)).toEqual([5, 7]);
  expect(rejects).toMatchObject([
    {
      code: 'count-ambiguous',
      column: 'count',
      message: expect.stringMatching(/followed by "200".* 1,200; quote it/),
    },
  ]);
});

test('a row has the line and byte that it starts at', async () => {
  const { rows } = await readAll('store,item,count\r\n"Seoul\r\nSouth",a,1\r\n\r\n서울,b,2\n');
  expect(rows).toEqual([
    { store: 'Seoul\nSouth', item: 'a', count: 1, line: 2, offset: 18 },
    { store: '서울', item: 'b', count: 2, line: 5, offset: 40 },
  ]);
});

test('the delimiter is the one with which the header contains the columns', async () => {
  const { rows } = await readAll('store|item|count|a,b,c,d,e\nBerlin|Echo Plus|0|x,y\n');
  expect(rows.map(facts)).toEqual([berlin]);
});

test('additional columns become attributes, except for blank cells', async () => {
  const { rows } = await readAll('store,item,count,Price,color\nBerlin,Echo Plus,0, 12 ,\n', {
    settings: { keepColumns: ['price', 'color', 'size'] },
  });
  expect(rows[0]?.attributes).toEqual({ price: '12' });
});

test.each<[RejectCode, string, string | null, RegExp, StockFileSettings?]>([
  ['store-missing', ' ,Echo,1', 'store', /^store on line 2 is empty/],
  ['store-too-long', `${'가'.repeat(683)},Echo,1`, 'store', /^store "가{60}"\.\.\. on line 2 has 2049 bytes/],
  ['item-missing', 'Berlin,,1', 'item', /^item on line 2 is empty/],
  ['item-too-long', `Berlin,${'x'.repeat(1025)},1`, 'item', /on line 2 has 1025 bytes/],
  ['count-missing', 'Berlin,Echo,', 'count', /^count on line 2 is empty/],
  ['count-ambiguous', 'Berlin,Echo,1.200', 'count', /^count "1.200" on line 2 is 1200 if its point groups/],
  ['store-error-value', '#REF!,Echo,1', 'store', /^store "#REF!" on line 2 is an error value/],
  [
    'store-rounded',
    '1.2E+12,Echo,1',
    'store',
    /^store "1.2E\+12" on line 2 is a number that a spreadsheet rounded/,
  ],
  ['item-error-value', 'Berlin,#N/A,1', 'item', /^item "#N\/A" on line 2 is an error value/],
  ['item-rounded', 'Berlin,8.80123E+12,1', 'item', /rounded/],
  ['count-not-whole', 'Berlin,Echo,12.5', 'count', /^count "12.5" on line 2 is not a whole number; fix/],
  ['count-not-a-number', 'Berlin,Echo,x', 'count', /^count "x" on line 2/, { counts: 'decimal' }],
  ['count-negative', 'Berlin,Echo,-3', 'count', /^count "-3" on line 2 is below zero/],
  ['count-too-large', 'Berlin,Echo,9007199254740992', 'count', /on line 2 is above 9007199254740991/],
  ['count-too-precise', 'Berlin,Echo,0.1234567890123456', 'count', /15 digits/, { counts: 'decimal' }],
  ['row-ragged', 'Berlin,Echo', null, /^line 2 has 2 cells where the header has 3; add/],
  ['row-ragged', 'Berlin,Echo,1,2', null, /^line 2 has 4 cells where the header has 3; quote a cell/],
  [
    'row-too-long',
    `Berlin,Echo,1${' '.repeat(100)}`,
    null,
    /^line 2 is longer than 64 bytes/,
    { maxRowBytes: 64 },
  ],
  [
    'cell-encoding',
    'Berlin,Echo\ufffd,1',
    'item',
    /^item "Echo\ufffd" on line 2 has characters that are malformed in UTF-8/,
  ],
  [
    'cell-encoding',
    'Berlin,Ec\u0007ho,1',
    'item',
    /^item "Ec.*ho" on line 2 has the control character U\+0007/,
  ],
  ['cell-encoding', 'Berlin,"Echo\u001bPlus",1', 'item', /on line 2 has the control character U\+001B/],
  ['cell-encoding', 'Ber\u0085lin,Echo,1', 'store', /on line 2 has the control character U\+0085/],
  ['cell-quote-unclosed', 'Berlin,"Echo,1', 'item', /^the quote opened in "item" on line 2 is not closed/],
  ['cell-quote-text', '"Ber"lin,Echo,1', 'store', /^text follows the closing quote in "store" on line 2/],
])('a row is rejected as %s: %s', async (code, row, column, message, settings = {}) => {
  const { rows, rejects } = await readAll(`${header}${row}\nBerlin,Echo Plus,0\n`, { settings });
  expect(rejects).toEqual([
    {
      line: 2,
      offset: 17,
      column,
      code,
      message: expect.stringMatching(message),
      cells: expect.any(Array),
      ...(code === 'cell-encoding' && { bytes: Buffer.from(row) }),
    },
  ]);
  expect(rows.map(facts)).toEqual([berlin]);
});

test('names of exactly the sizes that a key may have are accepted', async () => {
  const { rows, rejects } = await readAll(`${header}${'é'.repeat(1024)},${'x'.repeat(1024)},1\n`);
  expect(rejects).toEqual([]);
  expect(rows).toHaveLength(1);
});

test('a row of exactly the maximum size is accepted, whatever its line break', async () => {
  const row = `Berlin,Echo Plus,${'0'.repeat(47)}`;
  for (const end of ['\n', '\r\n', '\r', '']) {
    const fits = await readAll(`${header}${row}${end}`, { settings: { maxRowBytes: 64 } });
    expect(fits.rows.map(facts)).toEqual([berlin]);
    const longer = await readAll(`${header}${row}0${end}`, { settings: { maxRowBytes: 64 } });
    expect(longer.rejects.map(({ code }) => code)).toEqual(['row-too-long']);
  }
});

test('a stray quote rejects its own line, not those that it swallows', async () => {
  const lines = Array.from({ length: 50 }, (_, i) => `Berlin,item ${i},${i}\n`);
  lines[10] = 'Berlin,"item 10,10\n';
  lines[30] = 'Berlin,"item 30",30\n';
  const { rows, rejects } = await readAll(header + lines.join(''));
  expect(rejects.map(({ line, code, cells }) => ({ line, code, cells }))).toEqual([
    { line: 12, code: 'cell-quote-text', cells: ['Berlin', '"item 10', '10'] },
  ]);
  expect(rows.map(({ line, item, count }) => ({ line, item, count }))).toEqual(
    lines.flatMap((_, i) => (i === 10 ? [] : [{ line: i + 2, item: `item ${i}`, count: i }])),
  );
});

test('the end of an open quote is searched up to the maximum row size only', async () => {
  let pulled = 0;
  const source = async function* () {
    yield Buffer.from(`${header}Berlin,"Echo,1\n`);
    for (; pulled < 1000; pulled++) yield Buffer.from('Berlin,Echo Plus,0\n'.repeat(1000));
  };
  for await (const batch of readStockFile(source())) {
    expect(batch.rejects.map(({ code }) => code)).toEqual(['cell-quote-unclosed']);
    break;
  }
  expect(pulled).toBeLessThan(20);
});

test('a line of many megabytes is skipped, and reading continues after it', async () => {
  const file = `${header}Berlin,${'x'.repeat(5_000_000)}\r\nBerlin,Echo Plus,0\n`;
  const batches = await readBatches(Buffer.from(file));
  expect(batches.length).toBeGreaterThan(50);
  expect(batches.flatMap(({ rejects }) => rejects)).toMatchObject([
    { code: 'row-too-long', line: 2, offset: 17 },
  ]);
  expect(batches.flatMap(({ rows }) => rows)).toEqual([{ ...berlin, line: 3, offset: 5_000_026 }]);
});

const ascii = 'Berlin,Echo Plus,0\n'.repeat(60_000);

test('CP949 is detected although its first character comes after a megabyte of ASCII', async () => {
  const { rows, rejects } = await readAll(
    Buffer.concat([Buffer.from(header + ascii), iconv.encode('서울,에코,7\n', 'cp949')]),
  );
  expect(rejects).toEqual([]);
  expect(rows.slice(-1).map(facts)).toEqual([{ store: '서울', item: '에코', count: 7 }]);
});

test('a malformed character in a UTF-8 file rejects its row, and does not make the file CP949', async () => {
  const broken = Buffer.concat([Buffer.from('서울,에코'), Buffer.of(0xec, 0x97), Buffer.from(',1\n')]);
  for (const after of ['서울,에코 플러스,2\n', `서울,에코 플러스,2\n${ascii}`]) {
    const { rows, rejects } = await readAll(Buffer.concat([Buffer.from(header), broken, Buffer.from(after)]));
    expect(rejects).toMatchObject([{ code: 'cell-encoding', line: 2, column: 'item' }]);
    expect(rows[0]).toMatchObject({ store: '서울', item: '에코 플러스' });
  }
});

test('a malformed character in an unused column is ignored', async () => {
  const { rows } = await readAll(
    Buffer.concat([
      Buffer.from('store,item,count,note\nBerlin,Echo Plus,0,'),
      Buffer.of(0xe9),
      Buffer.from('\n'),
    ]),
  );
  expect(rows.map(facts)).toEqual([berlin]);
});

test('Latin-1 text is read as Windows-1252, or refused, but not misread', async () => {
  const file = Buffer.from(`${header}Orléans,Café moulu,1\nNîmes,Thé à la menthe,2\n`, 'latin1');
  expect(await readAll(file)).toMatchObject({
    rejects: [],
    rows: [{ store: 'Orléans', item: 'Café moulu' }, { store: 'Nîmes' }],
  });
});

test('an encoding may be passed, and a byte order mark takes precedence over it', async () => {
  const settings = { encoding: 'utf-16be' } as const;
  const text = 'store,item,count\nBerlin,Echo Plus,0\n';
  const bare = Buffer.from(text, 'utf16le').swap16();
  for (const file of [bare, Buffer.from(`\ufeff${text}`, 'utf16le'), Buffer.from(`\ufeff${text}`)]) {
    expect((await readAll(file, { settings })).rows.map(facts)).toEqual([berlin]);
  }
});

test('half a character at the end of a UTF-16 file rejects the last row', async () => {
  const file = Buffer.from(`\ufeff${header}Berlin,Echo Plus,0\nSeoul,Echo,1`, 'utf16le');
  const { rows, rejects } = await readAll(file.subarray(0, -1));
  expect(rows.map(facts)).toEqual([berlin]);
  expect(rejects).toMatchObject([{ code: 'cell-encoding', column: 'count' }]);
});

test.each([
  ['empty', ''],
  ['empty', '\ufeff'],
  ['empty', '\n \r\n,,,\n'],
  ['no-header', 'Berlin,Echo Plus,0\n'],
  ['no-header', '"store,item,count\n'],
  ['no-header', '\n'.repeat(400_000)],
  ['no-rows', 'store,item,count'],
  ['no-rows', 'store,item,count\n\n,,\n'],
  ['columns-missing', 'store,item\nBerlin,Echo\n'],
  ['columns-duplicate', 'store,item,count,count\nBerlin,Echo,1,2\n'],
  ['archive-broken', 'PK\x03\x04store,item,count\n'],
  ['binary', 'store,item,count\nBerlin,Ec\0ho,1\n'],
  ['binary', Buffer.from(`${header}Berlin,Echo,1\n`, 'utf16le').subarray(0, -1)],
  ['binary', gzipSync(gzipSync(header))],
  ['binary', 'Rar!\x1a\x07\x01'],
  ['binary', Buffer.from('377abcaf271c0004', 'hex')],
  ['binary', 'ALZ\x01\n'],
  ['binary', 'EGGA\0\x01'],
  ['gzip-broken', gzipSync(`${header}Berlin,Echo,1\n`).subarray(0, -1)],
])('a file is refused as %s: case %#', async (code, file) => {
  for (const blockBytes of [1, 65_536]) {
    await expect(readAll(file, { blockBytes })).rejects.toMatchObject({ code: `inventory.file.${code}` });
  }
});

test('a file of bad rows only is not a file without rows', async () => {
  expect((await readAll(`${header}Berlin,Echo,x\n`)).rejects).toHaveLength(1);
});

test('a gzip file that has become shorter cannot be resumed', async () => {
  const [batch] = await readBatches(gzipSync(`${header}Berlin,Echo,1\n`));
  const resumed = readBatches(gzipSync(header), { resume: batch!.state });
  await expect(resumed).rejects.toMatchObject({ code: 'inventory.file.changed' });
});

test.each([
  ['counts', { counts: 'integer' as 'whole' }],
  ['delimiter', { delimiter: ':' as ',' }],
  ['encoding', { encoding: 'latin1' as 'utf-8' }],
  ['names', { names: 'lower' as 'keep' }],
  ['column-name', { columns: { count: '\t' } }],
  ['max-row-bytes', { maxRowBytes: 12.5 }],
  ['column-name', { keepColumns: [' '] }],
  ['column-name', { keepColumns: ['FileTime'] }],
])('settings are checked before anything is read: %s', async (setting, settings) => {
  await expect(readAll('', { settings })).rejects.toMatchObject({ code: `inventory.settings.${setting}` });
});

test('the source is released when reading stops early, fails or ends', async () => {
  for (const text of [
    `${header}Berlin,Echo,1\n`.padEnd(200_000, 'Berlin,Echo,1\n'),
    'nothing',
    gzipSync(header),
  ]) {
    let open = true;
    const source = async function* () {
      try {
        yield* chunksOf(Buffer.from(text), [1, 1000, 100_000]);
      } finally {
        open = false;
      }
    };
    const reading = readStockFile(source());
    await reading.next().catch(() => undefined);
    await reading.return();
    expect(open).toBe(false);
  }
});

test('an error of the source is thrown unchanged', async () => {
  const broken = new Error('connection reset');
  const source = async function* () {
    yield Buffer.from(header);
    throw broken;
  };
  await expect(collect(readStockFile(source()))).rejects.toBe(broken);
});

test('a stated delimiter that the header does not have is named, and no quotes that are not there', async () => {
  await expect(readAll('sep=,\nstore;item;count\nBerlin;Echo;3\n')).rejects.toMatchObject({
    code: 'inventory.file.no-header',
    message: expect.stringMatching(
      /stated to be ",".*header on line 2, "store;item;count", is delimited by ";"/,
    ),
  });
});
