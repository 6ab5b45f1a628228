import type { TableWriter } from '@groundcrew/aws/dynamodb';
import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { toItemJson } from '../load/item-json.ts';
import { ignoreRejects, loadStockFile } from '../load/index.ts';
import { stagedStats } from '../load/staged-stats.ts';
import type { VanishedMode } from '../order/full-claim.ts';
import type { DuplicatePolicy } from '../duplicates/policy.ts';
import type { StockRow } from '../stock-file/types.ts';
import { RejectedShelves } from '../duplicates/rejected-shelves.ts';
import { planFull } from './full-export.ts';
import type { ShelfTable, StoredShelf } from './shelf-table.ts';

type Table = Map<string, Map<string, { count: number; attributesJson: string }>>;

function tableOf(shelves: readonly (readonly [string, string, number])[]): Table {
  const table: Table = new Map();
  for (const [store, item, count] of shelves) {
    if (!table.has(store)) table.set(store, new Map());
    table.get(store)!.set(item, { count, attributesJson: ',"LowStockAt":{"N":"5"}' });
  }
  return table;
}

const shelfTable = (table: Table): ShelfTable => ({
  async *shelvesOf(store) {
    const all: StoredShelf[] = [...(table.get(store) ?? [])].map(([item, { count, attributesJson }]) => ({
      item,
      isEmpty: count === 0,
      attributesJson,
      fileTime: undefined,
    }));
    for (let at = 0; at < all.length; at += 3) yield all.slice(at, at + 3);
  },
});

function writerOf(table: Table, sent: string[]): TableWriter<StockRow> {
  let written = 0;
  return {
    async write(rows) {
      written += rows.length;
      for (const row of rows) {
        sent.push(toItemJson(row));
        const shelves = table.get(row.store) ?? new Map();
        table.set(row.store, shelves);
        if (row.vanished?.becomes === 'removed') shelves.delete(row.item);
        else shelves.set(row.item, { count: row.count, attributesJson: '' });
      }
    },
    watermark: () => written,
    flush: async () => {},
    stop: async () => {},
    stats: () => stagedStats(written),
  };
}

interface Options {
  readonly vanished?: VanishedMode;
  readonly isConfirmed?: boolean;
  readonly maxVanishedPercent?: number;
  readonly duplicates?: DuplicatePolicy;
  readonly isDryRun?: boolean;
  readonly maxShelves?: number;
}

async function load(body: string, table: Table, options: Options = {}) {
  const { vanished = 'zero', isConfirmed = false, maxVanishedPercent = 20, isDryRun = false } = options;
  const sent: string[] = [];
  const result = await loadStockFile(
    {
      settings: {},
      duplicates: options.duplicates,
      async open() {
        return (async function* () {
          yield Buffer.from(body);
        })();
      },
    },
    {
      rejects: ignoreRejects,
      now: () => 0,
      sleep: async () => {},
      createWriter: isDryRun ? undefined : () => writerOf(table, sent),
      full: {
        settings: { vanished, maxVanishedPercent },
        table: shelfTable(table),
        isConfirmed: () => isConfirmed,
      },
      surveyLimits: { maxShelves: options.maxShelves ?? 130_000 },
    },
  );
  return { ...result, sent };
}

const shelvesIn = (table: Table): Record<string, number> =>
  Object.fromEntries(
    [...table].flatMap(([store, items]) =>
      [...items].map(([item, { count }]) => [`${store}/${item}`, count]),
    ),
  );

test('shelves that it does not name are set to 0, with their attributes, and those of other stores are left', async () => {
  const table = tableOf([
    ['Berlin', 'Echo', 3],
    ['Berlin', 'Dot', 4],
    ['Berlin', 'Pop', 0],
    ['Rome', 'Echo', 5],
  ]);
  const { summary, sent } = await load('store,item,count\nBerlin,Echo,7\n', table);
  expect(shelvesIn(table)).toEqual({ 'Berlin/Echo': 7, 'Berlin/Dot': 0, 'Berlin/Pop': 0, 'Rome/Echo': 5 });
  expect(sent).toEqual([
    '{"Store":{"S":"Berlin"},"Item":{"S":"Echo"},"Count":{"N":"7"}}',
    '{"Store":{"S":"Berlin"},"Item":{"S":"Dot"},"Count":{"N":"0"},"LowStockAt":{"N":"5"}}',
  ]);
  expect(summary).toMatchObject({ status: 'loaded', rows: 1, written: 1 });
  expect(summary.full).toEqual({
    vanished: 'zero',
    shelves: 1,
    stores: [{ store: 'Berlin', shelves: 3, filled: 2, vanishing: 1, vanishingEmpty: 0, examples: ['Dot'] }],
  });
});

test('they are removed by a setting, those at 0 too', async () => {
  const table = tableOf([
    ['Berlin', 'Echo', 3],
    ['Berlin', 'Dot', 4],
    ['Berlin', 'Pop', 0],
    ['Berlin', 'Hub', 1],
  ]);
  const { summary, sent } = await load('store,item,count\nBerlin,Echo,7\nBerlin,Hub,1\n', table, {
    vanished: 'remove',
  });
  expect(shelvesIn(table)).toEqual({ 'Berlin/Echo': 7, 'Berlin/Hub': 1 });
  expect(sent.slice(2)).toEqual([
    '{"Store":{"S":"Berlin"},"Item":{"S":"Dot"}}',
    '{"Store":{"S":"Berlin"},"Item":{"S":"Pop"}}',
  ]);
  expect(summary.full).toMatchObject({ shelves: 2 });
});

test('if too much of a store would vanish nothing is written, unless that is confirmed', async () => {
  const shelves = Array.from({ length: 10 }, (_, index) => ['Berlin', `Item ${index}`, 1] as const);
  const table = tableOf(shelves);
  const body = 'store,item,count\nBerlin,Item 0,7\nRome,Item 0,7\n';
  const refused = await load(body, table);
  expect(refused.summary).toMatchObject({
    status: 'refused',
    reasonCode: 'inventory.file.shelves-vanish',
    written: 0,
  });
  expect(refused.summary.reason).toContain(
    '9 of the 10 filled shelves of "Berlin" ("Item 1", "Item 2", "Item 3" and 6 more)',
  );
  expect(refused.sent).toEqual([]);

  const confirmed = await load(body, table, { isConfirmed: true });
  expect(confirmed.summary).toMatchObject({ status: 'loaded', full: { shelves: 9 } });
  expect(confirmed.sent).toHaveLength(11);
});

test('a dry run reports the same, and writes nothing', async () => {
  const table = tableOf([
    ['Berlin', 'Echo', 3],
    ['Berlin', 'Dot', 4],
  ]);
  const { summary, writeUnits } = await load('store,item,count\nBerlin,Echo,7\n', table, { isDryRun: true });
  expect(summary.full).toMatchObject({ shelves: 1, stores: [{ store: 'Berlin', examples: ['Dot'] }] });
  expect(writeUnits).toBe(2);
  expect(shelvesIn(table)).toEqual({ 'Berlin/Echo': 3, 'Berlin/Dot': 4 });
});

const three = [
  ['Berlin', 'Echo', 3],
  ['Berlin', 'Dot', 4],
  ['Rome', 'Echo', 5],
  ['Rome', 'Dot', 6],
] as const;

test.each([
  // The shelf is known: it stays as it is.
  ['Berlin,Dot,many', { 'Berlin/Dot': 4, 'Rome/Dot': 0 }, undefined],
  ['Berlin,Dot,1\nBerlin,Dot,2', { 'Berlin/Dot': 4, 'Rome/Dot': 0 }, undefined],
  ['Berlin,,3', { 'Berlin/Dot': 4, 'Rome/Dot': 0 }, [{ store: 'Berlin', reason: expect.any(String) }]],
  [',Dot,3', { 'Berlin/Dot': 4, 'Rome/Dot': 6 }, [{ reason: expect.stringContaining('a rejected row') }]],
  [',Total,12', { 'Berlin/Dot': 4, 'Rome/Dot': 6 }, [{ reason: expect.stringContaining('a rejected row') }]],
  ['-,합계,12', { 'Berlin/Dot': 4, 'Rome/Dot': 6 }, [{ reason: expect.stringContaining('a rejected row') }]],
  ['Berlin,Dot', { 'Berlin/Dot': 4, 'Rome/Dot': 6 }, [{ reason: expect.any(String) }]],
  ['Berlin,"Dot,3', { 'Berlin/Dot': 4, 'Rome/Dot': 6 }, [{ reason: expect.any(String) }]],
])('what a rejected row may be about is left as it is: %j', async (row, expected, kept) => {
  const table = tableOf(three);
  const { summary } = await load(`store,item,count\nBerlin,Echo,7\nRome,Echo,7\n${row}\n`, table);
  expect(summary.rejected).toBeGreaterThan(0);
  expect(shelvesIn(table)).toEqual({ 'Berlin/Echo': 7, 'Rome/Echo': 7, ...expected });
  expect(summary.full?.kept).toEqual(kept);
});

test('its claim leaves open the shelves of rejected rows, each once and no other', () => {
  const rejectedShelves = new RejectedShelves();
  for (const item of ['Dot', 'Dot', 'Hub']) rejectedShelves.add({ store: 'Berlin', item });
  const { claim, mentioned } = planFull(
    {
      numbers: undefined,
      inspect: undefined,
      rejects: { isRejectsFile: false, sources: [] },
      shelves: {
        size: 0,
        stores: ['Berlin'],
        hashesOf: () => [],
        indexOf: () => mentioned,
        leftOut: () => [{ a: 1, b: 2, c: 3 }],
      },
      rejectedShelves,
      close: () => {},
    },
    'zero',
  );
  expect([claim?.open.size, mentioned.size]).toEqual([3, 3]);
});

test('a repaired file of rejects is not a full export, whatever it is called', async () => {
  const table = tableOf(three);
  const { summary } = await load('store,item,count,reject_code\nBerlin,Echo,7,count-not-whole\n', table);
  expect(shelvesIn(table)).toEqual({ 'Berlin/Echo': 7, 'Berlin/Dot': 4, 'Rome/Echo': 5, 'Rome/Dot': 6 });
  expect(summary.full?.kept?.[0]?.reason).toContain('repaired file of rejects');
});

test('more stores than can be held are refused before anything is written', async () => {
  const rows = Array.from({ length: 10_001 }, (_, index) => `Store ${index},Echo,1\n`);
  const { summary, sent } = await load(`store,item,count\n${rows.join('')}`, tableOf(three));
  expect(summary).toMatchObject({ status: 'refused', reasonCode: 'inventory.file.full-too-large' });
  expect(sent).toEqual([]);
});

const shelf = fc.tuple(fc.constantFrom('A', 'B', 'C'), fc.constantFrom('1', '2', '3', '4', '5', '6'));

test('whatever the table and the file have, a store is as in the file, in memory and spilled', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.tuple(shelf, fc.nat(3)), { selector: ([[store, item]]) => store + item }),
      fc.array(fc.tuple(shelf, fc.option(fc.nat(3))), { minLength: 1, maxLength: 12 }),
      fc.constantFrom('zero' as const, 'remove' as const),
      fc.constantFrom('last' as const, 'reject-conflicts' as const, 'max' as const),
      fc.constantFrom(1, 1_000),
      async (stored, rows, vanished, duplicates, maxShelves) => {
        const table = tableOf(stored.map(([[store, item], count]) => [store, item, count]));
        const before = shelvesIn(table);
        const body = rows.map(([[store, item], count]) => `${store},${item},${count ?? 'bad'}\n`).join('');
        await load(`store,item,count\n${body}`, table, {
          vanished,
          duplicates,
          maxShelves,
          maxVanishedPercent: 100,
        });
        expect(shelvesIn(table)).toEqual(expectationOf(before, rows, vanished, duplicates));
      },
    ),
    { numRuns: Math.ceil(1_000 * inject('effort')) },
  );
});

type Row = readonly [readonly [string, string], number | null];

function expectationOf(
  before: Readonly<Record<string, number>>,
  rows: readonly Row[],
  vanished: VanishedMode,
  duplicates: DuplicatePolicy,
): Record<string, number> {
  const good = rows.flatMap(([[store, item], count]) =>
    count === null ? [] : [{ store, shelf: `${store}/${item}`, count }],
  );
  const bad = new Set(rows.flatMap(([[store, item], count]) => (count === null ? [`${store}/${item}`] : [])));
  const mentioned = new Set(rows.map(([[store, item]]) => `${store}/${item}`));
  const after = new Map(Object.entries(before));
  for (const [name, own] of Map.groupBy(good, (row) => row.shelf)) {
    const counts = own.map(({ count }) => count);
    if (duplicates !== 'last' && bad.has(name)) continue;
    if (duplicates === 'reject-conflicts' && new Set(counts).size > 1) continue;
    after.set(name, duplicates === 'max' ? Math.max(...counts) : counts.at(-1)!);
  }
  const stores = new Set(good.map(({ store }) => store));
  for (const name of after.keys()) {
    if (!stores.has(name[0]!) || mentioned.has(name)) continue;
    if (vanished === 'zero') after.set(name, 0);
    else after.delete(name);
  }
  return Object.fromEntries(after);
}
