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

const NO_UNIT = -100;
/** Letters that a unit has: 500ml, 3kg. */
const MAX_UNIT = 2;
const HANGUL = 64;
const UNKNOWN = -128;
/** What pairs of bytes of CP949 weigh, and whether they are a syllable; filled as they come. */
const koreanWeights = new Int8Array(0x8000).fill(UNKNOWN);

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
  return weight;
}

/**
 * Where words of CP949 begin that may be of another encoding: less than half of what is not ASCII in them are usual
 * syllables, or one stands beside a letter in lower case, or they are valid UTF-8. Needs the tables of CP949.
 */
export function oddKoreanWords(bytes: Buffer): number[] {
  const places: number[] = [];
  const { length } = bytes;
  let start = 0;
  let sum = 0;
  let usual = 0;
  let foreign = -1;
  let isOdd = false;
  let wasHangul = false;
  let wasLower = false;
  // Letters that follow a digit: units, as in 500ml캔.
  let unit = NO_UNIT;
  let isAfterUnit = false;
  for (let at = 0; at <= length; at++) {
    const byte = at < length ? bytes[at]! : 10;
    if (byte < 0x80) {
      if (endsWord[byte] === 1) {
        if (foreign >= 0) {
          const isOther = isOdd || sum > 0 || usual === 0;
          if (isOther || (!isAfterUnit && isUtf8Word(bytes, foreign, at))) places.push(start);
          sum = 0;
          usual = 0;
          foreign = -1;
          isOdd = false;
        }
        wasHangul = false;
        wasLower = false;
        unit = NO_UNIT;
        start = at + 1;
        continue;
      }
      unit =
        byte >= 0x30 && byte <= 0x39
          ? 0
          : (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a
            ? unit + 1
            : NO_UNIT;
      wasLower = byte >= 0x61 && byte <= 0x7a;
      if (wasLower && wasHangul) isOdd = true;
      wasHangul = false;
      continue;
    }
    if (unit > 0 && unit <= MAX_UNIT) wasLower = false;
    if (foreign < 0) {
      foreign = at;
      isAfterUnit = unit > 0 && unit <= MAX_UNIT;
    }
    unit = NO_UNIT;
    const weight = koreanWeight(byte, at + 1 < length ? bytes[at + 1]! : 0);
    if (weight === ODD_AT_ONCE) {
      isOdd = true;
      continue;
    }
    at++;
    wasHangul = weight >= HANGUL - 1;
    if (wasHangul) {
      if (wasLower) isOdd = true;
      if (weight < HANGUL) usual++;
      sum += weight - HANGUL;
    } else sum += weight;
    wasLower = false;
  }
  return places;
}

/** Whether a word whose first byte beyond ASCII is at `foreign` is valid UTF-8. */
export function isUtf8Word(bytes: Buffer, foreign: number, end: number): boolean {
  return mayBeUtf8(bytes, foreign, end) && isUtf8(bytes.subarray(foreign, end));
}
