const LEVELS = '▁▂▃▄▅▆▇█';
const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** Amounts, in their order, as at most `width` characters; unknown ones are a space. */
export function sparkline(values: readonly (number | null)[], width: number): string {
  const shown = squeeze(values, width);
  const known = shown.filter((value) => value !== null);
  // From zero, so that a steady cost looks steady.
  const min = Math.min(0, ...known);
  const range = Math.max(0, ...known) - min;
  return shown
    .map((value) => {
      if (value === null) return ' ';
      return LEVELS[range === 0 ? 0 : Math.round(((value - min) / range) * (LEVELS.length - 1))];
    })
    .join('');
}

/** A bar of up to `width` characters in steps of an eighth, `share` from 0 to 1; at least one step if it is not zero. */
export function barText(share: number, width: number): string {
  if (!(share > 0)) return '';
  const steps = Math.max(1, Math.round(Math.min(1, share) * width * 8));
  return '█'.repeat(Math.floor(steps / 8)) + eighths[steps % 8]!;
}

/** The values reduced to the available width, each the mean of its neighbors. */
export function squeeze(values: readonly (number | null)[], width: number): (number | null)[] {
  if (values.length <= width) return [...values];
  return Array.from({ length: width }, (_, index) => {
    const from = Math.floor((index * values.length) / width);
    const part = values.slice(from, Math.floor(((index + 1) * values.length) / width));
    const known = part.filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  });
}
