import { CellEnds, MARK_NUMBERS } from './cell-ends/cell-ends.ts';
import { steps as parts, type Text } from './text.ts';

/** How the scan of one row ended. */
export const scanOutcomes = {
  /** The row is whole. */
  row: 0,
  /** The text ran out, outside of quotes. */
  open: 1,
  /** The text ran out, inside quotes. */
  openQuote: 2,
  /** Text follows a closing quote. */
  quoteText: 3,
} as const;

const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;
const DOUBLE_QUOTE = 34;
const { width: WIDTH, surplus: SURPLUS, surplusShift: SURPLUS_SHIFT, odd: ODD } = parts;

/** For shorter texts it takes longer than it saves. */
const MIN_CODES = 8_192;
/** Room for more cells than nearly every file has columns. */
const USUAL_CELLS = 64;

/**
 * Finds the cells of one row at a time. Its fields are about the row scanned last; they are typed arrays used again
 * for each row, since this is the innermost loop of all. It reads codes and not characters, because a string costs
 * more to look into, and because codes show how many bytes a row has without counting.
 *
 * RFC 4180, and beyond it: spaces around a quoted cell do not matter; a quote inside an unquoted cell
 * stands for itself; LF, CRLF and CR each end a row.
 */
export class RowScanner {
  /** Where the row starts. */
  start = 0;
  /** Cells found, in a row that is not whole the one being scanned included. */
  cells = 0;
  /** The codes of each cell. */
  starts = new Int32Array(USUAL_CELLS);
  ends = new Int32Array(USUAL_CELLS);
  /** The same in the text's characters. */
  characterStarts = new Int32Array(USUAL_CELLS);
  characterEnds = new Int32Array(USUAL_CELLS);
  /** 1 where the cell is quoted and holds doubled quotes. */
  hasDoubledQuotes = new Uint8Array(USUAL_CELLS);
  /** Whether any code of the row is above ASCII. */
  hasNonAscii = false;
  /**
   * Whether a cell may hold what is not seen: blanks one after the other, line breaks, control characters, or characters of
   * the layout's `odd` ones.
   */
  isOdd = false;
  /** Where the row's content ends. */
  end = 0;
  /** Where the next row starts. */
  next = 0;
  /** How many more codes than characters there are before the next row. */
  surplus = 0;
  /** Line breaks in the row, the one that ends it included. */
  breaks = 0;

  readonly #delimiter: number;
  /** The greatest code that may be anything but text. */
  readonly #maxSpecial: number;
  readonly #cellEnds: CellEnds;
  /** Whether `hasDoubledQuotes` may have a 1. */
  #hasDoubled = false;

  /** @param minCodes the length of texts in which the ends of cells are found before their rows are scanned */
  constructor(delimiter: string, minCodes = MIN_CODES) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#maxSpecial = Math.max(this.#delimiter, SPACE);
    this.#cellEnds = new CellEnds(this.#delimiter, minCodes);
  }

  /**
   * Scans the row that starts at `start`, with `surplus` more codes than characters before it. It decides by no code
   * from `limit` on, but for the LF of a CRLF. `final`: the file ends where the text ends.
   */
  scan(text: Text, start: number, surplus: number, limit: number, final: boolean): number {
    this.start = start;
    if (this.#cellEnds.look(text)) {
      if (this.#readOff(text.codes, start, surplus, limit)) return scanOutcomes.row;
      this.#cellEnds.countScanned();
    }
    return this.#scan(text, start, surplus, limit, final);
  }

  /** Reads a row off the places where its cells may end; false where it has something else that has to be looked at. */
  #readOff(codes: Uint8Array, start: number, surplus: number, limit: number): boolean {
    const { marks, length, shift } = this.#cellEnds;
    const { starts, ends, characterStarts, characterEnds } = this;
    const delimiter = this.#delimiter;
    let mark = this.#cellEnds.seek(start);
    const countedBefore = mark === 0 ? 0 : marks[mark - 1]!;
    let before = surplus;
    let from = start;
    for (let cell = 0; mark < length && cell < starts.length; cell++) {
      const at = marks[mark]!;
      if (at >= limit) return false;
      const counted = marks[mark + 1]!;
      mark += MARK_NUMBERS;
      starts[cell] = from;
      characterStarts[cell] = from - before;
      before = counted >> shift;
      ends[cell] = at;
      characterEnds[cell] = at - before;
      const code = codes[at]!;
      if (code === delimiter) {
        from = at + 1;
        continue;
      }
      const isPair = code === CR && codes[at + 1] === LF;
      if (code !== LF && !isPair) return false;
      this.cells = cell + 1;
      this.hasNonAscii = counted !== countedBefore;
      this.isOdd = false;
      this.surplus = before;
      this.end = at;
      this.next = isPair ? at + 2 : at + 1;
      this.breaks = 1;
      this.#cellEnds.next = mark;
      if (this.#hasDoubled) this.#clearDoubled();
      return true;
    }
    return false;
  }

  #clearDoubled(): void {
    this.hasDoubledQuotes.fill(0);
    this.#hasDoubled = false;
  }

  #scan({ codes, layout }: Text, start: number, surplus: number, limit: number, final: boolean): number {
    const delimiter = this.#delimiter;
    const maxSpecial = this.#maxSpecial;
    const { length } = codes;
    const { steps, usualWidth } = layout;
    const usualSurplus = usualWidth - 1;
    const usualStep = usualWidth | (usualSurplus << SURPLUS_SHIFT);
    this.hasNonAscii = false;
    this.isOdd = false;
    this.surplus = surplus;
    this.breaks = 0;
    let cell = 0;
    let at = start;
    for (;;) {
      if (cell === this.starts.length) this.#widen();
      this.starts[cell] = at;
      this.characterStarts[cell] = at - this.surplus;
      this.hasDoubledQuotes[cell] = 0;
      this.cells = cell + 1;
      let code = at < limit ? codes[at]! : 0;
      while (code === SPACE || (code === TAB && delimiter !== TAB)) {
        at++;
        code = at < limit ? codes[at]! : 0;
      }
      if (code === DOUBLE_QUOTE) {
        at = this.#quoted(codes, steps, at + 1, limit, cell);
        if (at < 0) return scanOutcomes.openQuote;
        if (at === length && !final) return scanOutcomes.open;
        while (at < limit) {
          code = codes[at]!;
          if (code !== SPACE && (code !== TAB || delimiter === TAB)) break;
          at++;
        }
        if (at < limit && code !== delimiter && code !== LF && code !== CR) return scanOutcomes.quoteText;
      } else {
        let more = 0;
        /** What steps had, all together: none for ASCII. */
        let seen = 0;
        while (at < limit) {
          code = codes[at]!;
          if (code > 0x7f) {
            const step = steps[code]!;
            seen |= step;
            // Where the next one begins is known without waiting for the table, if it is a usual one.
            if (step === usualStep) {
              at += usualWidth;
              more += usualSurplus;
            } else {
              at += step & WIDTH;
              more += (step >> SURPLUS_SHIFT) & SURPLUS;
            }
          } else if (code > maxSpecial) {
            at++;
          } else {
            if (code === delimiter || code === LF || code === CR) break;
            if (code < SPACE || (code === SPACE && codes[at - 1] === SPACE)) seen |= ODD;
            at++;
          }
        }
        if ((seen & WIDTH) > 0) this.hasNonAscii = true;
        if ((seen & ODD) > 0) this.isOdd = true;
        this.surplus += more;
        this.ends[cell] = at;
        this.characterEnds[cell] = at - this.surplus;
      }
      if (at >= limit) {
        this.end = at;
        this.next = at;
        return final && at === length ? scanOutcomes.row : scanOutcomes.open;
      }
      at++;
      if (code === delimiter) {
        cell++;
        continue;
      }
      this.end = at - 1;
      if (code === CR) {
        if (at === length && !final) return scanOutcomes.open;
        if (at < length && codes[at] === LF) at++;
      }
      this.breaks++;
      this.next = at;
      return scanOutcomes.row;
    }
  }

  /** Makes room for twice as many cells. */
  #widen(): void {
    const length = this.starts.length * 2;
    const copy = (from: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const wider = new Int32Array(length);
      wider.set(from);
      return wider;
    };
    this.starts = copy(this.starts);
    this.ends = copy(this.ends);
    this.characterStarts = copy(this.characterStarts);
    this.characterEnds = copy(this.characterEnds);
    const doubled = new Uint8Array(length);
    doubled.set(this.hasDoubledQuotes);
    this.hasDoubledQuotes = doubled;
  }

  /**
   * Scans a cell from behind its opening quote on; returns where the code behind the closing one is, -1 where there
   * is none before `limit`.
   */
  #quoted(codes: Uint8Array, steps: Uint8Array, start: number, limit: number, cell: number): number {
    this.starts[cell] = start;
    this.characterStarts[cell] = start - this.surplus;
    let more = 0;
    let seen = 0;
    let at = start;
    while (at < limit) {
      const code = codes[at]!;
      if (code > 0x7f) {
        const step = steps[code]!;
        at += step & WIDTH;
        more += (step >> SURPLUS_SHIFT) & SURPLUS;
        seen |= step;
        continue;
      }
      at++;
      if (code > DOUBLE_QUOTE) continue;
      if (code === DOUBLE_QUOTE) {
        if (codes[at] !== DOUBLE_QUOTE) {
          if ((seen & WIDTH) > 0) this.hasNonAscii = true;
          if ((seen & ODD) > 0) this.isOdd = true;
          this.surplus += more;
          this.ends[cell] = at - 1;
          this.characterEnds[cell] = at - 1 - this.surplus;
          return at;
        }
        this.hasDoubledQuotes[cell] = 1;
        this.#hasDoubled = true;
        at++;
      } else if (code === LF || (code === CR && codes[at] !== LF)) {
        this.breaks++;
        // One that is written in another way looks the same.
        seen |= ODD;
      } else if ((code < SPACE && code !== CR) || (code === SPACE && codes[at - 2] === SPACE)) {
        seen |= ODD;
      }
    }
    if ((seen & WIDTH) > 0) this.hasNonAscii = true;
    return -1;
  }
}

/**
 * The line that starts at `start`, whatever its quotes; undefined where it does not end before `limit`,
 * or the text ends before that is known.
 */
export function lineAt(
  codes: Uint8Array,
  start: number,
  limit: number,
  final: boolean,
): { end: number; next: number; breaks: number } | undefined {
  for (let at = start; at < limit; at++) {
    const code = codes[at];
    if (code === LF) return { end: at, next: at + 1, breaks: 1 };
    if (code === CR) {
      if (at + 1 === codes.length && !final) return undefined;
      return { end: at, next: codes[at + 1] === LF ? at + 2 : at + 1, breaks: 1 };
    }
  }
  const { length } = codes;
  return final && limit === length ? { end: length, next: length, breaks: 0 } : undefined;
}
