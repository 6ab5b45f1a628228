import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { isGroundcrewError } from '@groundcrew/errors';
import fc from 'fast-check';
import { zip } from '@groundcrew/zip/testing/write-zip';
import { expect, inject, test } from 'vitest';
import { readInBlocks } from './reader.ts';
import { formatRejects } from './rejects-file.ts';
import { collect, readAll, readBatches } from './testing/read-all.ts';
import { type Cell, workbook } from './testing/write-workbook.ts';
import type { StockFileSettings } from './types.ts';

// Made by openpyxl, XlsxWriter and others: testing/make-workbooks.py.
const fixture = (name: string): Promise<Buffer> =>
  readFile(new URL(`testing/workbooks/${name}`, import.meta.url));

const shelves = async (file: Uint8Array, settings: StockFileSettings = {}): Promise<unknown[]> =>
  (await readAll(file, { settings })).rows.map(({ store, item, count }) => [store, item, count]);

async function refusal(file: Uint8Array, settings: StockFileSettings = {}): Promise<[string, string]> {
  try {
    await readAll(file, { settings });
  } catch (error) {
    if (isGroundcrewError(error)) return [error.code, error.message];
    throw error;
  }
  throw new Error('it was read');
}

test('names and counts of a workbook by openpyxl are what the sheet means', async () => {
  const { rows } = await readAll(await fixture('openpyxl-cells.xlsx'));
  expect(rows.map(({ store, item, count, line }) => [line, store, item, count])).toEqual([
    [4, 'Berlin', 'Echo', 3],
    [5, 'Berlin', '123', 0],
    [6, 'Berlin', '8801234567890', 12],
    [7, 'Berlin', '00123', 1200],
    [8, 'Köln', 'Line\nbreak', 1],
    [9, 'Köln', '5" cable, black', 2],
    [15, 'Köln', 'TRUE', 6],
    [19, 'Merged', 'First', 1],
    [21, 'Köln', 'Late', 9],
    [22, 'Bonn', '00042', 10],
    [24, 'Bonn', 'Rich text', 1234567],
  ]);
});

test('what is not certain in a cell of a sheet rejects its row, by the row of the sheet', async () => {
  const { rejects } = await readAll(await fixture('openpyxl-cells.xlsx'));
  expect(rejects.map(({ line, code, cells }) => [line, code, cells[1], cells[2]])).toEqual([
    [11, 'item-date', '#DATE! 2026-03-01', '4'],
    [12, 'item-error-value', '#N/A', '5'],
    [13, 'count-not-whole', 'Half', '0.5'],
    [14, 'count-not-whole', 'Dated', '2026-03-01 08:30:00'],
    [16, 'item-error-value', '#FORMULA!', '7'],
    [17, 'count-not-whole', 'Formula', '#FORMULA!'],
    [18, 'item-rounded', '1.23456789012346E+18', '8'],
    [20, 'store-missing', 'Second', '2'],
    [23, 'item-number-format', '#FORMAT! 42', '11'],
    [25, 'count-not-whole', 'Percent', '100%'],
  ]);
  const messageOf = (row: number) => rejects.find(({ line }) => line === row)?.message;
  expect(messageOf(16)).toMatch(/a formula whose result is not in the file/);
  expect(messageOf(20)).toMatch(/is empty; fill the cell \(of merged cells only the first has the value/);
});

test('a count that its number format shows in another unit is rejected, in its rejects again', async () => {
  const formats = ['0 "pcs"', '0 "dozen"', '#,##0 [$€-407]', '0.0 "doz."'];
  const styled = (style: number, value: number) => ({ xml: `<c PLACE s="${style}"><v>${value}</v></c>` });
  const file = workbook(
    [
      ['store', 'item', 'count'],
      ...formats.map((_, i) => ['Rome', `Lamp ${i}`, styled(i + 1, i === 3 ? 1.5 : 12)]),
    ],
    { formats },
  );
  for (const counts of ['whole', 'decimal'] as const) {
    const batches = await readBatches(file, { settings: { counts } });
    expect(batches.flatMap(({ rows }) => rows.map(({ item, count }) => [item, count]))).toEqual([
      ['Lamp 0', 12],
    ]);
    const { rejects, state } = batches[0]!;
    expect(rejects.map(({ cells }) => cells[2])).toEqual(['12 dozen', '12 €', '1.5 doz.']);
    expect(rejects[0]!.message).toMatch(
      /^count "12 dozen" on line 3 is shown with a unit by the number format/,
    );
    const again = await readAll(await formatRejects(rejects, state, { header: true }), {
      settings: { counts },
    });
    expect([again.rows, again.rejects.length]).toEqual([[], 3]);
  }
});

test('rejects of a sheet are CSV, and rejected again for what was not corrected', async () => {
  const batches = await readBatches(await fixture('openpyxl-cells.xlsx'));
  const { rejects, state } = batches[0]!;
  const file = await formatRejects(rejects, state, { header: true });
  const text = Buffer.from(file).toString('utf8');
  expect(text.split('\r\n').slice(0, 2)).toEqual([
    '\ufeffLocation,SKU,On hand,Note,reject_line,reject_offset,reject_column,reject_code,reject_message,reject_bytes,reject_source',
    expect.stringContaining('Köln,#DATE! 2026-03-01,4,a date,11,') as string,
  ]);
  const again = await readAll(file);
  expect(again.rows).toEqual([]);
  expect(again.rejects).toHaveLength(rejects.length);
});

test('a file of rejects that was repaired and saved as a workbook states its source, and loses its guards', async () => {
  const columns = ['store', 'item', 'count', 'reject_line', 'reject_source'];
  const file = workbook([
    columns,
    ['Rome', "'@Lamp", 3, 7, '2026-03-01T08:00:00.000Z a.csv'],
    ['Rome', 'Pan', 4],
  ]);
  const sources: string[] = [];
  const options = { onRejectSource: (source: string) => void sources.push(source) };
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield file;
  }
  const batches = await collect(readInBlocks(bytes(), {}, 65_536, undefined, options));
  expect(batches.flatMap(({ rows }) => rows.map(({ item, count }) => [item, count]))).toEqual([
    ['@Lamp', 3],
    ['Pan', 4],
  ]);
  expect(sources).toEqual(['2026-03-01T08:00:00.000Z a.csv']);
});

test('inline strings, escapes and empty rows of XlsxWriter are read; a formula that it gave no result is not 0', async () => {
  const { rows, rejects } = await readAll(await fixture('xlsxwriter-inline.xlsx'));
  expect(rows.map(({ line, item, count }) => [line, item, count])).toEqual([
    [2, '에코', 3],
    [3, 'blanks', 4],
    [5, 'a&b <c>', 5],
    [6, '_x0041_', 6],
  ]);
  expect(rejects.map(({ line, code, cells }) => [line, code, cells])).toEqual([
    [7, 'count-not-whole', ['Seoul', 'Sum', '#FORMULA!']],
  ]);
});

test('the sheet is the first with cells that is not hidden, or chosen by name or number', async () => {
  const sheets = await fixture('xlsxwriter-sheets.xlsx');
  const [code, message] = await refusal(sheets);
  expect(code).toBe('inventory.file.no-header');
  expect(message).toMatch(/^sheet "Cover": .*other sheets of the workbook: "Stock": pass .* --sheet/);
  for (const sheet of ['Stock', 'stock', '2'])
    expect(await shelves(sheets, { sheet })).toEqual([['Rome', 'Lamp', 3]]);
  expect(await refusal(sheets, { sheet: '3' })).toEqual([
    'inventory.file.sheet-missing',
    expect.stringContaining('no sheet "3": it has "Cover", "Stock"') as string,
  ]);
  const cells = await fixture('openpyxl-cells.xlsx');
  expect(await shelves(cells, { sheet: 'Old' })).toEqual([['Hidden', 'Row', 1]]);
  expect((await readBatches(cells))[0]!.state.archive).toEqual({ sheet: '재고', otherSheets: ['Prices'] });
});

test.each([
  ['openpyxl-one-column.xlsx', 'inventory.file.lines-quoted', /each row of the sheet is in one cell/],
  ['msoffcrypto-password.xlsx', 'inventory.file.encrypted', /the workbook is protected by a password/],
  ['xlwt-old.xls', 'inventory.file.binary', /a workbook of an old Excel \(\.xls\); .*save it as \.xlsx/],
  ['zipfile-two.zip', 'inventory.file.archive-files', /has 2 files in it: "rome.csv", "oslo.csv"/],
])('%s is refused with what it is', async (name, code, message) => {
  expect(await refusal(await fixture(name))).toEqual([code, expect.stringMatching(message)]);
});

test('the only table of a ZIP archive is read, beside pictures and what systems put there', async () => {
  const file = await fixture('zipfile-one.zip');
  expect(await shelves(file)).toEqual([
    ['Rome', 'Lamp', 3],
    ['Rome', 'Kettle', 0],
  ]);
  expect((await readBatches(file))[0]!.state.archive).toEqual({ file: 'export/재고.csv' });
  expect(await shelves(await fixture('zipfile-workbook.zip'))).toHaveLength(4);
});

test('a file in a ZIP archive may be gzipped, and in any encoding', async () => {
  const text = 'store,item,count\nKöln,Tür grün,3\n';
  const gzipped = zip([{ name: 'stock.csv.gz', bytes: gzipSync(text) }]);
  expect(await shelves(gzipped)).toEqual([['Köln', 'Tür grün', 3]]);
  const legacy = zip([{ name: 'stock', bytes: Buffer.from(text, 'latin1'), method: 0 }]);
  expect(await shelves(legacy, { encoding: 'windows-1252' })).toEqual([['Köln', 'Tür grün', 3]]);
});

const text = 'store,item,count\nRome,Lamp,3\n';

test.each([
  ['nothing', zip([]), 'archive-files', /no file in it/],
  ['a folder only', zip([{ name: 'a/', bytes: '' }]), 'archive-files', /no file in it/],
  [
    'an archive',
    zip([{ name: 'a.zip', bytes: zip([{ name: 'b.csv', bytes: text }]) }]),
    'archive-files',
    /an archive itself/,
  ],
  [
    'an encrypted file',
    zip([{ name: 'a.csv', bytes: text, isEncrypted: true }]),
    'encrypted',
    /"a.csv" in the ZIP archive/,
  ],
  [
    'a file by another method',
    zip([{ name: 'a.csv', bytes: text, method: 14 }]),
    'archive-broken',
    /method 14/,
  ],
  [
    'a wrong checksum',
    zip([{ name: 'a.csv', bytes: text, claimedCrc: 1 }]),
    'archive-broken',
    /checksum of "a.csv"/,
  ],
  [
    'a wrong size',
    zip([{ name: 'a.csv', bytes: text, claimedBytes: 9 }]),
    'archive-broken',
    /has 29 bytes, not 9/,
  ],
  [
    'an old workbook',
    zip([{ name: 'a.xls', bytes: Buffer.from('d0cf11e0a1b11ae1', 'hex') }]),
    'binary',
    /old Excel/,
  ],
  [
    'an OpenDocument file',
    zip([
      { name: 'mimetype', bytes: '' },
      { name: 'content.xml', bytes: '' },
    ]),
    'binary',
    /\.ods/,
  ],
  ['a Word document', office('word/document.xml'), 'binary', /\.docx/],
  ['a binary workbook', office('xl/workbook.bin'), 'binary', /\.xlsb/],
])('a ZIP archive with %s is refused', async (_, file, code, message) => {
  expect(await refusal(file)).toEqual([`inventory.file.${code}`, expect.stringMatching(message)]);
});

function office(main: string): Buffer {
  const relation = `<Relationship Id="a" Type="x/officeDocument" Target="${main}"/>`;
  return zip([
    { name: '[Content_Types].xml', bytes: '<Types/>' },
    { name: '_rels/.rels', bytes: `<Relationships>${relation}</Relationships>` },
    { name: main, bytes: '' },
  ]);
}

test('an archive that claims to expand beyond measure is refused before it is unpacked', async () => {
  const bomb = zip([{ name: 'a.csv', bytes: text, claimedBytes: 2 ** 31 }]);
  expect(await refusal(bomb)).toEqual([
    'inventory.file.archive-too-large',
    expect.stringMatching(
      /"a.csv" in it takes \d+ bytes and expands to more than 67108864, as no table does/,
    ),
  ]);
});

test.each([
  ['entities of its own', '<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>', /document type/],
  ['elements without end', '<a>'.repeat(200), /nested more than 100 deep/],
  [
    'rows that go back',
    '<worksheet><sheetData><row r="2"/><row r="1"/></sheetData></worksheet>',
    /row "1" .* follows row 2/,
  ],
  [
    'a row beyond the last',
    '<worksheet><sheetData><row r="9999999"/></sheetData></worksheet>',
    /row "9999999"/,
  ],
  [
    'cells that go back',
    '<worksheet><sheetData><row><c r="B1"/><c r="A1"/></row></sheetData></worksheet>',
    /cell "A1"/,
  ],
  [
    'a text that is not there',
    '<worksheet><sheetData><row><c t="s"><v>7</v></c></row></sheetData></worksheet>',
    /refers to text "7", and there are 0/,
  ],
  ['an end that is missing', '<worksheet><sheetData><row><c><v>1</v></c></row>', /unclosed tag/],
])('a sheet with %s is refused', async (_, sheet, message) => {
  const file = zip([
    { name: '[Content_Types].xml', bytes: '<Types/>' },
    { name: '_rels/.rels', bytes: '<a><Relationship Id="a" Type="x/officeDocument" Target="b.xml"/></a>' },
    { name: 'b.xml', bytes: '<workbook><sheet name="S" r:id="c" xmlns:r="x"/></workbook>' },
    { name: '_rels/b.xml.rels', bytes: '<a><Relationship Id="c" Type="x/worksheet" Target="s.xml"/></a>' },
    { name: 's.xml', bytes: sheet },
  ]);
  expect(await refusal(file)).toEqual(['inventory.file.archive-broken', expect.stringMatching(message)]);
});

const header = ['store', 'item', 'count', 'note'];

test('phonetic readings beside Japanese text are not part of it, and runs of rich text are joined', async () => {
  const file = workbook([header, ['東京', { xml: '<cPLACE t="s"><v>0</v></c>' }, 3]], {
    strings: ['<r><t>東</t></r><r><t>急</t></r><rPh sb="0" eb="1"><t>トウ</t></rPh><phoneticPr/>'],
  });
  expect(await shelves(file)).toEqual([['東京', '東急', 3]]);
});

test.each<[string, string, unknown]>([
  ['a formula with its result', '<cPLACE><f>A1</f><v>7</v></c>', 7],
  ['a formula with a text as its result', '<cPLACE t="str"><f>A1</f><v>7</v></c>', 7],
  ['a formula that gives nothing', '<cPLACE t="str"><f>A1</f><v></v></c>', 'count-missing'],
  ['a formula without result', '<cPLACE><f>A1</f></c>', 'count-not-whole'],
  ['an error', '<cPLACE t="e"><f>A1</f><v>#REF!</v></c>', 'count-not-whole'],
  ['a boolean', '<cPLACE t="b"><v>1</v></c>', 'count-not-whole'],
  ['an ISO date', '<cPLACE t="d"><v>2026-03-01T00:00:00</v></c>', 'count-not-whole'],
  ['a date that tries to be two cells', '<cPLACE t="d"><v>1","2</v></c>', 'count-not-whole'],
  ['a sum with a binary rest', '<cPLACE><v>3.0000000000000004</v></c>', 3],
  ['an exponent', '<cPLACE><v>1.2E3</v></c>', 1200],
  ['a fraction that groups nothing', '<cPLACE><v>1.234</v></c>', 'count-not-whole'],
  ['text that could be either', '<cPLACE t="inlineStr"><is><t>1,200</t></is></c>', 'count-ambiguous'],
  ['text that groups digits', '<cPLACE t="inlineStr"><is><t>1,200,000</t></is></c>', 1_200_000],
  ['no number', '<cPLACE><v>abc</v></c>', 'count-not-whole'],
  ['below zero', '<cPLACE><v>-3</v></c>', 'count-negative'],
  ['rounded', '<cPLACE><v>1E15</v></c>', 'count-not-whole'],
])('a count that is %s', async (_, xml, expected) => {
  const { rows, rejects } = await readAll(workbook([header, ['Rome', 'Lamp', { xml }]]));
  expect(rows[0]?.count ?? rejects[0]?.code).toBe(expected);
});

test('a fraction is a count where fractions are allowed, whatever its column shows', async () => {
  const file = workbook([header, ['Rome', 'Lamp', 1.234], ['Rome', 'Kettle', '1.234.567']]);
  expect(await shelves(file, { counts: 'decimal' })).toEqual([
    ['Rome', 'Lamp', 1.234],
    ['Rome', 'Kettle', 1_234_567],
  ]);
});

test('a sheet is read as it is, whatever delimiter and encoding are set for text', async () => {
  const file = workbook([header, ['Rome; Italy', 'Lämp', 3]]);
  expect(await shelves(file, { delimiter: ';', encoding: 'cp949' })).toEqual([['Rome; Italy', 'Lämp', 3]]);
});

test('cells that a row leaves out are empty, and those beyond the header do not matter', async () => {
  const file = workbook([
    header,
    ['Rome', 'Lamp', 3],
    ['Rome', 'Kettle'],
    ['Rome', 'Pan', 4, 'n', 'more', 'x'],
  ]);
  const { rows, rejects } = await readAll(file);
  expect(rows.map(({ item }) => item)).toEqual(['Lamp', 'Pan']);
  expect(rejects.map(({ line, code }) => [line, code])).toEqual([[3, 'count-missing']]);
});

test('the excerpt of a row that is too long has no marks', async () => {
  const file = workbook([
    header,
    ['a\nb', { xml: '<cPLACE><v>1.5</v></c>' }, 1, 'x'.repeat(70_000)],
    ['Rome', 'Lamp', 3],
  ]);
  const { rows, rejects } = await readAll(file);
  expect(rows).toHaveLength(1);
  expect(rejects[0]?.code).toBe('row-too-long');
  expect(rejects[0]?.cells[0]).toMatch(/^a b, 1\.5,1,xxx/);
});

test('line breaks in cells do not move the numbers of rows', async () => {
  const file = workbook([['a\nb\nc', 'x'], [], header, ['Rome', 'a\r\nb', 3], [], ['Rome', 'c', 'many']]);
  const { rows, rejects } = await readAll(file);
  expect([rows[0]?.line, rows[0]?.item, rejects[0]?.line]).toEqual([4, 'a\nb', 6]);
});

/** Text as people type it, and worse. */
const cellText = fc
  .string({
    unit: fc.constantFrom(
      'a',
      'Z',
      '7',
      'é',
      '한',
      '😀',
      ' ',
      ',',
      '"',
      ';',
      '&',
      '<',
      '_x0041_',
      "'",
      '=',
      '.',
    ),
  })
  .filter((cell) => !/^#|^\s*$/.test(cell));

test('a table reads the same from a workbook, in any of its forms, and from CSV', async () => {
  const row = fc.tuple(cellText, cellText, fc.oneof(fc.nat(), fc.constantFrom('12.0', 'x', '')));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.option(row, { freq: 5, nil: undefined }), { minLength: 1, maxLength: 12 }),
      fc.record({ isInline: fc.boolean(), hasPlaces: fc.boolean(), prefix: fc.constantFrom('', 'x:') }),
      fc.boolean(),
      async (table, options, isZipped) => {
        fc.pre(table.some((each) => each !== undefined));
        const names = header.slice(0, 3);
        const quoted = (cell: string | number): string => `"${String(cell).replaceAll('"', '""')}"`;
        const csv = [names, ...table.map((each) => each ?? [])].map(
          (each) => `${each.map(quoted).join(',')}\r\n`,
        );
        const cells = table.map((each): Cell[] =>
          (each ?? []).map((cell) => (cell === '' ? undefined : cell)),
        );
        const book = workbook([names, ...cells], options);
        const file = isZipped ? zip([{ name: 'a.xlsx', bytes: book }]) : book;
        // A byte order mark, so that the words are not taken for another encoding.
        const expected = await readAll(`\ufeff${csv.join('')}`);
        const read = await readAll(file);
        const plain = ({ line, store, item, count }: (typeof read.rows)[number]) => [
          line,
          store,
          item,
          count,
        ];
        expect(read.rows.map(plain)).toEqual(expected.rows.map(plain));
        const reason = ({ line, code }: (typeof read.rejects)[number]) => [line, code];
        expect(read.rejects.map(reason)).toEqual(expected.rejects.map(reason));
      },
    ),
    { numRuns: Math.ceil(300 * inject('effort')) },
  );
});

test('reading a sheet again from any of its batches gives what would have followed, however the bytes come', async () => {
  const rows = Array.from({ length: 400 }, (_, i): Cell[] => ['Rome', `Item ${i}`, i % 7 === 0 ? 'many' : i]);
  const file = workbook([header, ...rows]);
  const settings = { sheet: 'Sheet1' };
  const batches = await readBatches(file, { blockBytes: 1024, settings });
  expect(batches.length).toBeGreaterThan(5);
  for (const [at, { state }] of batches.entries()) {
    const resume = JSON.parse(JSON.stringify(state)) as typeof state;
    // What is set now is of no account.
    const rest = await readBatches(file, {
      blockBytes: 1024,
      resume,
      settings: { sheet: '2' },
      cuts: [1, 500, 501],
    });
    expect(rest.map((batch) => batch.rows)).toEqual(batches.slice(at + 1).map((batch) => batch.rows));
    expect(rest.at(-1)?.state).toEqual(at + 1 < batches.length ? batches.at(-1)!.state : undefined);
  }
});

test('a workbook with a wrong byte is read as it was, or refused', async () => {
  const file = workbook([header, ['Rome', 'Lamp', 3], ['Rome', 'Kettle', 12345], ['Rome', 'Pan', 'x']]);
  const whole = await readAll(file);
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: file.length - 1 }),
      fc.integer({ min: 1, max: 255 }),
      async (at, change) => {
        const damaged = Buffer.from(file);
        damaged[at]! ^= change;
        try {
          expect(await readAll(damaged)).toEqual(whole);
        } catch (error) {
          if (!isGroundcrewError(error)) throw error;
          expect(error.code).toMatch(/^inventory\.file\./);
        }
      },
    ),
    { numRuns: Math.ceil(1_000 * inject('effort')) },
  );
});

test('a workbook that ends early is refused', async () => {
  const file = workbook([header, ['Rome', 'Lamp', 3]]);
  for (let length = 4; length < file.length; length += 7) {
    expect((await refusal(file.subarray(0, length)))[0]).toMatch(/archive-broken/);
  }
});

test('the chunks of a source may be used again by it', async () => {
  const file = workbook([header, ['Rome', 'Lamp', 3]]);
  async function* reusing(): AsyncGenerator<Uint8Array> {
    const buffer = Buffer.alloc(64);
    for (let at = 0; at < file.length; at += 64) yield buffer.subarray(0, file.copy(buffer, 0, at, at + 64));
  }
  const batches = await collect(readInBlocks(reusing(), {}, 65_536));
  expect(batches.flatMap(({ rows }) => rows)).toHaveLength(1);
});
