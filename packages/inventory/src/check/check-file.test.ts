import { sleep } from '@groundcrew/async';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import type { StockFileSettings } from '../stock-file/types.ts';
import { checkStockFile } from './index.ts';

function check(bytes: string | Uint8Array, settings: StockFileSettings = {}, duplicates?: 'sum' | 'last') {
  const open = async () => [Buffer.from(bytes as string)] as unknown as AsyncIterable<Uint8Array>;
  return checkStockFile(
    { open: async () => asyncOf(await open()), settings, duplicates },
    { signal: new AbortController().signal, now: () => 0, sleep },
  );
}

async function* asyncOf(chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>) {
  yield* chunks;
}

test('a file without a question shows what would be stored, and what would be rejected', async () => {
  const { summary, rows, reasons, questions } = await check('store,item,count\nA,x,1\nA,y,no\nA,z,0\n');
  expect(summary).toMatchObject({ status: 'loaded', rows: 3, written: 2, rejected: 1 });
  expect(rows.map(({ item, count }) => [item, count])).toEqual([
    ['x', 1],
    ['z', 0],
  ]);
  expect(reasons.map(({ code, line }) => [code, line])).toEqual([['count-not-whole', 3]]);
  expect(questions).toEqual([]);
});

test('where two columns may be the count, it is asked with the cells of both, and the answer is a setting', async () => {
  const csv = 'store,item,On hand,Available\nA,x,5,3\nA,y,7,7\n';
  const { summary, questions } = await check(csv);
  expect(summary.status).toBe('refused');
  expect(questions).toEqual([
    {
      kind: 'columns',
      fields: [{ field: 'count', candidates: [2, 3] }],
      columns: ['store', 'item', 'On hand', 'Available'],
      rows: [
        ['A', 'x', '5', '3'],
        ['A', 'y', '7', '7'],
      ],
    },
  ]);
  const answered = await check(csv, { columns: { count: 'Available' } });
  expect(answered.rows.map(({ count }) => count)).toEqual([3, 7]);
});

test('columns that no name is known of are asked for among all of them', async () => {
  const { questions } = await check('store,item,Wieviel\nA,x,5\n');
  expect(questions).toMatchObject([{ kind: 'columns', fields: [{ field: 'count', candidates: [0, 1, 2] }] }]);
});

test('columns of one name are not asked about: no answer could distinguish them', async () => {
  const { summary, questions } = await check('store,item,count,count\nA,x,5,3\n');
  expect(summary.reasonCode).toBe('inventory.file.columns-duplicate');
  expect(questions).toEqual([]);
});

test('an encoding that is not certain is asked with the readings of two lines', async () => {
  const bytes = iconv.encode('store,item,count\nZürich,Tee,5\n', 'windows-1252');
  const { summary, questions } = await check(bytes);
  expect(summary.reasonCode).toBe('inventory.file.encoding-unsure');
  const [question] = questions;
  if (question?.kind !== 'encoding') throw new Error('nothing is asked');
  expect(question.readings.map(({ encoding }) => encoding)).toContain('windows-1252');
  expect(question.readings.length).toBeGreaterThan(1);
  expect(question.readings.every(({ lines }) => lines.length > 0)).toBe(true);
  expect((await check(bytes, { encoding: 'windows-1252' })).rows).toMatchObject([{ store: 'Zürich' }]);
});

test('rows of one shelf that disagree are asked about with what each answer makes of them, wherever they are', async () => {
  const filler = Array.from({ length: 20_000 }, (_, index) => `B,item ${index},1\n`).join('');
  const csv = `store,item,count\nA,x,5\nA,y,1\nA,x,3\n${filler}A,x,4\n`;
  const { summary, questions, rows } = await check(csv);
  expect(summary).toMatchObject({ status: 'loaded', rejected: 3 });
  expect(questions).toEqual([
    {
      kind: 'duplicates',
      rejected: 3,
      shelves: [
        {
          store: 'A',
          item: 'x',
          rows: [
            { line: 2, count: 5 },
            { line: 4, count: 3 },
            { line: 20_005, count: 4 },
          ],
          sum: 12,
          max: 5,
          last: 4,
        },
      ],
    },
  ]);
  // The rows of that shelf are not among those that would be stored.
  expect(rows.map(({ item }) => item)).not.toContain('x');
  expect((await check(csv, {}, 'sum')).questions).toEqual([]);
});

test.each(['Ort,Ding,Wieviel\nA,x,5\n', '', '\0\0\0\0', '<html><body>x</body></html>', 'store,item,count\n'])(
  'a file that no answer makes readable has none: %j',
  async (text) => {
    const { summary, questions } = await check(text);
    expect(summary.status).toBe('refused');
    expect(questions).toEqual([]);
  },
);
