import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { readAll } from './testing/read-all.ts';

const items = ['ｼｬﾝﾌﾟｰ', 'ﾊﾌﾞﾗｼ', 'ｺｰﾋｰ', 'ﾎﾞｰﾙﾍﾟﾝ', 'ﾀｵﾙ', 'ﾗﾝﾌﾟ'];
const lines = (count: number): string =>
  Array.from({ length: count }, (_, i) => `ｵｵｻｶ,${items[i % items.length]} ${i},${i}\n`).join('');

test.each(['shift_jis', 'euc-jp'])('half-width katakana in %s are read as that', async (encoding) => {
  const { rows, rejects } = await readAll(iconv.encode(`store,item,count\n${lines(40)}`, encoding));
  expect(rejects).toEqual([]);
  expect(rows).toHaveLength(40);
  expect(rows[3]).toMatchObject({ store: 'ｵｵｻｶ', item: 'ﾎﾞｰﾙﾍﾟﾝ 3' });
});

test('a few half-width words are refused, with Shift_JIS among the readings', async () => {
  const file = iconv.encode('store,item,count\nｵｵｻｶ,ﾗﾝﾌﾟ1,3\nｵｵｻｶ,ﾗﾝﾌﾟ2,3\n', 'shift_jis');
  await expect(readAll(file)).rejects.toMatchObject({
    code: 'inventory.file.encoding-unsure',
    message: expect.stringContaining('shift_jis as "ｵｵｻｶ,ﾗﾝﾌﾟ1,3"'),
  });
});

test('signs of English are shown as Windows-1252 has them, among whatever else', async () => {
  const rows = (item: string): string =>
    Array.from({ length: 50 }, (_, i) => `Leeds,${item} ${i},${i}\n`).join('');
  for (const item of ['£5 card', 'Men’s coat – £5'])
    await expect(
      readAll(iconv.encode(`store,item,count\n${rows(item)}`, 'windows-1252')),
    ).rejects.toMatchObject({ message: expect.stringContaining(`windows-1252 as "Leeds,${item} 0,0"`) });
});
