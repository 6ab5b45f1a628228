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
  /** Whether its cells must not be truncated. */
  readonly whole?: boolean;
  /** Of a column that wraps: the width of its widest word, which should stay on one line. */
  readonly wordWidth?: number;
  /** A column that may be left out: those with the highest number first. */
  readonly yields?: number | undefined;
}

/** The layout of the columns, by their indexes. */
export interface TableLayout {
  readonly beside: readonly { readonly index: number; readonly width: number }[];
  /** Columns that are printed below each row. */
  readonly below: readonly number[];
  /** Columns that are left out. */
  readonly leftOut: readonly number[];
}

/**
 * Fits columns into `limit`. Columns that may be left out come in by their order, as long as they fit. Text that wraps
 * becomes narrower first: nothing is lost. If that is not enough, it moves below each row, so that values that can't wrap,
 * such as ids, need not be truncated; then the widest columns are truncated, except for those that must not be.
 */
export function fitLayout(columns: readonly WantedColumn[], limit: number): TableLayout {
  const kept = keptColumns(columns, limit);
  const leftOut = columns.flatMap((_, index) => (kept.includes(index) ? [] : [index]));
  const keptWidths = kept.map((index) => columns[index]!.width);
  const wrapping = kept.flatMap((index, at) => (columns[index]!.wraps ? [at] : []));
  // Words stay on one line as long as there is room for them.
  const wordWidths = kept.map((index) => columns[index]!.wordWidth ?? 0);
  shrink(keptWidths, { limit, among: wrapping, floor: MIN_TEXT_WIDTH, floors: wordWidths });
  shrink(keptWidths, { limit, among: wrapping, floor: MIN_TEXT_WIDTH });
  // Those that must be whole last: ids and addresses are what a row is looked up by.
  const texts = wrapping.filter((at) => columns[kept[at]!]!.whole !== true);
  const choices = wrapping.length < kept.length ? [[], texts, wrapping] : [[]];
  const moved = choices.find((each) => isEnough(keptWidths, each, limit)) ?? choices.at(-1)!;
  const stay = [...kept.keys()].filter((at) => !moved.includes(at));
  const beside = stay.map((at) => keptWidths[at]!);
  const mayBeCut = [...stay.keys()].filter((place) => columns[kept[stay[place]!]!]!.whole !== true);
  for (const floor of [MIN_WIDTH, 0]) shrink(beside, { limit, among: mayBeCut, floor });
  return {
    beside: stay.map((at, place) => ({ index: kept[at]!, width: beside[place]! })),
    below: moved.map((at) => kept[at]!),
    leftOut,
  };
}

/** Whether the rest fits if these columns are moved. */
function isEnough(widths: readonly number[], moved: readonly number[], limit: number): boolean {
  return (
    excessOf(
      widths.filter((_, at) => !moved.includes(at)),
      limit,
    ) <= 0
  );
}

/** All that must not be left out, and of the others, in their order, those that fit beside them. */
function keptColumns(columns: readonly WantedColumn[], limit: number): number[] {
  const leastOf = (index: number) => {
    const { width, wraps, wordWidth = 0 } = columns[index]!;
    return wraps ? Math.min(width, Math.max(MIN_TEXT_WIDTH, wordWidth)) : width;
  };
  const indexes = [...columns.keys()];
  const optional = indexes
    .filter((index) => columns[index]!.yields !== undefined)
    .sort((a, b) => columns[a]!.yields! - columns[b]!.yields!);
  const kept = new Set(indexes.filter((index) => columns[index]!.yields === undefined));
  for (const index of optional) {
    const widths = [...kept, index].map(leastOf);
    if (excessOf(widths, limit) <= 0) kept.add(index);
  }
  return indexes.filter((index) => kept.has(index));
}

function excessOf(widths: readonly number[], limit: number): number {
  return widths.reduce((sum, width) => sum + width, 0) + COLUMN_GAP.length * (widths.length - 1) - limit;
}

interface ShrinkOptions {
  readonly limit: number;
  readonly among: readonly number[];
  readonly floor: number;
  /** Of each column, if that is more than `floor`. */
  readonly floors?: readonly number[];
}

/** Narrows the widest of some columns, until all fit or these are as narrow as their floors. */
function shrink(widths: number[], { limit, among, floor, floors }: ShrinkOptions): void {
  const floorOf = (index: number) => Math.max(floor, floors?.[index] ?? 0);
  for (let excess = excessOf(widths, limit); excess > 0; excess -= 1) {
    const wide = among.filter((index) => widths[index]! > floorOf(index));
    const widest = Math.max(...wide.map((index) => widths[index]!));
    if (wide.length === 0) return;
    widths[wide.find((index) => widths[index] === widest)!]! -= 1;
  }
}
