import type { RowCells } from './row-cells.ts';
import type { RowScanner } from './row-scanner.ts';
import type { Text } from './text.ts';
import { variantTotal } from './total-names.ts';

/** A power of two. */
const REMEMBERED = 4_096;
/** Bytes of the longest name, roughly: cells beyond are not looked at. */
const MAX_CODES = 72;

/**
 * Finds the names of totals in the columns beside names and count, such as a size: `Berlin,T-shirt,Total,8`. These columns are not
 * decoded otherwise, so cells that were none are remembered by their hashes.
 */
export class VariantTotals {
  readonly #cells: RowCells;
  readonly #scanner: RowScanner;
  readonly #indexes: readonly number[];
  readonly #none = new Uint32Array(REMEMBERED);
  readonly #one: number[] = [0];

  constructor(cells: RowCells, scanner: RowScanner, indexes: readonly number[]) {
    this.#cells = cells;
    this.#scanner = scanner;
    this.#indexes = indexes;
  }

  /** Whether a cell of the row scanned last has the name of a total. */
  find(text: Text): 'certain' | 'likely' | undefined {
    let found: 'certain' | 'likely' | undefined;
    for (const index of this.#indexes) {
      const one = this.#look(text, index);
      if (one === 'certain') return one;
      found ??= one;
    }
    return found;
  }

  #look(text: Text, index: number): 'certain' | 'likely' | undefined {
    const { cells, starts, ends } = this.#scanner;
    if (index >= cells) return undefined;
    const [start, end] = [starts[index]!, ends[index]!];
    if (end === start || end - start > MAX_CODES || isDigit(text.codes[start]!)) return undefined;
    this.#one[0] = index;
    const hash = this.#cells.hashOf(text, this.#one);
    const slot = hash % REMEMBERED;
    if (this.#none[slot] === hash) return undefined;
    // Cells that are not used do not decide the encoding.
    const cell =
      text.encoding === 'ascii'
        ? Buffer.from(text.bytes.subarray(start, end)).toString('utf8').trim()
        : this.#cells.trimmed(text, index);
    const found = variantTotal(cell);
    if (found === undefined) this.#none[slot] = hash;
    return found;
  }
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
