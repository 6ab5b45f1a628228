/** `; did you mean "required"?` where one of `names` is near to `text`, or nothing. */
export function didYouMean(text: string, names: readonly string[]): string {
  const wanted = text.toLowerCase().slice(0, 128);
  const near = names
    .map((name) => ({ name, distance: distanceOf(wanted, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(1, wanted.length / 3))
    .sort((one, other) => one.distance - other.distance)[0];
  return near ? `; did you mean ${JSON.stringify(near.name)}?` : '';
}

/** Characters to put in, take out or replace to make `one` the `other` (Levenshtein). */
function distanceOf(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const replaced = above[column - 1]! + (one[row - 1] === other[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, above[column]! + 1, current[column - 1]! + 1));
    }
    above = current;
  }
  return above[other.length]!;
}
