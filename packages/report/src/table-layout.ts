/** The gap between two columns. */
export const COLUMN_GAP = '  ';

/** Minimum width of a column as long as another one can become narrower. */
const MIN_WIDTH = 6;
/** Minimum width of wrapped text: narrower, it would be a column of single words. */
const MIN_TEXT_WIDTH = 16;

/** The desired layout of a column. */
export interface WantedColumn {
  /** Width of its widest cell or its title. */
  readonly width: number;
  /** Whether its cells may take several lines. */
  readonly wraps: boolean;
}

/** The layout of the columns, by their indexes. */
export interface TableLayout {
  readonly beside: readonly { readonly index: number; readonly width: number }[];
  /** Columns that are printed below each row. */
  readonly below: readonly number[];
}

/**
 * Fits columns into `limit`. Text that wraps becomes narrower first: nothing is lost. If that is not enough, it moves below
 * each row, so that values that can't wrap, such as ids, need not be truncated; then the widest columns are truncated.
 */
export function fitLayout(columns: readonly WantedColumn[], limit: number): TableLayout {
  const widths = columns.map(({ width }) => width);
  const wrapping = columns.flatMap(({ wraps }, index) => (wraps ? [index] : []));
  shrink(widths, { limit, among: wrapping, floor: MIN_TEXT_WIDTH });
  const isTight = excessOf(widths, limit) > 0;
  const below = isTight && wrapping.length < columns.length ? wrapping : [];
  const indexes = columns.flatMap((_, index) => (below.includes(index) ? [] : [index]));
  const beside = indexes.map((index) => widths[index]!);
  const all = [...beside.keys()];
  for (const floor of [MIN_WIDTH, 0]) shrink(beside, { limit, among: all, floor });
  return { beside: indexes.map((index, at) => ({ index, width: beside[at]! })), below };
}

function excessOf(widths: readonly number[], limit: number): number {
  return widths.reduce((sum, width) => sum + width, 0) + COLUMN_GAP.length * (widths.length - 1) - limit;
}

/** Narrows the widest of some columns, until all fit or these are as narrow as `floor`. */
function shrink(
  widths: number[],
  {
    limit,
    among,
    floor,
  }: { readonly limit: number; readonly among: readonly number[]; readonly floor: number },
): void {
  for (let excess = excessOf(widths, limit); excess > 0; excess -= 1) {
    const widest = Math.max(...among.map((index) => widths[index]!));
    if (!(widest > floor)) return;
    widths[among.find((index) => widths[index] === widest)!]! -= 1;
  }
}
