/** Draws numbers from 0 to (not including) 1. */
export type Random = () => number;

/**
 * Seeded random numbers, each purpose with a sequence of its own: what one part of the system draws, and how
 * often, does not change the numbers of another.
 */
export function createRandom(seed: number): (purpose: string) => Random {
  const sequences = new Map<string, Random>();
  return (purpose) => {
    let sequence = sequences.get(purpose);
    if (!sequence) {
      sequence = createSequence(hash(`${seed}/${purpose}`));
      sequences.set(purpose, sequence);
    }
    return sequence;
  };
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

/** SplitMix32. */
function createSequence(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    mixed ^= mixed >>> 15;
    return (mixed >>> 0) / 2 ** 32;
  };
}
