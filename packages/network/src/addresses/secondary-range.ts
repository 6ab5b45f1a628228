import { type Cidr, contains, freeRanges } from '../cidr/index.ts';
import { secondaryPools, secondaryProblem } from '../vpc-rules/index.ts';

/** IPv4 ranges of a VPC, the first among them: "Amazon VPC quotas"; can be raised to 50. */
export const MAX_RANGES = 5;

/**
 * A range that AWS permits beside those of a VPC, and that overlaps none of `blocked`: the next one after the primary range
 * in its own private range, then one of 100.64.0.0/10.
 */
export function chooseSecondary(
  length: number,
  ranges: readonly [Cidr, ...Cidr[]],
  blocked: readonly Cidr[],
  routes: readonly Cidr[],
): Cidr | undefined {
  const [primary] = ranges;
  for (const pool of secondaryPools(primary)) {
    const free = freeRanges([pool], [...ranges, ...blocked]).filter((each) => each.length <= length);
    const after = free.filter(({ first }) => first > primary.first);
    for (const { first } of [...after, ...free]) {
      const choice = firstPermitted({ family: 4, first, length }, free, ranges, routes);
      if (choice) return choice;
    }
  }
  return undefined;
}

/** Ranges of one free part: what AWS refuses is whole parts of /16 and /15, so a few steps are enough. */
function firstPermitted(
  start: Cidr,
  free: readonly Cidr[],
  ranges: readonly [Cidr, ...Cidr[]],
  routes: readonly Cidr[],
): Cidr | undefined {
  const part = free.find((each) => contains(each, start))!;
  const steps = [0n, 1n << BigInt(32 - start.length), 1n << 16n, 2n << 16n];
  for (const step of steps) {
    const choice = { ...start, first: start.first + step };
    if (!contains(part, choice) || secondaryProblem(choice, ranges) !== undefined) continue;
    // "The CIDR block must not be the same or larger than a destination CIDR range in a route" (VPC CIDR blocks).
    if (!routes.some((route) => contains(choice, route))) return choice;
  }
  return undefined;
}
