import { gzipSync } from 'node:zlib';
import { sleep } from '@groundcrew/async';
import type { TableWriter } from '@groundcrew/aws/dynamodb';
import { zip } from '@groundcrew/zip/testing/write-zip';
import { expect, test } from 'vitest';
import { workbook } from '../stock-file/testing/write-workbook.ts';
import { readInBlocks } from '../stock-file/reader.ts';
import { chunksOf } from '../stock-file/testing/read-all.ts';
import type { StockRow } from '../stock-file/types.ts';
import type { LoadCheckpoint } from './checkpoint.ts';
import { ignoreRejects, type LoadDeps, loadStockFile, type RejectPart, type RejectSink } from './index.ts';

const deps = { rejects: ignoreRejects, now: () => 0, sleep } satisfies LoadDeps;
const inputOf = (file: Uint8Array) => ({
  settings: {},
  open: async (startByte: number) => chunksOf(file.subarray(startByte)),
});

/** A writer whose rows are stored immediately, up to `stuckAt`, after which it accepts nothing. */
function memoryWriter(stored: StockRow[], stuckAt = Number.POSITIVE_INFINITY): TableWriter<StockRow> {
  let end: (error: Error) => void = () => {};
  const stuck = new Promise<never>((_, reject) => {
    end = reject;
  });
  stuck.catch(() => undefined);
  let queued = 0;
  return {
    async write(rows) {
      queued += rows.length;
      stored.push(...rows.slice(0, Math.max(0, stuckAt - stored.length)));
    },
    watermark: () => stored.length,
    flush: async () => (queued > stored.length ? stuck : undefined),
    stop: async () => end(new Error('stopped')),
    stats: () => ({
      written: stored.length,
      superseded: 0,
      requests: 0,
      retriedItems: 0,
      throttles: 0,
      declined: 0,
      inFlightLimit: 1,
    }),
  };
}

function sinkOf(saved: RejectPart[]): RejectSink {
  return {
    save: async (part) => `part ${saved.push(part)}`,
    finish: async (parts, rest) => `${parts.length} parts and ${rest.rejects.length}`,
    discard: async () => {},
  };
}

test('a dry run reads and validates everything, and returns the write units', async () => {
  const long = 'x'.repeat(1_010);
  const file = Buffer.from(`store,item,count\nBerlin,Echo,1\nBerlin,${long},2\nBerlin,,3\n`);
  const { summary, writeUnits } = await loadStockFile(inputOf(file), deps);
  expect(summary).toMatchObject({ status: 'loaded', rows: 3, rejected: 1 });
  expect(writeUnits).toBe(1 + 2);
});

test.each([
  ['a plain file', (file: Buffer) => file],
  ['a gzip file', (file: Buffer) => gzipSync(file)],
  ['a file in a ZIP archive', (file: Buffer) => zip([{ name: 'a.csv', bytes: file }])],
  [
    'a workbook',
    (file: Buffer) =>
      workbook(
        file
          .toString()
          .trimEnd()
          .split('\n')
          .map((line) => line.split(',')),
      ),
  ],
])('%s is resumed where the time ran out, and every row is stored once', async (_, pack) => {
  const lines = Array.from(
    { length: 200 },
    (_unused, row) => `Berlin,item ${row},${row % 10 === 0 ? 'bad' : row}`,
  );
  const file = pack(Buffer.from(`store,item,count\n${lines.join('\n')}\n`));
  const stored: StockRow[] = [];
  const opened: number[] = [];
  const saved: RejectPart[] = [];
  let resume: LoadCheckpoint | undefined;
  const statuses: string[] = [];
  for (let run = 1; statuses.at(-1) !== 'loaded'; run++) {
    const part: StockRow[] = [];
    let timeIsUp = false;
    const { summary, checkpoint } = await loadStockFile(
      {
        resume,
        settings: {},
        duplicates: 'last',
        async open(startByte) {
          opened.push(startByte);
          return chunksOf(file.subarray(startByte));
        },
      },
      {
        ...deps,
        rejects: sinkOf(saved),
        createWriter: () => memoryWriter(part, 70),
        remainingMs: () => (timeIsUp ? 0 : 1_000),
        // The clock does not advance until the writer is stuck.
        sleep: async () => {
          if (part.length >= 70) timeIsUp = true;
          await new Promise((resolve) => setImmediate(resolve));
        },
        read: (source, settings = {}, state, how = {}) => readInBlocks(source, settings, 100, state, how),
      },
    );
    statuses.push(summary.status);
    const covered = checkpoint?.state?.offset ?? Number.POSITIVE_INFINITY;
    stored.push(...part.filter(({ offset }) => offset < covered));
    resume = checkpoint;
    if (summary.status === 'loaded') expect(summary).toMatchObject({ rows: 200, rejected: 20, written: 180 });
    expect(run).toBeLessThan(10);
  }
  expect(statuses.length).toBeGreaterThan(2);
  expect(stored.map(({ count }) => count)).toEqual(
    Array.from({ length: 200 }, (_unused, row) => row).filter((row) => row % 10 !== 0),
  );
  const isPlain = file.toString('latin1', 0, 5) === 'store';
  expect(opened.slice(1).every((startByte) => startByte > 0)).toBe(isPlain);
});

test('the rejects of a file of only bad rows are saved in parts, not held in memory', async () => {
  const row = `Berlin,${'x'.repeat(2_000)},1`;
  const file = Buffer.from(`store,item,count\n${`${row}\n`.repeat(10_000)}`);
  const saved: RejectPart[] = [];
  const { summary } = await loadStockFile(inputOf(file), {
    ...deps,
    rejects: sinkOf(saved),
    createWriter: () => memoryWriter([]),
  });
  expect(summary).toMatchObject({ status: 'loaded', rows: 10_000, rejected: 10_000, written: 0 });
  expect(saved.length).toBeGreaterThan(3);
});

test('an interrupted load stops its writer and throws the reason', async () => {
  const controller = new AbortController();
  const stored: StockRow[] = [];
  const loading = loadStockFile(inputOf(Buffer.from('store,item,count\nBerlin,Echo,1\nBerlin,Dot,2\n')), {
    ...deps,
    signal: controller.signal,
    createWriter: () => memoryWriter(stored, 1),
  });
  setImmediate(() => controller.abort(new Error('interrupted by the user')));
  await expect(loading).rejects.toThrow('interrupted by the user');
  expect(stored).toHaveLength(1);
});

test('an interrupted load does not wait for a source that hangs', async () => {
  const controller = new AbortController();
  const loading = loadStockFile(
    { settings: {}, open: () => new Promise(() => {}) },
    { ...deps, signal: controller.signal },
  );
  controller.abort(new Error('interrupted by the user'));
  await expect(loading).rejects.toThrow('interrupted by the user');
});

test('an error of the table or the source is thrown unchanged', async () => {
  const failing = { ...memoryWriter([]), write: async () => Promise.reject(new Error('no such table')) };
  const file = Buffer.from('store,item,count\nBerlin,Echo,1\n');
  await expect(loadStockFile(inputOf(file), { ...deps, createWriter: () => failing })).rejects.toThrow(
    'no such table',
  );
  const open = async () => Promise.reject(new Error('no such object'));
  await expect(loadStockFile({ settings: {}, open }, deps)).rejects.toThrow('no such object');
});

test('a truncated file is refused: before a row is stored, or, with the policy last, after those before it', async () => {
  const lines = Array.from({ length: 20_000 }, (_, row) => `Berlin,item ${row} ${Math.sin(row)},${row}`);
  const file = gzipSync(`store,item,count\n${lines.join('\n')}\n`);
  const stored: StockRow[] = [];
  const input = inputOf(file.subarray(0, file.length / 2));
  const journal = { begin: async () => {}, record: async () => {} };
  const recorded = { ...deps, journal, createWriter: () => memoryWriter(stored) };
  const whole = await loadStockFile(input, recorded);
  expect(whole.summary).toMatchObject({ status: 'refused', reasonCode: 'inventory.file.gzip-broken' });
  expect(whole.summary.undoable).toBeUndefined();
  expect(stored).toEqual([]);
  const { summary } = await loadStockFile({ ...input, duplicates: 'last' }, recorded);
  const refused = { status: 'refused', reasonCode: 'inventory.file.gzip-broken' };
  expect(summary).toMatchObject({ ...refused, undoable: true });
  expect(summary.written).toBe(stored.length);
  expect(stored.length).toBeGreaterThan(1_000);
});

test('progress is reported in rows and in bytes of the stored file', async () => {
  const file = Buffer.from('store,item,count\nBerlin,Echo,1\nBerlin,,2\n');
  const reported: unknown[] = [];
  await loadStockFile(inputOf(file), { ...deps, onProgress: (progress) => reported.push(progress) });
  expect(reported.at(0)).toMatchObject({ isChecking: true });
  expect(reported.at(-1)).toEqual({ rows: 2, rejected: 1, bytesRead: file.length, isChecking: false });
});
