import { isUtf8 } from 'node:buffer';
import type { LegacyEncoding } from '../legacy.ts';
import { isEdge, isNoText } from '../odd-words.ts';
import { isPlausible, isSameText } from './detect-encoding.ts';
import { abbreviationBits } from './plausibility.ts';
import { createQuickLook, type QuickLook } from './quick-look.ts';
import {
  candidateOf,
  candidates,
  decodeLines,
  type DetectorParts,
  foreignLines,
  isMalformed,
  type Reading,
  readIn,
} from './readings.ts';

/**
 * How much likelier, in bits, another reading of a row has to be. Most files have no foreign row at all, and to reject a good
 * one is worse than to miss one that is made up: a word of three to six letters has less to say than this.
 */
const MARGIN_BITS = 20;
/** Bytes are hardly ever valid UTF-8 by chance. */
const UTF8_MARGIN_BITS = 8;
/** A row is compared with what files are put together of: not with all that there is. */
const COMPARED: readonly string[] = [
  ...candidates.filter(({ isReadable }) => isReadable).map(({ encoding }) => encoding),
  ...['koi8-r', 'cp866', 'cp850', 'macintosh', 'iso-8859-5'],
];
/** Of how many rows the odd words are known, and how long these are. */
const MAX_KNOWN = 10_000;
const MAX_KNOWN_LENGTH = 200;

/** What a row seems to be in, if not in the encoding of its file: `undefined` there where nothing makes sense. */
export interface ForeignRow {
  readonly seems: string | undefined;
}

/** Looks for rows of another encoding than their file. */
export interface RowCheck {
  /** Where the words begin that may be of another encoding: a row without one needs no check. */
  oddWords(bytes: Buffer, encoding: LegacyEncoding): number[];
  /** @param cells those of a row, each on a line */
  check(cells: Buffer, encoding: LegacyEncoding): ForeignRow | undefined;
}

/** The same row is judged alike wherever it stands: by itself alone. */
export function createRowCheck(parts: DetectorParts): RowCheck {
  const looks = new Map<LegacyEncoding, QuickLook>();
  const known = new Map<string, boolean>();
  const oddWords = (bytes: Buffer, encoding: LegacyEncoding): number[] => {
    let look = looks.get(encoding);
    if (look === undefined) {
      look = createQuickLook(encoding, parts);
      looks.set(encoding, look);
    }
    return look(bytes);
  };
  return {
    oddWords,
    check(cells, encoding) {
      const places = oddWords(cells, encoding);
      if (places.length === 0) return undefined;
      // Many rows have the same store: what is not foreign by its odd words alone is known from the first row on.
      const odd = linesAt(cells, places);
      const key = `${encoding} ${odd.toString('latin1')}`;
      let isForeign = known.get(key);
      if (isForeign === undefined) {
        isForeign = judgeRow(odd, encoding, parts) !== undefined;
        if (known.size >= MAX_KNOWN) known.clear();
        if (key.length <= MAX_KNOWN_LENGTH) known.set(key, isForeign);
      }
      return isForeign ? judgeRow(cells, encoding, parts) : undefined;
    },
  };
}

/** The words that begin at the given places, each on a line. */
function linesAt(bytes: Buffer, places: readonly number[]): Buffer {
  return Buffer.concat(
    places.map((start) => {
      let end = start;
      while (isEdge[bytes[end]!] === 0) end++;
      return bytes.subarray(start, end + 1);
    }),
  );
}

/** Compares what a row is in the encoding of its file with what it would be in others. */
export function judgeRow(
  cells: Buffer,
  encoding: LegacyEncoding,
  parts: DetectorParts,
): ForeignRow | undefined {
  const lines = foreignLines(cells);
  const read = (name: string, words: readonly string[]): Reading =>
    readIn(candidateOf(name), words, parts.plausibility);
  const words = decodeLines(lines, encoding, parts);
  const own = read(encoding, words);
  const ownBits = own.bits - sparedBits(own);
  if (isUtf8(lines) && read('utf-8', decodeLines(lines, 'utf-8', parts)).bits + UTF8_MARGIN_BITS < ownBits)
    return { seems: 'utf-8' };
  const isNone = words.some(isNoText);
  if (!isNone && isPlausible(own)) return undefined;
  let best: Reading | undefined;
  for (const name of COMPARED) {
    if (name === encoding) continue;
    const otherWords = decodeLines(lines, name, parts);
    if (otherWords.some(isMalformed)) continue;
    const other = read(name, otherWords);
    if ((best === undefined || other.bits < best.bits) && !isSameText(other, own)) best = other;
  }
  const isOther = best !== undefined && best.bits + MARGIN_BITS < ownBits && isPlausible(best);
  return isOther || isNone ? { seems: isOther ? best!.candidate.encoding : undefined } : undefined;
}

/** Words in capitals may be abbreviations, and these cost less than words. */
function sparedBits({ words, wordBits }: Reading): number {
  let spared = 0;
  for (const [i, word] of words.entries()) {
    const most = abbreviationBits(word);
    if (most !== undefined) spared += Math.max(0, wordBits[i]! - most);
  }
  return spared;
}
