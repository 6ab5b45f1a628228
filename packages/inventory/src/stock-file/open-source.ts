import { ByteWindow } from './byte-window.ts';
import { fileShrunk } from './errors.ts';
import { gunzip } from './gunzip.ts';
import type { ReaderState } from './types.ts';

/** A file being read: decompressed, and at the byte where reading starts. */
export interface SourceHandle {
  window: ByteWindow;
  gzip: boolean;
  /** Bytes used of the source as stored, when the file has been read up to `offset`. */
  bytesRead(offset: number): number;
  /** Releases the source; call it however the reading ends. */
  close(): Promise<void>;
}

/**
 * Opens a source. Gzip data is detected by its first two bytes. To resume, a plain source starts at
 * `resume.offset`; a gzip source starts at its beginning and is skipped up to there.
 *
 * @throws GroundcrewError `inventory.file.changed` if a gzip source ends before `resume.offset`.
 */
export async function openSource(
  source: AsyncIterable<Uint8Array>,
  resume: ReaderState | undefined,
): Promise<SourceHandle> {
  const iterator = source[Symbol.asyncIterator]();
  const close = async () => {
    await iterator.return?.();
  };
  try {
    const head = resume === undefined ? await readHead(iterator) : [];
    const gzip = resume?.gzip ?? startsAsGzip(head);
    const stored = concat(head, iterator);
    if (!gzip) return { window: new ByteWindow(stored), gzip, bytesRead: (offset) => offset, close };
    const gunzipStream = gunzip(stored);
    const window = new ByteWindow(gunzipStream.chunks);
    const closeBoth = async () => {
      await gunzipStream.chunks.return(undefined);
      await close();
    };
    const startOffset = resume?.offset ?? 0;
    if ((await window.skip(startOffset)) < startOffset) throw fileShrunk(startOffset);
    return { window, gzip, bytesRead: () => gunzipStream.bytesRead(), close: closeBoth };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The first chunks, with at least two bytes if the source has them. */
async function readHead(iterator: AsyncIterator<Uint8Array>): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  while (sizeBytes < 2) {
    const next = await iterator.next();
    if (next.done === true) break;
    chunks.push(next.value);
    sizeBytes += next.value.length;
  }
  return chunks;
}

function startsAsGzip(head: readonly Uint8Array[]): boolean {
  const [first, second] = Buffer.concat(head);
  return first === 0x1f && second === 0x8b;
}

async function* concat(
  head: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* head;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}
