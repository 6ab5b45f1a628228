import { expect, test } from 'vitest';
import { keyOf, partitionOf, type TestRow } from './testing/fake-table.ts';
import { WriteQueue } from './write-queue.ts';

function queueOf(...rows: readonly [partition: string, sort: number][]): WriteQueue<TestRow> {
  const queue = new WriteQueue<TestRow>({ keyOf, partitionOf, window: 100 });
  for (const [partition, sort] of rows) queue.add({ partition, sort: String(sort), version: 0 });
  return queue;
}

function taken(queue: WriteQueue<TestRow>): string[] {
  const order: string[] = [];
  for (let entry = queue.take(); entry; entry = queue.take())
    order.push(entry.row.partition + entry.row.sort);
  return order;
}

test('partitions take turns, each in its own order', () => {
  const queue = queueOf(['a', 1], ['a', 2], ['a', 3], ['b', 1], ['c', 1], ['c', 2]);
  expect(taken(queue)).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3']);
});

test('rejected rows go first when their partition wakes, in order', () => {
  const queue = queueOf(['a', 1], ['a', 2], ['a', 3], ['b', 1]);
  const [a1, , a2] = [queue.take()!, queue.take()!, queue.take()!];
  const [refusal] = queue.rejected([a1, a2]);
  expect(queue.ready).toBe(0);
  queue.resume(refusal!.partition);
  expect(queue.ready).toBe(3);
  expect(taken(queue)).toEqual(['a1', 'a2', 'a3']);
});

test('a partition that is already backing off is not reported again', () => {
  const queue = queueOf(['a', 1], ['a', 2]);
  const [first, second] = [queue.take()!, queue.take()!];
  expect(queue.rejected([first])).toMatchObject([{ consecutiveThrottles: 1 }]);
  expect(queue.rejected([second])).toEqual([]);
});

test('a partition keeps its identity while any of its rows is queued, in flight or backing off', () => {
  const queue = queueOf(['a', 1], ['a', 2]);
  const [first, second] = [queue.take()!, queue.take()!];
  queue.stored(first);
  const [refusal] = queue.rejected([second]);
  queue.add({ partition: 'a', sort: '3', version: 0 });
  expect(queue.partitions).toBe(1);
  queue.resume(refusal!.partition);
  expect(taken(queue)).toEqual(['a2', 'a3']);
});

test('partitions whose rows are all stored are removed', () => {
  const queue = queueOf(['a', 1], ['b', 1]);
  const [first, second] = [queue.take()!, queue.take()!];
  const [refusal] = queue.rejected([second]);
  queue.stored(first);
  expect(queue.partitions).toBe(1);
  queue.resume(refusal!.partition);
  queue.stored(queue.take()!);
  expect(queue.partitions).toBe(0);
});
