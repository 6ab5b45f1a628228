import { distanceOf } from '@groundcrew/errors';
import { isKnownType, knownFamilies } from './known-types.ts';
import { parseSize } from './size.ts';

/** Longer than any name. */
const MAX_NAME_LENGTH = 40;

/**
 * Names of real types that are similar to `text`, the likeliest first: those of the same family if the family is real,
 * otherwise those that differ in the fewest letters.
 */
export function nearestTypes(text: string, count = 3): string[] {
  const wanted = text.trim().toLowerCase();
  if (wanted.length > MAX_NAME_LENGTH) return [];
  const [family = '', size = ''] = wanted.split('.');
  if (isKnownType(family, size) && wanted === `${family}.${size}`) return [wanted];
  const sizes = knownFamilies.get(family);
  const near = sizes ? nearestSizes(family, sizes, size) : nearestNames(wanted);
  return near.slice(0, count);
}

/** The sizes of one family, by their distance in size; for a word that is not a size, in letters. */
function nearestSizes(family: string, sizes: readonly string[], wanted: string): string[] {
  const size = parseSize(wanted);
  const distance = (each: string) => {
    if (!size) return distanceOf(wanted, each);
    const known = parseSize(each)!;
    // Doublings; `metal` without a size is the largest.
    const steps = Math.abs(Math.log2(Math.min(known.xlarges, 512) / Math.min(size.xlarges, 512)));
    return known.metal === size.metal ? steps : steps + 100;
  };
  return sizes.toSorted((left, right) => distance(left) - distance(right)).map((each) => `${family}.${each}`);
}

function nearestNames(wanted: string): string[] {
  // Short names may differ in fewer letters.
  const limit = Math.max(1, Math.floor(wanted.length / 4));
  const names = [...knownFamilies].flatMap(([family, sizes]) => sizes.map((size) => `${family}.${size}`));
  return (
    names
      .map((name, place) => ({
        name,
        place,
        distance: distanceOf(wanted, name),
        same: sameLetters(wanted, name),
      }))
      .filter(({ distance }) => distance <= limit)
      // With the same distance, the one with the same beginning and end; then the later one: newer generations come after older ones.
      .sort((a, b) => a.distance - b.distance || b.same - a.same || b.place - a.place)
      .map(({ name }) => name)
  );
}

/** The number of letters that both begin and end with, minus the difference of their lengths. */
function sameLetters(left: string, right: string): number {
  const shorter = Math.min(left.length, right.length);
  let first = 0;
  while (first < shorter && left[first] === right[first]) first += 1;
  let last = 0;
  while (last < shorter - first && left.at(-1 - last) === right.at(-1 - last)) last += 1;
  return first + last - Math.abs(left.length - right.length);
}
