import type { ColumnMap } from './columns.ts';
import { parseCount } from './count.ts';
import { NumberStyle } from './number-style.ts';
import { lineAt, type RowScanner } from './row-scanner.ts';
import type { CheckedSettings } from './settings.ts';
import { decodeCodes, type Text } from './text.ts';
import type { StockFileDelimiter } from './types.ts';

/**
 * Finds stray quotes: a quote that was not meant to open a cell takes in everything up to the next one, rows included.
 * So a cell with line breaks is suspect if a line inside it has the shape of a row.
 */
export class SwallowedRows {
  readonly #columns: ColumnMap;
  readonly #delimiter: StockFileDelimiter;
  readonly #settings: CheckedSettings;
  readonly #style: NumberStyle;

  constructor(columns: ColumnMap, delimiter: StockFileDelimiter, settings: CheckedSettings) {
    this.#columns = columns;
    this.#delimiter = delimiter;
    this.#settings = settings;
    this.#style = new NumberStyle(delimiter, 0);
  }

  /** The index of the cell of the row scanned last that holds rows; undefined where there is none. */
  find(text: Text, scanner: RowScanner, start: number): number | undefined {
    const { codes } = text;
    const shapes: boolean[] = [];
    let firstEnd = -1;
    for (let at = start; at < scanner.end;) {
      const { end, next } = lineAt(codes, at, scanner.end, true) ?? { end: scanner.end, next: scanner.end };
      if (firstEnd < 0) firstEnd = end;
      shapes.push(this.#isRow(text, at, end));
      at = next;
    }
    const inner = shapes.slice(1, -1).includes(true);
    if (!inner && !(shapes.length > 1 && shapes[0] && shapes.at(-1))) return undefined;
    const cell = scanner.ends.subarray(0, scanner.cells).findIndex((end) => end > firstEnd);
    return Math.max(0, cell);
  }

  /** Whether a line has as many cells as the header, a store, an item and a number. */
  #isRow(text: Text, start: number, end: number): boolean {
    const { store, item, count, names } = this.#columns;
    const delimiter = this.#delimiter.charCodeAt(0);
    let delimiters = 0;
    for (let at = start; at < end; at++) if (text.codes[at] === delimiter) delimiters++;
    if (delimiters + 1 !== names.length) return false;
    const cells = decodeCodes(text, start, end).split(this.#delimiter);
    const number = (cells[count] ?? '').replaceAll('"', '');
    const isNumber = typeof parseCount(number, this.#settings, this.#style) === 'number';
    return isNumber && (cells[store] ?? '').trim() !== '' && (cells[item] ?? '').trim() !== '';
  }
}
