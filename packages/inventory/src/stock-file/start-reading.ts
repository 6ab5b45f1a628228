import {
  byteOrderMark,
  chooseEncoding,
  encodingByMark,
  loadFor,
  refuseBinary,
  refuseTwiceEncoded,
  refuseSevenBit,
  refuseUtf32,
  utf16WithoutMark,
} from './encoding.ts';
import { fileEmpty, headerUnreadable, withOtherSheets } from './errors.ts';
import { findHeader, type HeaderSearch } from './header.ts';
import type { SourceHandle } from './open-source.ts';
import type { CheckedSettings } from './settings.ts';
import { codeBytes, exactText, type Text, withoutEndMark, wholeLines } from './text.ts';
import type { ArchiveState, ReaderState } from './types.ts';

const MIN_HEAD_BYTES = 65_536;

/**
 * Finds out what a file is, from its beginning: encoding, delimiter, header. Moves the window on to the
 * first row.
 *
 * @throws GroundcrewError `inventory.file.empty`, `.binary`, `.markup`, `.no-header`, `.encoding-unsure`, …
 */
export async function startReading(
  { window, gzip, archive }: SourceHandle,
  settings: CheckedSettings,
  blockBytes: number,
): Promise<ReaderState> {
  const origin = { gzip, ...(archive !== undefined && { archive }) };
  const maxWidth = MIN_HEAD_BYTES + 4 * settings.maxRowBytes;
  let width = Math.max(blockBytes, MIN_HEAD_BYTES);
  for (;;) {
    await window.fill(width);
    const { bytes, atEnd } = window;
    await loadFor(bytes, encodingByMark(bytes) ?? settings.encoding ?? 'ascii', atEnd);
    const state = inSheet(archive, () => detectState(bytes, atEnd, width * 2 > maxWidth, origin, settings));
    if (state !== undefined) {
      window.advance(state.offset);
      return state;
    }
    if (width * 2 > maxWidth) throw headerUnreadable(`no row ends within its first ${width} bytes`);
    width *= 2;
  }
}

/** A sheet without a header may be a cover: the others are named. */
function inSheet<Value>(archive: ArchiveState | undefined, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw archive?.sheet === undefined
      ? error
      : withOtherSheets(error, archive.sheet, archive.otherSheets ?? []);
  }
}

/** The state after the header; undefined where the bytes do not reach so far. */
function detectState(
  head: Buffer,
  atEnd: boolean,
  isLast: boolean,
  origin: Pick<ReaderState, 'gzip' | 'archive'>,
  settings: CheckedSettings,
): ReaderState | undefined {
  if (head.length === 0) throw fileEmpty();
  refuseUtf32(head);
  const marked = encodingByMark(head);
  const bomBytes = marked === undefined ? 0 : byteOrderMark(marked).length;
  const bytes = head.subarray(bomBytes);
  // A byte order mark does not prove that the text is right.
  if (marked === 'utf-8' && settings.encoding === undefined && origin.archive?.sheet === undefined)
    refuseTwiceEncoded(bytes);
  const known = marked ?? settings.encoding ?? utf16WithoutMark(bytes, atEnd) ?? 'ascii';
  const search = (text: Text): HeaderSearch => {
    refuseBinary(head, text);
    // Escapes in the header are not names of columns: it would not be found.
    if (text.encoding === 'ascii') refuseSevenBit(head.subarray(0, MIN_HEAD_BYTES));
    const maxCodes = Math.floor(settings.maxRowBytes / codeBytes(text.encoding));
    return findHeader(text, atEnd, isLast, settings, maxCodes, origin.archive?.sheet !== undefined);
  };
  const textIn = (encoding: ReaderState['encoding']): Text =>
    exactText(atEnd ? withoutEndMark(bytes, encoding) : bytes, encoding, atEnd);
  let encoding: ReaderState['encoding'] = known;
  let found = search(textIn(encoding));
  if (found.kind === 'foreign') {
    // Decided by all that is in sight, but only where the header needs it: see BlockReader.
    const chosen = chooseEncoding(wholeLines(bytes, atEnd), !atEnd && !isLast);
    if (chosen === undefined) return undefined;
    encoding = chosen;
    found = search(textIn(encoding));
  }
  if (found.kind !== 'found') return undefined;
  const { header, delimiter, newline, next, line } = found;
  return {
    version: 1,
    ...origin,
    encoding,
    bom: marked !== undefined,
    delimiter,
    newline,
    header,
    offset: Math.min(bomBytes + next * codeBytes(encoding), head.length),
    line,
    records: 0,
    skipping: false,
  };
}
