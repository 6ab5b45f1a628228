import type { LanguageTables, PairTable } from './language-tables.ts';

/** What a text costs as one of a language, in bits: the fewer, the more plausible it is. */
export interface Cost {
  bits: number;
  /** Of these, what is about characters beyond ASCII, and how many steps that was. */
  foreignBits: number;
  foreignSteps: number;
}

type Kind = 'latin' | 'cyrillic' | 'alphabet' | 'hangul' | 'han' | 'kana' | 'digit' | 'other';

/** What is known of a character, whatever its language. */
export interface Character {
  readonly text: string;
  readonly kind: Kind;
  readonly isForeign: boolean;
  readonly isLetter: boolean;
  readonly isUpper: boolean;
  /** Whether it has a capital. */
  readonly hasCapital: boolean;
  readonly isInWord: boolean;
  readonly isAfterWord: boolean;
  readonly lower: string;
  /** What it costs where it is not a letter. */
  readonly bits: number;
  /** Its place in the table of each language, by the number of the language; -1 where it is not in it. */
  readonly places: Int16Array;
  /** Its place in the table of English, where it is in no other. */
  readonly englishPlace: number;
  /** What it costs by itself, by the number of the language. */
  readonly singles: Float64Array;
}

const FOREIGN_LETTER_BITS = 12;
const OTHER_SCRIPT_BITS = 16;
const CASE_BITS = 6;
const MILLIONTHS_BITS = 3;
const SYMBOL_IN_WORD_BITS = 8;
/** What a letter of an abbreviation costs: nothing is known of it by the one before. */
const ABBREVIATION_BITS = 6;

const TYPOGRAPHIC = /^[’‘“”„–—…·•、。，「」『』（）〜～：％＆＋／\uff65]$/u;
/** Signs that no letter follows. */
const AFTER_WORD = /^[ªº¹²³¼½¾]$/u;
/** Signs that begin words, and signs that stand behind them or apart. */
const NEVER_AFTER_LETTER = /^[‚„«‹¿¡]$/u;
const NEVER_BEFORE_LETTER = /^[”»›®™©¤¦¨¬¯±´¸ˆ˜†‡ªº¹²³¼½¾]$/u;
const IN_WORD = /^[’‘·‐‑]$/u;
const USUAL_SYMBOL = /^[€£¥¢§©®™°±×½¼¾²³µ«»¿¡ªºº№‚‹›†℃\u00a0\u3000]$/u;

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

/** What follows the micro sign in a unit: 5µm, 10 µF. */
const UNIT_PATTERN = /^[mglLsFVAWHN]$/;

/** Whether the character at a place is the micro sign of a unit. */
function isMillionths(word: readonly Character[], at: number): boolean {
  if (word[at]?.text !== '\u00b5') return false;
  const isAfterNumber = at === 0 || word[at - 1]!.kind === 'digit';
  return isAfterNumber && UNIT_PATTERN.test(word[at + 1]?.text ?? '') && word[at + 2]?.isLetter !== true;
}

const CAPITALS_PATTERN = /^(?=.*\p{Lu})[\p{Lu}\p{N}\p{ASCII}№]+$/u;
const SMALL_LETTER_PATTERN = /\p{Ll}/u;

/** What a word costs at most if it may be an abbreviation: nothing where it is not in capitals. */
export function abbreviationBits(word: string): number | undefined {
  if (!CAPITALS_PATTERN.test(word) || SMALL_LETTER_PATTERN.test(word)) return undefined;
  return ABBREVIATION_BITS * (word.length + 1);
}

/** Measures texts as texts of a language. */
export class Plausibility {
  /** A language that is measured character by character has no table of pairs. */
  readonly #languages: readonly {
    readonly name: string;
    readonly table: PairTable | undefined;
    readonly single: ((character: string) => number) | undefined;
  }[];
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #english: PairTable;
  readonly #characters = new Map<string, Character>();

  constructor({ pairs, characters }: LanguageTables) {
    this.#languages = [...new Set([...pairs.keys(), ...characters.keys()])].map((name) => ({
      name,
      table: pairs.get(name),
      single: characters.get(name),
    }));
    this.#numbers = new Map(this.#languages.map(({ name }, i) => [name, i]));
    this.#english = pairs.get('en')!;
  }

  /** The characters of a word, to be measured in several languages. */
  charactersOf(word: string): Character[] {
    const characters: Character[] = [];
    for (const text of word) characters.push(this.#characters.get(text) ?? this.#add(text));
    return characters;
  }

  #add(text: string): Character {
    const kind = kindOf(text);
    const lower = text.toLowerCase();
    const made: Character = {
      text,
      kind,
      isForeign: text >= '\x80',
      // Ordinals and the sign of millionths are letters to Unicode, and not to a word.
      isLetter: kind !== 'digit' && kind !== 'other' && !/[ªº\u00b5]/.test(text),
      isUpper: lower !== text,
      hasCapital: lower !== lower.toUpperCase(),
      isInWord: IN_WORD.test(text),
      isAfterWord: AFTER_WORD.test(text),
      lower,
      bits: symbolBits(text, kind),
      places: Int16Array.from(this.#languages, ({ table }) => table?.index.get(lower) ?? -1),
      englishPlace: this.#english.index.get(lower) ?? 0,
      singles: Float64Array.from(
        this.#languages,
        ({ table, single }) =>
          single?.(text) ?? (table?.script === kind ? FOREIGN_LETTER_BITS : OTHER_SCRIPT_BITS),
      ),
    };
    this.#characters.set(text, made);
    return made;
  }

  /**
   * About what {@link ofWord} counts for a character after another, of which one at least is beyond ASCII; a blank is the edge
   * of a word.
   */
  ofStep(before: string, after: string, language: string): number {
    const own = this.#numbers.get(language)!;
    const [from] = this.charactersOf(before);
    const [to] = this.charactersOf(after);
    if (from === undefined || to === undefined) return 0;
    const table = from.isLetter ? this.#tableOf(from, own) : undefined;
    const row = table === undefined ? 0 : this.#placeOf(from, own) * table.size;
    if (!to.isLetter) {
      if (!to.isForeign) return table?.bits[row] ?? 0;
      return from.isLetter && NEVER_AFTER_LETTER.test(after) ? to.bits + SYMBOL_IN_WORD_BITS : to.bits;
    }
    const next = this.#tableOf(to, own);
    const start = next === table ? row : 0;
    const cost = next === undefined ? to.singles[own]! : next.bits[start + this.#placeOf(to, own)]!;
    if (!from.isLetter) return NEVER_BEFORE_LETTER.test(before) ? cost + SYMBOL_IN_WORD_BITS : cost;
    const isCaseOdd = !from.isUpper && to.isUpper && from.hasCapital;
    return cost + switchBits(from, to) + (isCaseOdd ? CASE_BITS : 0);
  }

  /** The table that has a letter: of the language, or of English, which any text may have words of. */
  #tableOf(letter: Character, language: number): PairTable | undefined {
    if (letter.places[language]! >= 0) return this.#languages[language]!.table;
    return letter.isForeign ? undefined : this.#english;
  }

  /** Its place in {@link #tableOf} it. */
  #placeOf(letter: Character, language: number): number {
    const place = letter.places[language]!;
    return place >= 0 ? place : letter.englishPlace;
  }

  /** {@link ofCharacters} of a word. */
  ofWord(word: string, language: string): Cost {
    return this.ofCharacters(this.charactersOf(word), language);
  }

  /** What a word costs, and of that what is about its characters beyond ASCII. */
  ofCharacters(word: readonly Character[], language: string): Cost {
    const own = this.#numbers.get(language)!;
    let bits = 0;
    let foreignBits = 0;
    let foreignSteps = 0;
    let table: PairTable | undefined;
    let index = 0;
    let before: Character | undefined;
    let wasForeign = false;
    let capitals = 0;
    // A symbol between two letters is rare in a text, and what a wrong reading makes of a letter.
    let symbolBeforeLetter = false;
    for (let i = 0; i <= word.length; i++) {
      const character = word[i];
      if (character === undefined || !character.isLetter) {
        if (table !== undefined) {
          // The end of what a table measures.
          const cost = table.bits[index * table.size]!;
          bits += cost;
          if (wasForeign) {
            foreignBits += cost;
            foreignSteps++;
          }
        }
        if (character === undefined) break;
        const { isForeign } = character;
        symbolBeforeLetter =
          (before !== undefined && isForeign && !character.isInWord) || character.isAfterWord;
        table = undefined;
        index = 0;
        before = undefined;
        capitals = 0;
        const cost = isMillionths(word, i) ? MILLIONTHS_BITS : character.bits;
        bits += cost;
        if (isForeign || wasForeign) {
          foreignBits += cost;
          foreignSteps++;
        }
        wasForeign = isForeign;
        continue;
      }
      const { isForeign, isUpper } = character;
      let cost = before === undefined ? 0 : switchBits(before, character);
      if (symbolBeforeLetter) cost += SYMBOL_IN_WORD_BITS;
      symbolBeforeLetter = false;
      const next = this.#tableOf(character, own);
      if (next === undefined) {
        cost += character.singles[own]!;
        index = 0;
      } else {
        const to = this.#placeOf(character, own);
        cost += next.bits[(next === table ? index * next.size : 0) + to]!;
        index = to;
      }
      if (isUpper) cost += before !== undefined && !before.isUpper && before.hasCapital ? CASE_BITS : 1;
      else if (capitals > 1 && before?.isUpper === true) cost += CASE_BITS / 2;
      capitals = isUpper ? capitals + 1 : 0;
      bits += cost;
      if (isForeign || wasForeign) {
        foreignBits += cost;
        foreignSteps++;
      }
      table = next;
      before = character;
      wasForeign = isForeign;
    }
    return { bits, foreignBits, foreignSteps };
  }
}
