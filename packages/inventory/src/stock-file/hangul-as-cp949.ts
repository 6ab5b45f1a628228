import { decodeCp949, pairInCp949 } from './cp949.ts';

/*
 * Hangul in UTF-8 that a program took for CP949, and saved in UTF-8 again: `諛고꽣由?` for 배터리. Each syllable has three bytes, of which
 * CP949 makes pairs: Han characters, syllables that no word has, and a question mark for each pair that it lacks, and for the last byte
 * of a word with an odd number of them.
 */

/** Hangul that was read in CP949. */
export interface HangulOnce {
  /** What it was, with a question mark for each syllable that is lost in part. */
  readonly meant: string;
  readonly isWhole: boolean;
}

/** How much of a character of UTF-8 with three bytes is behind. */
type State = 0 | 1 | 2;
/** A byte that stands for any one. */
const LOST = -1;
const QUESTION_MARK = 0x3f;
const REPLACEMENT = '\ufffd';
/** Of one syllable a Han character is left, and a question mark: a question in Chinese is no less. */
const MIN_SYLLABLES = 2;
/** A character that is no usual syllable, or a mark inside of a word, may be there by chance; two of them are not. */
const MIN_SIGNS = 2;
const LOST_PATTERN = /[?\ufffd](?:[?\ufffd]|(?=[^\0-\x7f]))/u;

/** What a name was before it was read in CP949; undefined where it was not. Needs the tables of CP949. */
export function hangulOnce(name: string): HangulOnce | undefined {
  if (!mayBeHangulOnce(name)) return undefined;
  const characters = Array.from(name);
  const bytes = bytesOnce(characters);
  if (bytes === undefined) return undefined;
  const { meant, syllables, known } = textOf(bytes);
  const signs = characters.filter(isSign).length + (LOST_PATTERN.test(name) ? 1 : 0);
  if (syllables < MIN_SYLLABLES || signs < MIN_SIGNS) return undefined;
  return { meant, isWhole: known === syllables };
}

/** Whether a character is none of those of Korean words: the syllables of KS X 1001, whose bytes are both above 0xA0. */
function isSign(character: string): boolean {
  if (character < '\x80' || character === REPLACEMENT) return false;
  const pair = pairInCp949(character);
  return character < '\uac00' || character > '\ud7a3' || pair < 0xa100 || (pair & 0xff) < 0xa1;
}

/** Every name is looked at: its first character beyond ASCII, or one that is lost before it, nearly always suffices. */
export function mayBeHangulOnce(name: string): boolean {
  let isLost = false;
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at);
    if (code === QUESTION_MARK) isLost = true;
    else if (code > 0x7f) return isLost || beginnings()[code] === 1;
  }
  return false;
}

let begins: Uint8Array | undefined;

/**
 * By characters, 1 for those whose bytes begin a syllable in UTF-8: of those that CP949 has, only Han characters do, of which one
 * with another reading is the same as the first when it is normalized.
 */
function beginnings(): Uint8Array {
  if (begins !== undefined) return begins;
  const table = new Uint8Array(0x10000);
  table[REPLACEMENT.charCodeAt(0)] = 1;
  for (let lead = 0xea; lead <= 0xed; lead++)
    for (let trail = 0x80; trail <= 0xbf; trail++) {
      const character = decodeCp949(Uint8Array.of(lead, trail));
      if (character.length !== 1) continue;
      table[character.charCodeAt(0)] = 1;
      table[character.normalize('NFC').charCodeAt(0)] = 1;
    }
  begins = table;
  return table;
}

const [FIRST_COMPATIBLE, LAST_COMPATIBLE] = [0xf900, 0xfa0b];
let compatible: ReadonlyMap<string, readonly number[]> | undefined;

/** The pairs of a character: a Han character with several readings has one for each, and is the same for all when it is normalized. */
function pairsOf(character: string): readonly number[] {
  compatible ??= compatiblePairs();
  const pair = pairInCp949(character);
  const others = compatible.get(character) ?? [];
  return pair === 0 ? others : [pair, ...others];
}

function compatiblePairs(): ReadonlyMap<string, readonly number[]> {
  const pairs = new Map<string, number[]>();
  for (let code = FIRST_COMPATIBLE; code <= LAST_COMPATIBLE; code++) {
    const character = String.fromCharCode(code);
    const normalized = character.normalize('NFC');
    pairs.set(normalized, [...(pairs.get(normalized) ?? []), pairInCp949(character)]);
  }
  return pairs;
}

/** The bytes of UTF-8 that characters were, if they can be that; what is not known of them is {@link LOST}. */
function bytesOnce(characters: readonly string[]): number[] | undefined {
  const failed = new Set<number>();
  const bytes: number[] = [];
  const walk = (at: number, state: State): boolean => {
    if (at === characters.length) return state === 0;
    const key = at * 3 + state;
    if (failed.has(key)) return false;
    const { length } = bytes;
    for (const reading of readingsOf(characters[at]!, state)) {
      bytes.length = length;
      const next = after(reading, state, bytes);
      if (next !== undefined && walk(at + 1, next)) return true;
    }
    failed.add(key);
    return false;
  };
  return walk(0, 0) ? bytes : undefined;
}

const [ONE_LOST, TWO_LOST, IS_MARK] = [[LOST], [LOST, LOST], [QUESTION_MARK]];

/** What bytes a character may have been: of a lost one one or two, the likely ones first. */
function readingsOf(character: string, state: State): readonly (readonly number[])[] {
  if (character === '?' || character === REPLACEMENT) {
    if (state !== 0) return [ONE_LOST, TWO_LOST];
    return character === '?' ? [TWO_LOST, ONE_LOST, IS_MARK] : [TWO_LOST, ONE_LOST];
  }
  if (character < '\x80') return [[character.charCodeAt(0)]];
  return pairsOf(character).map((pair) => [pair >> 8, pair & 0xff]);
}

/** The state behind bytes, which are added; undefined where UTF-8 does not have them. */
function after(reading: readonly number[], before: State, bytes: number[]): State | undefined {
  let state: State | undefined = before;
  for (const byte of reading) {
    state = afterByte(byte, state, bytes.at(-1) ?? 0);
    if (state === undefined) return undefined;
    bytes.push(byte);
  }
  return state;
}

function afterByte(byte: number, state: State, previous: number): State | undefined {
  if (state === 0) {
    if (byte === LOST || (byte >= 0xea && byte <= 0xed)) return 1;
    return byte < 0x80 ? 0 : undefined;
  }
  if (byte !== LOST && (byte < 0x80 || byte > 0xbf)) return undefined;
  if (state === 2) return 0;
  // The syllables are U+AC00 to U+D7A3.
  const isHangul =
    byte === LOST || !((previous === 0xea && byte < 0xb0) || (previous === 0xed && byte > 0x9e));
  return isHangul ? 2 : undefined;
}

/** What bytes are in UTF-8, and of how many syllables all of them are known. */
function textOf(bytes: readonly number[]): { meant: string; syllables: number; known: number } {
  let meant = '';
  let syllables = 0;
  let known = 0;
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at]!;
    if (byte !== LOST && byte < 0x80) {
      meant += String.fromCharCode(byte);
      at++;
      continue;
    }
    const three = bytes.slice(at, at + 3);
    const isKnown = !three.includes(LOST);
    meant += isKnown ? Buffer.from(three).toString('utf8') : '?';
    syllables++;
    if (isKnown) known++;
    at += 3;
  }
  return { meant, syllables, known };
}
