import { expect, test } from 'vitest';
import { formatRejects, readRejects, readStockFile, type Reject, type RowBatch } from './index.ts';

async function* sourceOf(...chunks: readonly Uint8Array[]) {
  yield* chunks;
}

async function rejectsOf(csv: string): Promise<Uint8Array> {
  const rejects: Reject[] = [];
  let bytes: Uint8Array = Buffer.alloc(0);
  for await (const batch of readStockFile(sourceOf(Buffer.from(csv)))) {
    rejects.push(...batch.rejects);
    bytes = await formatRejects(rejects, batch.state, {
      header: true,
      source: '2026-03-01T08:00:00.000Z s3://shop/stock.csv 0055',
    });
  }
  return bytes;
}

test('rejects are read with their cells, the cell that is wrong and the reason, and written again', async () => {
  const bytes = await rejectsOf('store,item,count\nA,@x,12.5\nA,,3\n"A",y,7,8\nA,ok,1\n');
  const file = await readRejects(sourceOf(bytes), {});
  expect(file.columns).toEqual(['store', 'item', 'count']);
  expect(file.source).toBe('2026-03-01T08:00:00.000Z s3://shop/stock.csv 0055');
  expect(file.rows.map(({ line, cells, index, code }) => ({ line, cells, index, code }))).toEqual([
    { line: 2, cells: ['A', '@x', '12.5'], index: 2, code: 'count-not-whole' },
    { line: 3, cells: ['A', '', '3'], index: 1, code: 'item-missing' },
    { line: 4, cells: ['A', 'y', '7', '8'], index: undefined, code: 'row-ragged' },
  ]);
  expect(file.rows[0]!.message).toContain('"12.5" on line 2');

  const repaired = file.rows.map(({ cells, ...row }) => ({
    ...row,
    column: null,
    code: 'count-not-whole' as const,
    cells: ['A', cells[1] || 'tea', '9'],
  }));
  const again = await formatRejects(repaired, file.state, { header: true, source: file.source });
  const batches: RowBatch[] = [];
  for await (const each of readStockFile(sourceOf(again))) batches.push(each);
  const [batch] = batches;
  expect(batch!.rejects).toEqual([]);
  expect(batch!.rows.map(({ item, count }) => [item, count])).toEqual([
    ['@x', 9],
    ['tea', 9],
    ['y', 9],
  ]);
});

test('rows that are right by themselves are read too, and no more than were asked for', async () => {
  const bytes = await rejectsOf('store,item,count\nA,x,no\nA,y,no\n');
  const corrected = Buffer.from(Buffer.from(bytes).toString().replace('A,x,no', 'A,x,1'));
  expect((await readRejects(sourceOf(corrected), {})).rows.map(({ cells }) => cells[2])).toEqual(['1', 'no']);
  expect((await readRejects(sourceOf(corrected), {}, 1)).rows).toHaveLength(1);
});
