/** What the letters of a language cost, one after the other. */
export interface PairTable {
  /** Indexes of the letters; 0 is the edge of a word. */
  readonly index: ReadonlyMap<string, number>;
  readonly size: number;
  /** Bits by `size` × the letter before + the letter. */
  readonly bits: Float32Array;
  /** What its letters beyond ASCII are of. */
  readonly script: 'latin' | 'cyrillic' | 'alphabet';
}

export interface LanguageTables {
  readonly pairs: ReadonlyMap<string, PairTable>;
  /** Of a language that is measured character by character: the bits of one. */
  readonly characters: ReadonlyMap<string, (character: string) => number>;
}

/** What a character costs that the tables do not have. */
interface Levels {
  /** Those that people write: the first level of the standard. */
  readonly usual: ReadonlySet<string>;
  readonly usualBits: number;
  /** The second level. */
  readonly rare: ReadonlySet<string>;
  readonly rareBits: number;
  readonly otherBits: number;
}

interface StoredTables {
  readonly pairs: Readonly<Record<string, { readonly letters: string; readonly bits: string }>>;
  readonly characters: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Where the levels of the standards are in the encodings that were made of them: KS X 1001, JIS X 0208, … */
const levels: Readonly<
  Record<string, { encoding: string; usual: Rows; rare: Rows; bits: readonly number[] }>
> = {
  ko: { encoding: 'euc-kr', usual: [0xb0, 0xc8], rare: [0xca, 0xfd], bits: [13, 18, 20] },
  ja: { encoding: 'euc-jp', usual: [0xb0, 0xcf], rare: [0xd0, 0xf4], bits: [13.5, 17, 21] },
  'zh-Hans': { encoding: 'gb18030', usual: [0xb0, 0xd7], rare: [0xd8, 0xf7], bits: [13.5, 17, 21] },
  'zh-Hant': { encoding: 'big5', usual: [0xa4, 0xc6], rare: [0xc9, 0xf9], bits: [14, 18, 22] },
};

type Rows = readonly [first: number, last: number];

/** The tables as they are stored, unpacked. */
export function unpackTables(
  stored: StoredTables,
  decode: (bytes: Uint8Array, encoding: string) => string,
): LanguageTables {
  const pairs = Object.entries(stored.pairs).map(([language, { letters, bits }]): [string, PairTable] => {
    const index = new Map(Array.from(letters, (letter, i) => [letter, i + 1]));
    const script = /\p{sc=Cyrillic}/u.test(letters)
      ? 'cyrillic'
      : /[^\p{sc=Latin}\p{M}]/u.test(letters)
        ? 'alphabet'
        : 'latin';
    const unpacked = Float32Array.from(bits, (digit) => Number.parseInt(digit, 36) / 2);
    return [language, { index, size: index.size + 1, bits: unpacked, script }];
  });
  const characters = Object.entries(stored.characters).map(
    ([language, byCost]): [string, (character: string) => number] => {
      const known = new Map<string, number>();
      for (const [digit, all] of Object.entries(byCost))
        for (const character of all) known.set(character, Number.parseInt(digit, 36) / 2);
      const level = levelsOf(language, decode);
      const kanaBits = language === 'ja' ? level.usualBits : level.rareBits;
      const bitsOfFull = (character: string): number =>
        known.get(character) ?? bitsOf(character, level, kanaBits);
      if (language !== 'ja') return [language, bitsOfFull];
      return [language, (character) => halfWidthBits(character, bitsOfFull) ?? bitsOfFull(character)];
    },
  );
  return { pairs: new Map(pairs), characters: new Map(characters) };
}

function levelsOf(language: string, decode: (bytes: Uint8Array, encoding: string) => string): Levels {
  const { encoding, usual, rare, bits } = levels[language]!;
  const charactersOf = ([first, last]: Rows): ReadonlySet<string> => {
    const bytes: number[] = [];
    for (let lead = first; lead <= last; lead++)
      for (let trail = encoding === 'big5' ? 0x40 : 0xa1; trail < 0xff; trail++)
        if (trail < 0x7f || trail > 0xa0) bytes.push(lead, trail);
    return new Set(decode(Uint8Array.from(bytes), encoding));
  };
  const [usualBits = 0, rareBits = 0, otherBits = 0] = bits;
  return { usual: charactersOf(usual), usualBits, rare: charactersOf(rare), rareBits, otherBits };
}

const HALF_WIDTH_KANA = /^[\uff66-\uff9d]$/;
/** The marks of ガ and パ are characters by themselves there, and few follow most kana. */
const HALF_WIDTH_MARK = /^[\uff9e\uff9f]$/;
const HALF_WIDTH_BITS = 1;
const HALF_WIDTH_MARK_BITS = 4;

/** Cash registers and old systems write half-width katakana: as usual as the full-width ones, and little rarer. */
function halfWidthBits(character: string, bitsOfFull: (character: string) => number): number | undefined {
  if (HALF_WIDTH_MARK.test(character)) return HALF_WIDTH_MARK_BITS;
  if (!HALF_WIDTH_KANA.test(character)) return undefined;
  return bitsOfFull(character.normalize('NFKC')) + HALF_WIDTH_BITS;
}

const KANA = /[\p{sc=Hiragana}\p{sc=Katakana}ー]/u;

function bitsOf(character: string, level: Levels, kanaBits: number): number {
  if (level.usual.has(character)) return level.usualBits;
  if (level.rare.has(character)) return level.rareBits;
  return KANA.test(character) ? kanaBits : level.otherBits;
}
