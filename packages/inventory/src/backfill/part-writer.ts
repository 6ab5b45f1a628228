import type { TableWriter } from '@groundcrew/aws/dynamodb';
import { toError } from '@groundcrew/errors';
import { hashShelf } from '../duplicates/shelf-hash.ts';
import { stagedStats } from '../load/staged-stats.ts';
import type { StockRow } from '../stock-file/types.ts';
import { formatStagedRow } from './staged-rows.ts';
import type { Chunk } from './staging.ts';

export interface PartWriterOptions {
  readonly parts: number;
  /** Stores a chunk; called one after the other. */
  readonly put: (bytes: Uint8Array, offsets: readonly number[]) => Promise<Chunk>;
  /** How many characters are held in memory before they are stored; default: 8 million. */
  readonly chunkCharacters?: number | undefined;
}

/** In place of the writer of a table: rows go to the parts of their shelves. */
export interface PartWriter extends TableWriter<StockRow> {
  /** The chunks that were stored. */
  chunks(): readonly Chunk[];
}

const DEFAULT_CHUNK_CHARACTERS = 8_000_000;

/** The part of a shelf. */
export function partOf({ a }: { readonly a: number }, parts: number): number {
  return a % parts;
}

/** Collects rows by part, and stores them in chunks: one is being stored while the next one fills. */
export function createPartWriter({
  parts,
  put,
  chunkCharacters = DEFAULT_CHUNK_CHARACTERS,
}: PartWriterOptions): PartWriter {
  const hash = { a: 0, b: 0, c: 0 };
  const chunks: Chunk[] = [];
  let texts = emptyParts(parts);
  let characters = 0;
  let queued = 0;
  let stored = 0;
  let requests = 0;
  let storing: Promise<void> = Promise.resolve();
  let failure: Error | undefined;

  function store(): Promise<void> {
    if (characters === 0) return storing;
    const [full, upTo] = [texts, queued];
    texts = emptyParts(parts);
    characters = 0;
    storing = storing.then(async () => {
      if (failure !== undefined) throw failure;
      try {
        const { bytes, offsets } = joinParts(full);
        requests += 1;
        chunks.push(await put(bytes, offsets));
        stored = upTo;
      } catch (error) {
        failure = toError(error);
        throw failure;
      }
    });
    // Whoever writes or flushes next gets the error.
    storing.catch(() => undefined);
    return storing;
  }

  return {
    async write(rows) {
      for (const row of rows) {
        hashShelf(row.store, row.item, hash);
        const line = formatStagedRow(row);
        texts[partOf(hash, parts)] += line;
        characters += line.length;
        queued += 1;
      }
      if (failure !== undefined) throw failure;
      if (characters < chunkCharacters) return;
      await storing;
      void store();
    },
    watermark: () => stored,
    flush: () => store(),
    async stop() {
      await storing.catch(() => undefined);
    },
    stats: () => stagedStats(stored, requests),
    chunks: () => [...chunks],
  };
}

function emptyParts(parts: number): string[] {
  return Array.from({ length: parts }, () => '');
}

function joinParts(texts: readonly string[]): { bytes: Uint8Array; offsets: number[] } {
  const offsets = [0];
  const buffers = texts.map((text) => Buffer.from(text));
  for (const { length } of buffers) offsets.push(offsets.at(-1)! + length);
  return { bytes: Buffer.concat(buffers), offsets };
}
