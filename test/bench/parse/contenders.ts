import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readStockFile, type StockRow } from '@groundcrew/inventory/stock-file';
import { parse as createCsvParse } from 'csv-parse';
import createCsvParser from 'csv-parser';
import iconv from 'iconv-lite';
import Papa from 'papaparse';
import { inferSchema, initParser, type Parser } from 'udsv';

/** Reads a file given in chunks; returns how many rows are valid and the sum of their counts. */
export type Contender = (chunks: readonly Uint8Array[], encoding: SampleEncoding) => Promise<Tally>;

/** What a file is encoded in; the parsers beside ours have to be given it. */
export type SampleEncoding = 'utf-8' | 'cp949' | 'windows-1252';

export interface Tally {
  rows: number;
  sum: number;
}

/** The same file, to each contender the same way. */
function streamOf(chunks: readonly Uint8Array[]): Readable {
  return Readable.from(chunks, { objectMode: false });
}

/**
 * Text of the chunks, for parsers that read only UTF-8 or no bytes. Node's TextDecoder decodes CP949 wrongly, so that
 * iconv-lite, which is right, has to do it.
 */
async function* textOf(chunks: readonly Uint8Array[], encoding: SampleEncoding): AsyncGenerator<string> {
  const decoder = encoding === 'utf-8' ? utf8Decoder() : iconv.getDecoder(encoding);
  for await (const chunk of streamOf(chunks)) {
    const text = decoder.write(chunk);
    if (text !== '') yield text;
  }
  const rest = decoder.end();
  if (rest) yield rest;
}

function utf8Decoder(): { write(bytes: Buffer): string; end(): string } {
  const decoder = new TextDecoder();
  return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
}

/** For parsers that decode UTF-8 themselves. */
function utf8StreamOf(chunks: readonly Uint8Array[], encoding: SampleEncoding): Readable {
  if (encoding === 'utf-8') return streamOf(chunks);
  return Readable.from(textOf(chunks, encoding), { objectMode: false });
}

const MAX_STORE_BYTES = 2048;
const MAX_ITEM_BYTES = 1024;

/**
 * The row that `readStockFile` returns, with its checks of each cell. What a general parser has no means for is left
 * out: the byte a row begins at, and which characters were malformed.
 */
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

/** As its README streams a file, without gathering the rows: 0.7.3, "Incremental / Streaming". */
async function udsv(chunks: readonly Uint8Array[], encoding: SampleEncoding): Promise<Tally> {
  const tally = createTally();
  let line = 1;
  let parser: Parser | undefined;
  const onRow = ([store, item, count]: string[]): boolean => {
    tally.add(toRow(store, item, count, ++line));
    return true;
  };
  for await (const text of textOf(chunks, encoding)) {
    parser ??= initParser(inferSchema(text));
    parser.chunk(text, parser.stringArrs, onRow);
  }
  parser?.end();
  return tally;
}

async function csvParse(chunks: readonly Uint8Array[], encoding: SampleEncoding): Promise<Tally> {
  const tally = createTally();
  let line = 1;
  const parser = createCsvParse({ from: 2 });
  parser.on('data', ([store, item, count]: string[]) => tally.add(toRow(store, item, count, ++line)));
  await pipeline(utf8StreamOf(chunks, encoding), parser);
  return tally;
}

async function csvParser(chunks: readonly Uint8Array[], encoding: SampleEncoding): Promise<Tally> {
  const tally = createTally();
  let line = 1;
  const parser = createCsvParser();
  parser.on('data', ({ store, item, count }: Record<string, string>) =>
    tally.add(toRow(store, item, count, ++line)),
  );
  await pipeline(utf8StreamOf(chunks, encoding), parser);
  return tally;
}

function papaparse(fastMode: boolean): Contender {
  return async (chunks, encoding) => {
    const tally = createTally();
    let line = 0;
    await new Promise<void>((complete, error) => {
      Papa.parse(utf8StreamOf(chunks, encoding), {
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
  uDSV: udsv,
  'papaparse, fast mode': papaparse(true),
  papaparse: papaparse(false),
  'csv-parser': csvParser,
  'csv-parse': csvParse,
};

/** The contenders that can read quotes. */
export const quoteReaders = Object.keys(contenders).filter((name) => name !== 'papaparse, fast mode');
