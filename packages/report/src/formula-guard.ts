/*
 * A spreadsheet runs cells that start with one of = + - @ TAB CR LF, or the full-width = + - @ (OWASP, "CSV Injection"). A
 * quote mark before them makes them plain text. Cells that start with quote marks and then such a character get one more,
 * so that removing one again is exact for every cell. All CSV that this project writes is guarded here.
 */

const FORMULA_PATTERN = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const NUMBER_PATTERN = /^'*[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?$/;

function isFormula(cell: string): boolean {
  return FORMULA_PATTERN.test(cell) && !NUMBER_PATTERN.test(cell);
}

/** Makes a cell safe to open in a spreadsheet; plain numbers such as -3 or +12 are unchanged. */
export function guardFormula(cell: string): string {
  return isFormula(cell) ? `'${cell}` : cell;
}

/** Undoes {@link guardFormula}. */
export function unguardFormula(cell: string): string {
  return cell.startsWith("'") && isFormula(cell) ? cell.slice(1) : cell;
}
