import { describe, expect, test } from 'vitest';
import { readInBlocks } from '../stock-file/reader.ts';
import { chunksOf, readAll } from '../stock-file/testing/read-all.ts';
import type { StockFileSettings } from '../stock-file/types.ts';
import type { DuplicatePolicy } from './policy.ts';
import { surveyFile } from './survey-file.ts';

/** What a load makes of a file: its shelves, and what was rejected. */
async function load(
  rows: string,
  policy: DuplicatePolicy = 'reject-conflicts',
  header = 'store,item,count',
  settings: StockFileSettings = {},
): Promise<{ shelves: string[]; rejects: string[]; messages: string[] }> {
  const bytes = Buffer.from(`${header}\n${rows.replaceAll(' / ', '\n')}\n`);
  const survey = await surveyFile(policy, {
    open: async () => ({ source: chunksOf(bytes), settings }),
    read: (source, own, state, options) => readInBlocks(source, own ?? {}, 16, state, options),
    onBatch: async (next) => await next,
  });
  const { inspect } = survey!;
  const shelves: string[] = [];
  const rejects: string[] = [];
  const messages: string[] = [];
  for await (const batch of readInBlocks(chunksOf(bytes), settings, 16, undefined, { inspect })) {
    shelves.push(...batch.rows.map(({ store, item, count }) => `${store},${item},${count}`));
    rejects.push(...batch.rejects.map(({ line, code }) => `${line} ${code}`));
    messages.push(...batch.rejects.map(({ message }) => message));
  }
  survey!.close();
  return { shelves, rejects, messages };
}

describe('a row with the name of a total and nothing else', () => {
  test.each([
    'Grand total,,12',
    'TOTAL:,,12',
    '합계,,12',
    '합 계,,',
    '소계,-,12',
    '小計,,12',
    'Summe,NULL,12',
    'Total général,,12',
    'Berlin Total,,12',
    'Total Berlin,,12',
    'Gesamtergebnis,,12',
    '서울 요약,,12',
    'Total,12',
    'Total: 12',
    '합계,총합계,12',
    'TRAILER,RECORDS,1',
    'EOF,EOF,0',
    'Row count,,1',
    ',Total,12',
    ',합계,12',
    ',총수량,',
    'Total (3 items),,12',
    '합계(3건),,12',
  ])('is a total: %s', async (row) => {
    const { shelves, rejects } = await load(`Oslo,Lamp,5 / ${row}`);
    expect({ shelves, rejects }).toEqual({ shelves: ['Oslo,Lamp,5'], rejects: ['3 row-total'] });
  });

  test.each(['Records,LP,5', 'Oslo,Records,5', 'Total),Total),5'])(
    'is a shelf, although records are counted at the end of files: %s',
    async (row) => {
      expect((await load(`Oslo,Lamp,5 / ${row}`)).rejects).toEqual([]);
    },
  );

  test.each(['Totally Toys,,12', 'Summerville,,12', 'Oslo,,12', 'Sumo,12'])(
    'is not one by a name that begins alike: %s',
    async (row) => {
      expect((await load(`Oslo,Lamp,5 / ${row}`)).rejects[0]).toMatch(/^3 (?:item-missing|row-ragged)$/);
    },
  );

  test('is found in a file that is read once as well, with both readings', async () => {
    const { rejects } = await readAll('store,item,count\nOslo,Lamp,5\nTotal,,5\n');
    expect(rejects.map(({ message, column }) => [column, message])).toEqual([
      [
        'store',
        'store "Total" on line 3 reads as a total, as the item is empty; remove the line, or, if it is of a shelf, write the item',
      ],
    ]);
  });
});

describe('a row with the name of a total, a store and an item', () => {
  test('is a total where its count is the sum of its store, of the rows since the last total, or of all', async () => {
    const { shelves, rejects, messages } = await load(
      'Berlin,Echo,3 / Berlin,Dot,4 / Berlin,Total,7 / Paris,Echo,5 / Paris,Dot,6 / 소계,전체 상품,11 / Total,All items,18',
    );
    expect(shelves).toEqual(['Berlin,Echo,3', 'Berlin,Dot,4', 'Paris,Echo,5', 'Paris,Dot,6']);
    expect(rejects).toEqual(['4 row-total', '7 row-total', '8 row-total']);
    expect(messages[2]).toBe(
      'store "Total" on line 8 reads as a total: its count 18 is the sum of 4 rows above; remove the line, or, if it is of a shelf, empty its cell reject_code in the file of rejects and load that',
    );
  });

  test.each(['Total (2 items)', '합계(2건)', '총수량', 'Total qty', '总数'])(
    'is one by a longer name, where its count is the sum: %s',
    async (item) => {
      expect((await load(`Berlin,Echo,3 / Berlin,Dot,4 / Berlin,${item},7`)).rejects).toEqual([
        '4 row-total',
      ]);
      expect((await load(`Berlin,Echo,3 / Berlin,Dot,4 / Berlin,${item},8`)).rejects).toEqual([]);
    },
  );

  test.each(['Berlin Total', 'Total Berlin', 'Berlin: 합계', 'Berlin 소계'])(
    'is one where the item is named as the total of its store: %s',
    async (item) => {
      const { rejects, messages } = await load(`Berlin,Echo,3 / Berlin,${item},8 / Oslo,${item},1`);
      expect(rejects).toEqual(['3 row-total']);
      expect(messages[0]).toMatch(/reads as a total: the item is named as the total of the store;/);
    },
  );

  test('is one whatever becomes of rows of one shelf', async () => {
    for (const policy of ['last', 'sum', 'max', 'reject'] as const)
      expect((await load('Berlin,Echo,3 / Berlin,Dot,4 / Total,All,7', policy)).rejects).toEqual([
        '4 row-total',
      ]);
  });

  test('is one where the sum has fractions that a computer does not add up exactly', async () => {
    const { rejects } = await load('a,b,0.1 / a,c,0.2 / Total,all,0.3', undefined, undefined, {
      counts: 'decimal',
    });
    expect(rejects).toEqual(['4 row-total']);
  });

  test('is a shelf where its count is not a sum', async () => {
    const rows = ['Berlin,Echo,3', 'Berlin,Total,4', 'Total,Fuel,9', 'Total,Oil,2'];
    expect(await load(rows.join(' / '))).toMatchObject({ shelves: rows, rejects: [] });
  });

  test('is a shelf of a store that has others, though one is like the row above', async () => {
    const rows = ['Berlin,Echo,3', 'Total,Fuel,3', 'Total,Oil,2'];
    expect(await load(rows.join(' / '))).toMatchObject({ shelves: rows, rejects: [] });
  });

  test('is a shelf of an item that stands elsewhere with a count of its own, though one is like the row above', async () => {
    const rows = ['Berlin,Echo,3', 'Berlin,Total,3', 'Paris,Echo,5', 'Paris,Total,1'];
    expect(await load(rows.join(' / '))).toMatchObject({ shelves: rows, rejects: [] });
  });

  test('is a total at the end of a file with rejects, whose sum is not known', async () => {
    const rows = 'Berlin,Echo,3 / Berlin,Dot,four / Total,All,7';
    const { rejects, messages } = await load(rows);
    expect(rejects).toEqual(['3 count-not-whole', '4 row-total']);
    expect(messages[1]).toMatch(
      /it is the last row, and a row above it was rejected, so its sum is not known/,
    );
    expect((await load(`${rows} / Total,Oil,2`)).rejects).toEqual(['3 count-not-whole']);
  });
});

test('a total is rejected again from a file of rejects, until its code is emptied', async () => {
  const header = 'store,item,count,reject_line,reject_code';
  expect((await load('Total,All,7,4,row-total', undefined, header)).rejects).toEqual(['2 row-total']);
  expect((await load('Total,All,7,4,', undefined, header)).shelves).toEqual(['Total,All,7']);
  expect((await load('Total Toys,All,7,4,row-total', undefined, header)).shelves).toEqual([
    'Total Toys,All,7',
  ]);
});
