import { readInBlocks } from '../reader.ts';
import type { ReaderState, Reject, RowBatch, StockFileSettings, StockRow } from '../types.ts';

/** Splits bytes into chunks at the given places. */
export async function* chunksOf(bytes: Uint8Array, cuts: readonly number[] = []): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    yield bytes.slice(start, Math.max(start, cut));
    start = Math.max(start, cut);
  }
  yield bytes.slice(start);
}

/** All values of an iterable. */
export async function collect<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of iterable) all.push(one);
  return all;
}

export interface ReadOptions {
  settings?: StockFileSettings;
  cuts?: readonly number[];
  blockBytes?: number;
  resume?: ReaderState;
}

export async function readBatches(bytes: Uint8Array, options: ReadOptions = {}): Promise<RowBatch[]> {
  const { settings = {}, cuts = [], blockBytes = 65_536, resume } = options;
  return collect(readInBlocks(chunksOf(bytes, cuts), settings, blockBytes, resume));
}

export async function readAll(
  file: Uint8Array | string,
  options: ReadOptions = {},
): Promise<{ rows: StockRow[]; rejects: Reject[] }> {
  const batches = await readBatches(typeof file === 'string' ? Buffer.from(file) : file, options);
  return {
    rows: batches.flatMap(({ rows }) => rows),
    rejects: batches.flatMap(({ rejects }) => rejects),
  };
}
