import type { ByteWindow } from './byte-window.ts';
import { loadCp949 } from './cp949.ts';
import { byteOrderMark, chooseEncoding, encodingByMark, needsCp949, refuseBinary } from './encoding.ts';
import { fileEmpty, headerUnreadable } from './errors.ts';
import { findFirstLine, readHeader } from './header.ts';
import { lineAt } from './row-scanner.ts';
import type { CheckedSettings } from './settings.ts';
import { codeBytes, exactText, wholeLines } from './text.ts';
import type { ReaderState } from './types.ts';

const MIN_HEAD_BYTES = 65_536;

/**
 * Finds out what a file is, from its beginning: encoding, delimiter, header. Moves the window on to the
 * first row.
 *
 * @throws GroundcrewError `inventory.file.empty`, `.binary` or `.no-header`.
 */
export async function startReading(
  window: ByteWindow,
  gzip: boolean,
  settings: CheckedSettings,
  blockBytes: number,
): Promise<ReaderState> {
  const maxWidth = MIN_HEAD_BYTES + 4 * settings.maxRowBytes;
  let width = Math.max(blockBytes, MIN_HEAD_BYTES);
  for (; width <= maxWidth; width *= 2) {
    await window.fill(width);
    const marked = encodingByMark(window.bytes);
    if (needsCp949(window.bytes, marked ?? settings.encoding ?? 'ascii', window.atEnd)) await loadCp949();
    const state = detectState(window.bytes, window.atEnd, gzip, settings);
    if (state !== undefined) {
      window.advance(state.offset);
      return state;
    }
  }
  throw headerUnreadable(`no row ends within its first ${width / 2} bytes, blank ones left out`);
}

/** The state after the header; undefined where the bytes do not reach so far. */
function detectState(
  head: Buffer,
  atEnd: boolean,
  gzip: boolean,
  settings: CheckedSettings,
): ReaderState | undefined {
  if (head.length === 0) throw fileEmpty();
  const marked = encodingByMark(head);
  const bomBytes = marked === undefined ? 0 : byteOrderMark(marked).length;
  const bytes = head.subarray(bomBytes);
  let text = exactText(bytes, marked ?? settings.encoding ?? 'ascii', atEnd);
  const { codes } = text;
  refuseBinary(head, text);

  const first = findFirstLine(text, atEnd);
  if (first === undefined) return undefined;
  const maxCodes = Math.floor(settings.maxRowBytes / codeBytes(text.encoding));
  const limit = Math.min(codes.length, first.start + maxCodes + 1);
  // Decided by all that is in sight, but only where the header needs it: see BlockReader.
  const end = lineAt(codes, first.start, limit, atEnd)?.end ?? limit;
  if (text.encoding === 'ascii' && codes.subarray(first.start, end).some((code) => code > 0x7f)) {
    text = { ...text, encoding: chooseEncoding(wholeLines(bytes, atEnd)) };
  }
  const found = readHeader(text, first.start, limit, atEnd, settings);
  if (found === undefined) return undefined;
  const { header, delimiter, newline, next, breaks } = found;
  return {
    version: 1,
    gzip,
    encoding: text.encoding,
    bom: marked !== undefined,
    delimiter,
    newline,
    header,
    offset: Math.min(bomBytes + next * codeBytes(text.encoding), head.length),
    line: 1 + first.breaks + breaks,
    records: 0,
    skipping: false,
  };
}
