import type { LocalAws } from '@groundcrew/local';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { groundcrew, startStores } from '../testing/groundcrew.ts';

let local: LocalAws;
beforeAll(async () => {
  local = await startStores();
  const stdin = 'store,item,count\nBerlin,Lamp,12\nBerlin,Kettle,0\n서울 강남점,우산,3\n';
  expect((await groundcrew(['inventory', 'load', '-'], { stdin })).code).toBe(0);
});
afterAll(async () => {
  await local.close();
  vi.unstubAllEnvs();
});

async function items(...words: string[]): Promise<unknown[]> {
  const { code, out } = await groundcrew(['inventory', 'list', '--output', 'json', ...words]);
  expect(code).toBe(0);
  return JSON.parse(out).items;
}

test('every shelf is listed', async () => {
  expect(await items()).toHaveLength(3);
});

test('the shelves of one store are listed by item', async () => {
  expect(await items('--store', 'Berlin')).toEqual([
    { store: 'Berlin', item: 'Kettle', count: 0 },
    { store: 'Berlin', item: 'Lamp', count: 12 },
  ]);
  expect(await items('--store', 'berlin')).toEqual([]);
});

test('items out of stock, and items that are low, can be listed', async () => {
  expect(await items('--out-of-stock')).toEqual([{ store: 'Berlin', item: 'Kettle', count: 0 }]);
  const low = await items('--low', '3');
  expect(low).toHaveLength(2);
  expect(low).toContainEqual({ store: '서울 강남점', item: '우산', count: 3 });
});

test('a terminal gets a table, and a sentence if there is nothing', async () => {
  expect((await groundcrew(['inventory', 'list', '--store', '서울 강남점'])).out).toBe(
    'Store        Item  Count\n───────────  ────  ─────\n서울 강남점  우산      3\n',
  );
  expect((await groundcrew(['inventory', 'list', '--store', 'Paris'])).out).toBe('No items match.\n');
});

test('a list as CSV can be loaded again', async () => {
  const { out } = await groundcrew(['inventory', 'list', '--output', 'csv']);
  const { code, out: loaded } = await groundcrew(['inventory', 'load', '-', '--output', 'json'], {
    stdin: out,
  });
  expect(code).toBe(0);
  expect(JSON.parse(loaded).load).toMatchObject({ rows: 3, written: 3 });
});
