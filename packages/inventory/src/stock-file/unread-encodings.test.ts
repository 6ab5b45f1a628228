import { isGroundcrewError } from '@groundcrew/errors';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { readAll } from './testing/read-all.ts';

async function refusal(file: Uint8Array): Promise<string> {
  const error = await readAll(file).catch((thrown: unknown) => thrown);
  if (!isGroundcrewError(error)) throw new Error('it was read');
  expect(error.code).toBe('inventory.file.encoding-unsure');
  return error.message;
}

const german = 'store,item,count\nKöln,Brötchen,3\nZürich,Käse,0\nMünchen,Weißbier,4\n';
const french = 'store,item,count\nOrléans,Crème brûlée,3\nBesançon,Pâté,0\nNîmes,Thé à la menthe,3\n';
const russian = 'store,item,count\nМосква,Лампа,3\nКазань,Чайник,0\n';

test.each([
  ['cp850', german, 'cp850, an encoding of DOS', 'iconv -f CP850 -t UTF-8'],
  ['cp850', french, 'cp850, an encoding of DOS', 'iconv -f CP850 -t UTF-8'],
  ['cp866', russian, 'cp866, an encoding of DOS', 'iconv -f CP866 -t UTF-8'],
  ['koi8-r', russian, 'koi8-r, an encoding of old Russian', 'iconv -f KOI8-R -t UTF-8'],
])(
  'a file in %s is refused with what it is, its lines, and how to convert it',
  async (encoding, text, what, how) => {
    const message = await refusal(iconv.encode(text, encoding));
    expect(message).toContain(what);
    expect(message).toContain(how);
    expect(message).toContain(JSON.stringify(text.split('\n')[1]));
  },
);

test.each(['utf-32le', 'utf-32be'])(
  'a file in %s is refused as that, with or without a byte order mark',
  async (encoding) => {
    for (const addBOM of [true, false]) {
      const message = await refusal(iconv.encode(german, encoding, { addBOM }));
      expect(message).toMatch(/^the file is in UTF-32.*iconv -f UTF-32 -t UTF-8/);
    }
  },
);

test('escapes in the header, and UTF-16 without one of its bytes, are recognized', async () => {
  const escaped = '\x1b$BE9J^\x1b(B,\x1b$B>&IJ\x1b(B,\x1b$B?tNL\x1b(B\nTokyo,a,3\n';
  await expect(readAll(escaped)).rejects.toThrow(/ISO-2022/);
  const whole = Buffer.from('store,item,count\nBerlin,Echo,3\nBerlin,Dot,4\n', 'utf16le');
  for (const cut of [
    whole.subarray(1),
    whole.subarray(0, -1),
    Buffer.concat([whole.subarray(0, 70), whole.subarray(71)]),
  ])
    await expect(readAll(cut)).rejects.toThrow(/UTF-16 from which a byte is missing/);
});
