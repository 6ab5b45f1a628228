import { ByteWindow } from './byte-window.ts';
import { fileShrunk } from './errors.ts';
import { gunzip } from './gunzip.ts';
import type { ArchiveState, ReaderState } from './types.ts';

const HEAD_BYTES = 8;

/** A file being read: decompressed, and at the byte where reading starts. */
export interface SourceHandle {
  window: ByteWindow;
  gzip: boolean;
  /** Where in an archive the file is, if it is in one. */
  archive?: ArchiveState;
  /** Bytes used of the source as stored, when the file has been read up to `offset`. */
  bytesRead(offset: number): number;
  /** Releases the source; call it however the reading ends. */
  close(): Promise<void>;
}

/**
 * Opens a source. Gzip data and archives are detected by their first bytes. To resume, a plain source starts at
 * `resume.offset`; any other starts at its beginning and is skipped up to there: what it unpacks to is the same each time.
 *
 * @param sheet the sheet of a workbook, if one is chosen
 * @throws GroundcrewError `inventory.file.changed` if such a source ends before `resume.offset`, and those of
 * `openArchive`.
 */
export async function openSource(
  source: AsyncIterable<Uint8Array>,
  resume: ReaderState | undefined,
  sheet?: string,
): Promise<SourceHandle> {
  const iterator = source[Symbol.asyncIterator]();
  const close = async () => {
    await iterator.return?.();
  };
  try {
    const head = resume === undefined ? await readHead(iterator) : [];
    const start = Buffer.concat(head);
    const gzip = resume?.gzip ?? (start[0] === 0x1f && start[1] === 0x8b);
    const stored = concat(head, iterator);
    if (resume?.archive !== undefined || startsAsArchive(start)) {
      // The sheet that was begun is the one to continue with, whatever the settings are now.
      const handle = await openArchived(stored, resume?.archive?.sheet ?? sheet);
      await skip(handle, resume);
      return handle;
    }
    if (!gzip) return { window: new ByteWindow(stored), gzip, bytesRead: (offset) => offset, close };
    const gunzipStream = gunzip(stored);
    const closeBoth = async () => {
      await gunzipStream.chunks.return(undefined);
      await close();
    };
    const window = new ByteWindow(gunzipStream.chunks);
    const handle = { window, gzip, bytesRead: () => gunzipStream.bytesRead(), close: closeBoth };
    await skip(handle, resume);
    return handle;
  } catch (error) {
    await close();
    throw error;
  }
}

async function skip(handle: SourceHandle, resume: ReaderState | undefined): Promise<void> {
  const startOffset = resume?.offset ?? 0;
  if ((await handle.window.skip(startOffset)) === startOffset) return;
  await handle.close();
  throw fileShrunk(startOffset);
}

/** A ZIP archive, or the older container of workbooks. Few files are either, so what reads them is loaded only then. */
function startsAsArchive(start: Buffer): boolean {
  return ['504b0304', '504b0506', 'd0cf11e0'].includes(start.toString('hex', 0, 4));
}

async function openArchived(
  stored: AsyncGenerator<Uint8Array>,
  sheet: string | undefined,
): Promise<SourceHandle> {
  const { openArchive } = await import('./archive/open-archive.ts');
  const { chunks, archive, bytesRead, close } = await openArchive(stored, sheet);
  return { window: new ByteWindow(chunks), gzip: false, archive, bytesRead, close };
}

/** The first chunks, with as many bytes as show what the source is, if it has them. */
async function readHead(iterator: AsyncIterator<Uint8Array>): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  while (sizeBytes < HEAD_BYTES) {
    const next = await iterator.next();
    if (next.done === true) break;
    chunks.push(next.value);
    sizeBytes += next.value.length;
  }
  return chunks;
}

async function* concat(
  head: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* head;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}
