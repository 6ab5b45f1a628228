import { isUtf8 } from 'node:buffer';
import type { LegacyEncoding } from '../legacy.ts';
import { isNoText } from '../odd-words.ts';
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
 * one is worse than to miss one that is made up: a word of three to six letters counts less than this.
 */
const MARGIN_BITS = 20;
/** Bytes are hardly ever valid UTF-8 by chance; two bytes of a syllable are so now and then: 책 is å. */
const UTF8_MARGIN_BITS = 8;
const SYLLABLE_MARGIN_BITS = 12.5;
/** A row is compared with what files are put together of: not with all that there is. */
const comparedEncodings: readonly string[] = [
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

/** Looks for rows of another encoding than their file. The same row is judged alike wherever it stands: by itself alone. */
export interface RowCheck {
  /** Where the words begin that may be of another encoding: a row without one needs no check. */
  oddWords(bytes: Buffer, encoding: LegacyEncoding): number[];
  /** @param words the odd words of a row by their bytes, each with a line break */
  areForeign(words: string, encoding: LegacyEncoding): boolean;
  /** @param cells those of a row whose odd words are foreign, each on a line */
  judge(cells: Buffer, encoding: LegacyEncoding): ForeignRow | undefined;
}

export function createRowCheck(parts: DetectorParts): RowCheck {
  const looks = new Map<LegacyEncoding, QuickLook>();
  const known = new Map<LegacyEncoding, Map<string, boolean>>();
  return {
    oddWords(bytes, encoding) {
      return entryOf(looks, encoding, () => createQuickLook(encoding, parts))(bytes);
    },
    areForeign(words, encoding) {
      const ofEncoding = entryOf(known, encoding, () => new Map<string, boolean>());
      const before = ofEncoding.get(words);
      if (before !== undefined) return before;
      // Many rows have the same store: what is not foreign is known from the first row on.
      const areForeign = judgeRow(Buffer.from(words, 'latin1'), encoding, parts) !== undefined;
      if (ofEncoding.size >= MAX_KNOWN) ofEncoding.clear();
      if (words.length <= MAX_KNOWN_LENGTH) ofEncoding.set(words, areForeign);
      return areForeign;
    },
    judge: (cells, encoding) => judgeRow(cells, encoding, parts),
  };
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
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
  const margin = encoding.startsWith('windows-') ? UTF8_MARGIN_BITS : SYLLABLE_MARGIN_BITS;
  if (isUtf8(lines) && read('utf-8', decodeLines(lines, 'utf-8', parts)).bits + margin < ownBits)
    return { seems: 'utf-8' };
  const isNone = words.some(isNoText);
  if (!isNone && isPlausible(own)) return undefined;
  let best: Reading | undefined;
  for (const name of comparedEncodings) {
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
