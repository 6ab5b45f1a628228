/*
 * Question marks that programs write for characters that their encoding lacks. Within a word there is no other reason for one; at its
 * end it may be a question, unless the rest is an incomplete word, or other names of the file lack characters.
 */

const LETTERS = '[\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}]';
/** Words that end in a letter with an accent, without it, as names and menus have them; the rest is not a word of a question. */
const STEMS =
  'caf|caff|souffl|canap|frapp|consomm|tiramis|nestl|chlo|beyonc|andr|jos|ros|saut|flamb|clich|fianc|citt|universit|libert|quantit|qualit';

/** What is left of München where an encoding has no ü, of MÜNCHEN, and of words that begin so. Before an equals sign it is of a link. */
const WITHIN_PATTERN = new RegExp(
  [
    `(?:${LETTERS}\\?{1,2}|^\\?{1,2}|\\s\\?{1,2})(?:\\p{Ll}|\\p{Script=Hangul})(?![\\w-]*=)`,
    '(?:\\p{Lu}{2}\\?{1,2}\\p{Lu}|\\p{Lu}\\?{1,2}\\p{Lu}{2})(?![\\w-]*=)',
  ].join('|'),
  'u',
);
const STEM_PATTERN = new RegExp(`(?<![\\p{L}\\p{N}])(?:${STEMS})\\?(?![\\p{L}\\p{N}?=])`, 'iu');
const AT_END_PATTERN = /\p{L}\?{1,2}(?![\p{L}\p{N}?=])/u;

/** Whether a name lacks a character within a word. */
export function lacksCharacter(name: string): boolean {
  return WITHIN_PATTERN.test(name);
}

/** Whether a question mark stands for the last letter of a word. */
export function isNoWord(name: string): boolean {
  return STEM_PATTERN.test(name);
}

/** Whether a name lacks a character, or is a question. */
export function mayLackCharacter(name: string): boolean {
  return AT_END_PATTERN.test(name);
}
