import { createRandom, type Random } from '@groundcrew/async';
import { hashOf } from '../hash.ts';

/**
 * Seeded random numbers, each purpose with a sequence of its own: what one part of the system draws, and how
 * often, does not change the numbers of another.
 */
export function createRandomByPurpose(seed: number): (purpose: string) => Random {
  const sequences = new Map<string, Random>();
  return (purpose) => {
    let sequence = sequences.get(purpose);
    if (!sequence) {
      sequence = createRandom(hashOf(`${seed}/${purpose}`));
      sequences.set(purpose, sequence);
    }
    return sequence;
  };
}
