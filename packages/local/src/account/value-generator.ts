import { hashOf } from '../hash.ts';

/** Generates omitted values, the same for the same words and number. Not suitable for secrets. */
export interface ValueGenerator {
  /** A whole number of at least 0 and below `below`. */
  number(position: number, below: number): number;
  /** `digits` (at most 16) hexadecimal digits; no two positions below 2^32 share 16 of them. */
  hex(position: number, digits: number): string;
}

/** Generated values for one purpose. */
export function createValueGenerator(...words: readonly string[]): ValueGenerator {
  const text = words.join('\n');
  const high = hashOf(text, 0x9e3779b9);
  const low = hashOf(text, 0x85ebca6b);
  // Both mixes are one-to-one in the position: ids can't collide within a purpose.
  const first = (position: number) => mix(high ^ position);
  const second = (position: number) => mix(low + position);
  return {
    number: (position, below) => first(position) % below,
    hex(position, digits) {
      const head = hexOf(first(position));
      return digits <= 8 ? head.slice(0, digits) : head + hexOf(second(position)).slice(0, digits - 8);
    },
  };
}

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

// By a table: `toString(16)` took half the time of a response with a thousand instances.
function hexOf(number: number): string {
  return (
    hexOfByte[number >>> 24]! +
    hexOfByte[(number >>> 16) & 255]! +
    hexOfByte[(number >>> 8) & 255]! +
    hexOfByte[number & 255]!
  );
}

/** The finalizer of MurmurHash3: one-to-one on 32 bits. */
function mix(number: number): number {
  let mixed = number;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
