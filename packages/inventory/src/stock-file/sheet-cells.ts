/*
 * A sheet of a workbook is read as text: a line for each row of the sheet, cells as in CSV. What such text can't express is
 * written as characters that no text has (Unicode, "Noncharacters"; a cell that has one gets U+FFFD instead): line breaks
 * within a cell, so that lines count rows; and before a cell, what kind of value it is.
 */

export const cellMarks = {
  lineFeed: '\ufdd0',
  carriageReturn: '\ufdd1',
  /** A number with a fraction: its point is certainly one. */
  fraction: '\ufdd2',
  /** A date or a time. */
  date: '\ufdd3',
  /** A number that is shown with other characters than its digits. */
  formatted: '\ufdd4',
  percentage: '\ufdd5',
} as const;

export type CellKind = 'fraction' | 'date' | 'formatted' | 'percentage';

/** Shown for a formula whose result is not in the file. */
export const UNKNOWN_RESULT = '#FORMULA!';
export const UNKNOWN_RESULT_HELP =
  'is a formula whose result is not in the file, as of a program that does not calculate; open the file in a spreadsheet, and save it';

const kinds: Readonly<Record<string, CellKind>> = {
  [cellMarks.fraction]: 'fraction',
  [cellMarks.date]: 'date',
  [cellMarks.formatted]: 'formatted',
  [cellMarks.percentage]: 'percentage',
};

const NONCHARACTER_PATTERN = /[\ufdd0-\ufdef]/;

/** What kind of value a cell is, if it is not text or a whole number. */
export function cellKind(cell: string): CellKind | undefined {
  return kinds[cell.charAt(0)];
}

/** A part of a line of a sheet, so that it can be shown. */
export function withoutMarks(text: string): string {
  return text.replace(/[\ufdd0-\ufdef]/g, ' ');
}

/** A cell as it is shown. */
export function shownCell(cell: string): string {
  if (!NONCHARACTER_PATTERN.test(cell)) return cell;
  const shown = cellKind(cell) === undefined ? cell : cell.slice(1);
  return shown.replaceAll(cellMarks.lineFeed, '\n').replaceAll(cellMarks.carriageReturn, '\r');
}
