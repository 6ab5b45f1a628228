/** Returns numbers from 0 to below 1. `Math.random` is one. */
export type Random = () => number;

/**
 * Random numbers that a seed repeats, the same on every machine (Mulberry32, 32 bits of state). For tests, samples and
 * simulated faults; not for secrets.
 */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
