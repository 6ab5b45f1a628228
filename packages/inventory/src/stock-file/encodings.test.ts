import iconv from 'iconv-lite';
import { inject, expect, test } from 'vitest';
import { labelledFiles } from './testing/corpus.ts';
import { judge, type Verdict } from './testing/measure-corpus.ts';
import { readAll } from './testing/read-all.ts';

/*
 * A part of the labelled corpus; `testing/measure-encodings.ts` measures all of it. None may be stored wrongly; UTF is
 * never refused, the others seldom.
 */

const effort = inject('effort');
const options = {
  rowCounts: effort < 1 ? [6] : [3, 10, 30, 300],
  variants: effort < 1 ? 1 : 3,
  badBytes: [0, 1],
};

test(
  'of files whose encoding is known none is stored wrongly, and few are refused',
  { timeout: 600_000 },
  async () => {
    const wrong: string[] = [];
    const tallies = { utf: { right: 0, refused: 0, wrong: 0 }, legacy: { right: 0, refused: 0, wrong: 0 } };
    for (const file of labelledFiles(options)) {
      const { verdict, why }: { verdict: Verdict; why: string } = await judge(file);
      if (verdict === 'wrong') wrong.push(`${file.name}: ${why}`);
      if (file.isListed) tallies[file.encoding.startsWith('utf') ? 'utf' : 'legacy'][verdict]++;
    }
    expect(wrong).toEqual([]);
    expect(tallies.utf.refused).toBe(0);
    expect(tallies.utf.right).toBeGreaterThan(150);
    expect(tallies.legacy.refused / (tallies.legacy.right + tallies.legacy.refused)).toBeLessThanOrEqual(
      0.07,
    );
  },
);

const korean = '서울 강남점,에코 플러스,1\n부산 해운대,무선 이어폰,2\n대구 본점,충전 케이블,3\n'.repeat(
  1_000,
);
const german = 'München,Brötchen,1\nKöln,Käse,2\nDüsseldorf,Äpfel,3\nNürnberg,Süßigkeiten,4\n'.repeat(1_000);

test.each([
  ['cp949', korean, 'windows-1252', german],
  ['windows-1252', german, 'cp949', korean],
])('a file that continues in another encoding than %s is refused', async (first, one, second, other) => {
  const file = Buffer.concat([
    Buffer.from('store,item,count\n'),
    iconv.encode(one, first),
    iconv.encode(other, second),
  ]);
  await expect(readAll(file)).rejects.toMatchObject({ code: 'inventory.file.encoding-changes' });
  // Where it was given, it is read by it.
  const { rows } = await readAll(file, { settings: { encoding: first as 'cp949' } });
  expect(rows.length).toBeGreaterThanOrEqual(3_000);
});

test('the encoding is decided by the first word beyond ASCII, however late it comes', async () => {
  const ascii = 'Berlin,Echo Plus,1\n'.repeat(8_000);
  for (const [encoding, text] of [
    ['windows-1252', german],
    ['cp949', korean],
    ['utf-8', korean],
  ] as const) {
    const encoded = encoding === 'utf-8' ? Buffer.from(text) : iconv.encode(text, encoding);
    const { rows, rejects } = await readAll(
      Buffer.concat([Buffer.from(`store,item,count\n${ascii}`), encoded]),
    );
    expect(rejects).toEqual([]);
    expect(rows.at(-1)?.store).toBe(text.split('\n').at(-2)!.split(',')[0]);
  }
});

test.each([
  ['cp949', '매장,상품,수량\nBerlin,Echo,3\n'],
  ['shift_jis', '店舗,商品,在庫数\nBerlin,Echo,3\n'],
  ['euc-jp', '店舗名,商品名,数量\nBerlin,Echo,3\n'],
  ['windows-1252', 'Geschäft;Artikel;Stückzahl\nBerlin;Echo;3\n'],
])('names of columns in %s show it by themselves', async (encoding, text) => {
  expect((await readAll(iconv.encode(text, encoding))).rows).toMatchObject([
    { store: 'Berlin', item: 'Echo', count: 3 },
  ]);
});

test('what is beyond ASCII only in a column that is not used needs no encoding', async () => {
  const file = Buffer.from('store,item,count,note\nBerlin,Echo,3,\xe9\nBerlin,Dot,4,no\n', 'latin1');
  expect((await readAll(file)).rows).toHaveLength(2);
  await expect(readAll(file, { settings: { keepColumns: ['note'] } })).rejects.toMatchObject({
    code: 'inventory.file.encoding-unsure',
  });
});

test('encodings that are not certain are shown by the characters that they read differently, far into a line, too', async () => {
  const header = 'Material;Werk;Lagerort;Materialkurztext;Bestand;Frei verwendbar;Währung';
  await expect(readAll(iconv.encode(`${header}\n100;1000;1;M8;3;3;EUR\n`, 'windows-1252'))).rejects.toThrow(
    /windows-1252 as \.{3}".*;Währung"; in .*W[^ä].*rung"/,
  );
});
