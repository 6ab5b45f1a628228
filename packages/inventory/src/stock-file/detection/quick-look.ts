import { type LegacyEncoding, legacyWidths } from '../legacy.ts';
import {
  endsWord,
  isNoText,
  isUtf8Word,
  nextForeign,
  ODD_AT_ONCE,
  oddKoreanWords,
  wordStart,
} from '../odd-words.ts';
import { OddSteps } from './odd-steps.ts';
import { candidateOf, type DetectorParts } from './readings.ts';

/** Where the words of bytes begin that may be of another encoding. */
export type QuickLook = (bytes: Buffer) => number[];

/** More bits a step than this, in the language where each is least, and a word is looked at in each language by itself. */
const LATIN_BITS = 6;
const CYRILLIC_BITS = 4.5;
/** A little less than what a plausible text costs. */
const PLAIN_LATIN_BITS = 8;
const PLAIN_CYRILLIC_BITS = 6;
const CHARACTER_BITS = 13;
/** What weights count. */
const HALF_BITS = 2;
const NO_TEXT = 0x1000000;
const UNKNOWN = -128;
const SPACE = 0x20;
/** The bytes between words, a blank as all of them. */
const edges = [...endsWord.keys()].filter((byte) => endsWord[byte] === 1);

/** Looks at words by tables that fill as they are asked. */
export function createQuickLook(encoding: LegacyEncoding, parts: DetectorParts): QuickLook {
  if (encoding === 'cp949') return oddKoreanWords;
  return encoding.startsWith('windows-') ? lookByPairs(encoding, parts) : lookByCharacters(encoding, parts);
}

/** Of single bytes: what one costs after the other. */
function lookByPairs(encoding: LegacyEncoding, { decode, plausibility }: DetectorParts): QuickLook {
  const { languages } = candidateOf(encoding);
  const isCyrillic = encoding === 'windows-1251';
  const usualBits = isCyrillic ? CYRILLIC_BITS : LATIN_BITS;
  const plain = HALF_BITS * (isCyrillic ? PLAIN_CYRILLIC_BITS : PLAIN_LATIN_BITS);
  const letters = Array.from({ length: 0x100 }, (_, byte) =>
    endsWord[byte] === 1 ? ' ' : decode(Uint8Array.of(byte), encoding),
  );
  const costs = languages.map(() => new Uint8Array(0x10000));
  /** Fills in what a step costs in each language. */
  const weightOf = (before: number, after: number): number => {
    if (isNoText(letters[after]!)) return NO_TEXT;
    const bits = languages.map((language) =>
      plausibility.ofStep(letters[before]!, letters[after]!, language),
    );
    for (const [i, cost] of bits.entries()) costs[i]![(before << 8) | after] = Math.round(HALF_BITS * cost);
    return Math.round(HALF_BITS * (Math.min(...bits) - usualBits));
  };
  const isPlainIn = (ofLanguage: Uint8Array, bytes: Buffer, start: number, end: number): boolean => {
    let sum = 0;
    for (let at = start, before = SPACE; at <= end; at++) {
      const byte = at < end ? bytes[at]! : SPACE;
      if ((byte | before) > 0x7f) sum += ofLanguage[(before << 8) | byte]! - plain;
      before = byte;
    }
    return sum <= 0;
  };
  /** The language that is tried first: the words of a file are in one, most often. */
  let likely = costs[0]!;
  const isPlain = (bytes: Buffer, start: number, end: number): boolean => {
    if (isPlainIn(likely, bytes, start, end)) return true;
    const found = costs.find((ofLanguage) => isPlainIn(ofLanguage, bytes, start, end));
    likely = found ?? likely;
    return found !== undefined;
  };
  const weights = new Int32Array(0x10000).fill(UNKNOWN);
  const steps = new OddSteps();
  const weightAt = (before: number, after: number): number => {
    const index = (before << 8) | after;
    if (weights[index] === UNKNOWN) {
      weights[index] = weightOf(before, after);
      for (const from of before === SPACE ? edges : [before])
        for (const to of after === SPACE ? edges : [after]) steps.setCost(from, to, weights[index]!);
    }
    return weights[index]!;
  };
  const isOdd = (bytes: Buffer, start: number, end: number): boolean => {
    if (isUtf8Word(bytes, nextForeign(bytes, start), end)) return true;
    let sum = 0;
    let before = SPACE;
    for (let at = start; at <= end; at++) {
      const byte = at < end ? bytes[at]! : SPACE;
      if ((byte | before) > 0x7f) sum += weightAt(before, byte);
      before = byte;
    }
    return sum > 0 && (sum >= NO_TEXT / 2 || !isPlain(bytes, start, end));
  };
  return (bytes) => {
    const places: number[] = [];
    let end = 0;
    // A word none of whose parts is odd is not odd.
    for (const foreign of steps.find(bytes)) {
      if (foreign < end) continue;
      const start = wordStart(bytes, foreign);
      end = foreign;
      while (end < bytes.length && endsWord[bytes[end]!] === 0) end++;
      if (isOdd(bytes, start, end)) places.push(start);
    }
    return places;
  };
}

/** Of the encodings of East Asia: what each character costs, in the language where that is least. */
function lookByCharacters(encoding: LegacyEncoding, { decode, plausibility }: DetectorParts): QuickLook {
  const { languages } = candidateOf(encoding);
  const weightOf = (character: Uint8Array): number => {
    const text = decode(character, encoding);
    if (isNoText(text)) return ODD_AT_ONCE;
    const bits = languages.map((language) => plausibility.ofWord(text, language).bits);
    return Math.min(Math.round(HALF_BITS * (Math.min(...bits) - CHARACTER_BITS)), ODD_AT_ONCE - 1);
  };
  const widths = legacyWidths(encoding);
  // By both bytes of a character, or the one it has.
  const weights = new Int8Array(0x10000).fill(UNKNOWN);
  return (bytes) => {
    const places: number[] = [];
    const { length } = bytes;
    let start = 0;
    let sum = 0;
    let characters = 0;
    let foreign = -1;
    for (let at = 0; at <= length; at++) {
      const byte = at < length ? bytes[at]! : SPACE;
      if (byte < 0x80) {
        if (endsWord[byte] === 0) continue;
        if (foreign >= 0) {
          // All of them usual, but none of the most usual: it may be of usual syllables of Korean, which are there, too.
          const isOdd = sum > characters || (sum > 0 && isPlainKoreanWord(bytes, start, at));
          if (isOdd || isUtf8Word(bytes, foreign, at)) places.push(start);
          foreign = -1;
          sum = 0;
          characters = 0;
        }
        start = at + 1;
        continue;
      }
      if (foreign < 0) foreign = at;
      const width = widths[byte]!;
      const trail = width > 1 && at + 1 < length ? bytes[at + 1]! : 0;
      const index = (byte << 8) | trail;
      let weight = weights[index]!;
      if (weight === UNKNOWN) {
        // The few characters of three and four bytes are not looked at quickly.
        const isLong = width === 3 || (width === 2 && trail < 0x40);
        weight = isLong ? ODD_AT_ONCE : weightOf(bytes.subarray(at, at + width));
        weights[index] = weight;
      }
      sum += weight === ODD_AT_ONCE ? NO_TEXT : weight;
      characters++;
      if (width > 1 && trail >= 0x40) at += width - 1;
    }
    return places;
  };
}

function isPlainKoreanWord(bytes: Buffer, start: number, end: number): boolean {
  return oddKoreanWords(bytes.subarray(start, end)).length === 0;
}
