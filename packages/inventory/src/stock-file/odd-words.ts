import { isPlainHangul } from './plain-korean.ts';
import type { LegacyEncoding } from './legacy.ts';

/*
 * A look at words that is quick, since every row of a file gets it. What is odd here is compared with other encodings; what
 * is not odd is as people write it.
 */

const WORDS_PATTERN = /[^\s,;"|]+/g;
// eslint-disable-next-line no-control-regex
const FOREIGN_PATTERN = /[^\x00-\x7f]/;
/** C1 controls, what is not assigned, and what programs may use as they like. */
const NO_TEXT_PATTERN = /[\u0080-\u009f\ufffd\p{Co}\p{Cn}]/u;

/** Western and Central European words have one accented letter beside another at most, and no sign between letters. */
// eslint-disable-next-line no-control-regex
const ODD_LATIN_PATTERN = /[^\x00-\x7f]{2}|\p{L}[^\p{L}\p{M}\p{N}\x00-\x7f’‘·–\u00ad\u00a0]+\p{L}/u;
/** Cyrillic words are in lower case, with a capital first, or in capitals; other letters and signs are apart from them. */
const ODD_CYRILLIC_PATTERN =
  /\p{Ll}\p{Lu}|\p{Lu}{2}|[^\p{sc=Cyrillic}\p{N}\p{ASCII}«»„“”’–—№\u00a0][\p{L}]|\p{sc=Cyrillic}[^\p{sc=Cyrillic}\p{N}\p{ASCII}«»„“”’–—\u00a0]/u;

/** Whether a word that was decoded may be of another encoding than its file. */
export function isOddWord(word: string, encoding: LegacyEncoding): boolean {
  if (NO_TEXT_PATTERN.test(word)) return true;
  switch (encoding) {
    case 'cp949':
      return !isPlainHangul(word);
    case 'windows-1252':
    case 'windows-1250':
      return ODD_LATIN_PATTERN.test(word);
    case 'windows-1251':
      return ODD_CYRILLIC_PATTERN.test(word);
    default:
      // Of two or three languages: to measure them costs no more than to look.
      return true;
  }
}

/** The odd words of a text. */
export function* oddWords(text: string, encoding: LegacyEncoding): Generator<string> {
  for (const [word] of text.matchAll(WORDS_PATTERN))
    if (FOREIGN_PATTERN.test(word) && isOddWord(word, encoding)) yield word;
}

/** Whether a character is in no text that people write. */
export function isNoText(text: string): boolean {
  return NO_TEXT_PATTERN.test(text);
}
