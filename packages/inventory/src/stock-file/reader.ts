import { BlockReader } from './block-reader.ts';
import { loadCheck, loadFor, loadNames } from './encoding.ts';
import { noRows } from './errors.ts';
import { openSource } from './open-source.ts';
import { checkSettings } from './settings.ts';
import { startReading } from './start-reading.ts';
import type { ReaderState, ReadOptions, RowBatch, StockFileSettings } from './types.ts';

const BLOCK_BYTES = 65_536;
/** What a sheet is read as, whatever is set for files of text. */
const textOfSheet = { delimiter: ',', encoding: 'utf-8' } as const satisfies StockFileSettings;

/**
 * Reads a stock file as a stream: decompresses, decodes, parses and validates it, one batch for each 64 KiB or so.
 * The
 * result depends on the bytes alone, never on how they were split into chunks; and reading resumed from any batch's
 * `state` returns exactly the batches that would have followed.
 *
 * A row that can't be accepted is a {@link Reject}, and reading continues. Problems of the whole file are thrown.
 * Errors
 * of the source are thrown unchanged.
 *
 * @param source The bytes as stored. To resume a plain file: its bytes from `resume.offset` on. To
 *   resume any other: all its bytes (see {@link resumesAtStart}).
 * @throws GroundcrewError `inventory.file.*`: `empty`, `no-header`, `no-rows`, `binary`, `markup`, `lines-quoted`,
 *   `columns-missing`, `columns-duplicate`, `encoding-unsure`, `encoding-changes`, `numbers-contradict`, `gzip-broken`,
 *   `changed`, `encrypted`, `archive-broken`, `archive-files`, `archive-too-large`, `sheet-missing`;
 *   `inventory.archive.no-room`; `inventory.settings.*`.
 */
export function readStockFile(
  source: AsyncIterable<Uint8Array>,
  settings: StockFileSettings = {},
  resume?: ReaderState,
  options: ReadOptions = {},
): AsyncGenerator<RowBatch, void, undefined> {
  return readInBlocks(source, settings, BLOCK_BYTES, resume, options);
}

/** Whether a file has to be read from its start, to continue with it. */
export function resumesAtStart({ gzip, archive }: ReaderState): boolean {
  return gzip || archive !== undefined;
}

/** {@link readStockFile} with blocks of another size, for tests. */
export async function* readInBlocks(
  source: AsyncIterable<Uint8Array>,
  settings: StockFileSettings,
  sizeBytes: number,
  resume?: ReaderState,
  options: ReadOptions = {},
): AsyncGenerator<RowBatch, void, undefined> {
  const { sheet } = settings;
  const handle = await openSource(source, resume, sheet);
  const { window, archive } = handle;
  try {
    const checked = checkSettings(archive?.sheet === undefined ? settings : { ...settings, ...textOfSheet });
    let state = resume ?? (await startReading(handle, checked, sizeBytes));
    const reader = new BlockReader(state, checked, options);
    let width = sizeBytes;
    for (;;) {
      await window.fill(width);
      const { bytes, atEnd } = window;
      if (bytes.length === 0) break;
      await loadFor(bytes, state.encoding, atEnd);
      await loadNames(bytes, state.encoding);
      // It looks whether what follows contradicts the encoding that was chosen.
      if (checked.encoding === undefined)
        await loadCheck(state.encoding, () => reader.oddWords(bytes, atEnd, state));
      const block = reader.read(bytes, atEnd, state);
      const used = block.state.offset - state.offset;
      if (used === 0) {
        // Not even one row: read more of the file. `maxRowBytes` ends this.
        width *= 2;
        continue;
      }
      width = sizeBytes;
      window.advance(used);
      state = block.state;
      // Without rows too: whoever reads may want to stop.
      yield { ...block, bytesRead: handle.bytesRead(state.offset) };
    }
    if (state.records === 0) throw noRows();
    reader.finish();
  } finally {
    await handle.close();
  }
}
