import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { readAll } from './testing/read-all.ts';

const codeOf = async (item: string): Promise<string | undefined> => {
  const { rejects } = await readAll(`store;item;count\nBerlin;${item};3\n`);
  return rejects[0]?.code;
};

test.each([
  [
    'item-error-value',
    '#¡REF!|#¡DIV/0!|#¡NULO!|#¿NOMBRE?|#####|#N/B|#I/T|#HIÁNYZIK|#DIV/0|#Err|#n/a|#ref!|#N/A',
  ],
  ['item-error-value', '#NENÍ_K_DISPOZICI|#NEDOSTUPNÝ|#N/D!|#NV|#Δ/Υ|#Н/Д|#PUUTTUU!|#Saknas!'],
  ['item-error-value', 'Err:502|Err :502|Err\u00a0:502|Erro:508|Ошибка:502|오류:502|Błąd:502'],
  ['item-error-value', '(vide)|(en blanco)|(vazio)|(vuoto)|(leeg)|(пусто)|(boş)|(Leer)|(blank)|(비어 있음)'],
  ['item-error-value', 'NA|NaT|nil|none|NONE|[object Object]|-|--|—|null|<NA>'],
  ['item-error-value', '=00789|=+123|=CONCAT("a","b")|="a"&"b"|=\'00126\'|=A1+B2'],
  ['item-rounded', '1.20E-05|-1.2E+10|8.8E+12|８.８E+12|1,2E+10|12345678901234500000'],
  ['item-rounded', '123.0|8801234567890.0'],
  ['item-date', '03-Jan|3-Jan|03-Jan-26|Mar-01|Nov-2026|01. Mrz|03월 01일|3月1日|2026-01-03 00:00:00'],
  [
    'item-date',
    '01-mars|1-févr.|janv.-24|août-24|01-ene|ene-24|1-gen|mag-24|1-mrt|maj-24|mar-01|Sept-24|03-Mai',
  ],
  ['item-date', '01/mar|out/24|01.paź|lis.24|01.мар|мар.24|05.Şub|Şub.24|Mrz 24|Okt 2026|1. Mai 26|01-set'],
  ['item-date', '31-MAR-26|2026년 3월 1일|26년 3월 1일|2026年3月1日|2026-01-03 0:00|3/1/2026 0:00'],
  [
    'item-error-value',
    'Loading...|loading…|Loading data...|#N/A Requesting Data...|로드 중...|読み込んでいます...',
  ],
  [
    'item-error-value',
    'Wird geladen …|Chargement...|Cargando...|Caricamento…|Загрузка...|Retrieving data. Wait a few seconds and try again.',
  ],
])('%s: %s are not names', async (code, items) => {
  for (const item of items.split('|')) expect([item, await codeOf(item)]).toEqual([item, code]);
});

test('what looks a little like that is a name', async () => {
  const names = `Err:or|Type:502|Ratio 1:502|Fel 502|Video|(videos)|(tomato)|Err. 5|#1 Brush|#hashtag|#Sale!|MAR-01|Mar-Vel|3-1|2026-01-03|1E05|A-1.2E+10|1234567890123450|2.0|12.5|Office 2016.0|=)|-5 °C|'Heroes'|NAS|Nil-1|none such|3월호|- 20 %|6-set|out-24|1-MAR|mar 1|Mai-Tai 24|marker-24|Dot 24|Mar.Vel-2|Loading|Loading ramp.|Co. Ltd.|Wait...|상동구|동상|Dittos|Dot|и т.24|3月|1/2"`;
  for (const name of names.split('|')) expect([name, await codeOf(name)]).toEqual([name, undefined]);
  // A store may have the code of North America.
  expect((await readAll('store,item,count\nNA,Echo,3\n')).rows).toHaveLength(1);
});

test('what a spreadsheet shows while it loads is not read as a store or a count either', async () => {
  const { rejects } = await readAll('store,item,count\nLoading...,Echo,3\nBerlin,Echo,Loading…\n');
  expect(rejects.map(({ code, message }) => [code, message])).toEqual([
    ['store-error-value', expect.stringMatching(/^store "Loading..." on line 2 is what a spreadsheet shows/)],
    ['count-not-whole', expect.stringMatching(/^count "Loading…" on line 3 is what a spreadsheet shows/)],
  ]);
});

test('a store is not the fraction that a program made of its number', async () => {
  const { rows, rejects } = await readAll('store,item,count\n1.0,Echo,3\n001,Echo,3\n');
  expect(rows.map(({ store }) => store)).toEqual(['001']);
  expect(rejects).toMatchObject([{ code: 'store-rounded', column: 'store' }]);
});

test.each(["'Berlin','Echo',3", '“Berlin”,“Echo”,3', '`Berlin`,`Echo`,3'])(
  'a row in quotes of another kind is rejected: %s',
  async (row) => {
    const { rows, rejects } = await readAll(`store,item,count\n${row}\n`);
    expect(rows).toEqual([]);
    expect(rejects).toMatchObject([{ code: 'cell-quote-text', column: 'item' }]);
  },
);

test.each<[string, string, string]>([
  ['line breaks', 'A\nlong', '"A\r\nlong"|"A\rlong"|"A\nlong"|" A \r\n long"|"A\u2028long"'],
  ['hyphens', 'USB-C', 'USB-C|USB\u2011C|USB\u2010C'],
  ['signs for micro', '5\u00b5m', '5\u03bcm|5\u00b5m'],
])('%s that look the same are the same, unless names are kept', async (_, expected, items) => {
  const file = `store,item,count\n${items
    .split('|')
    .map((item) => `Berlin,${item},1\n`)
    .join('')}`;
  const { rows } = await readAll(file);
  expect(new Set(rows.map(({ item }) => item))).toEqual(new Set([expected]));
  const kept = await readAll(file, { settings: { names: 'keep' } });
  expect(new Set(kept.rows.map(({ item }) => item)).size).toBeGreaterThan(1);
});

test.each([
  ['cp949', '필터 5\u03bcm'],
  ['shift_jis', 'フィルター 5\u03bcm'],
  ['windows-1252', 'Filter für 5\u00b5m'],
] as const)('the sign for micro is the same in %s', async (encoding, item) => {
  const file = iconv.encode(`store,item,count\nBerlin,${item},1\n`, encoding);
  const { rows } = await readAll(file, { settings: { encoding } });
  expect(rows.map((row) => row.item)).toEqual([item.replace('\u03bc', '\u00b5')]);
});

test('a Greek word keeps its letters', async () => {
  const { rows } = await readAll('store,item,count\nΑθήνα,μήλα,1\n');
  expect(rows.map(({ item }) => item)).toEqual(['μήλα']);
});

test('a dash and a line break are no blanks and no hyphens', async () => {
  const { rows } = await readAll(
    'store,item,count\nBerlin,A – B,1\nBerlin,A - B,1\nBerlin,"A\nB",1\nBerlin,A B,1\n',
  );
  expect(new Set(rows.map(({ item }) => item)).size).toBe(4);
});
