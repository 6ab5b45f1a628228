import { sleep } from '@groundcrew/async';
import { isGroundcrewError } from '@groundcrew/errors';
import { expect, test } from 'vitest';
import { loadStockFile } from '../load/index.ts';
import { collectRejects } from '../load/testing/collect-rejects.ts';
import { readStockFile } from './reader.ts';
import { chunksOf, readAll } from './testing/read-all.ts';
import type { Reject } from './types.ts';

/** What becomes of the counts of a file that is looked through before it is read: the number that is stored, or the reject. */
async function load(file: string): Promise<{ counts: readonly number[]; rejects: readonly Reject[] }> {
  const counts: number[] = [];
  const rejects: Reject[] = [];
  await loadStockFile(
    { settings: {}, open: async (startByte) => chunksOf(Buffer.from(file).subarray(startByte)) },
    {
      rejects: collectRejects(rejects),
      now: () => 0,
      sleep,
      read: async function* (source, settings, resume, how) {
        for await (const batch of readStockFile(source, settings, resume, how)) {
          if (how?.isSurvey !== true) counts.push(...batch.rows.map(({ count }) => count));
          yield batch;
        }
      },
    },
  );
  return { counts, rejects };
}

test.each([
  ['a price', 'store,item,count,price\nBerlin,A,"1,500","12,50"\nBerlin,B,"2,250","3,20"\n'],
  ['a price in one row', 'store,item,count,price\nBerlin,A,"1,500",12\nBerlin,B,"2,250",4\nRome,C,3,"3,2"\n'],
  ['a price with its currency', 'store,item,price,count\nBerlin,A,"1.012,50 €","1,500"\nBerlin,B,,"2,250"\n'],
  ['a weight', 'store,item,count,weight\nBerlin,A,"1,500","0,5 kg"\nBerlin,B,"2,250","1 kg"\n'],
  ['a count of kilograms', 'Filiale,Artikel,Menge (kg)\nBerlin,A,"12,500"\nBerlin,B,"2,250"\n'],
])('a comma in a quoted count shows nothing beside %s with a comma', async (_, file) => {
  const { rejects } = await load(file);
  expect(rejects.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    expect.stringMatching(
      /^count-ambiguous: .*is 12?500 if its comma groups digits, and 12?\.500 if it begins/,
    ),
    expect.stringMatching(/^count-ambiguous: .*is 2250 if its comma groups digits, and 2\.250 if it begins/),
  ]);
});

test.each([
  ['nothing', 'store,item,count\nBerlin,A,"1,500"\n'],
  ['a price with a point', 'store,item,count,price\nBerlin,A,"1,500",12.50\n'],
  ['a price in groups', 'store,item,count,price\nBerlin,A,"1,500","1,250"\n'],
  ['a list beside a price with a point', 'store,item,count,price,tags\nBerlin,A,"1,500",12.50,"7,12"\n'],
  ['a text', 'store,item,count,note\nBerlin,A,"1,500","in box 3,4 and 5"\nBerlin,B,3,"a, b"\n'],
  ['counts that show it', 'store,item,count,price\nBerlin,A,"1,500","12,50"\nBerlin,B,"1,234,567","3,20"\n'],
  ['the name of an item', 'store,item,count\nBerlin,"12,50","1,500"\n'],
  ['pieces', 'store,item,count (pcs)\nBerlin,A,"1,500"\n'],
])('a comma in a quoted count groups digits beside %s', async (_, file) => {
  const { counts, rejects } = await load(file);
  expect([counts[0], rejects]).toEqual([1500, []]);
});

test('where the file is read once, a price that comes too late refuses it, and is named', async () => {
  const error = await readAll('store,item,count,price\nBerlin,A,"1,500",\nBerlin,B,3,"3,20 €"\n').catch(
    (thrown: unknown) => thrown,
  );
  expect(isGroundcrewError(error) && [error.code, error.message]).toEqual([
    'inventory.file.numbers-contradict',
    expect.stringContaining('"3,20" in "price" on line 3 shows that the mark "," may begin a fraction'),
  ]);
});

test.each([
  [
    'before it',
    'Berlin,A,3,"EUR 1.012,50"\nRome,B,"1,500",\nParis,B,"2,250","7,10"\n',
    '"1.012,50" on line 2',
  ],
  ['behind it', 'Rome,B,"1,500",\nBerlin,A,3,"3,20 €"\nBerlin,C,3,"9,90"\n', '"3,20" on line 3'],
])('an ambiguous count is rejected with the price that shows it, where that is %s', async (_, rows, seen) => {
  const { rejects } = await load(`store,item,count,Preis\n${rows}`);
  expect(rejects[0]?.message).toContain(
    `is 1500 if its comma groups digits, and 1.500 if it begins a fraction, as it does in "Preis" with ${seen}, and nothing else`,
  );
});

test('the price is known where reading goes on in another block', async () => {
  const rows = `Berlin,A,3,"3,20"\n${'Berlin,A,3,\n'.repeat(20)}Berlin,B,"1,500",\n`;
  const { rejects } = await readAll(`store,item,count,price\n${rows}`, { blockBytes: 64 });
  expect(rejects.map(({ line, message }) => [line, message])).toEqual([
    [23, expect.stringContaining('as it does in "price" with "3,20" on line 2')],
  ]);
});
