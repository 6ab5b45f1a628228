import { createRandom as createSequence } from '@groundcrew/async';

/** Seeded draws: the same seed gives the same scenario on every machine. */
export interface Random {
  /** A fraction from 0 to below 1. */
  next(): number;
  /** An integer from `low` to `high`, inclusive. */
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(values: readonly T[]): T;
}

/** Draws from one sequence of {@link createSequence}. */
export function createRandom(seed: number): Random {
  const next = createSequence(seed);
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    between,
    chance: (probability) => next() < probability,
    pick: (values) => values[between(0, values.length - 1)]!,
  };
}
