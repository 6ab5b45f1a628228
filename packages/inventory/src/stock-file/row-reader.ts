import { isBlank } from './blank.ts';
import type { ColumnMap } from './columns.ts';
import { type CellProblem, parseCount, parseDigits } from './count.ts';
import { quote } from './errors.ts';
import { unguardFormula } from '@groundcrew/report/formula-guard';
import type { RowScanner } from './row-scanner.ts';
import type { CheckedSettings } from './settings.ts';
import { decodeCodes, type Text } from './text.ts';
import type { Reject, RejectCode, StockFileDelimiter, StockRow } from './types.ts';

// Amazon DynamoDB Developer Guide, "Quotas": partition key and sort key sizes, in bytes of UTF-8.
const MAX_STORE_BYTES = 2048;
const MAX_ITEM_BYTES = 1024;

const MAX_EXCERPT_LENGTH = 200;

/** Where a row begins. */
interface Place {
  line: number;
  offset: number;
}

/** Turns the cells that a scanner found into a row or a reject. */
export class RowReader {
  readonly #scanner: RowScanner;
  readonly #columns: ColumnMap;
  readonly #settings: CheckedSettings;
  readonly #delimiter: StockFileDelimiter;
  readonly #guarded: boolean;

  constructor(
    scanner: RowScanner,
    columns: ColumnMap,
    delimiter: StockFileDelimiter,
    settings: CheckedSettings,
  ) {
    this.#scanner = scanner;
    this.#columns = columns;
    this.#delimiter = delimiter;
    this.#settings = settings;
    this.#guarded = columns.rejectIndexes.size > 0;
  }

  /** Reads the row that was scanned whole; undefined where it is blank. */
  read(text: Text, line: number, offset: number): StockRow | Reject | undefined {
    const { store: storeAt, item: itemAt, count: countAt, kept, names } = this.#columns;
    const { cells, starts, ends } = this.#scanner;
    if (cells !== names.length && !this.#fits(text)) {
      return this.#isBlank(text) ? undefined : this.#ragged(text, { line, offset });
    }
    const store = this.#trimmed(text, storeAt);
    if (store === '' && this.#isBlank(text)) return undefined;
    const storeProblem = checkName(store, 'store', MAX_STORE_BYTES) ?? this.#checkDecoded(store, text);
    if (storeProblem !== undefined) return this.#rejectCell(text, { line, offset }, storeAt, storeProblem);

    const item = this.#trimmed(text, itemAt);
    const itemProblem = checkName(item, 'item', MAX_ITEM_BYTES) ?? this.#checkDecoded(item, text);
    if (itemProblem !== undefined) return this.#rejectCell(text, { line, offset }, itemAt, itemProblem);

    let count = parseDigits(text.codes, starts[countAt]!, ends[countAt]!);
    if (count < 0) {
      const cell = this.#cell(text, countAt);
      const parsed = this.#checkDecoded(cell, text) ?? parseCount(cell, this.#settings);
      if (typeof parsed !== 'number') return this.#rejectCell(text, { line, offset }, countAt, parsed);
      count = parsed;
    }
    if (kept.length === 0) return { store, item, count, line, offset };

    const attributes: Record<string, string> = {};
    for (const { name, index } of kept) {
      const value = this.#trimmed(text, index);
      const problem = this.#checkDecoded(value, text);
      if (problem !== undefined) return this.#rejectCell(text, { line, offset }, index, problem);
      if (value !== '') attributes[name] = value;
    }
    return { store, item, count, line, offset, attributes };
  }

  /** Rejects the one line from code `start` to `end` of a row that could not be scanned. */
  rejectLine(
    text: Text,
    place: Place,
    start: number,
    end: number,
    code: 'cell-quote-unclosed' | 'cell-quote-text',
  ): Reject {
    const column = this.#columns.names[this.#scanner.cells - 1] ?? null;
    const where = `${column === null ? 'a cell' : quote(column)} on line ${place.line}`;
    const message =
      code === 'cell-quote-unclosed'
        ? `the quote opened in ${where} is not closed within ${this.#settings.maxRowBytes} bytes; close it, or remove it`
        : `text follows the closing quote in ${where}; double each quote inside a quoted cell`;
    // Its quotes can't be trusted, so they stand for themselves.
    const line = decodeCodes(text, start, end);
    const cells = line.split(this.#delimiter).map((cell) => (this.#guarded ? unguardFormula(cell) : cell));
    return { ...place, column, code, message, cells: this.#inputCells(cells) };
  }

  /** Rejects a row longer than the settings allow; of its first line, up to `end`, an excerpt is kept. */
  rejectLong(text: Text, place: Place, start: number, end: number): Reject {
    const cut = Math.min(end, start + MAX_EXCERPT_LENGTH);
    // The cut may leave half a character.
    const excerpt = decodeCodes(text, start, cut).replace(/\ufffd+$/, '');
    return {
      ...place,
      column: null,
      code: 'row-too-long',
      message: `line ${place.line} is longer than ${this.#settings.maxRowBytes} bytes and begins ${quote(excerpt)}; shorten it, or raise the longest row allowed`,
      cells: [`${excerpt}...`],
    };
  }

  #rejectCell(text: Text, place: Place, index: number, problem: CellProblem): Reject {
    const column = this.#columns.names[index] ?? null;
    const value = this.#cell(text, index);
    const shown = value.trim() === '' ? '' : `${quote(value)} `;
    return {
      ...place,
      column,
      code: problem.code,
      message: `${column ?? 'cell'} ${shown}on line ${place.line} ${problem.explanation}`,
      cells: this.#inputCells(this.#allCells(text)),
    };
  }

  #ragged(text: Text, place: Place): Reject {
    const { cells } = this.#scanner;
    const expected = this.#columns.names.length;
    const help =
      cells < expected ? 'add what is missing' : `quote a cell that holds ${quote(this.#delimiter)}`;
    return {
      ...place,
      column: null,
      code: 'row-ragged',
      message: `line ${place.line} has ${cells} cells where the header has ${expected}; ${help}`,
      cells: this.#inputCells(this.#allCells(text)),
    };
  }

  /** Whether a row has all the cells it needs, and beyond the header only blank ones. */
  #fits(text: Text): boolean {
    const { names, minCells } = this.#columns;
    const { cells } = this.#scanner;
    if (cells < minCells) return false;
    for (let i = names.length; i < cells; i++) if (!isBlank(this.#cell(text, i))) return false;
    return true;
  }

  #isBlank(text: Text): boolean {
    const { rejectIndexes } = this.#columns;
    for (let i = 0; i < this.#scanner.cells; i++) {
      if (!rejectIndexes.has(i) && !isBlank(this.#cell(text, i))) return false;
    }
    return true;
  }

  #allCells(text: Text): string[] {
    return Array.from({ length: this.#scanner.cells }, (_, i) => this.#cell(text, i));
  }

  /** Drops the cells of `reject_*` columns. */
  #inputCells(cells: readonly string[]): string[] {
    return cells.filter((_, i) => !this.#columns.rejectIndexes.has(i));
  }

  /** A cell as it stands; empty where the row is too short to have it. */
  #cell(text: Text, index: number): string {
    const { cells, starts, ends, characterStarts, characterEnds, hasDoubledQuotes } = this.#scanner;
    if (index >= cells) return '';
    let cell =
      text.characters === undefined
        ? decodeCodes(text, starts[index]!, ends[index]!)
        : text.characters.slice(characterStarts[index], characterEnds[index]);
    if (hasDoubledQuotes[index] === 1) cell = undouble(cell);
    return this.#guarded ? unguardFormula(cell) : cell;
  }

  /**
   * A cell without outer white space. Its first and last code tell whether there may be any, so that few cells have
   * to be trimmed; that costs as much as cutting them out.
   */
  #trimmed(text: Text, index: number): string {
    const cell = this.#cell(text, index);
    if (cell === '' || this.#guarded) return cell.trim();
    const { starts, ends } = this.#scanner;
    return hasVisibleEnds(text, starts[index]!, ends[index]!) ? cell : cell.trim();
  }

  #checkDecoded(value: string, text: Text): CellProblem | undefined {
    if (text.characters !== undefined || !this.#scanner.hasNonAscii || !value.includes('\ufffd'))
      return undefined;
    return {
      code: 'cell-encoding',
      explanation: `is not whole in ${text.encoding.toUpperCase()}; mend the cell, or save the file as UTF-8`,
    };
  }
}

/** Whether the first and the last character of codes `start` to `end` are certainly no white space. */
function hasVisibleEnds({ codes, layout }: Text, start: number, end: number): boolean {
  const first = codes[start]!;
  if (first > 0x7f ? layout.visible[first] === 0 : first <= 0x20) return false;
  const last = codes[end - 1]!;
  return last > 0x7f ? layout.visible[codes[end - layout.usualWidth]!] === 1 : last > 0x20;
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

function checkName(name: string, field: 'store' | 'item', maxBytes: number): CellProblem | undefined {
  if (name === '')
    return { code: `${field}-missing` satisfies RejectCode, explanation: 'is empty; fill the cell' };
  // No character takes more than three bytes a UTF-16 unit.
  if (name.length * 3 <= maxBytes) return undefined;
  const sizeBytes = Buffer.byteLength(name);
  if (sizeBytes <= maxBytes) return undefined;
  return {
    code: `${field}-too-long` satisfies RejectCode,
    explanation: `has ${sizeBytes} bytes in UTF-8; a table key takes ${maxBytes}; shorten it`,
  };
}
