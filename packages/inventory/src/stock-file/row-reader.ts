import { isBlank } from './blank.ts';
import type { ColumnMap } from './columns.ts';
import { type CellProblem, parseCount, parseDigits } from './count.ts';
import { quote } from './errors.ts';
import { ForeignRows } from './foreign-rows.ts';
import { unguardFormula } from '@groundcrew/report/formula-guard';
import { cellKind, type CellKind, shownCell, withoutMarks } from './sheet-cells.ts';
import { checkQuotes, checkText, needsLook, normalizeName, unwrapText } from './names.ts';
import { NumberStyle, pointsBeginFractions } from './number-style.ts';
import type { RowScanner } from './row-scanner.ts';
import type { CheckedSettings } from './settings.ts';
import { codeBytes, decodeCodes, type Text } from './text.ts';
import { isTotalName, mentionsTotal } from './total-names.ts';
import type { ReadOptions, Reject, RejectCode, Renamed, StockFileDelimiter, StockRow } from './types.ts';

// Amazon DynamoDB Developer Guide, "Quotas": partition key and sort key sizes, in bytes of UTF-8.
const MAX_STORE_BYTES = 2048;
const MAX_ITEM_BYTES = 1024;

const MAX_EXCERPT_LENGTH = 200;
const MAX_EXAMPLES = 3;
/** Of a mark of `sheet-cells.ts` in UTF-8. */
const MARK_BYTES = 3;
const BLANK = 0x20;
/** Of FNV-1a. */
const HASH_MULTIPLIER = 0x01000193;

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
  readonly #keepsNames: boolean;
  readonly #inspect: ReadOptions['inspect'];
  readonly #reportsShelves: boolean;
  /** Whether it is the text of a sheet: see `sheet-cells.ts`. */
  readonly #isSheet: boolean;
  /** Whether a cell is what stands in the file. */
  readonly #isPlain: boolean;
  /** The columns that are used and hold text. */
  readonly #used: readonly number[];
  /** Where the encoding was not given. */
  readonly foreignRows: ForeignRows | undefined;
  #renamed: Renamed = { count: 0, examples: [] };
  #dropped = 0;
  #superseded = 0;
  #lastSource = '';
  readonly #keepsNotes: boolean;
  readonly #onRejectSource: ReadOptions['onRejectSource'];
  /** Whether a comma in the count may have put its rest into a column without a name. */
  readonly #mayBeSplit: boolean;
  /** In a survey: the indexes of the columns that are neither used nor kept. */
  readonly #others: readonly number[];
  /** How the counts of the file are written. */
  readonly numbers: NumberStyle;

  constructor(
    scanner: RowScanner,
    columns: ColumnMap,
    delimiter: StockFileDelimiter,
    settings: CheckedSettings,
    numbers: NumberStyle,
    { inspect, onRejectSource, keepsNotes = false, reportsShelves = false, isSurvey = false }: ReadOptions,
    isSheet = false,
  ) {
    this.#inspect = inspect;
    this.#keepsNotes = keepsNotes;
    this.#reportsShelves = reportsShelves;
    this.#onRejectSource = columns.sourceIndex < 0 ? undefined : onRejectSource;
    this.#isSheet = isSheet;
    this.numbers = numbers;
    this.#keepsNames = settings.names === 'keep';
    this.#scanner = scanner;
    this.#columns = columns;
    this.#delimiter = delimiter;
    this.#settings = settings;
    this.#guarded = columns.rejectIndexes.size > 0;
    this.#isPlain = !this.#guarded && !isSheet;
    this.#used = [columns.store, columns.item, ...columns.kept.map(({ index }) => index)];
    this.foreignRows = settings.encoding === undefined ? new ForeignRows() : undefined;
    this.#others = isSurvey ? otherColumns(columns) : [];
    this.#mayBeSplit = !isSheet && delimiter === ',' && columns.names[columns.count + 1] === '';
  }

  /** Reads the row that was scanned whole; undefined where it is blank. */
  read(text: Text, line: number, offset: number): StockRow | Reject | undefined {
    const { store: storeAt, item: itemAt, count: countAt, kept, names } = this.#columns;
    const { cells, starts, ends } = this.#scanner;
    if (cells !== names.length && !this.#fits(text)) {
      return this.#isBlank(text) ? undefined : this.#ragged(text, { line, offset });
    }
    if (this.#onRejectSource !== undefined) this.#emitSource(text);
    const store = this.#name(text, storeAt, line);
    if (store === '' && this.#isBlank(text)) return undefined;
    const storeProblem =
      checkName(store, 'store', MAX_STORE_BYTES) ??
      this.#checkDecoded(store, text) ??
      (this.#looked ? this.#checkLooked(text, storeAt, store, 'store') : undefined);
    if (storeProblem !== undefined) {
      const item = this.#cell(text, itemAt).trim();
      return storeProblem.code === 'store-missing' && mentionsTotal(item)
        ? this.#rejectCell(text, { line, offset }, itemAt, totalWithout('store'))
        : this.#rejectCell(text, { line, offset }, storeAt, storeProblem);
    }

    const item = this.#name(text, itemAt, line);
    const itemProblem =
      checkName(item, 'item', MAX_ITEM_BYTES) ??
      this.#checkDecoded(item, text) ??
      (this.#looked
        ? (this.#checkLooked(text, itemAt, item, 'item') ?? checkQuotes(store, item))
        : undefined);
    if (itemProblem !== undefined) {
      const isNone = itemProblem.code === 'item-missing' || itemProblem.code === 'item-error-value';
      return isNone && mentionsTotal(store)
        ? this.#rejectCell(text, { line, offset }, storeAt, totalWithout('item'), { store })
        : this.#rejectCell(text, { line, offset }, itemAt, itemProblem, { store });
    }
    const total = this.#checkTotal(text, store, item);
    if (total !== undefined) {
      return this.#rejectCell(text, { line, offset }, total, stillTotal, { store, item });
    }
    if (this.#scanner.hasNonAscii && this.foreignRows !== undefined) {
      const foreign = this.foreignRows.find(text, this.#scanner, this.#used);
      if (foreign !== undefined) return this.#rejectCell(text, { line, offset }, foreign.at, foreign.problem);
    }

    let count = countAt < cells ? parseDigits(text.codes, starts[countAt]!, ends[countAt]!) : -1;
    if (count < 0) {
      const cell = unwrapText(this.#cell(text, countAt));
      const parsed = this.#checkDecoded(cell, text) ?? this.#count(text, countAt, cell);
      if (typeof parsed !== 'number') {
        return this.#rejectCell(text, { line, offset }, countAt, parsed, { store, item });
      }
      count = parsed;
    }
    if (this.#mayBeSplit) {
      const problem = this.#splitCount(text, countAt);
      if (problem !== undefined)
        return this.#rejectCell(text, { line, offset }, countAt, problem, { store, item });
    }
    const row: StockRow = { store, item, count, line, offset };
    if (this.#others.length > 0) row.others = this.#hashOf(text, this.#others);
    if (kept.length === 0) return this.#judged(text, row);

    const attributes: Record<string, string> = {};
    for (const { name, index } of kept) {
      const value = this.#trimmed(text, index);
      const problem = this.#checkDecoded(value, text);
      if (problem !== undefined) {
        return this.#rejectCell(text, { line, offset }, index, problem, { store, item });
      }
      if (value !== '') attributes[name] = value;
    }
    row.attributes = attributes;
    return this.#judged(text, row);
  }

  /** A hash of cells as they are, without outer blanks. */
  #hashOf({ codes }: Text, indexes: readonly number[]): number {
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

  #count(text: Text, index: number, cell: string): number | CellProblem {
    const kind = this.#kindOf(text, index);
    if (kind === undefined) return parseCount(cell, this.#settings, this.numbers);
    const code = this.#settings.counts === 'decimal' ? 'count-not-a-number' : 'count-not-whole';
    // The digits of a number in a sheet, and what its format shows with them.
    if (kind === 'formatted' && cell.includes(' ')) {
      const explanation =
        'is shown with a unit by the number format of its cell; write how many pieces it is, in a format without a unit';
      return { code, explanation };
    }
    if (kind === 'date' || kind === 'percentage') {
      const what = kind === 'date' ? 'a date' : 'a percentage';
      return { code, explanation: `is ${what} in the sheet; correct the cell, or its number format` };
    }
    // What the cells of numbers show has no bearing on those that are text.
    return parseCount(cell, this.#settings, new NumberStyle(';', pointsBeginFractions));
  }

  /** Digits in the column without a name behind the count: `1,200` that is not quoted is two cells. */
  #splitCount(text: Text, index: number): CellProblem | undefined {
    const [count, rest] = [this.#cell(text, index).trim(), this.#cell(text, index + 1).trim()];
    if (!/^\d+$/.test(rest)) return undefined;
    const explanation = `is followed by ${quote(rest)} in a column without a name, so it may be ${count},${rest}; quote it, or name the column`;
    return { code: 'count-ambiguous', explanation };
  }

  #kindOf(text: Text, index: number): CellKind | undefined {
    if (!this.#isSheet || index >= this.#scanner.cells) return undefined;
    const { starts, ends } = this.#scanner;
    return cellKind(decodeCodes(text, starts[index]!, Math.min(ends[index]!, starts[index]! + MARK_BYTES)));
  }

  /** A name that may stand for none; in a sheet also one that a spreadsheet made something else of: 3-1 a date. */
  #checkLooked(text: Text, index: number, name: string, field: 'store' | 'item'): CellProblem | undefined {
    const kind = this.#kindOf(text, index);
    if (kind === undefined || kind === 'fraction') return checkText(name, field);
    return kind === 'date'
      ? {
          code: `${field}-date` satisfies RejectCode,
          explanation:
            'is a date in the sheet, which spreadsheets make of names like 3-1; format the column as text, and write the name again',
        }
      : {
          code: `${field}-number-format` satisfies RejectCode,
          explanation:
            'is a number in the sheet that is shown with other characters; format the column as text, and write the name as it is to be',
        };
  }

  /** What others make of a row that is accepted by itself. */
  #judged(text: Text, row: StockRow): StockRow | Reject | undefined {
    const verdict = this.#inspect?.(row);
    if (verdict === undefined) return row;
    if (verdict.kind === 'count') return { ...row, count: verdict.count };
    if (verdict.kind === 'drop') {
      this.#dropped++;
      return undefined;
    }
    if (verdict.kind === 'supersede') {
      this.#superseded++;
      return undefined;
    }
    const { code, message } = verdict;
    const { line, offset } = row;
    return { line, offset, column: null, code, message, ...this.#rejectedCells(text) };
  }

  /** How many rows were dropped since this was asked last. */
  takeDropped(): number {
    const dropped = this.#dropped;
    this.#dropped = 0;
    return dropped;
  }

  /** How many rows were superseded since this was asked last. */
  takeSuperseded(): number {
    const superseded = this.#superseded;
    this.#superseded = 0;
    return superseded;
  }

  #emitSource(text: Text): void {
    const source = this.#cell(text, this.#columns.sourceIndex).trim();
    if (source === '' || source === this.#lastSource) return;
    this.#lastSource = source;
    this.#onRejectSource?.(source);
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

  /** Rejects the one line from code `start` to `end` of a row that could not be scanned. */
  rejectLine(
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
      'cell-quote-unclosed': `the quote opened in ${where} is not closed within ${this.#settings.maxRowBytes} bytes; close it, or remove it`,
      'cell-quote-text': `text follows the closing quote in ${where}; double each quote inside a quoted cell`,
      'cell-quote-rows': `the quote opened in ${where} would take in lines that are rows by themselves; remove the quote, or double it if it belongs to the text`,
    }[code];
    // Its quotes can't be trusted, so they stand for themselves.
    const line = decodeCodes(text, start, end);
    const cells = line.split(this.#delimiter).map((cell) => (this.#guarded ? unguardFormula(cell) : cell));
    return { ...place, column, code, message, cells: this.#inputCells(cells) };
  }

  /** Rejects a row longer than the settings allow; of its first line, up to `end`, an excerpt is kept. */
  rejectLong(text: Text, place: Place, start: number, end: number): Reject {
    const cut = Math.min(end, start + MAX_EXCERPT_LENGTH);
    // The cut may leave half a character.
    const excerpt = withoutMarks(decodeCodes(text, start, cut)).replace(/\ufffd+$/, '');
    return {
      ...place,
      column: null,
      code: 'row-too-long',
      message: `line ${place.line} is longer than ${this.#settings.maxRowBytes} bytes and begins ${quote(excerpt)}; shorten it, or raise the longest row allowed`,
      cells: [`${excerpt}...`],
    };
  }

  #rejectCell(
    text: Text,
    place: Place,
    index: number,
    problem: CellProblem,
    shelf?: NonNullable<Reject['shelf']>,
  ): Reject {
    const column = this.#columns.names[index] ?? null;
    const value = this.#cell(text, index);
    const shown = value.trim() === '' ? '' : `${quote(value)} `;
    return {
      ...place,
      column,
      code: problem.code,
      message: `${column ?? 'cell'} ${shown}on line ${place.line} ${problem.explanation}${this.#mergedHint(problem)}`,
      ...(problem.code === 'cell-encoding' && { bytes: this.#bytesOf(text) }),
      ...this.#rejectedCells(text),
      ...(this.#reportsShelves && shelf !== undefined && { shelf }),
    };
  }

  /** People merge the cells of a store that has several rows. */
  #mergedHint({ code }: CellProblem): string {
    const isMissing = code === 'store-missing' || code === 'item-missing';
    return this.#isSheet && isMissing ? ' (of merged cells only the first has the value: unmerge them)' : '';
  }

  /** The row that was scanned whole, without its line break. */
  #bytesOf({ bytes, encoding }: Text): Uint8Array {
    const { start, end } = this.#scanner;
    const sizeBytes = codeBytes(encoding);
    return Buffer.from(bytes.subarray(start * sizeBytes, end * sizeBytes));
  }

  /** A total that was found among the rows of its file: a file of rejects does not have those. */
  #checkTotal(text: Text, store: string, item: string): number | undefined {
    const { codeIndex, store: storeAt, item: itemAt } = this.#columns;
    if (codeIndex < 0 || this.#cell(text, codeIndex).trim() !== 'row-total') return undefined;
    if (isTotalName(store)) return storeAt;
    return isTotalName(item) ? itemAt : undefined;
  }

  #ragged(text: Text, place: Place): Reject {
    const { cells } = this.#scanner;
    const expected = this.#columns.names.length;
    const first = this.#allCells(text).find((cell) => !isBlank(cell)) ?? '';
    if (cells < expected && mentionsTotal(first.replace(/\d.*$/su, '')))
      return {
        ...place,
        column: null,
        code: 'row-total',
        message: `line ${place.line} begins with ${quote(first)}, and reads as a total: it has ${cells} ${cells === 1 ? 'cell' : 'cells'} where the header has ${expected}; remove the line, or, if it is of a shelf, add what is missing`,
        ...this.#rejectedCells(text),
      };
    const help =
      cells < expected ? 'add what is missing' : `quote a cell that holds ${quote(this.#delimiter)}`;
    return {
      ...place,
      column: null,
      code: 'row-ragged',
      message: `line ${place.line} has ${cells} ${cells === 1 ? 'cell' : 'cells'} where the header has ${expected}; ${help}`,
      ...this.#rejectedCells(text),
    };
  }

  /** Whether a row has all the cells it needs, and beyond the header only blank ones. */
  #fits(text: Text): boolean {
    // Nothing shifts the cells of a sheet.
    if (this.#isSheet) return true;
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
    return Array.from({ length: this.#scanner.cells }, (_, i) => this.#rejectedCell(text, i));
  }

  /** A cell of a sheet's row, so that it is rejected again for the same reason if it is not corrected. */
  #rejectedCell(text: Text, index: number): string {
    const cell = this.#cell(text, index);
    const { store, item } = this.#columns;
    const kind = index === store || index === item ? this.#kindOf(text, index) : undefined;
    if (kind === undefined || kind === 'fraction') return cell;
    return `${kind === 'date' ? '#DATE!' : '#FORMAT!'} ${cell}`;
  }

  #rejectedCells(text: Text): Pick<Reject, 'cells' | 'notes'> {
    const all = this.#allCells(text);
    if (!this.#keepsNotes) return { cells: this.#inputCells(all) };
    const { names, rejectIndexes } = this.#columns;
    const notes = Object.fromEntries([...rejectIndexes].map((i) => [names[i]!.toLowerCase(), all[i] ?? '']));
    return { cells: this.#inputCells(all), notes };
  }

  /** Drops the cells of `reject_*` columns. */
  #inputCells(cells: readonly string[]): string[] {
    return cells.filter((_, i) => !this.#columns.rejectIndexes.has(i));
  }

  /** A cell as it is; empty where the row is too short to have it. */
  #cell(text: Text, index: number): string {
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
    const shown = this.#isSheet ? shownCell(cell) : cell;
    return this.#guarded ? unguardFormula(shown) : shown;
  }

  /**
   * A cell without outer white space. Its first and last code show whether there may be any, so that few cells have
   * to be trimmed; that costs as much as cutting them out.
   */
  #trimmed(text: Text, index: number): string {
    const cell = this.#cell(text, index);
    if (cell === '' || this.#guarded) return cell.trim();
    const { starts, ends } = this.#scanner;
    return hasVisibleEnds(text, starts[index]!, ends[index]!) ? cell : cell.trim();
  }

  /** Whether the name read last was looked at closely, so that it may stand for none. */
  #looked = false;

  /**
   * A name as it is stored. Its first code, and what the scanner saw on the way, show whether anything but outer white
   * space may have to be removed: hardly ever.
   */
  #name(text: Text, index: number, line: number): string {
    if (this.#keepsNames) {
      this.#looked = true;
      return this.#trimmed(text, index);
    }
    const { starts, ends, isOdd, cells } = this.#scanner;
    const cell = this.#cell(text, index);
    this.#looked = false;
    if (index >= cells) return '';
    const start = starts[index]!;
    const end = ends[index]!;
    const first = text.codes[start]!;
    const isPlain = !isOdd && !this.#guarded && end > start && (first > 0x7f || !needsLook(first, cell));
    if (isPlain && hasVisibleEnds(text, start, end)) return cell;
    this.#looked = true;
    const trimmed = cell.trim();
    const name = normalizeName(cell);
    if (name !== trimmed) {
      this.#renamed.count++;
      if (this.#renamed.examples.length < MAX_EXAMPLES)
        this.#renamed.examples.push({ line, from: trimmed, to: name });
    }
    return name;
  }

  /** What was renamed since this was asked last. */
  takeRenamed(): Renamed {
    const renamed = this.#renamed;
    this.#renamed = { count: 0, examples: [] };
    return renamed;
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

/** Of a row without a store or an item, beside the name of a total. */
function totalWithout(field: 'store' | 'item'): CellProblem {
  return {
    code: 'row-total',
    explanation: `reads as a total, as the ${field} is empty; remove the line, or, if it is of a shelf, write the ${field}`,
  };
}

const stillTotal: CellProblem = {
  code: 'row-total',
  explanation:
    'is of a row that was rejected as a total; drop the row, or, if it is a shelf, empty its cell reject_code',
};

/** Columns that number the rows do not describe them. */
const ROW_NUMBER_PATTERN = /^(?:|#|index|row|unnamed: \d+|순번|연번|lfd\. ?nr\.?|項番)$/i;

function otherColumns({ store, item, count, kept, names, rejectIndexes }: ColumnMap): readonly number[] {
  const used = new Set([store, item, count, ...kept.map(({ index }) => index), ...rejectIndexes]);
  return names.flatMap((name, index) => (used.has(index) || ROW_NUMBER_PATTERN.test(name) ? [] : [index]));
}

/** Whether the first and the last character of codes `start` to `end` are certainly no white space. */
function hasVisibleEnds({ codes, layout }: Text, start: number, end: number): boolean {
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
