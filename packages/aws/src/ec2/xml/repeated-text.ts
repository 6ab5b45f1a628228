/** Interns texts that are often the same (a type, a subnet, the key of a tag). */
export type RepeatedText = (bytes: Buffer, start: number, end: number, hash: number) => string;

/** Slots for repeated strings; each contains the last one with its hash. */
const SLOTS = 4_096;
/** Longer texts are rarely repeated, and are not interned. */
const MAX_BYTES = 256;

/** One step of the hash of a text, which begins with 0. */
export function hashStep(hash: number, byte: number): number {
  return (Math.imul(hash, 31) + byte) | 0;
}

/** For ASCII only; the hash is of all bytes of the text. */
export function createRepeatedText(): RepeatedText {
  const slots: string[] = new Array<string>(SLOTS).fill('');
  return (bytes, start, end, hash) => {
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    const known = slots[slot] as string;
    if (isSame(known, bytes, start, end)) return known;
    const text = bytes.toString('latin1', start, end);
    if (end - start <= MAX_BYTES) slots[slot] = text;
    return text;
  };
}

function isSame(text: string, bytes: Buffer, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let i = 0; i < text.length; i += 1) {
    if (text.charCodeAt(i) !== bytes[start + i]) return false;
  }
  return true;
}
