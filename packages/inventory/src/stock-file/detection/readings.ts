import { columnKey, fieldKeys } from '../column-names.ts';
import type { StockFileEncoding } from '../types.ts';
import type { Cost, Plausibility } from './plausibility.ts';
import { foreignWords, joinLines } from './words.ts';

/** What a detection takes. */
export interface DetectorParts {
  readonly decode: (bytes: Uint8Array, encoding: string) => string;
  readonly plausibility: Plausibility;
  /** What a third-party detector returns, as names of encodings, the likeliest first. */
  readonly secondOpinion: (bytes: Buffer) => readonly string[];
}

/** An encoding that a file may be in. */
export interface Candidate {
  readonly encoding: string;
  /** Whether the reader reads it; the others are here so that a file in one is not taken for another. */
  readonly isReadable: boolean;
  readonly languages: readonly string[];
  /** Bits against it before anything is looked at. */
  readonly priorBits: number;
}

/** Words read in one encoding. */
export interface Reading {
  readonly candidate: Candidate;
  readonly language: string;
  readonly words: readonly string[];
  /** What each word costs. */
  readonly wordBits: readonly number[];
  /** All of it, with what speaks against the encoding in advance: the fewer, the likelier. */
  readonly bits: number;
  /** Bits a step, where characters beyond ASCII are concerned, of the words that are well formed. */
  readonly bitsPerStep: number;
  /** How many words are not. */
  readonly malformed: number;
}

const words = (list: string): readonly string[] => list.split(' ');
const western = words('en de fr es pt it nl sv da nb fi is ca ga sq');
const central = words('pl cs sk hu ro hr sl de en');
const cyrillic = words('ru uk bg sr be mk en');
const baltic = words('et lv lt fi sv pl de en');
const european = [...new Set([...western, ...central, 'et', 'lv', 'lt', 'tr'])];
const all = [
  ...new Set([...european, ...cyrillic, ...words('ko ja zh-Hans zh-Hant el he ar fa th vi ka hy kk az')]),
];

const readable = (encoding: StockFileEncoding, languages: readonly string[]): Candidate => ({
  encoding,
  isReadable: true,
  languages,
  priorBits: 0,
});
/** Few files come in these today. */
const DECOY_BITS = 6;
/** Hardly any come in these, which differ in a few characters from ones that are read. */
const RARE_BITS = 16;
const decoys = (
  encodings: string,
  languages: readonly string[],
  priorBits: number = DECOY_BITS,
): Candidate[] => words(encodings).map((encoding) => ({ encoding, isReadable: false, languages, priorBits }));

export const candidates: readonly Candidate[] = [
  readable('utf-8', all),
  readable('cp949', ['ko', 'en']),
  readable('windows-1252', western),
  readable('windows-1250', central),
  readable('windows-1251', cyrillic),
  readable('shift_jis', ['ja', 'en']),
  readable('euc-jp', ['ja', 'en']),
  readable('gb18030', ['zh-Hans', 'zh-Hant', 'ja', 'en']),
  readable('big5', ['zh-Hant', 'en']),
  ...decoys('iso-8859-2 cp852 maccenteuro', central),
  ...decoys('iso-8859-15 macintosh cp850 cp437', european),
  ...decoys('iso-8859-3 iso-8859-16 hproman8', european, RARE_BITS),
  ...decoys('cp860 cp861 cp863 cp865', western),
  ...decoys('iso-8859-10 iso-8859-14', western, RARE_BITS),
  ...decoys('windows-1257 iso-8859-4 iso-8859-13 cp775', baltic),
  ...decoys('iso-8859-5 koi8-r koi8-u cp866 cp855 maccyrillic', cyrillic),
  ...decoys('rk1048 pt154', ['kk', 'ru'], RARE_BITS),
  ...decoys('windows-1253 iso-8859-7 cp737 cp869 macgreek', ['el', 'en']),
  ...decoys('windows-1254 cp857 macturkish', ['tr', 'az', 'de', 'fr', 'en']),
  ...decoys('windows-1255 iso-8859-8 cp862', ['he', 'en']),
  ...decoys('windows-1256 iso-8859-6 cp864', ['ar', 'fa', 'en']),
  ...decoys('windows-1258 viscii tcvn', ['vi', 'en']),
  ...decoys('windows-874 macthai', ['th', 'en']),
  ...decoys('georgianacademy georgianps', ['ka', 'en']),
  ...decoys('armscii8', ['hy', 'en']),
];

export function candidateOf(name: string): Candidate {
  return candidates.find(({ encoding }) => encoding === name)!;
}

/** How the words of a file read in each encoding in which nearly all of them are well formed; the likeliest first. */
export function readingsOf(bytes: Buffer, parts: DetectorParts): Reading[] {
  const lines = foreignLines(bytes);
  return candidates
    .map((candidate) => ({ candidate, words: decodeLines(lines, candidate.encoding, parts) }))
    .filter(({ words }) => isMostlySound({ malformed: words.filter(isMalformed).length, words }))
    .map(({ candidate, words }) => readIn(candidate, words, parts.plausibility))
    .sort((a, b) => a.bits - b.bits);
}

/** Whether few enough of the words are malformed that single bytes may be wrong, and not the encoding. */
export function isMostlySound({
  malformed,
  words: { length },
}: Pick<Reading, 'malformed' | 'words'>): boolean {
  return malformed === 0 || (length > 1 && malformed * 3 <= length + 1);
}

/** The words with characters beyond ASCII, decoded. */
export function wordsIn(bytes: Buffer, encoding: string, parts: DetectorParts): string[] {
  return decodeLines(foreignLines(bytes), encoding, parts);
}

/** The words with bytes beyond ASCII, each on a line. */
export function foreignLines(bytes: Buffer): Buffer {
  return joinLines(foreignWords(bytes));
}

/** Lines, decoded. */
export function decodeLines(lines: Buffer, encoding: string, { decode }: DetectorParts): string[] {
  return decode(lines, encoding).split('\n').slice(0, -1);
}

/** How words of one file read in a candidate's encoding, in the language in which they read best. */
export function readIn(candidate: Candidate, words: readonly string[], plausibility: Plausibility): Reading {
  let best: { language: string; bits: number; bitsPerStep: number; wordBits: number[] } | undefined;
  const characters = words.map((word) => plausibility.charactersOf(word));
  const costs = candidate.languages.map((language) =>
    characters.map((word) => plausibility.ofCharacters(word, language)),
  );
  const cheapest = words.map((_, i) => cheapestOf(costs, i));
  const isSound = words.map((word) => !isMalformed(word));
  for (const [own, language] of candidate.languages.entries()) {
    let bits = candidate.priorBits;
    let foreignBits = 0;
    let steps = 0;
    const wordBits: number[] = [];
    for (let i = 0; i < words.length; i++) {
      const ofOwn = costs[own]![i]!;
      const ofOther = cheapest[i]!;
      const isOther = ofOther.bits + OTHER_LANGUAGE_BITS < ofOwn.bits;
      const chosen = isOther ? ofOther : ofOwn;
      const price = isOther ? ofOther.bits + OTHER_LANGUAGE_BITS : ofOwn.bits;
      bits += price;
      wordBits.push(price);
      if (isSound[i] !== true) continue;
      foreignBits += chosen.foreignBits;
      steps += chosen.foreignSteps;
    }
    if (best === undefined || bits < best.bits)
      best = { language, bits, wordBits, bitsPerStep: foreignBits / Math.max(1, steps) };
  }
  const malformed = words.filter(isMalformed).length;
  const bits = best!.bits - KNOWN_COLUMN_BITS * knownColumns(words);
  const reading = { candidate, words, malformed, ...best!, bits };
  // Other encodings are hardly ever valid UTF-8 by chance: where most words are, bytes were pasted into the others.
  const isMostly = candidate.encoding === 'utf-8' && malformed * 2 <= words.length;
  return isMostly ? { ...reading, bits: reading.bits - malformed * PASTED_BITS } : reading;
}

/** What a word costs in the language in which it costs least. */
function cheapestOf(costs: readonly (readonly Cost[])[], word: number): Cost {
  let least = costs[0]![word]!;
  for (const ofLanguage of costs) {
    const cost = ofLanguage[word]!;
    if (cost.bits < least.bits) least = cost;
  }
  return least;
}

/** Of what a malformed character costs, how much it does not where it was pasted into UTF-8. */
const PASTED_BITS = 22;

/** A name of a column that a reading happens to give is hardly ever chance. */
const KNOWN_COLUMN_BITS = 12;
/** The header comes first. */
const MAX_HEADER_WORDS = 12;
const columnNames: ReadonlySet<string> = new Set(
  Object.values(fieldKeys).flatMap((ranks) => ranks.flatMap((keys) => [...keys])),
);

/** How many of the first words are names of columns, none of them in ASCII. */
function knownColumns(words: readonly string[]): number {
  return words.slice(0, MAX_HEADER_WORDS).filter((word) => columnNames.has(columnKey(word))).length;
}

/** Control characters beyond ASCII are in no text: an encoding without gaps has them where others are malformed. */
const MALFORMED_PATTERN = /[\ufffd\u0080-\u009f]/;

export function isMalformed(word: string): boolean {
  return MALFORMED_PATTERN.test(word);
}

/** A text in one language has words of others: brands, and what a spreadsheet brings along. */
const OTHER_LANGUAGE_BITS = 5;
