import { distanceOf } from './instance-type/nearest.ts';

/** Up to three of `names` that `text` may have been meant as, the likeliest first; none where nothing is near. */
export function nearestNames(text: string, names: readonly string[]): string[] {
  const wanted = text.toLowerCase().slice(0, 60);
  // A short name has few letters to be wrong in.
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  return names
    .map((name) => ({ name, distance: distanceOf(wanted, name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= limit || name.toLowerCase().startsWith(wanted))
    .sort((one, other) => one.distance - other.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** `; did you mean a or b?`, or nothing. */
export function didYouMean(text: string, names: readonly string[]): string {
  const near = nearestNames(text, names);
  return near.length === 0 ? '' : `; did you mean ${near.join(' or ')}?`;
}
