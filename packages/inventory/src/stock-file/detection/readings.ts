import type { StockFileEncoding } from '../types.ts';
import type { Plausibility } from './plausibility.ts';
import { foreignWords } from './words.ts';

/** What a detection takes. */
export interface DetectorParts {
  readonly decode: (bytes: Uint8Array, encoding: string) => string;
  readonly plausibility: Plausibility;
  /** What a detector that others made says, as names of encodings, the likeliest first. */
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
  /** All of it, with what speaks against the encoding beforehand: the fewer, the likelier. */
  readonly bits: number;
  /** Bits a step, where characters beyond ASCII are concerned, of the words that are well formed. */
  readonly bitsPerStep: number;
  /** How many words are not. */
  readonly malformed: number;
}

const western = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'sv', 'da', 'nb', 'fi', 'is', 'ca', 'ga', 'sq'];
const central = ['pl', 'cs', 'sk', 'hu', 'ro', 'hr', 'sl', 'de', 'en'];
const cyrillic = ['ru', 'uk', 'bg', 'sr', 'be', 'mk', 'en'];
const all = [
  ...new Set([
    ...western,
    ...central,
    ...cyrillic,
    'ko',
    'ja',
    'zh-Hans',
    'zh-Hant',
    'el',
    'tr',
    'he',
    'ar',
    'fa',
    'th',
    'et',
    'lv',
    'lt',
    'vi',
  ]),
];

const readable = (encoding: StockFileEncoding, languages: readonly string[], priorBits = 0): Candidate => ({
  encoding,
  isReadable: true,
  languages,
  priorBits,
});
/** Few files come in these today. */
const decoy = (encoding: string, languages: readonly string[], priorBits = 6): Candidate => ({
  encoding,
  isReadable: false,
  languages,
  priorBits,
});

export const candidates: readonly Candidate[] = [
  readable('utf-8', all),
  readable('cp949', ['ko', 'en']),
  readable('windows-1252', western),
  readable('windows-1250', central),
  readable('windows-1251', cyrillic),
  readable('shift_jis', ['ja', 'en']),
  readable('euc-jp', ['ja', 'en']),
  readable('gb18030', ['zh-Hans', 'zh-Hant', 'en']),
  readable('big5', ['zh-Hant', 'en']),
  decoy('iso-8859-2', central),
  decoy('iso-8859-15', western),
  decoy('iso-8859-16', ['ro', 'en']),
  decoy('macintosh', western),
  decoy('cp850', western),
  decoy('cp437', western),
  decoy('cp852', central),
  decoy('maccenteuro', central),
  decoy('iso-8859-5', cyrillic),
  decoy('koi8-r', cyrillic),
  decoy('koi8-u', cyrillic),
  decoy('cp866', cyrillic),
  decoy('maccyrillic', cyrillic),
  decoy('windows-1253', ['el', 'en']),
  decoy('iso-8859-7', ['el', 'en']),
  decoy('windows-1254', ['tr', 'en']),
  decoy('cp857', ['tr', 'en']),
  decoy('windows-1255', ['he', 'en']),
  decoy('windows-1256', ['ar', 'fa', 'en']),
  decoy('iso-8859-6', ['ar', 'fa', 'en']),
  decoy('windows-1257', ['et', 'lv', 'lt', 'en']),
  decoy('iso-8859-4', ['et', 'lv', 'lt', 'en']),
  decoy('windows-1258', ['vi', 'en']),
  decoy('windows-874', ['th', 'en']),
];

/** How the words of a file read in each encoding in which nearly all of them are well formed; the likeliest first. */
export function readingsOf(bytes: Buffer, parts: DetectorParts): Reading[] {
  return candidates
    .map((candidate) => readIn(candidate, wordsIn(bytes, candidate.encoding, parts), parts.plausibility))
    .filter(({ malformed, words: { length } }) => malformed <= Math.max(3, length / 5))
    .sort((a, b) => a.bits - b.bits);
}

/** The words with characters beyond ASCII, decoded. */
export function wordsIn(bytes: Buffer, encoding: string, { decode }: DetectorParts): string[] {
  const joined = Buffer.concat(foreignWords(bytes).flatMap((word) => [word, Buffer.of(10)]));
  return decode(joined, encoding).split('\n').slice(0, -1);
}

/** How words of one file read in a candidate's encoding, in the language in which they read best. */
export function readIn(candidate: Candidate, words: readonly string[], plausibility: Plausibility): Reading {
  let best: { language: string; bits: number; bitsPerStep: number } | undefined;
  const costs = candidate.languages.map((language) =>
    words.map((word) => plausibility.ofWord(word, language)),
  );
  candidate.languages.forEach((language, own) => {
    let bits = candidate.priorBits;
    let foreignBits = 0;
    let steps = 0;
    for (let i = 0; i < words.length; i++) {
      let chosen = costs[own]![i]!;
      let price = 0;
      for (const [other, ofOther] of costs.entries()) {
        const cost = ofOther[i]!;
        if (other === own || cost.bits + OTHER_LANGUAGE_BITS >= chosen.bits + price) continue;
        chosen = cost;
        price = OTHER_LANGUAGE_BITS;
      }
      bits += chosen.bits + price;
      if (isMalformed(words[i]!)) continue;
      foreignBits += chosen.foreignBits;
      steps += chosen.foreignSteps;
    }
    if (best === undefined || bits < best.bits)
      best = { language, bits, bitsPerStep: foreignBits / Math.max(1, steps) };
  });
  const malformed = words.filter(isMalformed).length;
  const reading = { candidate, words, malformed, ...best! };
  // Other encodings are hardly ever valid UTF-8 by chance: where most words are, bytes were pasted into the others.
  const isMostly = candidate.encoding === 'utf-8' && malformed * 2 <= words.length;
  return isMostly ? { ...reading, bits: reading.bits - malformed * PASTED_BITS } : reading;
}

/** Of what a malformed character costs, how much it does not where it was pasted into UTF-8. */
const PASTED_BITS = 22;

/** Control characters beyond ASCII are in no text: an encoding without gaps has them where others are malformed. */
const MALFORMED_PATTERN = /[\ufffd\u0080-\u009f]/;

export function isMalformed(word: string): boolean {
  return MALFORMED_PATTERN.test(word);
}

/** A text in one language has words of others: brands, and what a spreadsheet brings along. */
const OTHER_LANGUAGE_BITS = 5;
