import { expect, test } from 'vitest';
import { createScanQueue } from './scan-queue.ts';

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

function createRecorder(failAt?: number) {
  const written: number[] = [];
  return {
    written,
    write(piece: Uint8Array): void {
      if (written.length === failAt) throw new Error('malformed');
      written.push(piece.byteLength);
    },
    end: () => ({}),
  };
}

test('chunks are scanned one in each turn of the event loop, in their order', async () => {
  const scanner = createRecorder();
  const queue = createScanQueue(scanner);
  for (const size of [1, 2, 3]) queue.push(Buffer.alloc(size));
  expect(scanner.written).toEqual([]);
  await nextTurn();
  expect(scanner.written).toEqual([1]);
  await queue.scanned();
  expect(scanner.written).toEqual([1, 2, 3]);
});

test('what waits is bounded, over all responses of the process', async () => {
  const large = Buffer.alloc(5_000_000);
  const [first, second] = [createRecorder(), createRecorder()];
  const one = createScanQueue(first);
  const other = createScanQueue(second);
  one.push(large);
  other.push(large);
  expect([first.written, second.written]).toEqual([[], [5_000_000]]);
  one.discard();
  other.push(large);
  expect(second.written).toEqual([5_000_000]);
  await other.scanned();
  expect(second.written).toHaveLength(2);
});

test('what the scanner throws is thrown at the end, and the rest is not scanned', async () => {
  const scanner = createRecorder(1);
  const queue = createScanQueue(scanner);
  for (const size of [1, 2, 3]) queue.push(Buffer.alloc(size));
  await expect(queue.scanned()).rejects.toThrow('malformed');
  expect(scanner.written).toEqual([1]);
  queue.push(Buffer.alloc(4));
  await nextTurn();
  expect(scanner.written).toEqual([1]);
});
