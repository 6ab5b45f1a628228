import { isAscii, isUtf8 } from 'node:buffer';
import type { LegacyEncoding } from '../legacy.ts';
import { isNoText, oddWords } from '../odd-words.ts';
import { isPlausible, isSameText } from './detect-encoding.ts';
import { type Candidate, candidates, type DetectorParts, type Reading, readIn, wordsIn } from './readings.ts';

/** How much likelier, in bits, another reading of a row has to be. */
const MARGIN_BITS = 12;
/** A letter more is a byte more: there is less to go by. */
const SINGLE_BYTE_MARGIN_BITS = 8;
/** Bytes are hardly ever valid UTF-8 by chance. */
const UTF8_MARGIN_BITS = 8;
/** A row is compared with what files are put together of: not with all that there is. */
const comparedEncodings: ReadonlySet<string> = new Set([
  ...candidates.filter(({ isReadable }) => isReadable).map(({ encoding }) => encoding),
  ...['koi8-r', 'cp866', 'cp850', 'macintosh', 'iso-8859-5'],
]);
/** Of how many rows the words are known to be sound. */
const MAX_KNOWN = 20_000;

const candidateOf = (name: string): Candidate => candidates.find(({ encoding }) => encoding === name)!;

/** What a row is in, if not in the encoding of its file; `undefined`: it is as the others. */
export type RowCheck = (cells: Buffer, encoding: LegacyEncoding) => { seems: string | undefined } | undefined;

/**
 * Looks for rows of another encoding than their file, by the row alone: the same row is judged alike wherever a block
 * begins.
 */
export function createRowCheck(parts: DetectorParts): RowCheck {
  const sound = new Set<string>();
  const read = (cells: Buffer, name: string): Reading =>
    readIn(candidateOf(name), wordsIn(cells, name, parts), parts.plausibility);
  return (cells, encoding) => {
    if (isAscii(cells)) return undefined;
    const isAlsoUtf8 = isUtf8(cells);
    const text = parts.decode(cells, encoding);
    const odd = [...oddWords(text, encoding)];
    if (!isAlsoUtf8 && odd.length === 0) return undefined;
    const words = wordsIn(cells, encoding, parts);
    const key = `${encoding} ${words.join(' ')}`;
    if (sound.has(key)) return undefined;
    const own = readIn(candidateOf(encoding), words, parts.plausibility);
    if (isAlsoUtf8) {
      const other = read(cells, 'utf-8');
      if (other.bits + UTF8_MARGIN_BITS < own.bits) return { seems: 'utf-8' };
    }
    const isNone = odd.some(isNoText);
    if (isNone || !isPlausible(own)) {
      const [best] = [...comparedEncodings]
        .filter((name) => name !== encoding)
        .map((name) => read(cells, name))
        .filter((other) => other.malformed === 0 && !isSameText(other, own))
        .sort((a, b) => a.bits - b.bits);
      const margin = encoding.startsWith('windows-') ? SINGLE_BYTE_MARGIN_BITS : MARGIN_BITS;
      const isOther = best !== undefined && best.bits + margin < own.bits && isPlausible(best);
      if (isOther || isNone) return { seems: isOther ? best.candidate.encoding : undefined };
    }
    if (sound.size > MAX_KNOWN) sound.clear();
    sound.add(key);
    return undefined;
  };
}
