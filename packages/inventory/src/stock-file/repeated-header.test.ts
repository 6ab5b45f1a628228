import { describe, expect, test } from 'vitest';
import { readRejects } from './read-rejects.ts';
import { chunksOf, readAll } from './testing/read-all.ts';
import type { StockFileSettings } from './types.ts';

async function read(file: string, settings: StockFileSettings = {}) {
  const { rows, rejects } = await readAll(file.replaceAll(' / ', '\n'), { settings });
  return { rows: rows.map(({ store, item, count }) => `${store},${item},${count}`), rejects };
}

test.each([
  'store,item,count / A,x,3 / store,item,count / A,y,4',
  'store,item,count / A,x,3 /  / Store,"Item", COUNT (pcs) / A,y,4',
  'store,item,count,price / A,x,3,1 / store,item,count,Preis / A,y,4,1',
  'Filiale,Artikel,Bestand / A,x,3 / FILIALE,ARTIKEL,BESTAND,, / A,y,4',
  'store,item,count,reject_line,reject_code / A,x,3,2,a / store,item,count,9,count-not-whole / A,y,4,3,b',
])('the same header again is passed over: %s', async (file) => {
  expect(await read(file)).toEqual({ rows: ['A,x,3', 'A,y,4'], rejects: [] });
});

describe('another header refuses the file', () => {
  test.each([
    'store,item,count / A,x,3 / item,store,count / y,A,4',
    'store,item,count / A,x,3 /  / sku,location,qty / y,A,4',
    'store,item,count / A,x,3 / store,item,size,count / A,y,L,4',
    'store,item,price,count / A,x,9,3 / store,item,count / A,y,4',
    'store,item,count,price / A,x,3,9 / store,item,price,count / A,y,9,4',
    'store,item,on hand / A,x,3 / store,item,reserved / A,y,4',
    'store,item,on hand / A,x,3 / store,item,available / A,y,4',
    '매장,상품,수량 / A,x,3 / 상품,매장,수량 / y,A,4',
    'store,sku,count / A,x,3 / store,name,count / A,y,4',
    'store,item,count,unit / A,x,3,ea / store,item,count,size,unit / A,y,4,L,box',
  ])('%s', async (file) => {
    await expect(read(file)).rejects.toMatchObject({ code: 'inventory.file.second-table' });
  });

  test('also where a column to keep stands elsewhere in it', async () => {
    const file = 'store,item,count,size,color / A,x,3,L,red / store,item,count,color,size / A,y,4,red,L';
    expect((await read(file)).rejects).toEqual([]);
    await expect(read(file, { keepColumns: ['size'] })).rejects.toMatchObject({
      code: 'inventory.file.second-table',
    });
  });

  test('with its line, both headers and what to do', async () => {
    await expect(read('store,item,count / A,x,3 /  / item,store,count / y,A,4')).rejects.toThrow(
      'line 4 is another header, "item", "store", "count", so the rows below it are of another table than those above, whose header is "store", "item", "count"; put each table into a file of its own, or give both the same columns in the same order',
    );
  });
});

test('a row that is rejected for another reason is none', async () => {
  const rows = ['Store,x,many', 'A,item,', 'Warehouse,Echo,n/a', 'store 2,item 4,count'];
  const { rejects } = await read(`store,item,count / ${rows.join(' / ')}`);
  expect(rejects).toHaveLength(4);
});

test('rejects that are repaired one by one are shown whatever they are', async () => {
  const file =
    'store,item,count,unit,reject_code\nA,x,3,ea,a\nA,y,4,DZ,a\nitem,store,count,unit,count-not-whole\n';
  expect((await readRejects(chunksOf(Buffer.from(file)), {})).rows).toHaveLength(3);
});
