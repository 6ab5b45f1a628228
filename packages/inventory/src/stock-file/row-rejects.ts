import { unguardFormula } from '@groundcrew/report/formula-guard';
import { isBlank } from './blank.ts';
import type { ColumnMap } from './columns.ts';
import type { CellProblem } from './count.ts';
import { quote } from './errors.ts';
import { normalizeName } from './names.ts';
import type { RowCells } from './row-cells.ts';
import type { RowScanner } from './row-scanner.ts';
import type { CheckedSettings } from './settings.ts';
import { withoutMarks } from './sheet-cells.ts';
import { decodeCodes, type Text } from './text.ts';
import { mentionsTotal } from './total-names.ts';
import type { ReadOptions, Reject, ShelfNames, StockFileDelimiter, StockRow } from './types.ts';

const MAX_EXCERPT_LENGTH = 200;

/** Where a row begins. */
export interface Place {
  line: number;
  offset: number;
}

/** Makes the rejects of rows that are not accepted: their message, and their cells as they are. */
export class RowRejects {
  readonly #scanner: RowScanner;
  readonly #cells: RowCells;
  readonly #columns: ColumnMap;
  readonly #delimiter: StockFileDelimiter;
  readonly #maxRowBytes: number;
  readonly #keepsNotes: boolean;
  readonly #reportsShelves: boolean;
  readonly #keepsNames: boolean;

  constructor(
    scanner: RowScanner,
    cells: RowCells,
    columns: ColumnMap,
    delimiter: StockFileDelimiter,
    { maxRowBytes, names }: CheckedSettings,
    { keepsNotes = false, reportsShelves = false }: ReadOptions,
  ) {
    this.#scanner = scanner;
    this.#cells = cells;
    this.#columns = columns;
    this.#delimiter = delimiter;
    this.#maxRowBytes = maxRowBytes;
    this.#keepsNotes = keepsNotes;
    this.#reportsShelves = reportsShelves;
    this.#keepsNames = names === 'keep';
  }

  /** Of the one line from code `start` to `end` of a row that could not be scanned. */
  ofLine(
    text: Text,
    place: Place,
    start: number,
    end: number,
    code: 'cell-quote-unclosed' | 'cell-quote-text' | 'cell-quote-rows',
    cell: number = this.#scanner.cells - 1,
  ): Reject {
    const column = this.#columns.names[cell] ?? null;
    const where = `${column === null ? 'a cell' : quote(column)} on line ${place.line}`;
    const message = {
      'cell-quote-unclosed': `the quote opened in ${where} is not closed within ${this.#maxRowBytes} bytes; close it, or remove it`,
      'cell-quote-text': `text follows the closing quote in ${where}; double each quote inside a quoted cell`,
      'cell-quote-rows': `the quote opened in ${where} would take in lines that are rows by themselves; remove the quote, or double it if it belongs to the text`,
    }[code];
    // Its quotes can't be trusted, so they stand for themselves.
    const line = decodeCodes(text, start, end);
    const { isGuarded } = this.#cells;
    const cells = line.split(this.#delimiter).map((each) => (isGuarded ? unguardFormula(each) : each));
    return { ...place, column, code, message, cells: this.#inputCells(cells) };
  }

  /** Of a row longer than the settings allow; of its first line, up to `end`, an excerpt is kept. */
  ofLongRow(text: Text, place: Place, start: number, end: number): Reject {
    const cut = Math.min(end, start + MAX_EXCERPT_LENGTH);
    // The cut may leave half a character.
    const excerpt = withoutMarks(decodeCodes(text, start, cut)).replace(/\ufffd+$/, '');
    return {
      ...place,
      column: null,
      code: 'row-too-long',
      message: `line ${place.line} is longer than ${this.#maxRowBytes} bytes and begins ${quote(excerpt)}; shorten it, or raise the longest row allowed`,
      cells: [`${excerpt}...`],
    };
  }

  /** Of a row with a cell that is not accepted. */
  ofCell(
    text: Text,
    place: Place,
    index: number,
    problem: CellProblem,
    shelf?: NonNullable<Reject['shelf']>,
    likelyShelf?: ShelfNames,
  ): Reject {
    const column = this.#columns.names[index] ?? null;
    const value = this.#cells.cell(text, index);
    const shown = value.trim() === '' ? '' : `${quote(value)} `;
    return {
      ...place,
      column,
      code: problem.code,
      message: `${column ?? 'cell'} ${shown}on line ${place.line} ${problem.explanation}${this.#mergedHint(problem)}`,
      ...(problem.code === 'cell-encoding' && { bytes: this.#cells.bytesOf(text) }),
      ...this.#rejectedCells(text),
      ...(this.#reportsShelves && shelf !== undefined && { shelf }),
      ...(this.#reportsShelves && likelyShelf !== undefined && { likelyShelf }),
    };
  }

  /** Of a row with too few or too many cells. */
  ofRaggedRow(text: Text, place: Place): Reject {
    const { cells } = this.#scanner;
    const expected = this.#columns.names.length;
    const first = this.#cells.all(text).find((cell) => !isBlank(cell)) ?? '';
    if (cells < expected && mentionsTotal(first.replace(/\d.*$/su, '')))
      return {
        ...place,
        column: null,
        code: 'row-total',
        message: `line ${place.line} begins with ${quote(first)}, and reads as a total: it has ${cells} ${cells === 1 ? 'cell' : 'cells'} where the header has ${expected}; remove the line, or, if it is of a shelf, add what is missing`,
        ...this.#rejectedCells(text),
      };
    const isOneCell = cells === 1 && first.includes(this.#delimiter);
    if (isOneCell)
      return {
        ...place,
        column: null,
        code: 'row-ragged',
        message: `line ${place.line} is quoted as a whole, so that it is one cell where the header has ${expected}; remove the quotes at its start and its end, and make each doubled quote inside a single one`,
        ...this.#rejectedCells(text),
        ...(this.#reportsShelves && this.#likelyShelf(first.split(this.#delimiter))),
      };
    const help =
      cells < expected ? 'add what is missing' : `quote a cell that holds ${quote(this.#delimiter)}`;
    return {
      ...place,
      column: null,
      code: 'row-ragged',
      message: `line ${place.line} has ${cells} ${cells === 1 ? 'cell' : 'cells'} where the header has ${expected}; ${help}`,
      ...this.#rejectedCells(text),
      ...(this.#reportsShelves && this.#likelyShelf(this.#cells.all(text))),
    };
  }

  /** Of a row that is accepted by itself, and judged otherwise. */
  ofRow(
    text: Text,
    { line, offset }: StockRow,
    {
      code,
      message,
      column = null,
      shelf,
      likelyShelf,
    }: Pick<Reject, 'code' | 'message' | 'shelf' | 'likelyShelf'> & { column?: string | null },
  ): Reject {
    return {
      line,
      offset,
      column,
      code,
      message,
      ...this.#rejectedCells(text),
      ...(this.#reportsShelves && shelf !== undefined && { shelf }),
      ...(this.#reportsShelves && likelyShelf !== undefined && { likelyShelf }),
    };
  }

  /** Cells may be shifted, but where they are as in other rows, they are not: `1,200` without quotes is behind the names. */
  #likelyShelf(cells: readonly string[]): Pick<Reject, 'likelyShelf'> {
    const [store, item] = [this.#columns.store, this.#columns.item].map((index) => {
      const cell = cells[index] ?? '';
      return this.#keepsNames ? cell.trim() : normalizeName(cell);
    });
    return store && item ? { likelyShelf: { store, item } } : {};
  }

  /** People merge the cells of a store that has several rows. */
  #mergedHint({ code }: CellProblem): string {
    const isMissing = code === 'store-missing' || code === 'item-missing';
    return this.#cells.isSheet && isMissing
      ? ' (of merged cells only the first has the value: unmerge them)'
      : '';
  }

  #rejectedCells(text: Text): Pick<Reject, 'cells' | 'notes'> {
    const all = this.#cells.all(text);
    if (!this.#keepsNotes) return { cells: this.#inputCells(all) };
    const { names, rejectIndexes } = this.#columns;
    const notes = Object.fromEntries([...rejectIndexes].map((i) => [names[i]!.toLowerCase(), all[i] ?? '']));
    return { cells: this.#inputCells(all), notes };
  }

  /** Drops the cells of `reject_*` columns. */
  #inputCells(cells: readonly string[]): string[] {
    return cells.filter((_, i) => !this.#columns.rejectIndexes.has(i));
  }
}
