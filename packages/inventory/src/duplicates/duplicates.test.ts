import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import { sleep } from '@groundcrew/async';
import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { ignoreRejects, type LoadDeps, loadStockFile } from '../load/index.ts';
import { collectRejects } from '../load/testing/collect-rejects.ts';
import { readInBlocks } from '../stock-file/reader.ts';
import { chunksOf } from '../stock-file/testing/read-all.ts';
import type { Reject, StockRow } from '../stock-file/types.ts';
import type { DuplicatePolicy } from './index.ts';

interface Outcome {
  readonly written: readonly StockRow[];
  readonly rejects: readonly Reject[];
  readonly duplicates: number;
  readonly rows: number;
}

/** Loads a file, with a writer that stores at once. */
async function load(
  file: Uint8Array | string,
  duplicates?: DuplicatePolicy,
  {
    maxShelves = 400_000,
    blockBytes = 65_536,
    keepColumns = [] as string[],
    counts = 'whole' as 'whole' | 'decimal',
  } = {},
): Promise<Outcome> {
  const bytes = Buffer.from(file);
  const written: StockRow[] = [];
  const rejects: Reject[] = [];
  const deps: LoadDeps = {
    rejects: collectRejects(rejects),
    now: () => 0,
    sleep,
    surveyLimits: { maxShelves },
    createWriter: () => ({
      async write(rows) {
        written.push(...rows);
      },
      watermark: () => written.length,
      flush: async () => undefined,
      stop: async () => undefined,
      stats: () => ({
        written: 0,
        superseded: 0,
        requests: 0,
        retriedItems: 0,
        throttles: 0,
        declined: 0,
        inFlightLimit: 1,
      }),
    }),
    read: (source, settings = {}, state, how = {}) => readInBlocks(source, settings, blockBytes, state, how),
  };
  const { summary } = await loadStockFile(
    {
      settings: { keepColumns, counts },
      duplicates,
      open: async (startByte) => chunksOf(bytes.subarray(startByte)),
    },
    deps,
  );
  return { written, rejects, duplicates: summary.duplicates, rows: summary.rows };
}

const shirts =
  'store,item,size,count\nBerlin,T-shirt,S,3\nBerlin,Lamp,,1\nBerlin,T-shirt,M,5\nBerlin,T-shirt,L,0\n';
const facts = ({ store, item, count }: StockRow) => [store, item, count];

test('rows of one shelf that disagree are rejected together, each with two of the lines', async () => {
  const { written, rejects } = await load(shirts);
  expect(written.map(facts)).toEqual([['Berlin', 'Lamp', 1]]);
  expect(rejects.map(({ line, code, cells }) => [line, code, cells[2]])).toEqual([
    [2, 'shelf-duplicate', 'S'],
    [4, 'shelf-duplicate', 'M'],
    [5, 'shelf-duplicate', 'L'],
  ]);
  expect(rejects[2]?.message).toMatch(
    /"T-shirt" in "Berlin" on line 5 is on 3 rows .* 3 on line 2 and 5 on line 4/,
  );
});

test.each<[DuplicatePolicy, unknown[]]>([
  ['sum', ['Berlin', 'T-shirt', 8]],
  ['max', ['Berlin', 'T-shirt', 5]],
])('%s writes one row', async (policy, row) => {
  const { written, rejects, duplicates, rows } = await load(shirts, policy);
  expect(rejects).toEqual([]);
  expect(written.map(facts)).toEqual([['Berlin', 'Lamp', 1], row]);
  expect({ duplicates, rows }).toEqual({ duplicates: 2, rows: 4 });
});

test('equal rows are one, unless all are to be rejected', async () => {
  const file = 'store,item,count\na,b,1\na,b,1\nc,d,2\n';
  expect(await load(file)).toMatchObject({ duplicates: 1, rejects: [], written: [{ line: 2 }, { line: 4 }] });
  expect((await load(file, 'reject')).rejects.map(({ line }) => line)).toEqual([2, 3]);
  expect((await load(file, 'last')).written).toHaveLength(3);
});

test('names that look the same are one shelf', async () => {
  const { rejects } = await load(
    'store,item,count\n서울,에코,3\n' + `${'서울'.normalize('NFD')},에\u200b코,0\n`,
  );
  expect(rejects.map(({ line }) => line)).toEqual([2, 3]);
});

test('rows of the same count that differ in another column disagree: two sizes are not one', async () => {
  const file = 'store,item,size,count\na,b,S,3\na,b,M,3\n';
  const { rejects, written } = await load(file);
  expect(written).toEqual([]);
  expect(rejects.map(({ message }) => message)).toEqual([
    expect.stringContaining('other further columns on line 3 than on line 2'),
    expect.stringContaining('other further columns on line 3 than on line 2'),
  ]);
  expect((await load(file, undefined, { keepColumns: ['size'] })).rejects).toHaveLength(2);
  expect((await load(file, 'sum')).written.map(facts)).toEqual([['a', 'b', 6]]);
});

test.each(['', '#', 'Unnamed: 0', '순번'])(
  'rows that differ in their number only are one (%j)',
  async (name) => {
    const { rejects, written } = await load(`${name},store,item,count\n1,a,b,3\n2,a,b,3\n`);
    expect([rejects, written.map(facts)]).toEqual([[], [['a', 'b', 3]]]);
  },
);

test('rows of two sizes that are out of stock are one, and so are rows that differ in blanks only', async () => {
  const { rejects, written } = await load(
    'store,item,size,count\na,b,S,0\na,b,M,0\na,c,S,3\na,c, S ,3\na,d,,3\na,d, ,3\n',
  );
  expect(rejects).toEqual([]);
  expect(written.map(facts)).toEqual([
    ['a', 'b', 0],
    ['a', 'c', 3],
    ['a', 'd', 3],
  ]);
});

test.each([
  [['9007199254740990', '1'], 9_007_199_254_740_991],
  [['9007199254740991', '2'], undefined],
  [['9007199254740991', '1', '1'], undefined],
  [['999999999999999', '0.1'], 999_999_999_999_999.1],
  [['99999999999.9999', '99999999999.9999', '0.0001'], 199_999_999_999.9999],
  [['999999999999999', '0.0000001'], undefined],
  [['0.1', '0.2', '0.0000001'], 0.300_000_1],
])('the sum of %j is exact, or refused', async (counts, sum) => {
  const file = `store,item,count\n${counts.map((count) => `a,b,${count}\n`).join('')}`;
  const { written, rejects } = await load(file, 'sum', { counts: 'decimal' });
  expect(written.map(({ count }) => count)).toEqual(sum === undefined ? [] : [sum]);
  expect(rejects.map(({ message }) => message)).toEqual(
    sum === undefined ? [expect.stringMatching(/sum above .*--duplicates max or last/)] : [],
  );
});

test('sums of fractions have no digits of their own', async () => {
  const deps = { rejects: ignoreRejects, now: () => 0, sleep };
  const stored: number[] = [];
  await loadStockFile(
    {
      settings: { counts: 'decimal' },
      duplicates: 'sum',
      open: async () => chunksOf(Buffer.from('store,item,count\na,b,0.1\na,b,0.2\n')),
    },
    {
      ...deps,
      read: async function* (...input) {
        for await (const batch of readInBlocks(input[0], input[1] ?? {}, 65_536, input[2], input[3])) {
          if (input[3]?.isSurvey !== true) stored.push(...batch.rows.map(({ count }) => count));
          yield batch;
        }
      },
    },
  );
  expect(stored).toEqual([0.3]);
});

test('what the numbers of the whole column show decides before rows are compared', async () => {
  const { written, rejects } = await load('store;item;count\na;b;1.200\na;b;5\na;c;1.234.567\n');
  expect(written.map(facts)).toEqual([['a', 'c', 1_234_567]]);
  expect(rejects.map(({ code }) => code)).toEqual(['shelf-duplicate', 'shelf-duplicate']);
});

/** Loads a file, corrects its rejects and loads these; the counts that are stored at the end. */
async function repaired(
  file: string,
  policy: DuplicatePolicy | undefined,
  correct: (rejects: readonly Reject[]) => string,
): Promise<unknown[]> {
  const first = await load(file, policy);
  const stored = new Map(first.written.map((row) => [`${row.store} ${row.item}`, row.count]));
  const header = file.slice(0, file.indexOf('\n'));
  const second = await load(`${header},reject_code\n${correct(first.rejects)}`, policy);
  for (const row of second.written) stored.set(`${row.store} ${row.item}`, row.count);
  return [...stored, ...second.rejects.map(({ code }) => code)];
}

test.each<[string, DuplicatePolicy | undefined, string, unknown[]]>([
  [
    'M,x',
    'sum',
    'M,4',
    [
      ['Berlin Lamp', 1],
      ['Berlin T', 12],
    ],
  ],
  [
    'M,x',
    'max',
    'M,4',
    [
      ['Berlin Lamp', 1],
      ['Berlin T', 5],
    ],
  ],
  ['M,x', undefined, 'M,4', [['Berlin Lamp', 1], 'shelf-duplicate', 'shelf-duplicate', 'shelf-duplicate']],
  ['M,', 'reject', 'M,4', [['Berlin Lamp', 1], 'shelf-duplicate', 'shelf-duplicate', 'shelf-duplicate']],
  // Too many cells or too few: where its names are is where they are in other rows.
  [
    'M,1,200',
    'sum',
    'M,1200',
    [
      ['Berlin Lamp', 1],
      ['Berlin T', 1208],
    ],
  ],
  [
    'M',
    'sum',
    'M,4',
    [
      ['Berlin Lamp', 1],
      ['Berlin T', 12],
    ],
  ],
  // What was not corrected keeps the others from being stored.
  ['M,x', 'sum', 'M,x', [['Berlin Lamp', 1], 'shelf-incomplete', 'count-not-whole', 'shelf-incomplete']],
])(
  'rows of a shelf wait for the one that was rejected (%j, %s), and are one with it once it is %j',
  async (bad, policy, good, expected) => {
    const file = `store,item,size,count\nBerlin,T,S,3\nBerlin,T,${bad}\nBerlin,Lamp,,1\nBerlin,T,L,5\n`;
    const outcome = await repaired(file, policy, (rejects) =>
      rejects
        .map(({ cells, code }) => {
          const row = cells[2] === 'M' ? `Berlin,T,${good}` : cells.join(',');
          return `${row},${code}\n`;
        })
        .join(''),
    );
    expect(outcome).toEqual(expected);
  },
);

test('a row that waits says for which; one of another shelf does not wait, nor does the last one where that holds', async () => {
  const file = 'store,item,size,count\nBerlin,T,S,3\nBerlin,T,M,\n,T,M,4\nBerlin,,M,4\nParis,T,S,3\n';
  const { rejects, written } = await load(file);
  expect(written.map(facts)).toEqual([['Paris', 'T', 3]]);
  expect(rejects.map(({ line, code }) => [line, code])).toEqual([
    [2, 'shelf-incomplete'],
    [3, 'count-missing'],
    [4, 'store-missing'],
    [5, 'item-missing'],
  ]);
  expect(rejects[0]?.message).toMatch(
    /^"T" in "Berlin" on line 2 is on further rows .* that on line 3 is rejected/,
  );
  expect((await load(file, 'last')).written.map(facts)).toEqual([
    ['Berlin', 'T', 3],
    ['Paris', 'T', 3],
  ]);
});

test.each<[DuplicatePolicy, string[]]>([
  ['reject-conflicts', ['Echo']],
  ['sum', ['Echo']],
  // Each row is judged by those before it.
  ['last', ['Men?', 'Echo']],
])('a name that may lack a character is judged by all names of the file, with %s', async (policy, items) => {
  const file =
    'store,item,count\nBerlin,Men?,3\nBerlin,Echo,3\nBerlin,M?sli,4\nBerlin,Jos?,3\nBerlin,Pur?,3\n';
  const { rejects, written } = await load(file, policy);
  expect(written.map(({ item }) => item)).toEqual(items);
  expect(rejects).toHaveLength(5 - items.length);
  const questions = await load('store,item,count\nBerlin,What?,3\nBerlin,Who? Me,3\n', policy);
  expect(questions.written).toHaveLength(2);
});

test('a row waits for one that names its shelf in letters that were encoded twice', async () => {
  const { rejects, written } = await load('store,item,count\nBerlin,Café,3\nBerlin,CafÃ©,4\n', 'sum');
  expect(written).toEqual([]);
  expect(rejects.map(({ code }) => code)).toEqual(['shelf-incomplete', 'cell-encoding']);
});

test.each<[string, DuplicatePolicy | undefined, number[], string[]]>([
  ['S,3 M,5 Total,8', 'sum', [8], ['row-total']],
  ['S,3 M,5 Total,8', 'max', [5], ['row-total']],
  ['S,3 M,5 Total,8', undefined, [], ['shelf-duplicate', 'shelf-duplicate', 'row-total']],
  ['Total,8 S,3 M,5', 'sum', [8], ['row-total']],
  ['S,3 All_sizes,8 M,5', 'sum', [8], ['row-total']],
  ['S,3 M,5 합계,8', 'sum', [8], ['row-total']],
  ['S,3 M,5 전체,8', 'sum', [8], ['row-total']],
  ['S,8 Total,8', undefined, [8], ['row-total']],
  // Of two colors each has a total, and so have both.
  ['S,3 M,5 Subtotal,8 S,1 Subtotal,1 Total,9', 'sum', [9], ['row-total', 'row-total', 'row-total']],
  ['S,3 Subtotal,3 M,5 Subtotal,5', 'sum', [8], ['row-total', 'row-total']],
  // It is not the total of what is there.
  ['S,3 M,5 Total,9', 'sum', [], ['shelf-duplicate', 'shelf-duplicate', 'shelf-duplicate']],
  // A size may fit all.
  ['S,3 M,5 All_sizes,9', 'sum', [17], []],
  ['All_sizes,9', 'sum', [9], []],
  ['Total,9', undefined, [9], []],
  ['Total,3 Total,3', undefined, [3], []],
  ['S,3 M,5 Totally_new,8', 'sum', [16], []],
])('the total of the sizes of an item is not one of them: %s, %s', async (sizes, policy, counts, codes) => {
  const rows = sizes.split(' ').map((row) => `Berlin,T,${row.replace('_', ' ')}\n`);
  for (const keepColumns of [[], ['size']]) {
    for (const maxShelves of [1, 400_000]) {
      const { written, rejects } = await load(`store,item,size,count\n${rows.join('')}`, policy, {
        keepColumns,
        maxShelves,
      });
      expect([written.map(({ count }) => count), rejects.map(({ code }) => code)]).toEqual([counts, codes]);
    }
  }
});

test('a total of sizes is in no total of a store, and is a total in a file of rejects as well', async () => {
  const file = 'store,item,size,count\nBerlin,T,S,3\nBerlin,T,M,5\nBerlin,T,Total,8\nBerlin,Total,,8\n';
  const { written, rejects } = await load(file, 'sum');
  expect(written.map(facts)).toEqual([['Berlin', 'T', 8]]);
  expect(rejects.map(({ line, code }) => [line, code])).toEqual([
    [4, 'row-total'],
    [5, 'row-total'],
  ]);
  expect(rejects[0]?.message).toContain('the total of the other rows of the shelf, which add up to 8');
  const again = await load('store,item,size,count,reject_code\nBerlin,T,Total,8,row-total\n', 'sum');
  expect(again.rejects.map(({ code }) => code)).toEqual(['row-total']);
});

/** The rules, over all rows at once. */
function expected(rows: readonly (readonly [string, string, number | 'x'])[], policy: DuplicatePolicy) {
  const shelves = new Map<string, number[]>();
  rows.forEach(([store, item], i) => {
    const key = JSON.stringify([store, item]);
    shelves.set(key, [...(shelves.get(key) ?? []), i]);
  });
  const written: number[][] = [];
  let rejected = 0;
  for (const numbers of shelves.values()) {
    const read = numbers.map((i) => rows[i]![2]);
    const counts = read.filter((count) => count !== 'x');
    if (counts.length < read.length) {
      rejected += numbers.length;
      continue;
    }
    const isConflict = new Set(counts).size > 1;
    if (numbers.length > 1 && (policy === 'reject' || (policy === 'reject-conflicts' && isConflict))) {
      rejected += numbers.length;
      continue;
    }
    const line = policy === 'reject-conflicts' ? numbers[0]! : numbers.at(-1)!;
    const count =
      policy === 'sum' ? counts.reduce((a, b) => a + b) : policy === 'max' ? Math.max(...counts) : counts[0]!;
    written.push([line + 2, count]);
  }
  return { written: written.sort(([a], [b]) => a! - b!), rejected, rows: rows.length };
}

test('any file gives what its rows together give, in memory and spilled, plain and gzipped', async () => {
  const name = fc.constantFrom('a', 'b', 'ab', '가', '나다');
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.tuple(name, name, fc.oneof({ weight: 9, arbitrary: fc.nat(2) }, fc.constant('x' as const))),
        {
          minLength: 1,
          maxLength: 60,
        },
      ),
      fc.constantFrom<DuplicatePolicy>('reject-conflicts', 'sum', 'max', 'reject'),
      fc.constantFrom(1, 3, 400_000),
      fc.integer({ min: 20, max: 200 }),
      fc.boolean(),
      async (rows, policy, maxShelves, blockBytes, isGzip) => {
        const text = `store,item,count\n${rows.map((row) => row.join(',')).join('\n')}\n`;
        const file = isGzip ? gzipSync(text) : text;
        const outcome = await load(file, policy, { maxShelves, blockBytes });
        expect({
          written: outcome.written.map(({ line, count }) => [line, count]),
          rejected: outcome.rejects.length,
          rows: outcome.rows,
        }).toEqual(expected(rows, policy));
        expect(outcome.written.length + outcome.rejects.length + outcome.duplicates).toBe(rows.length);
      },
    ),
    { numRuns: Math.ceil(300 * inject('effort')) },
  );
  expect((await readdir(tmpdir())).filter((entry) => entry.startsWith('groundcrew-shelves-'))).toEqual([]);
});
