import { unguardFormula } from '@groundcrew/report/formula-guard';
import { isBlank } from './blank.ts';
import type { ColumnMap } from './columns.ts';
import type { RowScanner } from './row-scanner.ts';
import { cellKind, type CellKind, shownCell } from './sheet-cells.ts';
import { codeBytes, decodeCodes, type Text } from './text.ts';

/** Of a mark of `sheet-cells.ts` in UTF-8. */
const MARK_BYTES = 3;
const BLANK = 0x20;
/** Of FNV-1a. */
const HASH_MULTIPLIER = 0x01000193;

/** The cells of the row that a scanner found last, as text. */
export class RowCells {
  /** Whether it is the text of a sheet: see `sheet-cells.ts`. */
  readonly isSheet: boolean;
  /** Whether cells may be guarded against being run by a spreadsheet, as those of a file of rejects are. */
  readonly isGuarded: boolean;
  readonly #scanner: RowScanner;
  readonly #columns: ColumnMap;
  /** Whether a cell is what stands in the file. */
  readonly #isPlain: boolean;

  constructor(scanner: RowScanner, columns: ColumnMap, isSheet: boolean) {
    this.#scanner = scanner;
    this.#columns = columns;
    this.isSheet = isSheet;
    this.isGuarded = columns.rejectIndexes.size > 0;
    this.#isPlain = !this.isGuarded && !isSheet;
  }

  /** A cell as it is; empty where the row is too short to have it. */
  cell(text: Text, index: number): string {
    const { cells, starts, ends, characterStarts, characterEnds, hasDoubledQuotes } = this.#scanner;
    if (index >= cells) return '';
    let cell =
      text.characters === undefined
        ? decodeCodes(text, starts[index]!, ends[index]!)
        : text.characters.slice(characterStarts[index], characterEnds[index]);
    if (hasDoubledQuotes[index] === 1) cell = undouble(cell);
    return this.#isPlain ? cell : this.#meantBy(cell);
  }

  /** The text of a cell without its marks. */
  #meantBy(cell: string): string {
    const shown = this.isSheet ? shownCell(cell) : cell;
    return this.isGuarded ? unguardFormula(shown) : shown;
  }

  /**
   * A cell without outer white space. Its first and last code show whether there may be any, so that few cells have
   * to be trimmed; that costs as much as cutting them out.
   */
  trimmed(text: Text, index: number): string {
    const cell = this.cell(text, index);
    if (cell === '' || this.isGuarded) return cell.trim();
    const { starts, ends } = this.#scanner;
    return hasVisibleEnds(text, starts[index]!, ends[index]!) ? cell : cell.trim();
  }

  /** In a sheet, what kind of value a cell is, if it is not text or a whole number. */
  kindOf(text: Text, index: number): CellKind | undefined {
    if (!this.isSheet || index >= this.#scanner.cells) return undefined;
    const { starts, ends } = this.#scanner;
    return cellKind(decodeCodes(text, starts[index]!, Math.min(ends[index]!, starts[index]! + MARK_BYTES)));
  }

  /** Whether a row has all the cells it needs, and beyond the header only blank ones. */
  fits(text: Text): boolean {
    // Nothing shifts the cells of a sheet.
    if (this.isSheet) return true;
    const { names, minCells } = this.#columns;
    const { cells } = this.#scanner;
    if (cells < minCells) return false;
    for (let i = names.length; i < cells; i++) if (!isBlank(this.cell(text, i))) return false;
    return true;
  }

  isBlank(text: Text): boolean {
    const { rejectIndexes } = this.#columns;
    for (let i = 0; i < this.#scanner.cells; i++) {
      if (!rejectIndexes.has(i) && !isBlank(this.cell(text, i))) return false;
    }
    return true;
  }

  /** Whether a cell that is used has characters beyond ASCII: in the others the encoding does not matter. */
  hasForeignCell({ codes }: Text): boolean {
    const { store, item, count, kept } = this.#columns;
    const { cells, starts, ends } = this.#scanner;
    return [store, item, count, ...kept.map(({ index }) => index)].some((index) => {
      if (index >= cells) return false;
      for (let at = starts[index]!; at < ends[index]!; at++) if (codes[at]! > 0x7f) return true;
      return false;
    });
  }

  /** A hash of cells as they are, without outer blanks. */
  hashOf({ codes }: Text, indexes: readonly number[]): number {
    const { cells, starts, ends } = this.#scanner;
    let hash = 0;
    for (const index of indexes) {
      if (index >= cells) break;
      let [start, end] = [starts[index]!, ends[index]!];
      while (start < end && codes[start]! <= BLANK) start++;
      while (start < end && codes[end - 1]! <= BLANK) end--;
      if (start === end) continue;
      hash = Math.imul(hash ^ (index + 1), HASH_MULTIPLIER);
      for (let at = start; at < end; at++) hash = Math.imul(hash ^ codes[at]!, HASH_MULTIPLIER);
    }
    return hash >>> 0;
  }

  /** The row as it is, without its line break. */
  bytesOf({ bytes, encoding }: Text): Uint8Array {
    const { start, end } = this.#scanner;
    const sizeBytes = codeBytes(encoding);
    return Buffer.from(bytes.subarray(start * sizeBytes, end * sizeBytes));
  }

  /** All cells, those of a sheet so that their row is rejected again for the same reason if it is not corrected. */
  all(text: Text): string[] {
    return Array.from({ length: this.#scanner.cells }, (_, i) => this.#rejectedCell(text, i));
  }

  #rejectedCell(text: Text, index: number): string {
    const cell = this.cell(text, index);
    const { store, item } = this.#columns;
    const kind = index === store || index === item ? this.kindOf(text, index) : undefined;
    if (kind === undefined || kind === 'fraction') return cell;
    return `${kind === 'date' ? '#DATE!' : '#FORMAT!'} ${cell}`;
  }
}

/** Whether the first and the last character of codes `start` to `end` are certainly no white space. */
export function hasVisibleEnds({ codes, layout }: Text, start: number, end: number): boolean {
  const first = codes[start]!;
  if (first > 0x7f ? layout.visible[first] === 0 : first <= 0x20) return false;
  const last = codes[end - 1]!;
  return last > 0x7f ? layout.visible[codes[end - layout.usualWidth]!] === 1 : last > 0x20 && last < 0x7f;
}

/** The cell with one quote for each two: `replaceAll` takes twice as long for the few that a cell has. */
function undouble(cell: string): string {
  let single = '';
  let from = 0;
  for (let at = cell.indexOf('"'); at >= 0; at = cell.indexOf('"', from)) {
    single += cell.slice(from, at + 1);
    from = at + 2;
  }
  return single + cell.slice(from);
}
