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

/**
 * Finds the cells of one row at a time. Its fields tell of the row scanned last; they are arrays used
 * again for each row, since this is the innermost loop of all.
 *
 * RFC 4180, and beyond it: spaces around a quoted cell do not matter; a quote inside an unquoted cell
 * stands for itself; LF, CRLF and CR each end a row.
 */
export class RowScanner {
  /** Cells found, in a row that is not whole the one being scanned included. */
  cells = 0;
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  /** Whether the cell holds units above ASCII. */
  readonly nonAscii: boolean[] = [];
  /** Whether the cell is quoted and holds doubled quotes. */
  readonly hasDoubledQuotes: boolean[] = [];
  /** Whether any unit of the row is above ASCII. */
  hasNonAscii = false;
  /** Where the row's content ends. */
  end = 0;
  /** Where the next row starts. */
  next = 0;
  /** Line breaks in the row, the one that ends it included. */
  breaks = 0;

  readonly #delimiter: number;

  constructor(delimiter: string) {
    this.#delimiter = delimiter.charCodeAt(0);
  }

  /**
   * Scans the row that starts at `start`. It looks at no unit from `limit` on, but for the LF of a CRLF.
   * `final`: the file ends where the text ends.
   */
  scan(text: string, start: number, limit: number, final: boolean): number {
    const delimiter = this.#delimiter;
    const length = text.length;
    this.hasNonAscii = false;
    this.breaks = 0;
    this.cells = 0;
    let cell = 0;
    let at = start;
    for (;;) {
      this.starts[cell] = at;
      this.hasDoubledQuotes[cell] = false;
      this.cells = cell + 1;
      let union = 0;
      let end = -1;
      let unit = at < limit ? text.charCodeAt(at) : 0;
      while (unit === SPACE || (unit === TAB && delimiter !== TAB)) {
        at++;
        unit = at < limit ? text.charCodeAt(at) : 0;
      }
      if (unit === DOUBLE_QUOTE && at < limit) {
        const close = this.#closeQuote(text, at + 1, limit, cell);
        if (close < 0) return scanOutcomes.openQuote;
        if (close + 1 === length && !final) return scanOutcomes.open;
        this.starts[cell] = at + 1;
        end = close;
        at = close + 1;
        while (at < limit) {
          unit = text.charCodeAt(at);
          if (unit !== SPACE && (unit !== TAB || delimiter === TAB)) break;
          at++;
        }
        if (at < limit && unit !== delimiter && unit !== LF && unit !== CR) return scanOutcomes.quoteText;
      } else {
        while (at < limit) {
          unit = text.charCodeAt(at);
          if (unit === delimiter || unit === LF || unit === CR) break;
          union |= unit;
          at++;
        }
        this.nonAscii[cell] = union > 127;
        if (union > 127) this.hasNonAscii = true;
        end = at;
      }
      this.ends[cell] = end;
      if (at >= limit) {
        this.end = at;
        this.next = at;
        return final && at === length ? scanOutcomes.row : scanOutcomes.open;
      }
      at++;
      if (unit === delimiter) {
        cell++;
        continue;
      }
      this.end = at - 1;
      if (unit === CR) {
        if (at === length && !final) return scanOutcomes.open;
        if (at < length && text.charCodeAt(at) === LF) at++;
      }
      this.breaks++;
      this.next = at;
      return scanOutcomes.row;
    }
  }

  /** The index of the quote that closes a cell; -1 where there is none before `limit`. */
  #closeQuote(text: string, start: number, limit: number, cell: number): number {
    let union = 0;
    let close = -1;
    for (let at = start; at < limit; at++) {
      const unit = text.charCodeAt(at);
      if (unit === DOUBLE_QUOTE) {
        if (at + 1 >= text.length || text.charCodeAt(at + 1) !== DOUBLE_QUOTE) {
          close = at;
          break;
        }
        this.hasDoubledQuotes[cell] = true;
        at++;
      } else if (unit === LF || (unit === CR && text.charCodeAt(at + 1) !== LF)) {
        this.breaks++;
      }
      union |= unit;
    }
    this.nonAscii[cell] = union > 127;
    if (union > 127) this.hasNonAscii = true;
    return close;
  }
}

/**
 * The line that starts at `start`, whatever its quotes; undefined where it does not end before `limit`,
 * or the text ends before that is known.
 */
export function lineAt(
  text: string,
  start: number,
  limit: number,
  final: boolean,
): { end: number; next: number; breaks: number } | undefined {
  for (let at = start; at < limit; at++) {
    const unit = text.charCodeAt(at);
    if (unit === LF) return { end: at, next: at + 1, breaks: 1 };
    if (unit === CR) {
      if (at + 1 === text.length && !final) return undefined;
      return { end: at, next: text.charCodeAt(at + 1) === LF ? at + 2 : at + 1, breaks: 1 };
    }
  }
  const { length } = text;
  return final && limit === length ? { end: length, next: length, breaks: 0 } : undefined;
}
