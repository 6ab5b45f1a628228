import { isUtf8 } from 'node:buffer';

/** Encodings that UTF-8 is taken for, whose bytes are then encoded once more. */
const mistakenFor = ['windows-1252', 'windows-1251'] as const;

export interface TwiceEncoded {
  /** What UTF-8 was taken for. */
  readonly mistakenFor: string;
  /** The first lines that show it, as they are and as they were meant. */
  readonly lines: readonly { readonly stands: string; readonly meant: string }[];
}

const FOREIGN_PATTERN = /[^\0-\x7f]+/gu;
const MAX_LINES = 2;
/** Letters of Europe, and what stands beside them: marks, currencies, arrows, pictures. */
const USUAL_PATTERN =
  /^(?:[\u00a0-\u036f\u1e00-\u1eff\u2010-\u2044\u20a0-\u20bf\u2100-\u22ff]|\p{Extended_Pictographic})+$/u;
const NO_TEXT_PATTERN = /[\p{Cc}\p{Cn}\p{Co}]/u;
/** One letter of another alphabet may be there by chance: `Ø½` is one in Arabic. */
const MIN_LETTERS = 2;

/**
 * Finds text that was UTF-8, was taken for another encoding, and was saved as UTF-8 again: `CafÃ©`. It is valid UTF-8, but
 * nobody writes so: each stretch beyond ASCII has to be UTF-8 once more.
 *
 * @param bytes valid UTF-8
 */
export function findTwiceEncoded(bytes: Buffer): TwiceEncoded | undefined {
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  for (const encoding of mistakenFor) {
    const stretches = text.match(FOREIGN_PATTERN) ?? [];
    if (stretches.length > 0 && stretches.every((stretch) => undone(stretch, encoding) !== undefined)) {
      const lines = text.split(/\r\n|[\r\n]/).filter((line) => line.match(FOREIGN_PATTERN) !== null);
      const meant = (line: string): string =>
        line.replace(FOREIGN_PATTERN, (stretch) => undone(stretch, encoding)!);
      return {
        mistakenFor: encoding,
        lines: lines.slice(0, MAX_LINES).map((line) => ({ stands: line, meant: meant(line) })),
      };
    }
  }
  return undefined;
}

/** Encodings that a single name shows to have been taken for, with more evidence: see {@link undoneInName}. */
const mistakenInNames = ['windows-1251', 'windows-1250', 'shift_jis'] as const;

/** What a name is without being encoded a second time; undefined where it was not. Most names are decided by one character. */
export function encodedOnce(name: string): string | undefined {
  if (!mayBeTwice(name)) return undefined;
  const once = replaceStretches(name, (stretch) => {
    const text = undone(stretch, 'windows-1252');
    return text !== undefined && areUsual(text) ? text : undefined;
  });
  if (once !== undefined) return once;
  for (const encoding of mistakenInNames) {
    const meant = replaceStretches(name, (stretch, at) => undoneInName(stretch, encoding, name, at));
    if (meant !== undefined) return meant;
  }
  return undefined;
}

/** A name with what each of its stretches beyond ASCII stands for; undefined where one stands for nothing. */
function replaceStretches(
  name: string,
  meantBy: (stretch: string, at: number) => string | undefined,
): string | undefined {
  let isWhole = true;
  const text = name.replace(FOREIGN_PATTERN, (stretch, at: number) => {
    const meant = isWhole ? meantBy(stretch, at) : undefined;
    isWhole &&= meant !== undefined;
    return meant ?? stretch;
  });
  return isWhole ? text : undefined;
}

/** Whether the first characters beyond ASCII may be the first bytes of one in UTF-8. */
function mayBeTwice(name: string): boolean {
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at);
    if (code <= 0x7f) continue;
    const roles = byteRoles();
    const role = roles[code]!;
    // Of most characters beyond ASCII, such as all Hangul, this is all that is looked at.
    if (role === 0) return code >= FIRST_HAN && code <= LAST_HAN && isRareHan(name[at]!);
    return at + 1 < name.length && (role & (roles[name.charCodeAt(at + 1)]! >> BEHIND)) > 0;
  }
  return false;
}

const BEHIND = 4;
let rolesOf: Uint8Array | undefined;

/** By characters, a bit for each encoding in which it is a first byte of UTF-8, and one for each in which it is one behind. */
function byteRoles(): Uint8Array {
  if (rolesOf !== undefined) return rolesOf;
  const roles = new Uint8Array(0x10000);
  for (const [bit, encoding] of (['windows-1252', 'windows-1251', 'windows-1250'] as const).entries())
    for (const [character, byte] of bytesIn(encoding)) {
      if (byte >= 0xc2 && byte <= 0xf4) roles[character.charCodeAt(0)]! |= 1 << bit;
      if (byte <= 0xbf) roles[character.charCodeAt(0)]! |= 1 << (bit + BEHIND);
    }
  // Of half-width katakana, whose bytes are one after the other, the later ones.
  for (let byte = 0xa1; byte <= 0xdf; byte++)
    roles[0xff61 - 0xa1 + byte] = byte >= 0xc2 ? 1 << 3 : byte <= 0xbf ? 1 << (3 + BEHIND) : 0;
  rolesOf = roles;
  return roles;
}

const [FIRST_HAN, LAST_HAN] = [0x4e00, 0x9fff];

/** Of the second level of JIS: what the first two of three bytes of UTF-8 are in Shift_JIS. */
function isRareHan(character: string): boolean {
  const pair = bytesIn('shift_jis').get(character) ?? 0;
  return pair >= 0xe200 && (pair & 0xc0) === 0x80;
}

const OTHER_SCRIPTS_PATTERN =
  /^(?:\p{Script=Cyrillic}+|\p{Script=Greek}+|\p{Script=Hebrew}+|\p{Script=Arabic}+|\p{Script=Thai}+|\p{Script=Hangul}+)$/u;
/** Letters of the languages of Europe: the others of Latin are there by chance. */
const EUROPEAN_PATTERN = /^[áàâäãåæçéèêëíìîïñóòôöõøœúùûüýÿßčďěňřšťůžąćęłńśźżăőűĺľŕğıđāēģīķļņūėįų]+$/iu;
const JAPANESE_PATTERN = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー・]+$/u;
const LETTER_PATTERN = /\p{L}/u;
const MARK_PATTERN = /\p{M}/u;
const NO_LETTERS_PATTERN = /[^\p{L}ー]+/gu;
/** In capitals two letters of Central Europe are as two bytes would be: the Slovak PÄŤ. */
const CAPITALS_PATTERN = /\p{Lu}\p{Lu}/u;

/** Whether letters are of one alphabet: MANÉŽ and FRÍŠTINA would have letters that no language of Europe has. */
function areUsual(text: string): boolean {
  const letters = text.replace(NO_LETTERS_PATTERN, '');
  if (letters === '') return !MARK_PATTERN.test(text);
  return (
    EUROPEAN_PATTERN.test(letters) || OTHER_SCRIPTS_PATTERN.test(letters) || JAPANESE_PATTERN.test(letters)
  );
}

/**
 * What a stretch of one name was: with more evidence than that of a file, since words of a language may look like that by chance. A
 * letter of Europe is meant inside of a word; of another alphabet there are two letters or more, and no other ones.
 */
function undoneInName(
  stretch: string,
  encoding: (typeof mistakenInNames)[number],
  name: string,
  at: number,
): string | undefined {
  const text = decodedOnce(stretch, encoding);
  if (text === undefined) return undefined;
  const letters = text.replace(NO_LETTERS_PATTERN, '');
  if (encoding === 'shift_jis' && JAPANESE_PATTERN.test(text))
    return Array.from(text).every((character) => bytesIn('shift_jis').has(character)) ? text : undefined;
  if (letters.length >= MIN_LETTERS && OTHER_SCRIPTS_PATTERN.test(letters)) return text;
  const isInWord =
    LETTER_PATTERN.test(name[at - 1] ?? '') || LETTER_PATTERN.test(name[at + stretch.length] ?? '');
  const isEuropean = isInWord && !CAPITALS_PATTERN.test(stretch) && EUROPEAN_PATTERN.test(letters);
  return isEuropean ? text : undefined;
}

/** What a stretch was before it was taken for `encoding`; undefined where it was nothing that makes sense. */
function undone(stretch: string, encoding: (typeof mistakenFor)[number]): string | undefined {
  const text = decodedOnce(stretch, encoding);
  if (text === undefined) return undefined;
  const letters = text.match(/\p{L}/gu) ?? [];
  return USUAL_PATTERN.test(text) || letters.length >= MIN_LETTERS ? text : undefined;
}

/** The text that a stretch is in UTF-8, where its bytes in `encoding` are that. */
function decodedOnce(stretch: string, encoding: string): string | undefined {
  const bytesOf = bytesIn(encoding);
  const bytes: number[] = [];
  for (const character of stretch) {
    const byte = bytesOf.get(character);
    if (byte === undefined) return undefined;
    if (byte > 0xff) bytes.push(byte >> 8);
    bytes.push(byte & 0xff);
  }
  const whole = Buffer.from(bytes);
  if (!isUtf8(whole)) return undefined;
  const text = whole.toString('utf8');
  return NO_TEXT_PATTERN.test(text) ? undefined : text;
}

const LF = 0x0a;
const tables = new Map<string, ReadonlyMap<string, number>>();

/** The bytes of characters beyond ASCII; those that the encoding leaves out are control characters (WHATWG Encoding). */
export function bytesIn(encoding: string): ReadonlyMap<string, number> {
  const known = tables.get(encoding);
  if (known !== undefined) return known;
  const decoder = new TextDecoder(encoding);
  const table = new Map(
    Array.from({ length: 128 }, (_, i) => [decoder.decode(Uint8Array.of(128 + i)), 128 + i] as const),
  );
  if (encoding === 'shift_jis') addPairs(table, decoder);
  tables.set(encoding, table);
  return table;
}

/** What Shift_JIS has two bytes for. All pairs are decoded at once, which takes half the time of one after the other. */
function addPairs(table: Map<string, number>, decoder: InstanceType<typeof TextDecoder>): void {
  table.delete('\ufffd');
  const pairs: number[] = [];
  for (let lead = 0x81; lead <= 0xfc; lead++) {
    if (lead > 0x9f && lead < 0xe0) continue;
    for (let trail = 0x40; trail <= 0xfc; trail++) pairs.push((lead << 8) | trail);
  }
  const lines = decoder.decode(Uint8Array.from(pairs.flatMap((pair) => [pair >> 8, pair & 0xff, LF])));
  for (const [at, character] of lines.split('\n').entries())
    if (character.length === 1 && !table.has(character)) table.set(character, pairs[at]!);
}
