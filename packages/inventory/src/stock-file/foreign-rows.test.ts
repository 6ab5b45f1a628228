import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { readAll } from './testing/read-all.ts';

const japanese = ['東京本店,ワイヤレスイヤホン', '大阪店,電球', '札幌,旅行かばん', '福岡,緑茶'];
const korean = ['서울 강남점,무선 이어폰', '부산 해운대,우산', '대구,손전등', '수원,여행용 가방'];
const chinese = [
  '北京西单店,无线耳机',
  '上海浦东,雨伞',
  '广州,笔记本',
  '成都,节能灯泡',
  '武汉,电冰箱',
  '南京路,运动鞋',
];
const russian = ['Москва,Чайник', 'Казань,Наушники', 'Самара,Зубная щётка', 'Тверь,Блокнот'];
const german = ['Köln,Käse', 'München,Brötchen', 'Zürich,Äpfel', 'Düsseldorf,Süßigkeiten'];

const file = (rows: readonly string[], encoding: string, count: number): Buffer =>
  iconv.encode(
    `store,item,count\n${Array.from({ length: count }, (_, i) => `${rows[i % rows.length]} ${i},${i}\n`).join('')}`,
    encoding,
  );

test.each([
  ['shift_jis', japanese, 'utf-8', 'Zürich,Käse'],
  ['shift_jis', japanese, 'windows-1252', 'Köln,Öl'],
  ['cp949', korean, 'utf-8', 'Zürich,Käse'],
  ['cp949', korean, 'shift_jis', '東京店,椅子'],
  ['gbk', chinese, 'utf-8', 'Zürich,Käse'],
  ['windows-1251', russian, 'koi8-r', 'Москва,Чайник'],
  ['windows-1251', russian, 'cp866', 'Москва,Чайник'],
])('a row in another encoding than the %s of its file is rejected', async (own, rows, other, row) => {
  const bytes = Buffer.concat([file(rows, own, 120), iconv.encode(`${row},3\n`, other)]);
  const read = await readAll(bytes);
  expect(read.rows).toHaveLength(120);
  expect(read.rejects).toMatchObject([{ code: 'cell-encoding', line: 122 }]);
  // With the encoding set, it is read in that.
  const set = await readAll(bytes, { settings: { encoding: own === 'gbk' ? 'gb18030' : (own as 'cp949') } });
  expect(set.rows.length).toBeGreaterThanOrEqual(120);
});

test('a row in UTF-8 late in a file of Windows-1252 is rejected', async () => {
  const bytes = Buffer.concat([file(german, 'windows-1252', 4_000), Buffer.from('München,Öl,3\n')]);
  const { rows, rejects } = await readAll(bytes);
  expect(rows).toHaveLength(4_000);
  expect(rejects).toMatchObject([
    {
      line: 4_002,
      message: expect.stringContaining('and does in UTF-8'),
      bytes: Buffer.from('München,Öl,3'),
    },
  ]);
});

test.each([
  ['cp949', korean, '똠양꿍,펲시콜라|치카,치카|숖백,A형|大韓民國,日本|α등급,Ⅲ호'],
  ['gbk', chinese, 'Beijing,小|目录,目录|協會,東方|Store,饕餮'],
  ['windows-1252', german, 'Größe,Süßöl|Orléans,Crème brûlée ½|Lille,Café “Noir” – £5|Créée,Ñandú®'],
  ['shift_jis', japanese, 'ｵｵｻｶ,ﾗﾝﾌﾟ|A店,ﾃｽﾄ|魑魅,魍魎|abcｱｲｳ,ﾃﾞﾆﾑ'],
  ['windows-1251', russian, 'УФА,ЧАЙ № 5|Ёлка,«Чай»|iPhoneЧехол,юЮ|Казань,ЩЁТКА-ёрш'],
])('rare words of %s are not taken for another encoding', async (encoding, rows, rare) => {
  const count = encoding === 'windows-1252' ? 1_000 : 120;
  const more = iconv.encode(rare.replaceAll('|', ',1\n') + ',1\n', encoding);
  const { rejects } = await readAll(Buffer.concat([file(rows, encoding, count), more]));
  expect(rejects).toEqual([]);
});

test('a file with a few rows in another encoding is read in its own, or refused', async () => {
  const row = iconv.encode('Köln,Öl,3\n', 'windows-1252');
  for (const count of [20, 300]) {
    const rows = ['Köln,Käse', '서울,우산', '東京,電球', 'Łódź,Mąka', 'Москва,Зонт', 'Αθήνα,Καφές'];
    const utf8 = await readAll(Buffer.concat([file(rows, 'utf-8', count), row]));
    expect([utf8.rows.length, utf8.rejects.map(({ code }) => code)]).toEqual([count, ['cell-encoding']]);
  }
  const mixed = Buffer.concat([
    file(japanese, 'euc-jp', 120),
    iconv.encode('東京本店,旅行かばん,3\n', 'shift_jis'),
  ]);
  await expect(readAll(mixed)).rejects.toMatchObject({
    message: expect.stringContaining('it reads in euc-jp as "東京本店,'),
  });
});
