import { hashShelf } from '../duplicates/shelf-hash.ts';

/**
 * Which stores a file may have, in 256 bits (a Bloom filter with four bits a store), as hexadecimal: short enough for the name
 * of an object, so that a listing shows which files have a store in common. It may show one where there is none, never none
 * where there is one.
 */
export type StoreMask = string;

const BITS = 256;

/** `undefined`: there are too many to list. */
export function maskOf(stores: Iterable<string> | undefined): StoreMask {
  if (stores === undefined) return 'f'.repeat(BITS / 4);
  const bits = new Uint8Array(BITS / 8);
  for (const store of stores) for (const bit of bitsOf(store)) bits[bit >> 3]! |= 1 << (bit & 7);
  return Buffer.from(bits).toString('hex');
}

/** Whether one of the stores may be in the file with this mask. */
export function mayHaveAny(mask: StoreMask, stores: readonly string[] | undefined): boolean {
  if (stores === undefined) return true;
  const bits = Buffer.from(mask, 'hex');
  return stores.some((store) => bitsOf(store).every((bit) => (bits[bit >> 3]! & (1 << (bit & 7))) !== 0));
}

function bitsOf(store: string): number[] {
  const hash = { a: 0, b: 0, c: 0 };
  hashShelf(store, '', hash);
  return [hash.a & 255, (hash.a >>> 8) & 255, hash.b & 255, hash.c & 255];
}
