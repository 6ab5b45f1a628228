import { isGroundcrewError } from '@groundcrew/errors';
import { expect, test } from 'vitest';
import { readAll } from './testing/read-all.ts';
import { shopWords } from './testing/corpus-words.ts';
import { productWords, spellings } from './testing/product-words.ts';
import { workbook } from './testing/write-workbook.ts';
import { encodedOnce, findTwiceEncoded } from './twice-encoded.ts';

/** UTF-8 that a program took for another encoding, and encoded again. */
function again(text: string, encoding: string): string {
  const decoder = new TextDecoder(encoding);
  return [...Buffer.from(text)].map((byte) => decoder.decode(Uint8Array.of(byte))).join('');
}

test.each([
  ['windows-1252', 'Café', 'CafÃ©'],
  ['windows-1252', 'Straße', 'StraÃŸe'],
  ['windows-1252', '5° – 12 €', '5Â° â€“ 12 â‚¬'],
  ['windows-1252', '에코', 'ì—\u0090ì½”'],
  ['windows-1251', 'Москва', 'РњРѕСЃРєРІР°'],
  ['windows-1252', '😀', 'ðŸ˜€'],
])('text that was taken for %s is found: %s', (encoding, meant, stands) => {
  expect(again(meant, encoding)).toBe(stands);
  expect(findTwiceEncoded(Buffer.from(`Berlin,${stands},3\n`))).toEqual({
    mistakenFor: encoding,
    lines: [{ stands: `Berlin,${stands},3`, meant: `Berlin,${meant},3` }],
  });
});

test.each([
  'Café',
  'CAFÉ — Ärger',
  'SÃO JOSÉ',
  'Pipe Ø½ Ø¾',
  'Shaft Ø±0,1',
  'Âge d’or',
  '„BLÅ“',
  '치카',
  '카페 移動',
  'Москва',
  'Ελλάδα',
  'ランプ',
  // Somebody else's text is among it.
  'CafÃ© in Zürich',
])('text that is right as it is is not suspected: %s', (text) => {
  expect(findTwiceEncoded(Buffer.from(text))).toBeUndefined();
});

const file = `store,item,count\n${'Berlin,Lamp,1\n'.repeat(9_000)}Köln,CafÃ©,3\n`.replace('Köln', 'KÃ¶ln');

test.each([
  ['without', ''],
  ['with', '\ufeff'],
])('a file %s a byte order mark that is encoded twice is refused with both readings', async (_, mark) => {
  const text = mark === '' ? file : file.replace(/(Berlin,Lamp,1\n)+/, '');
  const error = await readAll(Buffer.from(mark + text)).catch((thrown: unknown) => thrown);
  expect(isGroundcrewError(error) && [error.code, error.message]).toEqual([
    'inventory.file.encoding-unsure',
    expect.stringMatching(
      /it reads as "KÃ¶ln,CafÃ©,3", and without the second time as "Köln,Café,3".*--encoding utf-8/,
    ),
  ]);
  const { rows } = await readAll(Buffer.from(mark + text), { settings: { encoding: 'utf-8' } });
  expect(rows.at(-1)).toMatchObject({ store: 'KÃ¶ln', item: 'CafÃ©' });
});

test('a row that was encoded twice is rejected where other rows were not, unless the encoding is given', async () => {
  const file = 'store,item,count\nKöln,CafÃ©,3\nZÃ¼rich,Tee 5 Â°C,4\nKöln,Café,5\n';
  const { rows, rejects } = await readAll(file);
  expect(rows.map(({ item }) => item)).toEqual(['Café']);
  expect(rejects.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    'cell-encoding: item "CafÃ©" on line 2 seems to be encoded in UTF-8 twice: it would be "Café"; write it so, or, if it is right as it is, pass --encoding utf-8 (setting Encoding)',
    expect.stringMatching(/^cell-encoding: store "ZÃ¼rich" on line 3 .* it would be "Zürich"/),
  ]);
  expect((await readAll(file, { settings: { encoding: 'utf-8' } })).rejects).toEqual([]);
});

test.each([
  ['windows-1251', 'Кофе', 'РљРѕС„Рµ'],
  ['windows-1251', 'Café', 'CafГ©'],
  ['windows-1250', 'Żurek', 'Ĺ»urek'],
  ['windows-1250', 'Kraków', 'KrakĂłw'],
  ['windows-1250', 'Москва', undefined],
  ['shift_jis', '机', '譛ｺ'],
  ['shift_jis', 'Zürich', 'Zﾃｼrich'],
])('a single name that was taken for %s is found: %s', (encoding, meant, stands) => {
  const read = new TextDecoder(encoding).decode(Buffer.from(meant));
  if (stands !== undefined) expect(read).toBe(stands);
  expect(encodedOnce(read)).toBe(meant);
});

test.each([
  'Її Сё Её',
  'PÄŤ',
  'PAMÄŤ USB',
  'DĹŽKA',
  'RÓŻA',
  'PÓŁKA',
  'MANÉŽ',
  'PRÍŠTINA',
  'měšťan',
  'ЊЕЉЕ',
  '饅頭',
  '鞄ｶﾊﾞﾝ',
  'ﾃﾞｽｸ',
  '占い',
])('a single name that is right as it is is not suspected: %s', (name) => {
  expect(encodedOnce(name)).toBeUndefined();
});

test('no word of products or shops is suspected, in any spelling', () => {
  const words = new Set(Object.values(productWords).flatMap((each) => spellings(each)));
  const collect = (value: unknown): void => {
    if (typeof value === 'string') for (const word of [value, value.toUpperCase()]) words.add(word);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  collect(shopWords);
  expect(words.size).toBeGreaterThan(5_000);
  expect([...words].filter((word) => encodedOnce(word) !== undefined)).toEqual([]);
});

test('names of lost characters that were read as CP949 are rejected', async () => {
  const { rejects } = await readAll(
    'store,item,count\n서울,占쏙옙 Lamp,3\n占쏙옙占쏙옙,Lamp,3\n서울,占い本,3\n',
  );
  expect(rejects.map(({ line, column, code }) => [line, column, code])).toEqual([
    [2, 'item', 'cell-encoding'],
    [3, 'store', 'cell-encoding'],
  ]);
});

test.each([
  [
    'a sheet',
    workbook([
      ['store', 'item', 'count'],
      ['Köln', 'CafÃ©', 3],
      ['ZÃ¼rich', 'Café', 4],
      ['서울', '諛고꽣由?', 5],
    ]),
  ],
  [
    'UTF-16',
    Buffer.from('\ufeffstore,item,count\nKöln,CafÃ©,3\nZÃ¼rich,Café,4\n서울,諛고꽣由?,5\n', 'utf16le'),
  ],
])('names in %s that were encoded twice are rejected, or names that are kept', async (_, file) => {
  const { rows, rejects } = await readAll(file);
  expect(rows).toEqual([]);
  expect(rejects.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    expect.stringMatching(
      /^cell-encoding: item "CafÃ©" on line 2 .* twice: it would be "Café"; .*--names keep/,
    ),
    expect.stringMatching(/^cell-encoding: store "ZÃ¼rich" on line 3 .* would be "Zürich"/),
    expect.stringMatching(/^cell-encoding: item "諛고꽣由\?" on line 4 .* would be "배터\?"/),
  ]);
  expect((await readAll(file, { settings: { names: 'keep' } })).rows).toHaveLength(3);
});
