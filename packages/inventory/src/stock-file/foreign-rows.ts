import { isAscii } from 'node:buffer';
import { joinLines } from './detection/words.ts';
import { foreignRow, oddWords } from './encoding.ts';
import type { CellProblem } from './count.ts';
import { isLegacy } from './legacy.ts';
import { isEdge } from './odd-words.ts';
import type { RowScanner } from './row-scanner.ts';
import { type Text, wholeLines } from './text.ts';
import type { ReaderState } from './types.ts';

/**
 * Looks for rows that were pasted into a file of another encoding: their names are wrong. The words of a block are looked at
 * all at once, so that a row without an odd one, as nearly all are, costs a comparison.
 */
export class ForeignRows {
  #bytes: Buffer | undefined;
  #encoding: ReaderState['encoding'] | undefined;
  #odd: readonly number[] = [];
  #next = 0;

  /** Looks at the whole lines of a block; where its odd words begin. */
  look(bytes: Buffer, encoding: ReaderState['encoding'], atEnd: boolean): readonly number[] {
    if (bytes !== this.#bytes || encoding !== this.#encoding) {
      this.#bytes = bytes;
      this.#encoding = encoding;
      this.#odd = isLegacy(encoding) ? oddWords(wholeLines(bytes, atEnd), encoding) : [];
      this.#next = 0;
    }
    return this.#odd;
  }

  /** What is wrong with the row scanned last, and in which of the cells that are used. Rows come in their order. */
  find(
    { bytes, encoding }: Text,
    scanner: RowScanner,
    used: readonly number[],
  ): { at: number; problem: CellProblem } | undefined {
    if (this.look(bytes, encoding, true).length === 0 || !isLegacy(encoding)) return undefined;
    const odd = this.#oddIn(bytes, scanner, used);
    if (odd === '') return undefined;
    const { starts, ends, cells } = scanner;
    const there = used.filter((at) => at < cells);
    const parts = there.map((at) => bytes.subarray(starts[at], ends[at]));
    const found = foreignRow(odd, () => joinLines(parts), encoding);
    if (found === undefined) return undefined;
    const first = parts.findIndex((part) => !isAscii(part));
    return { at: there[first] ?? there[0] ?? 0, problem: problemOf(found.seems, encoding.toUpperCase()) };
  }

  /** The odd words in the cells of a row that are used, each with a line break. */
  #oddIn(bytes: Buffer, { start, end, starts, ends, cells }: RowScanner, used: readonly number[]): string {
    const odd = this.#odd;
    while (this.#next < odd.length && odd[this.#next]! < start) this.#next++;
    let words = '';
    for (; this.#next < odd.length && odd[this.#next]! < end; this.#next++) {
      const from = odd[this.#next]!;
      const cell = used.find((at) => at < cells && from >= starts[at]! && from < ends[at]!);
      if (cell === undefined) continue;
      let to = from;
      while (to < ends[cell]! && isEdge[bytes[to]!] === 0) to++;
      words += `${bytes.toString('latin1', from, to)}\n`;
    }
    return words;
  }
}

function problemOf(seems: string | undefined, own: string): CellProblem {
  const explanation =
    seems === undefined
      ? `makes no sense in ${own}, which the file is in; write it again, or save the file as UTF-8`
      : `makes no sense in ${own}, which the file is in, and does in ${seems.toUpperCase()}; write it again, or save the file as UTF-8`;
  return { code: 'cell-encoding', explanation };
}
