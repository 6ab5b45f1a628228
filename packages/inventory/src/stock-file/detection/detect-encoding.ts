import type { StockFileEncoding } from '../types.ts';
import {
  candidateOf,
  candidates,
  decodeLines,
  type DetectorParts,
  isMalformed,
  isMostlySound,
  type Reading,
  readIn,
  readingsOf,
} from './readings.ts';
import { foreignWords, joinLines } from './words.ts';

/** What the bytes are in. */
export type Detection =
  | { readonly kind: 'sure'; readonly encoding: StockFileEncoding }
  /** Several readings are possible, the likeliest first; with none, nothing makes sense. */
  | { readonly kind: 'unsure'; readonly readings: readonly Reading[] }
  /** Plainly an encoding that is not read: one of those that give this text. */
  | { readonly kind: 'not-read'; readonly readings: readonly [Reading, ...Reading[]] };

/** How much less likely every other text has to be, in bits. */
const MARGIN_BITS = 12;
/** UTF-8 is not valid by chance for long: with single bad bytes in it, little is enough. */
const UTF8_MARGIN_BITS = 4;

/** Without a second detector that agrees, this much. */
const LONE_MARGIN_BITS = 60;
/** What readings of one byte a character are made of: the signs of English, and half-width katakana. */
const simplePatterns: Readonly<Record<string, RegExp>> = {
  // eslint-disable-next-line no-control-regex
  'windows-1252': /^[\x00-\x7f’‘“”–—…•£€©®™°½¼¾²³·\u00a0]*$/,
  // eslint-disable-next-line no-control-regex
  shift_jis: /^[\x00-\x7f\uff61-\uff9f]*$/,
};

/** Whether a reading is always to be shown, however much likelier the letters of another script are. */
function isSimple({ candidate: { encoding }, words }: Reading): boolean {
  const pattern = simplePatterns[encoding];
  return pattern !== undefined && words.every((word) => pattern.test(word));
}

/** How far down the list of the second detector an encoding counts as agreed on. */
const MAX_RANK = 4;

/** So many words decide where hardly anything else is possible, and the others do not contradict them. */
const FEW_WORDS = 64;
/** Of these, so many differ from the text of another encoding, not only in rows that were pasted into the file. */
const OTHER_SHARE = 1 / 4;

/** Detects the encoding of bytes that are neither ASCII nor plainly UTF-8. */
export function detectEncoding(bytes: Buffer, parts: DetectorParts): Detection {
  const words = foreignWords(bytes);
  if (words.length > FEW_WORDS) {
    const early = detectBy(joinLines(words.slice(0, FEW_WORDS)), parts, LONE_MARGIN_BITS);
    if (early.kind === 'sure' && early.encoding !== 'utf-8' && isAll(words, early.encoding, parts))
      return early;
  }
  return detectBy(joinLines(words), parts, MARGIN_BITS);
}

/**
 * Whether all the words are well formed and plausible in the encoding that the first of them decided, and no encoding that
 * gives nearly the same text differs anywhere: German is the same in windows-1250 and windows-1252 up to a ñ.
 */
function isAll(words: readonly Buffer[], encoding: string, parts: DetectorParts): boolean {
  const lines = joinLines(words);
  const decoded = decodeLines(lines, encoding, parts);
  if (decoded.some(isMalformed)) return false;
  for (const other of candidates) {
    if (!other.isReadable || other.encoding === encoding) continue;
    const otherwise = decodeLines(lines, other.encoding, parts);
    const others = decoded.map((word, i) => word !== otherwise[i]);
    const ofFew = others.slice(0, FEW_WORDS).filter(Boolean).length;
    if (ofFew < FEW_WORDS * OTHER_SHARE && others.includes(true)) return false;
  }
  return isPlausible(readIn(candidateOf(encoding), decoded, parts.plausibility));
}

/** @param minMargin how much less likely every other text has to be, in bits */
function detectBy(lines: Buffer, parts: DetectorParts, minMargin: number): Detection {
  const readings = readingsOf(lines, parts);
  const [best] = readings;
  if (best === undefined) return { kind: 'unsure', readings };
  const same = readings.filter((reading) => isSameText(reading, best));
  const other = readings.find((reading) => !same.includes(reading));
  const margin = (other?.bits ?? Number.POSITIVE_INFINITY) - best.bits;
  if (best.candidate.encoding === 'utf-8' && margin >= UTF8_MARGIN_BITS)
    return { kind: 'sure', encoding: 'utf-8' };
  const rival = readings.find(
    (reading) => !same.includes(reading) && isBetterButForSome(reading, best, parts),
  );
  if (rival !== undefined) {
    if (rival.candidate.encoding === 'utf-8' && rival.malformed * MIN_SOUND_SHARE <= rival.words.length)
      return { kind: 'sure', encoding: 'utf-8' };
    return {
      kind: 'unsure',
      readings: [rival, ...readings.filter((reading) => reading !== rival).slice(0, 3)],
    };
  }
  const readable = same.find(({ candidate }) => candidate.isReadable);
  if (margin >= minMargin && isPlausible(best)) {
    const simple = readings.find(isSimple);
    if (readable === undefined && simple !== undefined && !same.includes(simple) && isPlausible(simple))
      return {
        kind: 'unsure',
        readings: [simple, ...readings.filter((reading) => reading !== simple).slice(0, 3)],
      };
    if (readable === undefined)
      return { kind: 'not-read', readings: [best, ...same.filter((reading) => reading !== best)] };
    if (margin >= LONE_MARGIN_BITS || agrees(same, lines, best, parts))
      return { kind: 'sure', encoding: readable.candidate.encoding as StockFileEncoding };
  }
  return {
    kind: 'unsure',
    readings: readings.filter((reading) => reading.bits <= best.bits + LONE_MARGIN_BITS || isSimple(reading)),
  };
}

/** In UTF-8 with a few rows of another encoding, of so many words one may be of these. */
const MIN_SOUND_SHARE = 4;
const MIN_RIVAL_WORDS = 3;

/**
 * Whether a reading would be much likelier than the best, if it were not for a few words that are malformed in it: rows that
 * were pasted into the file.
 */
function isBetterButForSome(reading: Reading, best: Reading, parts: DetectorParts): boolean {
  if (reading.malformed === 0) return false;
  let margin = 0;
  let sound = 0;
  for (const [i, word] of reading.words.entries()) {
    if (isMalformed(word)) continue;
    sound++;
    margin += best.wordBits[i]! - reading.wordBits[i]!;
  }
  if (sound < MIN_RIVAL_WORDS || margin < MARGIN_BITS || !isPlausible(reading)) return false;
  if (reading.candidate.isReadable) return true;
  // One that is not read has most characters in common with one that is; what it lacks, like the euro sign, is not a foreign row.
  const lacking = best.words.filter((_, i) => isMalformed(reading.words[i]!));
  return !isPlausible(readIn(best.candidate, lacking, parts.plausibility));
}

/** Whether two readings give the same text, but for words that are malformed in either: their rows are rejected. */
export function isSameText(a: Reading, b: Reading): boolean {
  return a.words.every((word, i) => {
    const other = b.words[i]!;
    return word === other || isMalformed(word) || isMalformed(other);
  });
}

/** What a step costs at most in a text that is one of its language. */
const usualBits: Readonly<Record<string, number>> = {
  ko: 12,
  ja: 13,
  'zh-Hans': 13,
  'zh-Hant': 13,
  ru: 6.5,
  uk: 6.5,
  bg: 6.5,
  sr: 6.5,
  be: 6.5,
  mk: 6.5,
};
const USUAL_LETTER_BITS = 8.5;

export function isPlausible(reading: Reading): boolean {
  const { language, bitsPerStep } = reading;
  if (!isMostlySound(reading)) return false;
  return bitsPerStep <= (usualBits[language] ?? USUAL_LETTER_BITS);
}

/** Names of encodings that are not our candidates, and give the same text as one where both have a character. */
const sameForOthers: Readonly<Record<string, readonly string[]>> = {
  'windows-1252': ['iso-8859-1', 'iso8859-1'],
  'iso-8859-15': ['iso8859-15'],
};

/** Whether the second detector holds one of these readings for likely, too, by the words that are well formed. */
function agrees(
  same: readonly Reading[],
  lines: Buffer,
  best: Reading,
  { secondOpinion }: DetectorParts,
): boolean {
  const words = foreignWords(lines).filter((_, i) => !isMalformed(best.words[i] ?? '\ufffd'));
  const opinions = secondOpinion(joinLines(words)).slice(0, MAX_RANK);
  return same.some(({ candidate: { encoding } }) =>
    [encoding, ...(sameForOthers[encoding] ?? [])].some((name) => opinions.includes(name)),
  );
}
