import { readStockFile } from './reader.ts';
import type { ReaderState, Reject, StockFileSettings } from './types.ts';

/** A file of rejects, to be corrected row by row. */
export interface RejectsFile {
  /** The columns of the file that they are from, without `reject_*`. */
  readonly columns: readonly string[];
  readonly rows: readonly RejectedCells[];
  /** What `reject_source` states, for {@link formatRejects}. */
  readonly source: string | undefined;
  /** State of the reader, for {@link formatRejects}. */
  readonly state: ReaderState;
}

/** A rejected row, and why it was rejected. */
export interface RejectedCells {
  /** In the file that it is from. */
  readonly line: number;
  readonly offset: number;
  readonly cells: readonly string[];
  /** Index of the cell that is wrong; absent where the whole row is. */
  readonly index: number | undefined;
  readonly code: string;
  readonly message: string;
}

/**
 * Reads all rows of a file of rejects as they are, also those that would be accepted by themselves.
 *
 * @param maxRows rows beyond this are left out
 * @throws GroundcrewError those of `readStockFile`
 */
export async function readRejects(
  source: AsyncIterable<Uint8Array>,
  settings: StockFileSettings,
  maxRows: number = Number.POSITIVE_INFINITY,
): Promise<RejectsFile> {
  let origin: string | undefined;
  const batches = readStockFile(source, settings, undefined, {
    keepsNotes: true,
    onRejectSource(text) {
      origin ??= text;
    },
    // Each row is to be looked at, whatever becomes of it when it is loaded.
    inspect: () => ({ kind: 'reject', code: 'shelf-duplicate', message: '' }),
  });
  const rejects: Reject[] = [];
  let state: ReaderState | undefined;
  for await (const batch of batches) {
    rejects.push(...batch.rejects);
    ({ state } = batch);
    if (rejects.length >= maxRows) break;
  }
  const header = state?.header ?? [];
  const columns = header.filter((name) => !/^\s*reject_/i.test(name)).map((name) => name.trim());
  return {
    columns,
    rows: rejects.slice(0, maxRows).map((reject) => toCells(reject, columns)),
    source: origin,
    state: state!,
  };
}

function toCells(
  { line, offset, cells, code, message, column, notes = {} }: Reject,
  columns: readonly string[],
): RejectedCells {
  const name = notes.reject_column || column;
  const index = name === null ? -1 : columns.indexOf(name);
  return {
    line: Number(notes.reject_line) || line,
    offset: Number(notes.reject_offset) || offset,
    cells,
    index: index < 0 ? undefined : index,
    code: notes.reject_code || code,
    message: notes.reject_message || message,
  };
}
