import { type Cidr, compareCidrs, contains, halves, overlaps } from './cidr.ts';

/** What is left of `range` without `taken`, as the fewest ranges, in order. */
export function subtract(range: Cidr, taken: readonly Cidr[]): Cidr[] {
  const inside = taken.filter((each) => overlaps(each, range));
  if (inside.length === 0) return [range];
  if (inside.some((each) => contains(each, range))) return [];
  return halves(range).flatMap((half) => subtract(half, inside));
}

/** What is left of several ranges, in order; they may overlap. */
export function freeRanges(ranges: readonly Cidr[], taken: readonly Cidr[]): Cidr[] {
  const done: Cidr[] = [];
  return ranges.toSorted(compareCidrs).flatMap((range) => {
    const left = subtract(range, [...taken, ...done]);
    done.push(range);
    return left;
  });
}

/**
 * The place for a range of `length`: in the smallest of the free ranges that has room, and of those the first, so that
 * large ranges stay whole.
 */
export function bestFit(free: readonly Cidr[], length: number): Cidr | undefined {
  let best: Cidr | undefined;
  for (const range of free) {
    if (range.length <= length && (!best || range.length > best.length)) best = range;
  }
  return best && { family: best.family, first: best.first, length };
}
