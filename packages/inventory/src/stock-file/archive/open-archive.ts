import type { ZipEntry } from '@groundcrew/zip';
import { gunzip } from '../gunzip.ts';
import { isOfficeDocument, openSheet } from '../workbook/open-sheet.ts';
import type { ArchiveState } from '../types.ts';
import { compoundSignature, refuseCompoundFile } from './compound-file.ts';
import { archiveInArchive, noFileInArchive, otherDocument, severalFiles } from './errors.ts';
import { type BufferedSource, bufferSource } from './buffered-source.ts';
import { openZipEntry, readArchive } from './zip.ts';

/** The stock file in an archive, being read. */
export interface OpenedArchive {
  readonly archive: ArchiveState;
  /** The sheet as text, or the bytes of the file. */
  readonly chunks: AsyncGenerator<Uint8Array>;
  /** Bytes of the archive that were used, about. */
  bytesRead(): number;
  close(): Promise<void>;
}

/**
 * Opens a workbook (.xlsx), or the only stock file in a ZIP archive, which may be a workbook.
 *
 * @param sheet name of the sheet, or its number from 1
 * @throws GroundcrewError `inventory.file.archive-broken`, `.archive-files`, `.archive-too-large`, `.encrypted`,
 * `.sheet-missing`, `.binary`; `inventory.archive.no-room`
 */
export async function openArchive(
  stored: AsyncGenerator<Uint8Array>,
  sheet: string | undefined,
): Promise<OpenedArchive> {
  const { head: start, rest: whole } = await split(stored);
  if (compoundSignature.equals(start.subarray(0, 8))) await refuseCompoundFile(whole);
  const outer = await bufferSource(whole);
  try {
    const entries = await readArchive(outer);
    if (isOfficeDocument(entries)) return await asWorkbook(outer, outer.sizeBytes, entries, sheet, {});
    refuseDocuments(entries);
    const entry = chooseFile(entries);
    const file = { file: entry.name };
    const { chunks, packedBytesRead } = openZipEntry(outer, entry, 'ZIP archive');
    const { head, rest } = await split(chunks);
    if (compoundSignature.equals(head.subarray(0, 8))) await refuseCompoundFile(rest);
    if (!startsAsZip(head)) {
      const unpacked = head[0] === 0x1f && head[1] === 0x8b ? gunzip(rest).chunks : rest;
      return {
        archive: file,
        chunks: unpacked,
        bytesRead: packedBytesRead,
        close: async () => {
          for (const each of [unpacked, rest, chunks]) await each.return(undefined);
          await outer.close();
        },
      };
    }
    const inner = await bufferSource(rest);
    try {
      const innerEntries = await readArchive(inner);
      if (!isOfficeDocument(innerEntries)) throw archiveInArchive(entry.name);
      const opened = await asWorkbook(inner, outer.sizeBytes, innerEntries, sheet, file);
      await outer.close();
      return opened;
    } catch (error) {
      await inner.close();
      throw error;
    }
  } catch (error) {
    await outer.close();
    throw error;
  }
}

async function asWorkbook(
  source: BufferedSource,
  sizeBytes: number,
  entries: readonly ZipEntry[],
  wanted: string | undefined,
  file: { readonly file?: string },
): Promise<OpenedArchive> {
  const { name, others, chunks, progress } = await openSheet(source, entries, wanted);
  return {
    archive: { ...file, sheet: name, ...(others.length > 0 && { otherSheets: others.slice(0, 20) }) },
    chunks,
    bytesRead: () => Math.round(progress() * sizeBytes),
    close: async () => {
      await chunks.return();
      await source.close();
    },
  };
}

/** How a ZIP archive begins: with a file, or with its end if it has none. */
export function startsAsZip(head: Uint8Array): boolean {
  const [p, k, third, fourth] = head;
  return p === 0x50 && k === 0x4b && ((third === 3 && fourth === 4) || (third === 5 && fourth === 6));
}

/** What systems put into archives beside the files that were meant. */
const SIDE_FILE_PATTERN = /(?:^|\/)(?:__MACOSX\/|\.|Thumbs\.db$|desktop\.ini$)/i;
const TABLE_PATTERN = /\.(?:csv|tsv|tab|txt|xlsx|xlsm|gz|zip|xls|xlsb|ods)$/i;

/**
 * The only file that may be the stock. Beside it there may be what no table is called, such as pictures and documents.
 *
 * @throws GroundcrewError `inventory.file.archive-files`
 */
function chooseFile(entries: readonly ZipEntry[]): ZipEntry {
  const files = entries.filter(({ name }) => !/[/\\]$/.test(name) && !SIDE_FILE_PATTERN.test(name));
  const tables = files.filter(({ name }) => TABLE_PATTERN.test(name));
  const candidates = tables.length > 0 ? tables : files;
  const [first, second] = candidates;
  if (first === undefined) throw noFileInArchive();
  if (second !== undefined) throw severalFiles(candidates.map(({ name }) => name));
  return first;
}

/** Other programs keep documents in ZIP archives, too. */
function refuseDocuments(entries: readonly ZipEntry[]): void {
  const has = (name: string): boolean => entries.some((entry) => entry.name === name);
  if (has('mimetype') && has('content.xml'))
    throw otherDocument('an OpenDocument file, as LibreOffice saves (.ods)');
  if (has('Index/Document.iwa') || has('Index.zip')) throw otherDocument('a document of Numbers or Pages');
  if (entries.length === 0) throw noFileInArchive();
}

/** The first bytes, and all of them. */
async function split(
  chunks: AsyncGenerator<Uint8Array>,
): Promise<{ head: Uint8Array; rest: AsyncGenerator<Uint8Array> }> {
  const held: Uint8Array[] = [];
  let sizeBytes = 0;
  while (sizeBytes < 8) {
    const next = await chunks.next();
    if (next.done === true) break;
    held.push(next.value);
    sizeBytes += next.value.length;
  }
  async function* rest(): AsyncGenerator<Uint8Array> {
    yield* held;
    yield* chunks;
  }
  return { head: Buffer.concat(held), rest: rest() };
}
