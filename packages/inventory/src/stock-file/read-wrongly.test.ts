import iconv from 'iconv-lite';
import { beforeAll, expect, test } from 'vitest';
import { decodeCp949, loadCp949 } from './cp949.ts';
import { koreanOnce } from './cp949-as-latin.ts';
import { hangulOnce } from './hangul-as-cp949.ts';
import { usualSyllables } from './plain-korean.ts';
import { shopWords } from './testing/corpus-words.ts';
import { productWords, spellings } from './testing/product-words.ts';
import { readAll } from './testing/read-all.ts';

beforeAll(loadCp949);

/** As programs on Windows read it: a pair that CP949 lacks is one question mark, and may take a blank with it. */
function readInPairs(text: string): string {
  const bytes = Buffer.from(text);
  let read = '';
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at]! < 0x80) {
      read += String.fromCharCode(bytes[at]!);
      continue;
    }
    const character = decodeCp949(bytes.subarray(at, at + 2));
    read += character.length === 1 && character !== '\ufffd' ? character : '?';
    at++;
  }
  return read;
}

/** As others do: only the byte that begins no pair is lost. */
function readByByte(text: string, mark: string): string {
  return iconv.decode(Buffer.from(text), 'cp949').replaceAll('\ufffd', mark);
}

const korean =
  `${shopWords['ko']!.stores.join('|')}|${shopWords['ko']!.items.join('|')}|배터리|마우스|모니터|스모크 치즈|안녕하세요|우유 1L|콜라|사이다|초코파이|새우깡|신라면|진라면 순한맛|햇반|참치캔|스팸|휴지|세제|섬유유연제|샴푸|린스|치약|면도기|건전지 AA|멀티탭 3구|USB 케이블|의자|책상|스탠드|이불|베개|수건|양말|티셔츠|청바지|운동화|가방|지갑|시계|안경|모자|장갑|강남점|홍대점|부산본점|제주|서울|신촌|판교|대전|매장 1|창고 A`.split(
    '|',
  );

test.each([
  ['배터리', '諛고꽣由?', '배터?', readInPairs],
  ['마우스', '留덉슦??', '마우?', readInPairs],
  ['스모크', '?ㅻえ??', '?모?', readInPairs],
  ['콜라', '肄쒕씪', '콜라', readInPairs],
  ['모자', '紐⑥옄', '모자', readInPairs],
] as const)('%s that was read in CP949 is found: %s', async (text, stands, meant, read) => {
  expect(read(text).normalize('NFC')).toBe(stands);
  expect(hangulOnce(stands)).toEqual({ meant, isWhole: !meant.includes('?') });
  const file = `store,item,count\n서울,머그컵,1\n서울,${stands},3\n`;
  const { rows, rejects } = await readAll(file);
  expect(rows.map(({ item }) => item)).toEqual(['머그컵']);
  expect(rejects).toMatchObject([
    { code: 'cell-encoding', column: 'item', message: expect.stringContaining(`it would be "${meant}"`) },
  ]);
  expect((await readAll(file, { settings: { names: 'keep' } })).rejects).toEqual([]);
});

test.each([
  ['in pairs', readInPairs],
  ['byte by byte', (text: string) => readByByte(text, '?')],
  ['byte by byte, with U+FFFD', (text: string) => readByByte(text, '\ufffd')],
])('no Korean name that was read in CP949 %s is accepted', async (_, read) => {
  const rows = korean.flatMap((name) => [`강남,"${read(name)}",1\n`, `"${read(name)}",머그컵,1\n`]);
  const { rows: accepted, rejects } = await readAll(`store,item,count\n강남,머그컵,1\n${rows.join('')}`);
  expect(accepted.map(({ line }) => line)).toEqual([2]);
  expect(rejects).toHaveLength(korean.length * 2);
});

test.each(['utf-16le', 'cp949'] as const)(
  'such names are found in %s as well, and in sheets',
  async (encoding) => {
    const bytes = iconv.encode('store,item,count\n서울역,머그컵,1\n서울,肄쒕씪,3\n서울,紐⑥옄,3\n', encoding);
    const { rejects } = await readAll(bytes, { settings: { encoding } });
    expect(rejects.map(({ line, code }) => [line, code])).toEqual([
      [3, 'cell-encoding'],
      [4, 'cell-encoding'],
    ]);
  },
);

test('what is whole is what it was', () => {
  const whole = korean.map((name) => [name, hangulOnce(readInPairs(name))] as const);
  const found = whole.filter(([, once]) => once?.isWhole === true);
  expect(found.length).toBeGreaterThan(5);
  for (const [name, once] of found) expect(once?.meant).toBe(name);
});

test('no word of products or shops is suspected, with a question mark or without', () => {
  const words = new Set(Object.values(productWords).flatMap((each) => spellings(each)));
  for (const { stores, items } of Object.values(shopWords))
    for (const word of [...stores, ...items]) words.add(word);
  const names = [...words].flatMap((word) => [word, `${word}?`, `?${word}`, `${word}??`]);
  expect(names.length).toBeGreaterThan(20_000);
  expect(names.filter((name) => (hangulOnce(name) ?? koreanOnce(name)) !== undefined)).toEqual([]);
});

test('no Han character beside a usual syllable is suspected', () => {
  const syllables = [...usualSyllables];
  const suspected: string[] = [];
  for (let lead = 0xca; lead <= 0xfd; lead++)
    for (let trail = 0xa1; trail <= 0xfe; trail++) {
      const han = decodeCp949(Uint8Array.of(lead, trail));
      const syllable = syllables[(lead * 94 + trail) % syllables.length]!;
      for (const name of [
        han,
        `${han}?`,
        `${han}${syllable}`,
        `${syllable}${han}?`,
        `${han}${han}${syllable}?`,
      ])
        if (hangulOnce(name) !== undefined) suspected.push(name);
    }
  expect(suspected).toEqual([]);
});

test('Korean in CP949 that was read in Windows-1252 is found, though soft hyphens are not in names', async () => {
  const latin = new TextDecoder('windows-1252');
  const names = korean.map((name) => [latin.decode(iconv.encode(name, 'cp949')), name] as const);
  expect(names).toContainEqual(['¹èÅÍ¸®', '배터리']);
  const found = names.map(([stands]) => koreanOnce(stands.replaceAll('\u00ad', '')));
  expect(found).not.toContain(undefined);
  expect(found.filter((meant, i) => meant === names[i]![1]).length).toBeGreaterThan(0.9 * names.length);
  const file = `store,item,count\n서울,머그컵,1\n서울,¹èÅÍ¸®,3\n${'서울,머그컵,1\n'.repeat(3)}°­³²,¿ìÀ¯ 1L,3\n`;
  const { rejects } = await readAll(file);
  expect(rejects.map(({ line, column, message }) => [line, column, message])).toEqual([
    [3, 'item', expect.stringMatching(/in CP949 that was read in Windows-1252: it would be "배터리"; write/)],
    [7, 'store', expect.stringContaining('it would be "강남"')],
  ]);
  expect((await readAll(file, { settings: { names: 'keep' } })).rejects).toEqual([]);
});

test.each(['¿Él o ella?', 'ÄÖÜ', '5°±½', 'ÇÅ', '«Ñandú»', 'Ø½ ±½', 'ÀÉÈ', '½¾'])(
  'accents side by side are not Korean: %s',
  (name) => {
    expect(koreanOnce(name)).toBeUndefined();
  },
);
