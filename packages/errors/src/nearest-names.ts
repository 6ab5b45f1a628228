/** Up to three of `names` that are similar to `text`, the likeliest first. */
export function nearestNames(text: string, names: readonly string[]): string[] {
  const wanted = text.toLowerCase().slice(0, 60);
  // Short names may differ in fewer letters.
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

/** The number of letters to insert, delete, replace or swap with their neighbor. */
export function distanceOf(left: string, right: string): number {
  let before: number[] = [];
  let above = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const isSame = left[row - 1] === right[column - 1];
      let minimum = Math.min(
        above[column]! + 1,
        line[column - 1]! + 1,
        above[column - 1]! + (isSame ? 0 : 1),
      );
      if (
        row > 1 &&
        column > 1 &&
        left[row - 1] === right[column - 2] &&
        left[row - 2] === right[column - 1]
      ) {
        minimum = Math.min(minimum, before[column - 2]! + 1);
      }
      line.push(minimum);
    }
    [before, above] = [above, line];
  }
  return above[right.length]!;
}
