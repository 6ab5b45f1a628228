/** How the scan of one row ended. */
export const scanned = {
  /** The row is whole. */
  row: 0,
  /** The text ran out, outside of quotes. */
  open: 1,
  /** The text ran out, inside quotes. */
  openQuote: 2,
  /** Text follows a closing quote. */
  quoteText: 3,
} as const;

const lf = 10;
const cr = 13;
const space = 32;
const tab = 9;
const doubleQuote = 34;

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
  readonly high: boolean[] = [];
  /** Whether the cell is quoted and holds doubled quotes. */
  readonly doubled: boolean[] = [];
  /** Whether any unit of the row is above ASCII. */
  anyHigh = false;
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
    this.anyHigh = false;
    this.breaks = 0;
    this.cells = 0;
    let cell = 0;
    let at = start;
    for (;;) {
      this.starts[cell] = at;
      this.doubled[cell] = false;
      this.cells = cell + 1;
      let union = 0;
      let end = -1;
      let unit = at < limit ? text.charCodeAt(at) : 0;
      while (unit === space || (unit === tab && delimiter !== tab)) {
        at++;
        unit = at < limit ? text.charCodeAt(at) : 0;
      }
      if (unit === doubleQuote && at < limit) {
        const close = this.#closeQuote(text, at + 1, limit, cell);
        if (close < 0) return scanned.openQuote;
        if (close + 1 === length && !final) return scanned.open;
        this.starts[cell] = at + 1;
        end = close;
        at = close + 1;
        while (at < limit) {
          unit = text.charCodeAt(at);
          if (unit !== space && (unit !== tab || delimiter === tab)) break;
          at++;
        }
        if (at < limit && unit !== delimiter && unit !== lf && unit !== cr) return scanned.quoteText;
      } else {
        while (at < limit) {
          unit = text.charCodeAt(at);
          if (unit === delimiter || unit === lf || unit === cr) break;
          union |= unit;
          at++;
        }
        this.high[cell] = union > 127;
        if (union > 127) this.anyHigh = true;
        end = at;
      }
      this.ends[cell] = end;
      if (at >= limit) {
        this.end = at;
        this.next = at;
        return final && at === length ? scanned.row : scanned.open;
      }
      at++;
      if (unit === delimiter) {
        cell++;
        continue;
      }
      this.end = at - 1;
      if (unit === cr) {
        if (at === length && !final) return scanned.open;
        if (at < length && text.charCodeAt(at) === lf) at++;
      }
      this.breaks++;
      this.next = at;
      return scanned.row;
    }
  }

  /** The index of the quote that closes a cell; -1 where there is none before `limit`. */
  #closeQuote(text: string, start: number, limit: number, cell: number): number {
    let union = 0;
    let close = -1;
    for (let at = start; at < limit; at++) {
      const unit = text.charCodeAt(at);
      if (unit === doubleQuote) {
        if (at + 1 >= text.length || text.charCodeAt(at + 1) !== doubleQuote) {
          close = at;
          break;
        }
        this.doubled[cell] = true;
        at++;
      } else if (unit === lf || (unit === cr && text.charCodeAt(at + 1) !== lf)) {
        this.breaks++;
      }
      union |= unit;
    }
    this.high[cell] = union > 127;
    if (union > 127) this.anyHigh = true;
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
    if (unit === lf) return { end: at, next: at + 1, breaks: 1 };
    if (unit === cr) {
      if (at + 1 === text.length && !final) return undefined;
      return { end: at, next: text.charCodeAt(at + 1) === lf ? at + 2 : at + 1, breaks: 1 };
    }
  }
  const { length } = text;
  return final && limit === length ? { end: length, next: length, breaks: 0 } : undefined;
}
