import { foreignRow, oddWords } from './encoding.ts';
import type { CellProblem } from './count.ts';
import { isLegacy } from './legacy.ts';
import type { RowScanner } from './row-scanner.ts';
import { type Text, wholeLines } from './text.ts';
import type { ReaderState } from './types.ts';

const LINE_BREAK = 0x0a;

/**
 * Looks for rows that were pasted into a file of another encoding: their names are wrong. The words of a block are looked at
 * all at once, so that a row without an odd one, as nearly all are, costs a comparison.
 */
export class ForeignRows {
  #bytes: Buffer | undefined;
  #encoding: ReaderState['encoding'] | undefined;
  #odd: readonly number[] = [];
  #next = 0;

  /** Looks at the whole lines of a block; whether they have odd words. */
  look(bytes: Buffer, encoding: ReaderState['encoding'], atEnd: boolean): boolean {
    if (bytes !== this.#bytes || encoding !== this.#encoding) {
      this.#bytes = bytes;
      this.#encoding = encoding;
      this.#odd = isLegacy(encoding) ? oddWords(wholeLines(bytes, atEnd), encoding) : [];
      this.#next = 0;
    }
    return this.#odd.length > 0;
  }

  /** What is wrong with the row scanned last, and in which of the cells that are used. Rows come in their order. */
  find(
    { bytes, encoding }: Text,
    { start, end, starts, ends, cells }: RowScanner,
    used: readonly number[],
  ): { at: number; problem: CellProblem } | undefined {
    if (!isLegacy(encoding) || !this.look(bytes, encoding, true) || !this.#hasOdd(start, end)) return undefined;
    const there = used.filter((at) => at < cells);
    const parts = there.map((at) => bytes.subarray(starts[at], ends[at]));
    const found = foreignRow(joinLines(parts), encoding);
    if (found === undefined) return undefined;
    const first = parts.findIndex((part) => part.some((byte) => byte > 0x7f));
    return { at: there[first] ?? there[0] ?? 0, problem: problemOf(found.seems, encoding.toUpperCase()) };
  }

  /** Whether an odd word begins in the codes from `start` to `end`. */
  #hasOdd(start: number, end: number): boolean {
    while (this.#next < this.#odd.length && this.#odd[this.#next]! < start) this.#next++;
    return this.#next < this.#odd.length && this.#odd[this.#next]! < end;
  }
}

function joinLines(parts: readonly Uint8Array[]): Buffer {
  const lines = Buffer.alloc(parts.reduce((length, part) => length + part.length + 1, 0), LINE_BREAK);
  let at = 0;
  for (const part of parts) {
    lines.set(part, at);
    at += part.length + 1;
  }
  return lines;
}

function problemOf(seems: string | undefined, own: string): CellProblem {
  const explanation =
    seems === undefined
      ? `makes no sense in ${own}, which the file is in; write it again, or save the file as UTF-8`
      : `makes no sense in ${own}, which the file is in, and does in ${seems.toUpperCase()}; write it again, or save the file as UTF-8`;
  return { code: 'cell-encoding', explanation };
}
