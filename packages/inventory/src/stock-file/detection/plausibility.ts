import type { LanguageTables, PairTable } from './language-tables.ts';

/** What a text costs as one of a language, in bits: the fewer, the more plausible it is. */
export interface Cost {
  bits: number;
  /** Of these, what is about characters beyond ASCII, and how many steps that was. */
  foreignBits: number;
  foreignSteps: number;
}

type Kind = 'latin' | 'cyrillic' | 'alphabet' | 'hangul' | 'han' | 'kana' | 'digit' | 'other';

interface Character {
  readonly kind: Kind;
  readonly isLetter: boolean;
  readonly isUpper: boolean;
  readonly lower: string;
  /** What it costs where it is no letter. */
  readonly bits: number;
}

const FOREIGN_LETTER_BITS = 12;
const OTHER_SCRIPT_BITS = 16;
const CASE_BITS = 6;
const SYMBOL_IN_WORD_BITS = 8;

const TYPOGRAPHIC = /^[’‘“”„–—…·•、。，「」『』（）〜～：％＆＋／\uff65]$/u;
/** Signs that no letter follows. */
const AFTER_WORD = /^[ªº¹²³¼½¾]$/u;
const IN_WORD = /^[’‘·‐‑]$/u;
const USUAL_SYMBOL = /^[€£¥¢§©®™°±×½¼¾²³µ«»¿¡ªºº№‚‹›†℃\u00a0\u3000]$/u;
const characters = new Map<string, Character>();

function kindOf(character: string): Kind {
  if (/\p{sc=Latin}/u.test(character)) return 'latin';
  if (/\p{sc=Cyrillic}/u.test(character)) return 'cyrillic';
  if (/\p{sc=Hangul}/u.test(character)) return 'hangul';
  if (/\p{sc=Han}/u.test(character)) return 'han';
  if (/[\p{sc=Hiragana}\p{sc=Katakana}ーｰ\uff9e\uff9f]/u.test(character)) return 'kana';
  if (/\p{L}|\p{M}/u.test(character)) return 'alphabet';
  return character >= '0' && character <= '9' ? 'digit' : 'other';
}

function symbolBits(character: string, kind: Kind): number {
  if (kind === 'digit') return 3.5;
  if (character < '\x80') return character < ' ' ? 20 : 6;
  if (TYPOGRAPHIC.test(character)) return 8;
  if (USUAL_SYMBOL.test(character)) return 10;
  if (character === '\ufffd') return 30;
  if (/[\uff01-\uff5e]/u.test(character)) return 9;
  if (/\p{Cc}/u.test(character)) return 26;
  if (/[\p{Co}\p{Cn}\p{Cs}]/u.test(character)) return 32;
  if (/[\u2500-\u259f]/u.test(character)) return 18;
  return 15;
}

function characterOf(character: string): Character {
  const known = characters.get(character);
  if (known !== undefined) return known;
  const kind = kindOf(character);
  const lower = character.toLowerCase();
  // Superscripts and ordinals are letters to Unicode, and not to a word.
  const isLetter = kind !== 'digit' && kind !== 'other' && !/[ªº]/.test(character);
  const made = { kind, lower, isLetter, isUpper: lower !== character, bits: symbolBits(character, kind) };
  characters.set(character, made);
  return made;
}

/** Passing from one script to another inside a word. */
function switchBits(from: Character, to: Character): number {
  if (from.kind === to.kind) return 0;
  const cjk = (kind: Kind) => kind === 'hangul' || kind === 'han' || kind === 'kana';
  if (cjk(from.kind) && cjk(to.kind)) return from.kind === 'hangul' || to.kind === 'hangul' ? 8 : 0;
  // Brands stand before Korean and Japanese words, in capitals most often.
  if (from.kind === 'latin' && cjk(to.kind)) return from.isUpper ? 4 : 7;
  if (cjk(from.kind) && to.kind === 'latin') return to.isUpper ? 4 : 10;
  return 10;
}

/** Measures texts as texts of a language. */
export class Plausibility {
  readonly #tables: LanguageTables;

  constructor(tables: LanguageTables) {
    this.#tables = tables;
  }

  /** What a word costs, and of that what is about its characters beyond ASCII. */
  ofWord(word: string, language: string): Cost {
    const own = this.#tables.pairs.get(language);
    const english = this.#tables.pairs.get('en')!;
    const single = this.#tables.characters.get(language);
    let bits = 0;
    let foreignBits = 0;
    let foreignSteps = 0;
    let table: PairTable | undefined;
    let index = 0;
    let before: Character | undefined;
    let wasForeign = false;
    let capitals = 0;
    const count = (cost: number, isForeign: boolean): void => {
      bits += cost;
      if (!isForeign && !wasForeign) return;
      foreignBits += cost;
      foreignSteps++;
    };
    // A symbol between two letters is rare in a text, and what a wrong reading makes of a letter.
    let symbolBeforeLetter = false;
    const endWord = (isForeign: boolean): void => {
      if (table !== undefined) count(table.bits[index * table.size]!, isForeign);
      table = undefined;
      index = 0;
      before = undefined;
      capitals = 0;
    };
    for (const text of word) {
      const isForeign = text >= '\x80';
      const character = characterOf(text);
      if (!character.isLetter) {
        const isInWord = before !== undefined && isForeign && !IN_WORD.test(text);
        symbolBeforeLetter = isInWord || AFTER_WORD.test(text);
        endWord(false);
        count(character.bits, isForeign);
        wasForeign = isForeign;
        continue;
      }
      let cost = before === undefined ? 0 : switchBits(before, character);
      if (symbolBeforeLetter) cost += SYMBOL_IN_WORD_BITS;
      symbolBeforeLetter = false;
      const at = own?.index.get(character.lower);
      const next = at !== undefined ? own : isForeign ? undefined : english;
      if (next !== undefined) {
        const to = at ?? next.index.get(character.lower) ?? 0;
        cost += next.bits[(next === table ? index * next.size : 0) + to]!;
        index = to;
      } else {
        cost += single?.(text) ?? (own?.script === character.kind ? FOREIGN_LETTER_BITS : OTHER_SCRIPT_BITS);
        index = 0;
      }
      if (
        character.isUpper &&
        before !== undefined &&
        !before.isUpper &&
        before.lower !== before.lower.toUpperCase()
      )
        cost += CASE_BITS;
      else if (!character.isUpper && capitals > 1 && before?.isUpper) cost += CASE_BITS / 2;
      else if (character.isUpper) cost += 1;
      capitals = character.isUpper ? capitals + 1 : 0;
      count(cost, isForeign);
      table = next;
      before = character;
      wasForeign = isForeign;
    }
    endWord(false);
    return { bits, foreignBits, foreignSteps };
  }
}
