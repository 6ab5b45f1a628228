import { mapColumns } from './columns.ts';
import { chooseEncoding } from './encoding.ts';
import { RowReader } from './row-reader.ts';
import { lineAt, RowScanner, scanOutcomes } from './row-scanner.ts';
import type { CheckedSettings } from './settings.ts';
import { cleanText, exactText, sizeOfUnits, unitBytes, wholeLines } from './text.ts';
import type { ReaderState, Reject, RowBatch, StockRow } from './types.ts';

type Block = Omit<RowBatch, 'bytesRead'>;

/** Reads the rows in one block of a file after another. */
export class BlockReader {
  readonly #scanner: RowScanner;
  readonly #rowReader: RowReader;
  readonly #maxRowBytes: number;

  constructor({ header, delimiter }: ReaderState, settings: CheckedSettings) {
    this.#scanner = new RowScanner(delimiter);
    this.#rowReader = new RowReader(this.#scanner, mapColumns(header, settings), delimiter, settings);
    this.#maxRowBytes = settings.maxRowBytes;
  }

  /**
   * Reads the whole rows at the start of `bytes`, which begin at `state.offset`. The state that comes back
   * has the same offset where there is not even one.
   */
  read(bytes: Buffer, atEnd: boolean, state: ReaderState): Block {
    const scanner = this.#scanner;
    const maxUnits = Math.floor(this.#maxRowBytes / unitBytes(state.encoding));
    const rows: StockRow[] = [];
    const rejects: Reject[] = [];
    let { line, skipping, encoding } = state;
    let text =
      (skipping ? undefined : cleanText(bytes, encoding, atEnd)) ?? exactText(bytes, encoding, atEnd);
    let at = 0;
    let usedBytes = 0;
    const advance = (next: number, breaks: number): void => {
      usedBytes += sizeOfUnits(text, at, next);
      at = next;
      line += breaks;
    };
    while (at < text.units.length) {
      const { units } = text;
      if (skipping) {
        const rest = lineAt(units, at, units.length, atEnd);
        advance(rest?.next ?? skipAll(units, at), rest?.breaks ?? 0);
        if (rest === undefined) break;
        skipping = false;
        continue;
      }
      const limit = Math.min(units.length, at + maxUnits + 1);
      const outcome = scanner.scan(units, at, limit, atEnd);
      const fits = outcome === scanOutcomes.row && sizeOfUnits(text, at, scanner.end) <= this.#maxRowBytes;
      const cutOff = limit === units.length && !atEnd;
      if (!fits && text.clean) {
        // Odd rows are dealt with in the form of the text that is exact to the byte.
        text = exactText(bytes.subarray(usedBytes), encoding, atEnd);
        at = 0;
        continue;
      }
      if (cutOff && (outcome === scanOutcomes.open || outcome === scanOutcomes.openQuote)) break;
      if (scanner.hasNonAscii && encoding === 'ascii') {
        // The first characters beyond ASCII decide for the whole file. Begin a block with them, so that as
        // much as can be of what follows has a say.
        if (at > 0) break;
        encoding = chooseEncoding(wholeLines(bytes, atEnd));
        text = { ...text, encoding };
      }
      const offset = state.offset + usedBytes;
      if (fits) {
        const row = this.#rowReader.read(text, line, offset);
        if (row !== undefined) {
          if ('code' in row) rejects.push(row);
          else rows.push(row);
        }
        advance(scanner.next, scanner.breaks);
        continue;
      }
      // The row can't be read. It costs its first line only: what a stray quote swallowed is read again.
      const first = lineAt(units, at, limit, atEnd);
      if (first === undefined && cutOff) break;
      const place = { line, offset };
      if (first === undefined || outcome === scanOutcomes.open || outcome === scanOutcomes.row) {
        rejects.push(this.#rowReader.rejectLong(text, place, at, first?.end ?? limit));
      } else {
        const code = outcome === scanOutcomes.openQuote ? 'cell-quote-unclosed' : 'cell-quote-text';
        rejects.push(this.#rowReader.rejectLine(text, place, at, first.end, code));
      }
      skipping = first === undefined;
      advance(first?.next ?? at + maxUnits, first?.breaks ?? 0);
    }
    const offset = state.offset + Math.min(usedBytes, bytes.length);
    const records = state.records + rows.length + rejects.length;
    return { rows, rejects, state: { ...state, encoding, offset, line, records, skipping } };
  }
}

/** The end of a text without line break; a CR there may be half of one. */
function skipAll(units: string, at: number): number {
  return units.endsWith('\r') ? Math.max(at, units.length - 1) : units.length;
}
