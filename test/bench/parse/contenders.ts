import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readStockFile, type StockRow } from '@groundcrew/inventory/stock-file';
import { parse as createCsvParse } from 'csv-parse';
import createCsvParser from 'csv-parser';
import Papa from 'papaparse';

/** Reads a file given in chunks; tells how many rows are valid and the sum of their counts. */
export type Contender = (chunks: readonly Uint8Array[]) => Promise<Tally>;

export interface Tally {
  rows: number;
  sum: number;
}

/** The same file, to each contender the same way. */
function streamOf(chunks: readonly Uint8Array[]): Readable {
  return Readable.from(chunks, { objectMode: false });
}

const MAX_STORE_BYTES = 2048;
const MAX_ITEM_BYTES = 1024;

/** What a user of a general CSV parser would write to get the rows that `readStockFile` gives. */
function toRow(store = '', item = '', count = '', line: number): StockRow | undefined {
  const row = { store: store.trim(), item: item.trim(), count: Number(count), line, offset: 0 };
  const valid =
    row.store !== '' &&
    row.item !== '' &&
    (row.store.length * 3 <= MAX_STORE_BYTES || Buffer.byteLength(row.store) <= MAX_STORE_BYTES) &&
    (row.item.length * 3 <= MAX_ITEM_BYTES || Buffer.byteLength(row.item) <= MAX_ITEM_BYTES) &&
    /^\d{1,15}$/.test(count);
  return valid ? row : undefined;
}

function createTally(): Tally & { add(row: StockRow | undefined): void } {
  return {
    rows: 0,
    sum: 0,
    add(row) {
      if (row === undefined) return;
      this.rows++;
      this.sum += row.count;
    },
  };
}

async function groundcrew(chunks: readonly Uint8Array[]): Promise<Tally> {
  const tally = createTally();
  for await (const { rows } of readStockFile(streamOf(chunks))) for (const row of rows) tally.add(row);
  return tally;
}

async function csvParse(chunks: readonly Uint8Array[]): Promise<Tally> {
  const tally = createTally();
  let line = 1;
  const parser = createCsvParse({ from: 2 });
  parser.on('data', ([store, item, count]: string[]) => tally.add(toRow(store, item, count, ++line)));
  await pipeline(streamOf(chunks), parser);
  return tally;
}

async function csvParser(chunks: readonly Uint8Array[]): Promise<Tally> {
  const tally = createTally();
  let line = 1;
  const parser = createCsvParser();
  parser.on('data', ({ store, item, count }: Record<string, string>) =>
    tally.add(toRow(store, item, count, ++line)),
  );
  await pipeline(streamOf(chunks), parser);
  return tally;
}

function papaparse(fastMode: boolean): Contender {
  return async (chunks) => {
    const tally = createTally();
    let line = 0;
    await new Promise<void>((complete, error) => {
      Papa.parse(streamOf(chunks), {
        fastMode,
        skipEmptyLines: true,
        chunk({ data }) {
          for (const [store, item, count] of data) if (++line > 1) tally.add(toRow(store, item, count, line));
        },
        complete,
        error,
      });
    });
    return tally;
  };
}

/** By name; the first is ours. */
export const contenders: Readonly<Record<string, Contender>> = {
  groundcrew,
  'papaparse, fast mode': papaparse(true),
  papaparse: papaparse(false),
  'csv-parser': csvParser,
  'csv-parse': csvParse,
};

/** The contenders that can read quotes. */
export const quoteReaders = Object.keys(contenders).filter((name) => name !== 'papaparse, fast mode');
