/** A file with more words than this is judged by its being valid alone. */
const MAX_WORDS = 8;
const WORD_PATTERN = /[A-Za-z\u0080-\uffff]*[\u0080-\uffff][A-Za-z\u0080-\uffff]*/g;
const FAR_LATIN_PATTERN = /^[\u0100-\u024f]+$/;
const LATIN_PATTERN = /^[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]{2,}$/;

/**
 * Whether valid UTF-8 may be valid by chance: it has only a few words beyond ASCII, and each of them is nothing but
 * accented letters. So look some words of two bytes a character in other encodings: `치카` in CP949 is valid UTF-8.
 */
export function isSuspiciousUtf8(bytes: Buffer): boolean {
  // A longer text is never that; and looking at it costs time.
  if (bytes.length > 65_536) return false;
  const words = new Set<string>();
  for (const [word] of bytes.toString('utf8').matchAll(WORD_PATTERN)) {
    if (!FAR_LATIN_PATTERN.test(word) && !LATIN_PATTERN.test(word)) return false;
    words.add(word);
    if (words.size > MAX_WORDS) return false;
  }
  return words.size > 0;
}
