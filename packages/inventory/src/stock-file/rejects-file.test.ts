import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeText } from './encoding.ts';
import { formatRejects } from './rejects-file.ts';
import { charactersOf } from './testing/characters.ts';
import { readAll, readBatches } from './testing/read-all.ts';
import { type Reject, type StockFileEncoding, stockFileDelimiters, stockFileEncodings } from './types.ts';

/** The rejects file of a file. */
async function rejectsOf(file: Uint8Array, blockBytes = 65_536): Promise<Buffer> {
  const batches = await readBatches(file, { blockBytes });
  const parts = batches.map(({ rejects, state }, i) => formatRejects(rejects, state, { header: i === 0 }));
  return Buffer.concat(await Promise.all(parts));
}

test('it is the input with the reasons, in the format of the input', async () => {
  const file =
    'Store;Item;Count\r\nBerlin;Echo;12.5\r\nBerlin;"a;b\r\nc";-3\r\nBerlin;Echo;1\r\nBerlin;=1+1\r\nx;y;1;2\r\n';
  const expected = [
    'Store;Item;Count;reject_line;reject_offset;reject_column;reject_code;reject_message;reject_bytes;reject_source',
    'Berlin;Echo;12.5;2;18;Count;count-not-whole;"Count ""12.5"" on line 2 is not a whole number; fix the cell, or load the file with --counts decimal (setting Counts)";;',
    'Berlin;"a;b\r\nc";-3;3;36;Count;count-negative;"Count ""-3"" on line 3 is below zero; fix the cell, or load the file with --allow-negative (setting AllowNegative)";;',
    'Berlin;\'=1+1;;6;71;;row-ragged;"line 6 has 2 cells where the header has 3; add what is missing";;',
    'x;y;1;7;84;;row-ragged;"line 7 has 4 cells where the header has 3; quote a cell that holds "";""";;;2',
    '',
  ];
  expect((await rejectsOf(Buffer.from(file))).toString().split(/(?<!c)\r\n(?!c)/)).toEqual(expected);
});

test('after corrections it can be loaded, and its guards are removed', async () => {
  const file = 'store,item,count\n@A1,Echo,12.5\nBerlin,Echo, Plus,3\nParis,"Echo\n';
  const repaired = (await rejectsOf(Buffer.from(file)))
    .toString()
    .replace(',12.5,', ',12,')
    .replace(/Echo," Plus",(.*),3\n/, 'Echo Plus,3,$1,\n')
    .replace('"""Echo",', 'Echo,4');
  const { rows, rejects } = await readAll(repaired);
  expect(rejects).toEqual([]);
  expect(rows.map(({ store, item, count }) => [store, item, count])).toEqual([
    ['@A1', 'Echo', 12],
    ['Berlin', 'Echo Plus', 3],
    ['Paris', 'Echo', 4],
  ]);
});

test('a row whose own cells were all cleared is dropped', async () => {
  const repaired = (await rejectsOf(Buffer.from('store,item,count\nBerlin,Echo,x\n'))).toString();
  const cleared = `${repaired.replace('Berlin,Echo,x', ',,')}Berlin,Echo,1\n`;
  expect(await readAll(cleared)).toMatchObject({ rows: [{ line: 3 }], rejects: [] });
});

test('the reasons may be removed if the columns remain', async () => {
  const file =
    "store,item,count,reject_line,reject_offset,reject_column,reject_code,reject_message\n'@A1,Echo,1\n";
  expect((await readAll(file)).rows).toMatchObject([{ store: '@A1' }]);
});

test('the rejects of a rejects file have the new reasons only', async () => {
  const once = await rejectsOf(Buffer.from('store,item,count\n@A1,Echo,x\n'));
  const twice = await rejectsOf(once);
  const [header] = twice.toString().split('\n');
  expect(header).toBe(
    'store,item,count,reject_line,reject_offset,reject_column,reject_code,reject_message,reject_bytes,reject_source',
  );
  expect(twice.toString()).toContain("\n'@A1,Echo,x,2,");
});

test('a row with malformed characters has its bytes, whatever the cells show', async () => {
  const row = Buffer.concat([Buffer.from('Berlin,Ec'), Buffer.of(0x92, 0xff), Buffer.from('ho,3')]);
  const file = Buffer.concat([Buffer.from('store,item,count\n서울,에코,1\n'), row, Buffer.from('\n')]);
  const rejects = await rejectsOf(file);
  expect(rejects.toString()).toContain(`,0x${row.toString('hex')},\n`);
  // It is a column like the other ones: read again, it is left out.
  expect((await readAll(rejects)).rejects[0]?.cells).toHaveLength(3);
});

test('several parts form one file', async () => {
  const file = encodeText(`\ufeffstore,item,count\n${'서울,에코,x\n'.repeat(20)}`, 'utf-16le');
  expect(await rejectsOf(Buffer.from(file), 50)).toEqual(await rejectsOf(Buffer.from(file)));
});

const cellIn = (encoding: StockFileEncoding) =>
  fc.string({
    unit: fc.constantFrom(
      "'",
      '=',
      '+',
      '-',
      '@',
      '\t',
      '\r',
      '\n',
      '"',
      ',',
      ';',
      '|',
      ' ',
      'a',
      '1',
      ...charactersOf(encoding).filter((text) => text.trim() !== ''),
      '\ufffd',
    ),
    maxLength: 8,
  });

test.each(stockFileEncodings)('%s: read again, its cells are unchanged', async (encoding) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cellIn(encoding), cellIn(encoding)), { minLength: 1, maxLength: 10 }),
      fc.constantFrom(...stockFileDelimiters),
      fc.constantFrom('\n' as const, '\r\n' as const, '\r' as const),
      async (names, delimiter, newline) => {
        const rejects = names.map(([store, item]): Reject => ({
          line: 2,
          offset: 17,
          column: 'count',
          code: 'count-not-whole',
          message: 'no',
          cells: [`s${store}`, item, 'no', 'x'],
        }));
        const state = {
          version: 1,
          gzip: false,
          encoding,
          bom: encoding.startsWith('utf-16'),
          delimiter,
          newline,
          header: ['store', 'item', 'count'],
          offset: 0,
          line: 1,
          records: 0,
          skipping: false,
        } as const;
        const file = await formatRejects(rejects, { ...state, header: [...state.header] }, { header: true });
        const again = await readAll(file, { settings: { encoding } });
        expect(again.rows).toEqual([]);
        expect(again.rejects.map(({ cells }) => cells)).toEqual(rejects.map(({ cells }) => cells));
      },
    ),
    { numRuns: 100 },
  );
});
