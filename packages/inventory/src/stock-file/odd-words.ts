import { isUtf8 } from 'node:buffer';
import { decodeCp949 } from './cp949.ts';
import { usualSyllables } from './plain-korean.ts';

/*
 * A quick look at the bytes of a file: most of its words are as people write them. The others are compared with what they
 * would be in other encodings, which takes a thousand times as long.
 */

/** What a quick look adds up over a word: more than nothing at its end, and the word is odd. */
export const ODD_AT_ONCE = 127;

/** Bytes between words: no encoding that the reader knows has them inside a character. */
export const isEdge: Uint8Array = new Uint8Array(0x100);
for (const byte of Buffer.from('\t\n\r ,;"')) isEdge[byte] = 1;

/** The same where the later bytes of characters are passed over: the bar delimits cells, too. */
export const endsWord: Uint8Array = Uint8Array.from(isEdge);
endsWord[0x7c] = 1;

/** Where the next byte beyond ASCII is, from `from` on; the length where there is none. */
export function nextForeign(bytes: Uint8Array, from: number): number {
  const { length } = bytes;
  let at = from;
  while (at < length && bytes[at]! < 0x80) at++;
  return at;
}

/** Where the word begins whose first byte beyond ASCII is at `foreign`. */
export function wordStart(bytes: Uint8Array, foreign: number): number {
  let start = foreign;
  while (start > 0 && endsWord[bytes[start - 1]!] === 0) start--;
  return start;
}

/** C1 controls, what is not assigned, and what programs may use as they like. */
const NO_TEXT_PATTERN = /[\u0080-\u009f\ufffd\p{Co}\p{Cn}]/u;

/** Whether a character is in no text that people write. */
export function isNoText(text: string): boolean {
  return NO_TEXT_PATTERN.test(text);
}

/** Whether a character of UTF-8 beyond ASCII may begin at a place, and another one or ASCII follow it. */
function mayBeUtf8(bytes: Uint8Array, at: number, end: number): boolean {
  const lead = bytes[at]!;
  if (lead < 0xc2 || lead > 0xf4 || at + 1 >= end || (bytes[at + 1]! & 0xc0) !== 0x80) return false;
  const isThird = at + 2 < end && (bytes[at + 2]! & 0xc0) === 0x80;
  return lead >= 0xe0 === isThird;
}

/** What Korean words have beside them: α등급, Ⅲ호, ①번. */
const SIGN_PATTERN = /[\u00a0-\u00ff\u0370-\u03ff\u2000-\u2bff\u3000-\u303f\u3200-\u33ff\uff00-\uffef]/;

const LF = 10;
const NO_UNIT = -100;
/** Letters that a unit has: 500ml, 3kg. */
const MAX_UNIT = 2;
const HANGUL = 64;
const UNKNOWN = -128;
/** What pairs of bytes of CP949 weigh, and whether they are a syllable; filled as they come. */
const koreanWeights = new Int8Array(0x8000).fill(UNKNOWN);

const NOT_PLAIN = 2;
/** By pairs of bytes: -1 for a usual syllable, 1 for any other, and {@link NOT_PLAIN} for all else and what is not yet known. */
const plainSteps = new Int8Array(0x8000).fill(NOT_PLAIN);

function koreanWeight(lead: number, trail: number): number {
  const index = ((lead & 0x7f) << 8) | trail;
  const known = koreanWeights[index]!;
  if (known !== UNKNOWN) return known;
  const character = decodeCp949(Uint8Array.of(lead, trail));
  const isHangul = character >= '\uac00' && character <= '\ud7a3';
  let weight = isHangul ? HANGUL + 1 : 1;
  if (character.length > 1 || isNoText(character)) weight = ODD_AT_ONCE;
  else if (usualSyllables.has(character)) weight = HANGUL - 1;
  else if (SIGN_PATTERN.test(character)) weight = 0;
  koreanWeights[index] = weight;
  if (isHangul && weight < ODD_AT_ONCE) plainSteps[index] = weight - HANGUL;
  return weight;
}

/**
 * Where words of CP949 begin that may be of another encoding: less than half of what is not ASCII in them are usual
 * syllables, or one stands beside a letter in lower case, or they are valid UTF-8. Needs the tables of CP949.
 */
export function oddKoreanWords(bytes: Buffer): number[] {
  const places: number[] = [];
  const { length } = bytes;
  let at = nextForeign(bytes, 0);
  while (at < length) {
    const foreign = at;
    let sum = 0;
    let byte = bytes[at]!;
    do {
      const step = at + 1 < length ? plainSteps[((byte & 0x7f) << 8) | bytes[at + 1]!]! : NOT_PLAIN;
      if (step === NOT_PLAIN) break;
      sum += step;
      at += 2;
      byte = at < length ? bytes[at]! : LF;
    } while (byte > 0x7f);
    if (endsWord[byte] === 1 && (foreign === 0 || !isLetter(bytes[foreign - 1]!))) {
      // Nothing but Hangul, up to its end. All of it is usual where the sum is as low as it gets.
      const syllables = (at - foreign) >> 1;
      if (sum > 0 || sum === syllables || isUtf8Word(bytes, foreign, at))
        places.push(wordStart(bytes, foreign));
    } else {
      const start = wordStart(bytes, foreign);
      at = wordEnd(bytes, foreign);
      if (isOddWord(bytes, start, foreign, at)) places.push(start);
    }
    at = nextForeign(bytes, at);
  }
  return places;
}

/** Where a word of CP949 ends whose first byte beyond ASCII is at `foreign`. */
function wordEnd(bytes: Uint8Array, foreign: number): number {
  const { length } = bytes;
  let at = foreign;
  while (at < length) {
    const byte = bytes[at]!;
    if (byte > 0x7f) at += isPair(bytes, at) ? 2 : 1;
    else if (endsWord[byte] === 1) return at;
    else at++;
  }
  return length;
}

function isPair(bytes: Uint8Array, at: number): boolean {
  return at + 1 < bytes.length && koreanWeight(bytes[at]!, bytes[at + 1]!) !== ODD_AT_ONCE;
}

/** Whether a word of CP949 with something but Hangul in it may be of another encoding. */
function isOddWord(bytes: Buffer, start: number, foreign: number, end: number): boolean {
  let sum = 0;
  let usual = 0;
  let wasHangul = false;
  let wasLower = false;
  // Letters that follow a digit: units, as in 500ml캔.
  let unit = NO_UNIT;
  let isAfterUnit = false;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte < 0x80) {
      wasLower = byte >= 0x61 && byte <= 0x7a;
      if (wasLower && wasHangul) return true;
      unit = isDigit(byte) ? 0 : isLetter(byte) ? unit + 1 : NO_UNIT;
      wasHangul = false;
      continue;
    }
    const isUnit = unit > 0 && unit <= MAX_UNIT;
    if (at === foreign) isAfterUnit = isUnit;
    if (isUnit) wasLower = false;
    unit = NO_UNIT;
    if (!isPair(bytes, at)) return true;
    const weight = koreanWeight(byte, bytes[at + 1]!);
    at++;
    wasHangul = weight >= HANGUL - 1;
    if (wasHangul && wasLower) return true;
    if (weight < HANGUL && wasHangul) usual++;
    sum += wasHangul ? weight - HANGUL : weight;
    wasLower = false;
  }
  return sum > 0 || usual === 0 || (!isAfterUnit && isUtf8Word(bytes, foreign, end));
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isLetter(byte: number): boolean {
  return (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
}

/** Whether a word whose first byte beyond ASCII is at `foreign` is valid UTF-8. */
export function isUtf8Word(bytes: Buffer, foreign: number, end: number): boolean {
  return mayBeUtf8(bytes, foreign, end) && isUtf8(bytes.subarray(foreign, end));
}
