import { isGroundcrewError } from '@groundcrew/errors';
import { expect, test } from 'vitest';
import { readAll } from './testing/read-all.ts';
import { findTwiceEncoded } from './twice-encoded.ts';

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
