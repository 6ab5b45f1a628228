import { mapColumns } from './columns.ts';
import { chooseEncoding, unitBytes, unitsOf, wholeLines } from './encoding.ts';
import { RowReader, type Text } from './row-reader.ts';
import { lineAt, RowScanner, scanned } from './row-scanner.ts';
import type { CheckedSettings } from './settings.ts';
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
    const unit = unitBytes(state.encoding);
    const units = unitsOf(bytes, state.encoding, atEnd);
    const text: Text = { bytes, units, encoding: state.encoding };
    const maxUnits = Math.floor(this.#maxRowBytes / unit);
    const rows: StockRow[] = [];
    const rejects: Reject[] = [];
    let { line, skipping } = state;
    let at = 0;
    while (at < units.length) {
      if (skipping) {
        const rest = lineAt(units, at, units.length, atEnd);
        at = rest?.next ?? skipAll(units, at);
        line += rest?.breaks ?? 0;
        if (rest === undefined) break;
        skipping = false;
        continue;
      }
      const limit = Math.min(units.length, at + maxUnits + 1);
      const outcome = scanner.scan(units, at, limit, atEnd);
      const cutOff = limit === units.length && !atEnd;
      if (cutOff && (outcome === scanned.open || outcome === scanned.openQuote)) break;
      if (scanner.anyHigh && text.encoding === 'ascii') {
        // The first characters beyond ASCII decide for the whole file. Begin a block with them, so that as
        // much as can be of what follows has a say.
        if (at > 0) break;
        text.encoding = chooseEncoding(wholeLines(bytes, atEnd));
      }
      const offset = state.offset + at * unit;
      if (outcome === scanned.row && scanner.end - at <= maxUnits) {
        const row = this.#rowReader.read(text, line, offset);
        if (row === undefined) {
          // A blank line.
        } else if ('code' in row) {
          rejects.push(row);
        } else {
          rows.push(row);
        }
        at = scanner.next;
        line += scanner.breaks;
        continue;
      }
      // The row can't be read. It costs its first line only: what a stray quote swallowed is read again.
      const first = lineAt(units, at, limit, atEnd);
      if (first === undefined && cutOff) break;
      const place = { line, offset };
      if (first === undefined || outcome === scanned.open || outcome === scanned.row) {
        rejects.push(this.#rowReader.rejectLong(text, place, at, first?.end ?? limit));
      } else {
        const code = outcome === scanned.openQuote ? 'cell-quote-unclosed' : 'cell-quote-text';
        rejects.push(this.#rowReader.rejectLine(text, place, at, first.end, code));
      }
      at = first?.next ?? at + maxUnits;
      line += first?.breaks ?? 0;
      skipping = first === undefined;
    }
    return {
      rows,
      rejects,
      state: {
        ...state,
        encoding: text.encoding,
        offset: state.offset + Math.min(at * unit, bytes.length),
        line,
        records: state.records + rows.length + rejects.length,
        skipping,
      },
    };
  }
}

/** The end of a text without line break; a CR there may be half of one. */
function skipAll(units: string, at: number): number {
  return units.endsWith('\r') ? Math.max(at, units.length - 1) : units.length;
}
