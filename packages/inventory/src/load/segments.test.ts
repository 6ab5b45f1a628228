import { expect, test } from 'vitest';
import type { ReaderState, RowBatch, StockRow } from '../stock-file/types.ts';
import { createSegmentTracker } from './segments.ts';

/** A row of ten bytes, as are all of these. */
const rowAt = (offset: number): StockRow => ({
  store: 'Berlin',
  item: `Item ${offset}`,
  count: 1,
  line: offset / 10 + 2,
  offset,
});

const initialState: ReaderState = {
  version: 1,
  gzip: false,
  encoding: 'ascii',
  bom: false,
  delimiter: ',',
  newline: '\n',
  header: ['store', 'item', 'count'],
  offset: 0,
  line: 2,
  records: 0,
  skipping: false,
};

/** A batch of rows at these offsets, which ends where the next row begins. */
function batchOf(...offsets: readonly number[]): RowBatch {
  const offset = offsets.at(-1)! + 10;
  return {
    rows: offsets.map(rowAt),
    rejects: [],
    dropped: 0,
    superseded: 0,
    renamed: { count: 0, examples: [] },
    state: { ...initialState, offset },
    bytesRead: offset,
  };
}

test('a segment is taken when all its rows are committed, with those that ended before it', () => {
  const tracker = createSegmentTracker();
  tracker.add(batchOf(0, 10), 0);
  tracker.add(batchOf(20, 30), 0);
  expect(tracker.takeCommitted(1)).toBeUndefined();
  expect(tracker.takeCommitted(2)).toMatchObject({ rows: 2, state: { offset: 20 } });
  expect(tracker.takeCommitted(3)).toBeUndefined();
  expect(tracker.takeCommitted(4)).toMatchObject({ rows: 2, state: { offset: 40 } });
});

test('duplicate and superseded rows are counted in the segment that they are in, its first row and its last included', () => {
  const tracker = createSegmentTracker();
  tracker.add(batchOf(0, 10), 0);
  tracker.add(batchOf(20, 30), 0);
  for (const offset of [10, 20, 30]) tracker.countSuperseded(rowAt(offset));
  for (const offset of [0, 10, 20]) tracker.countDuplicate(rowAt(offset));
  expect(tracker.takeCommitted(2)).toMatchObject({ superseded: 1, duplicates: 2 });
  expect(tracker.takeCommitted(4)).toMatchObject({ superseded: 2, duplicates: 1 });
});

test('a row past all pending segments is not counted', () => {
  const tracker = createSegmentTracker();
  tracker.add(batchOf(0), 0);
  tracker.countSuperseded(rowAt(10));
  tracker.countDuplicate(rowAt(10));
  expect(tracker.takeCommitted(1)).toMatchObject({ superseded: 0, duplicates: 0 });
});
