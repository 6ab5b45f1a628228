import { isGroundcrewError } from '@groundcrew/errors';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { productWords, spellings } from './testing/product-words.ts';
import { readAll } from './testing/read-all.ts';

/*
 * Real words in all their spellings, in the code page in which their files come. To reject a good row is worse than to miss
 * a foreign one that is made up.
 */

const languages = Object.entries(productWords);
/** Encodings that are not read: their files are refused. */
const notRead = new Set(['windows-1253', 'windows-1254']);
const read = languages.filter(([, { encoding }]) => !notRead.has(encoding));

function fileOf(items: readonly string[], encoding: string): Buffer {
  const rows = items.map((item, i) => `${String(i).padStart(3, '0')},${item},${i}\n`);
  return iconv.encode(`store,item,count\n${rows.join('')}`, encoding);
}

/** The spellings that an encoding has, in an order that mixes them. */
function usableSpellings([, words]: (typeof languages)[number]): string[] {
  const { encoding } = words;
  const usable = spellings(words).filter(
    (word) => iconv.decode(iconv.encode(word, encoding), encoding) === word,
  );
  return Array.from(usable, (_, i) => usable[(i * 101) % usable.length]!);
}

test.each(read)('no row of a %s file is rejected, whatever is in capitals', async (...language) => {
  const items = usableSpellings(language);
  expect(language[1].words.length).toBeGreaterThanOrEqual(100);
  const rows = items.flatMap((item) => [item, `LED ${item} 10`, `${item}-5`]);
  const { rows: stored, rejects } = await readAll(fileOf(rows, language[1].encoding));
  expect(rejects.map(({ message }) => message)).toEqual([]);
  expect(stored).toHaveLength(rows.length);
});

/** How many of the small files may be refused: those with one or two accented letters in all may be anything. */
const mostRefused: Readonly<Record<string, number>> = {
  Russian: 0.05,
  Ukrainian: 0.05,
  Czech: 0.25,
  Polish: 0.3,
  Hungarian: 0.5,
  German: 0.05,
  French: 0.2,
  Spanish: 0.1,
  Turkish: 1,
  Greek: 1,
  Korean: 0.15,
  Japanese: 0.1,
  Chinese: 0.2,
};

test.each(languages)('small files in %s are read whole, or refused whole', async (...language) => {
  const [name, { encoding }] = language;
  const items = usableSpellings(language);
  let refused = 0;
  const files = 12;
  for (let file = 0; file < files; file++) {
    const few = items.slice(file * 16, file * 16 + 3 + (file % 8));
    const outcome = await readAll(fileOf(few, encoding)).catch((error: unknown) => error);
    if (isGroundcrewError(outcome)) {
      expect(outcome.code).toBe('inventory.file.encoding-unsure');
      refused++;
      continue;
    }
    expect(outcome).toMatchObject({ rejects: [], rows: few.map((item) => ({ item })) });
  }
  expect(refused).toBeLessThanOrEqual(Math.ceil(files * mostRefused[name]!));
});

test.each([
  ['Russian', ['ПВХ', 'ЯМЗ', 'МДФ', 'Труба ПВХ', 'LED ПВХ 10', '5000 мАч', '10 кВт', 'ПВХ ЯМЗ МДФ']],
  ['Ukrainian', ['ҐУДЗИК', 'ЇЖА', 'ПВХ']],
  ['Czech', ['ŇŤĎ', 'ŽĎAS']],
  ['Hungarian', ['ŐŰ', 'ŰR']],
  ['Korean', ['Øㅋ', '책', '창', '500ml캔', '5mm철 볼트', 'A책', 'iPhone케이스']],
  ['Japanese', ['蒟蒻', 'ﾊﾞｯｸﾞ']],
])('short words of a long %s file are not rejected as another encoding', async (name, items) => {
  const { encoding, words: all } = productWords[name]!;
  // The encoding has no character for the apostrophe of мʼяч: a lost one is rejected.
  const words = all.filter((word) => iconv.decode(iconv.encode(word, encoding), encoding) === word);
  const { rows, rejects } = await readAll(fileOf([...words, ...items], encoding));
  expect(rejects).toEqual([]);
  expect(rows.slice(words.length).map(({ item }) => item)).toEqual(items);
});

test.each([
  ['Berlin,5µm Filter,3', 'Köln,Filter für Öl,4', 'Köln,Schläuche,5'],
  ['Köln,5 µF Kondensator,3', 'Köln,Käse – 5 €,4', 'München,Weißbier,5'],
  ['Berlin,5µm Filter,3', 'Berlin,10µm Filter,3', 'Berlin,Glühbirne,3'],
])('a small German file with %s is Windows-1252', async (...lines) => {
  const { rows } = await readAll(iconv.encode(`store,item,count\n${lines.join('\n')}\n`, 'windows-1252'));
  expect(rows.map(({ store, item, count }) => `${store},${item},${count}`)).toEqual(lines);
});
