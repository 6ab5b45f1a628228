import { isMeasured } from './column-names.ts';
import { mapColumns } from './columns.ts';
import { BlankLines } from './blank-lines.ts';
import { checkEncoding, chooseEncoding, refuseSevenBit } from './encoding.ts';
import { NumberStyle } from './number-style.ts';
import { RepeatedHeader } from './repeated-header.ts';
import { RowReader } from './row-reader.ts';
import { lineAt, RowScanner, scanOutcomes } from './row-scanner.ts';
import type { CheckedSettings } from './settings.ts';
import { SwallowedRows } from './swallowed-rows.ts';
import { UnitCheck } from './unit-check.ts';
import { codeBytes, decodedText, exactText, withoutEndMark, wholeLines } from './text.ts';
import type { ReaderState, ReadOptions, Reject, RowBatch, StockRow } from './types.ts';

const CR = 13;
/** Where the encoding is not certain, this much of the file is looked at before it is refused. */
const MAX_CHOICE_BYTES = 1024 * 1024;

type Block = Omit<RowBatch, 'bytesRead'>;

/** Reads the rows in one block of a file after another. */
export class BlockReader {
  readonly #scanner: RowScanner;
  readonly #rowReader: RowReader;
  readonly #maxRowBytes: number;
  readonly #blankLines: BlankLines;
  readonly #swallowedRows: SwallowedRows;
  readonly #repeatedHeader: RepeatedHeader | undefined;
  /** Whether the encoding was given, and nothing contradicts. */
  readonly #isEncodingGiven: boolean;

  constructor(
    { header, delimiter, bom, numbers, decimalComma, lost, units, archive }: ReaderState,
    settings: CheckedSettings,
    options: ReadOptions,
  ) {
    const { isSurvey = false, isShown = false, addsCounts = false } = options;
    const columns = mapColumns(header, settings);
    const isSheet = archive?.sheet !== undefined;
    // No comma delimits the cells of a sheet, so its text may come from where commas begin fractions.
    // Neither do commas between cells show anything of a count that is weighed.
    const shows = isSheet || isMeasured(columns.names[columns.count]!) ? ';' : delimiter;
    const style = new NumberStyle(shows, settings.numbers, {
      sofar: numbers,
      decimalComma: settings.decimalComma ?? decimalComma,
      isSurvey,
    });
    this.#scanner = new RowScanner(delimiter);
    const unitCheck = new UnitCheck(isShown ? [] : columns.units, addsCounts, units);
    this.#rowReader = new RowReader(
      this.#scanner,
      columns,
      delimiter,
      settings,
      style,
      unitCheck,
      options,
      isSheet,
      lost,
    );
    this.#maxRowBytes = settings.maxRowBytes;
    this.#blankLines = new BlankLines(delimiter);
    this.#swallowedRows = new SwallowedRows(columns, delimiter, settings);
    this.#repeatedHeader = isShown ? undefined : new RepeatedHeader(columns, settings);
    this.#isEncodingGiven = bom || settings.encoding !== undefined;
  }

  /** Ends the file. A file of rejects has some rows of its source only, which show nothing of all of them. */
  finish(): void {
    if (!this.#rowReader.cells.isGuarded) this.#rowReader.units.finish();
  }

  /** Where words of bytes that are to be read begin that may be of another encoding: see `foreign-rows.ts`. */
  oddWords(bytes: Buffer, atEnd: boolean, { encoding }: ReaderState): readonly number[] {
    return this.#rowReader.foreignRows?.look(bytes, encoding, atEnd) ?? [];
  }

  /**
   * Reads the whole rows at the start of `bytes`, which begin at `state.offset`. The state that comes back
   * has the same offset where there is not even one.
   */
  read(window: Buffer, atEnd: boolean, state: ReaderState): Block {
    const bytes = atEnd ? withoutEndMark(window, state.encoding) : window;
    const scanner = this.#scanner;
    const sizeBytes = codeBytes(state.encoding);
    const maxCodes = Math.floor(this.#maxRowBytes / sizeBytes);
    const rows: StockRow[] = [];
    const rejects: Reject[] = [];
    this.#rowReader.look(bytes);
    let { line, skipping, encoding } = state;
    if (!this.#isEncodingGiven) {
      if (encoding === 'ascii') refuseSevenBit(bytes);
      else checkEncoding(bytes, encoding, line, this.oddWords(bytes, atEnd, state));
    }
    // The rest of a line that was too long may begin inside a character.
    let text = skipping ? exactText(bytes, encoding, atEnd) : decodedText(bytes, encoding, atEnd);
    let at = 0;
    let surplus = 0;
    while (at < text.codes.length) {
      const { codes } = text;
      const { length } = codes;
      if (skipping) {
        const rest = lineAt(codes, at, length, atEnd);
        at = rest?.next ?? skipAll(codes, at);
        if (rest === undefined) break;
        line += rest.breaks;
        skipping = false;
        continue;
      }
      if (this.#blankLines.mayBegin(codes[at]!)) {
        const blank = this.#blankLines.skip(codes, at, maxCodes, atEnd);
        if (blank.next > at) {
          line += blank.breaks;
          at = blank.next;
          continue;
        }
      }
      const limit = Math.min(length, at + maxCodes + 1);
      const outcome = scanner.scan(text, at, surplus, limit, atEnd);
      const fits = outcome === scanOutcomes.row && scanner.end - at <= maxCodes;
      if (!fits && text.characters !== undefined) {
        // Odd rows, and what follows the whole lines, are dealt with in the form of the text that is exact.
        text = exactText(bytes, encoding, atEnd);
        surplus = 0;
        continue;
      }
      const cutOff = limit === length && !atEnd;
      if (cutOff && (outcome === scanOutcomes.open || outcome === scanOutcomes.openQuote)) break;
      if (scanner.hasNonAscii && encoding === 'ascii' && this.#rowReader.cells.hasForeignCell(text)) {
        // The first characters beyond ASCII decide for the whole file. Begin a block with them, so that as
        // much as possible of what follows counts.
        if (at > 0) break;
        const canWait = !atEnd && bytes.length < MAX_CHOICE_BYTES;
        const chosen = chooseEncoding(wholeLines(bytes, atEnd), canWait);
        if (chosen === undefined) break;
        encoding = chosen;
        text = decodedText(bytes, encoding, atEnd);
        continue;
      }
      const offset = state.offset + at * sizeBytes;
      const swallowing =
        fits && hasInnerBreak(scanner) ? this.#swallowedRows.find(text, scanner, at) : undefined;
      if (swallowing !== undefined) {
        if (text.characters !== undefined) {
          // The line is rejected by itself, as its bytes stand.
          text = exactText(bytes, encoding, atEnd);
          surplus = 0;
          continue;
        }
        const { end, next, breaks } = lineAt(codes, at, length, atEnd)!;
        rejects.push(
          this.#rowReader.rejects.ofLine(text, { line, offset }, at, end, 'cell-quote-rows', swallowing),
        );
        at = next;
        line += breaks;
        continue;
      }
      if (fits) {
        const row = this.#rowReader.read(text, line, offset);
        if (row !== undefined) {
          if (!isReject(row)) rows.push(row);
          else if (!this.#isHeader(row)) rejects.push(row);
        }
        line += scanner.breaks;
        surplus = scanner.surplus;
        at = scanner.next;
        continue;
      }
      // The row can't be read. It costs its first line only: what a stray quote swallowed is read again.
      const first = lineAt(codes, at, limit, atEnd);
      if (first === undefined && cutOff) break;
      const place = { line, offset };
      if (first === undefined || outcome === scanOutcomes.open || outcome === scanOutcomes.row) {
        rejects.push(this.#rowReader.rejects.ofLongRow(text, place, at, first?.end ?? limit));
      } else {
        const code = outcome === scanOutcomes.openQuote ? 'cell-quote-unclosed' : 'cell-quote-text';
        rejects.push(this.#rowReader.rejects.ofLine(text, place, at, first.end, code));
      }
      skipping = first === undefined;
      at = first?.next ?? at + maxCodes;
      line += first?.breaks ?? 0;
    }
    // What follows the end mark is not part of the file, and read nevertheless.
    const read = Math.min(at * sizeBytes, bytes.length);
    const offset = state.offset + (read === bytes.length ? window.length : read);
    const { bits, decimalComma } = this.#rowReader.numbers;
    const { seen } = this.#rowReader.units;
    const lost = this.#rowReader.marks?.lost;
    const shown = {
      ...(bits !== undefined && { numbers: bits }),
      ...(decimalComma !== undefined && { decimalComma }),
      ...(lost !== undefined && { lost }),
      ...(seen !== undefined && { units: seen }),
    };
    const dropped = this.#rowReader.takeDropped();
    const superseded = this.#rowReader.takeSuperseded();
    const records = state.records + rows.length + rejects.length + dropped + superseded;
    const next = { ...state, encoding, offset, line, records, skipping, ...shown };
    return { rows, rejects, dropped, superseded, renamed: this.#rowReader.takeRenamed(), state: next };
  }

  /** Whether a row that was rejected by itself, and not because of others, is the header again. */
  #isHeader({ code, cells, line }: Reject): boolean {
    const isRow = code === 'shelf-duplicate' || code === 'shelf-incomplete' || code === 'row-total';
    return !isRow && this.#repeatedHeader?.isHeader(cells, line) === true;
  }
}

/** Whether a cell of the row scanned last holds a line break. */
function hasInnerBreak({ breaks, next, end }: RowScanner): boolean {
  return breaks > (next > end ? 1 : 0);
}

function isReject(row: StockRow | Reject): row is Reject {
  return (row as Reject).cells !== undefined;
}

/** The end of a text without line break; a CR there may be half of one. */
function skipAll(codes: Uint8Array, at: number): number {
  return codes.at(-1) === CR ? Math.max(at, codes.length - 1) : codes.length;
}
