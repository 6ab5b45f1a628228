import { isEdge } from '../odd-words.ts';

/** Enough to decide; more would only take time. */
const MAX_WORDS = 250;
const MAX_BYTES = 16_384;

/** The different words with bytes beyond ASCII, in the order in which they come. */
export function foreignWords(bytes: Buffer): Buffer[] {
  const seen = new Set<string>();
  const words: Buffer[] = [];
  let start = 0;
  let isForeign = false;
  let sizeBytes = 0;
  for (let at = 0; at <= bytes.length; at++) {
    const byte = at < bytes.length ? bytes[at]! : 10;
    if (byte > 0x7f) isForeign = true;
    if (isEdge[byte] === 0) continue;
    if (isForeign) {
      const word = bytes.subarray(start, at);
      const key = word.toString('latin1');
      if (!seen.has(key)) {
        seen.add(key);
        words.push(word);
        sizeBytes += word.length;
        if (words.length === MAX_WORDS || sizeBytes > MAX_BYTES) break;
      }
    }
    isForeign = false;
    start = at + 1;
  }
  return words;
}

const LINE_BREAK = Buffer.of(10);

/** Parts of bytes, each on a line. */
export function joinLines(parts: readonly Uint8Array[]): Buffer {
  return Buffer.concat(parts.flatMap((part) => [part, LINE_BREAK]));
}
