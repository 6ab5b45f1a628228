import { mapColumns } from './columns.ts';
import { chooseEncoding } from './encoding.ts';
import { RowReader } from './row-reader.ts';
import { lineAt, RowScanner, scanOutcomes } from './row-scanner.ts';
import type { CheckedSettings } from './settings.ts';
import { codeBytes, decodedText, exactText, wholeLines } from './text.ts';
import type { ReaderState, Reject, RowBatch, StockRow } from './types.ts';

const CR = 13;

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
    const sizeBytes = codeBytes(state.encoding);
    const maxCodes = Math.floor(this.#maxRowBytes / sizeBytes);
    const rows: StockRow[] = [];
    const rejects: Reject[] = [];
    let { line, skipping, encoding } = state;
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
      if (scanner.hasNonAscii && encoding === 'ascii') {
        // The first characters beyond ASCII decide for the whole file. Begin a block with them, so that as
        // much as can be of what follows has a say.
        if (at > 0) break;
        encoding = chooseEncoding(wholeLines(bytes, atEnd));
        text = decodedText(bytes, encoding, atEnd);
        continue;
      }
      const offset = state.offset + at * sizeBytes;
      if (fits) {
        const row = this.#rowReader.read(text, line, offset);
        if (row !== undefined) {
          if (isReject(row)) rejects.push(row);
          else rows.push(row);
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
        rejects.push(this.#rowReader.rejectLong(text, place, at, first?.end ?? limit));
      } else {
        const code = outcome === scanOutcomes.openQuote ? 'cell-quote-unclosed' : 'cell-quote-text';
        rejects.push(this.#rowReader.rejectLine(text, place, at, first.end, code));
      }
      skipping = first === undefined;
      at = first?.next ?? at + maxCodes;
      line += first?.breaks ?? 0;
    }
    const offset = state.offset + Math.min(at * sizeBytes, bytes.length);
    const records = state.records + rows.length + rejects.length;
    return { rows, rejects, state: { ...state, encoding, offset, line, records, skipping } };
  }
}

function isReject(row: StockRow | Reject): row is Reject {
  return (row as Reject).cells !== undefined;
}

/** The end of a text without line break; a CR there may be half of one. */
function skipAll(codes: Uint8Array, at: number): number {
  return codes.at(-1) === CR ? Math.max(at, codes.length - 1) : codes.length;
}
