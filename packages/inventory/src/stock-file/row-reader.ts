import type { ColumnMap } from './columns.ts';
import { type CellProblem, parseCount, parseDigits } from './count.ts';
import { quote } from './errors.ts';
import { ForeignRows } from './foreign-rows.ts';
import { checkLength, NameReader } from './name-reader.ts';
import { checkQuotes, unwrapText } from './names.ts';
import { digitsIn, fractionMark, NumberStyle, pointsBeginFractions } from './number-style.ts';
import { hasReadWrongly, mayNameBeReadWrongly } from './read-wrongly.ts';
import { RowCells } from './row-cells.ts';
import { RowMarks } from './row-marks.ts';
import { RowRejects } from './row-rejects.ts';
import type { RowScanner } from './row-scanner.ts';
import type { CheckedSettings } from './settings.ts';
import type { Text } from './text.ts';
import { isTotalName, mentionsTotal, variantTotal } from './total-names.ts';
import { encodedOnce } from './twice-encoded.ts';
import type { UnitCheck } from './unit-check.ts';
import { VariantTotals } from './variant-totals.ts';
import type {
  LostSeen,
  NumberSeen,
  ReadOptions,
  Reject,
  Renamed,
  RowVerdict,
  ShelfNames,
  StockFileDelimiter,
  StockRow,
} from './types.ts';

const AMPERSAND = 0x26;
const QUESTION_MARK = 0x3f;
const DOUBLE_QUOTE = 0x22;
const MAX_NUMBER_LENGTH = 24;

/**
 * A row. V8 always allocates the objects of a class among young ones, which are cheap to free. Literals it allocates among old ones
 * for good, if the first hundred happen to live through a collection: then all rows of a file stay in memory until a full one.
 */
class Row implements StockRow {
  declare store: string;
  declare item: string;
  declare count: number;
  declare line: number;
  declare offset: number;

  constructor(store: string, item: string, count: number, line: number, offset: number) {
    this.store = store;
    this.item = item;
    this.count = count;
    this.line = line;
    this.offset = offset;
  }
}

/** Turns the cells that a scanner found into a row or a reject. */
export class RowReader {
  readonly cells: RowCells;
  readonly rejects: RowRejects;
  readonly #names: NameReader;
  readonly #scanner: RowScanner;
  readonly #columns: ColumnMap;
  readonly #settings: CheckedSettings;
  readonly #inspect: ReadOptions['inspect'];
  /** The columns that are used and hold text. */
  readonly #used: readonly number[];
  /** Where the encoding was not given. */
  readonly foreignRows: ForeignRows | undefined;
  /** Whether the block that is read may have escapes of HTML, or question marks in place of characters. */
  #mayHaveMarks = false;
  /** Whether it has {@link LOST_IN_CP949} in UTF-8. */
  #hasLost = false;
  #dropped = 0;
  #superseded = 0;
  #lastSource = '';
  readonly #onRejectSource: ReadOptions['onRejectSource'];
  /** Names that are kept are what they are. */
  readonly marks: RowMarks | undefined;
  /** Whether a comma in the count may have put its rest into a column without a name. */
  readonly #mayBeSplit: boolean;
  /** In a survey: the indexes of the columns that are neither used nor kept. */
  readonly #others: readonly number[];
  /** The columns whose numbers may show how those of the counts are written. */
  readonly #elsewhere: readonly number[];
  /** In a survey: the columns beside names and count. */
  readonly #variants: VariantTotals | undefined;
  /** How the counts of the file are written. */
  readonly numbers: NumberStyle;
  /** What units they are in. */
  readonly units: UnitCheck;
  readonly #hasUnits: boolean;

  constructor(
    scanner: RowScanner,
    columns: ColumnMap,
    delimiter: StockFileDelimiter,
    settings: CheckedSettings,
    numbers: NumberStyle,
    units: UnitCheck,
    options: ReadOptions,
    isSheet = false,
    lost?: LostSeen,
  ) {
    const { inspect, onRejectSource, isSurvey = false, isShown = false } = options;
    this.cells = new RowCells(scanner, columns, isSheet);
    this.rejects = new RowRejects(scanner, this.cells, columns, delimiter, settings, options);
    this.#names = new NameReader(scanner, this.cells, settings);
    this.#inspect = inspect;
    this.marks =
      settings.names === 'keep' || isShown ? undefined : new RowMarks(columns, settings.lost ?? lost);
    this.#onRejectSource = columns.sourceIndex < 0 ? undefined : onRejectSource;
    this.numbers = numbers;
    this.units = units;
    this.#hasUnits = units.isNeeded;
    this.#scanner = scanner;
    this.#columns = columns;
    this.#settings = settings;
    this.#used = [columns.store, columns.item, ...columns.kept.map(({ index }) => index)];
    this.foreignRows = settings.encoding === undefined ? new ForeignRows() : undefined;
    this.#others = isSurvey ? otherColumns(columns) : [];
    const { store, item, count, rejectIndexes } = columns;
    this.#elsewhere = columns.names.flatMap((_, index) =>
      index === store || index === item || index === count || rejectIndexes.has(index) ? [] : [index],
    );
    this.#variants = isSurvey
      ? new VariantTotals(this.cells, scanner, [...this.#others, ...columns.kept.map(({ index }) => index)])
      : undefined;
    this.#mayBeSplit = !isSheet && delimiter === ',' && columns.names[columns.count + 1] === '';
  }

  /** Looks at the next block, before its rows are read. */
  look(bytes: Buffer): void {
    this.#mayHaveMarks = bytes.includes(AMPERSAND) || bytes.includes(QUESTION_MARK);
    this.#hasLost = bytes.includes(LOST_IN_CP949);
  }

  /** Reads the row that was scanned whole; undefined where it is blank. */
  read(text: Text, line: number, offset: number): StockRow | Reject | undefined {
    const { store: storeAt, item: itemAt, count: countAt, kept, names } = this.#columns;
    const { cells, starts, ends } = this.#scanner;
    if (cells !== names.length && !this.cells.fits(text)) {
      return this.cells.isBlank(text) ? undefined : this.rejects.ofRaggedRow(text, { line, offset });
    }
    if (this.#onRejectSource !== undefined) this.#emitSource(text);
    this.#names.isMarked = false;
    const store = this.#names.read(text, storeAt, line);
    if (store === '' && this.cells.isBlank(text)) return undefined;
    const storeProblem =
      checkLength(store, 'store') ??
      this.#checkDecoded(store, text) ??
      (this.#names.isLooked ? this.#names.checkLooked(text, storeAt, store, 'store') : undefined);
    if (storeProblem !== undefined) {
      const item = this.cells.cell(text, itemAt).trim();
      return storeProblem.code === 'store-missing' && mentionsTotal(item)
        ? this.rejects.ofCell(text, { line, offset }, itemAt, totalWithout('store'))
        : this.rejects.ofCell(text, { line, offset }, storeAt, storeProblem);
    }

    const item = this.#names.read(text, itemAt, line);
    const itemProblem =
      checkLength(item, 'item') ??
      this.#checkDecoded(item, text) ??
      (this.#names.isLooked
        ? (this.#names.checkLooked(text, itemAt, item, 'item') ?? checkQuotes(store, item))
        : undefined);
    if (itemProblem !== undefined) {
      const isNone = itemProblem.code === 'item-missing' || itemProblem.code === 'item-error-value';
      return isNone && mentionsTotal(store)
        ? this.rejects.ofCell(text, { line, offset }, storeAt, totalWithout('item'), { store })
        : this.rejects.ofCell(text, { line, offset }, itemAt, itemProblem, { store });
    }
    const total = this.#checkTotal(text, store, item);
    if (total !== undefined) {
      return this.rejects.ofCell(text, { line, offset }, total, stillTotal, { store, item });
    }
    if (this.#scanner.hasNonAscii && this.foreignRows !== undefined) {
      const foreign = this.foreignRows.find(text, this.#scanner, this.#used);
      if (foreign !== undefined)
        return this.rejects.ofCell(text, { line, offset }, foreign.at, foreign.problem);
      const problem = text.encoding === 'utf-8' ? checkOnce(store, item, this.#hasLost) : undefined;
      if (problem !== undefined)
        return this.rejects.ofCell(
          text,
          { line, offset },
          this.#columns[problem.field],
          problem,
          undefined,
          problem.meant,
        );
    }

    if (this.#elsewhere.length > 0 && this.numbers.looksElsewhere) this.#lookElsewhere(text, line);
    let count = countAt < cells ? parseDigits(text.codes, starts[countAt]!, ends[countAt]!) : -1;
    if (count < 0) {
      const cell = unwrapText(this.cells.cell(text, countAt));
      const parsed = this.#checkDecoded(cell, text) ?? this.#count(text, countAt, cell);
      if (typeof parsed !== 'number') {
        return this.rejects.ofCell(text, { line, offset }, countAt, parsed, { store, item });
      }
      count = parsed;
    }
    if (this.#mayBeSplit) {
      const problem = this.#splitCount(text, countAt);
      if (problem !== undefined)
        return this.rejects.ofCell(text, { line, offset }, countAt, problem, { store, item });
    }
    if (this.#hasUnits) this.#observeUnits(text, store, item, count, line);
    const row: StockRow = new Row(store, item, count, line, offset);
    if (this.#others.length > 0) row.others = this.cells.hashOf(text, this.#others);
    const totalName = this.#variants?.find(text);
    if (totalName !== undefined) row.totalName = totalName;
    if (kept.length === 0) return this.#judged(text, row);

    const attributes: Record<string, string> = {};
    for (const { name, index } of kept) {
      const value = this.cells.trimmed(text, index);
      const problem = this.#checkDecoded(value, text);
      if (problem !== undefined) {
        return this.rejects.ofCell(text, { line, offset }, index, problem, { store, item });
      }
      if (value !== '') attributes[name] = value;
    }
    row.attributes = attributes;
    return this.#judged(text, row);
  }

  #count(text: Text, index: number, cell: string): number | CellProblem {
    const kind = this.cells.kindOf(text, index);
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

  /** A decimal comma in another column of the row, where none of them has a decimal point. */
  #lookElsewhere(text: Text, line: number): void {
    const { cells, starts, ends } = this.#scanner;
    let found: NumberSeen | undefined;
    for (const index of this.#elsewhere) {
      // Between commas a cell with a comma is quoted.
      if (index >= cells || text.codes[starts[index]! - 1] !== DOUBLE_QUOTE) continue;
      if (ends[index]! - starts[index]! > MAX_NUMBER_LENGTH) continue;
      const cell = this.cells.trimmed(text, index);
      if (fractionMark(cell) === ',')
        found ??= { column: this.#columns.names[index]!, value: digitsIn(cell), line };
    }
    if (found === undefined) return;
    const marks = this.#elsewhere.map((index) => fractionMark(this.cells.trimmed(text, index)));
    if (!marks.includes('.')) this.numbers.observeElsewhere(found);
  }

  /** A total adds up counts of any unit, and has none. */
  #observeUnits(text: Text, store: string, item: string, count: number, line: number): void {
    if (isTotalName(store) || isTotalName(item)) return;
    this.units.observe((index) => this.cells.cell(text, index), { line, count }, text.encoding);
  }

  /** Digits in the column without a name behind the count: `1,200` that is not quoted is two cells. */
  #splitCount(text: Text, index: number): CellProblem | undefined {
    const [count, rest] = [this.cells.cell(text, index).trim(), this.cells.cell(text, index + 1).trim()];
    if (!/^\d+$/.test(rest)) return undefined;
    const explanation = `is followed by ${quote(rest)} in a column without a name, so it may be ${count},${rest}; quote it, or name the column`;
    return { code: 'count-ambiguous', explanation };
  }

  /** What others make of a row that is accepted by itself. */
  #judged(text: Text, row: StockRow): StockRow | Reject | undefined {
    const verdict = this.#judgeMarks(text, row) ?? this.#inspect?.(row);
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
    return this.rejects.ofRow(text, row, verdict);
  }

  #judgeMarks({ encoding }: Text, row: StockRow): RowVerdict | undefined {
    const { isMarked } = this.#names;
    const { hasNonAscii } = this.#scanner;
    const mayBeWrong =
      hasNonAscii &&
      hasReadWrongly(encoding) &&
      (mayNameBeReadWrongly(row.store) || mayNameBeReadWrongly(row.item));
    const mayBeTwice = hasNonAscii && (this.cells.isSheet || encoding.startsWith('utf-16'));
    const isLooked = isMarked || mayBeWrong || mayBeTwice || this.#mayHaveMarks;
    return isLooked ? this.marks?.judge(row, isMarked, mayBeWrong, mayBeTwice) : undefined;
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
    const source = this.cells.cell(text, this.#columns.sourceIndex).trim();
    if (source === '' || source === this.#lastSource) return;
    this.#lastSource = source;
    this.#onRejectSource?.(source);
  }

  /** What was renamed since this was asked last. */
  takeRenamed(): Renamed {
    return this.#names.takeRenamed();
  }

  /** A total that was found among the rows of its file: a file of rejects does not have those. */
  #checkTotal(text: Text, store: string, item: string): number | undefined {
    const { codeIndex, store: storeAt, item: itemAt } = this.#columns;
    if (codeIndex < 0 || this.cells.cell(text, codeIndex).trim() !== 'row-total') return undefined;
    if (isTotalName(store)) return storeAt;
    if (isTotalName(item)) return itemAt;
    return this.#elsewhere.find((index) => variantTotal(this.cells.trimmed(text, index)) !== undefined);
  }

  #checkDecoded(value: string, text: Text): CellProblem | undefined {
    if (text.characters !== undefined || !this.#scanner.hasNonAscii || !value.includes('\ufffd'))
      return undefined;
    return {
      code: 'cell-encoding',
      explanation: `has characters that are malformed in ${text.encoding.toUpperCase()}; correct the cell, or save the file as UTF-8`,
    };
  }
}

/** Twice U+FFFD, in UTF-8, read as CP949. */
const LOST_IN_CP949 = '占쏙옙';

/** Whether a name was encoded twice, in a file whose other names were not. */
function checkOnce(
  store: string,
  item: string,
  mayBeLost: boolean,
): (CellProblem & { field: 'store' | 'item'; meant?: ShelfNames }) | undefined {
  if (mayBeLost && (store.includes(LOST_IN_CP949) || item.includes(LOST_IN_CP949))) {
    return {
      field: store.includes(LOST_IN_CP949) ? 'store' : 'item',
      code: 'cell-encoding',
      explanation: `has ${quote(LOST_IN_CP949)}, which stands for lost characters that were read in CP949; export the file again, in UTF-8`,
    };
  }
  const [inStore, inItem] = [encodedOnce(store), encodedOnce(item)];
  const meant = inStore ?? inItem;
  if (meant === undefined) return undefined;
  return {
    field: inStore === undefined ? 'item' : 'store',
    meant: { store: inStore ?? store, item: inItem ?? item },
    code: 'cell-encoding',
    explanation: `seems to be encoded in UTF-8 twice: it would be ${quote(meant)}; write it so, or, if it is right as it is, pass --encoding utf-8 (setting Encoding)`,
  };
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
