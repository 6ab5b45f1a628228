import type { StockFileDelimiter } from './types.ts';

const LF = 10;
const CR = 13;

/** Skips lines with nothing but spaces, delimiters and the Ctrl-Z of DOS, faster than rows are read. */
export class BlankLines {
  /** 1 for what may be on such a line, 2 for what ends it. */
  readonly #kinds = new Uint8Array(0x100);

  constructor(delimiter: StockFileDelimiter) {
    for (const code of Buffer.from(` \t\x1a${delimiter}`)) this.#kinds[code] = 1;
    this.#kinds[LF] = 2;
    this.#kinds[CR] = 2;
  }

  /** Whether a line that begins with `code` may be blank. */
  mayBegin(code: number): boolean {
    return this.#kinds[code]! > 0;
  }

  /** The first code behind all blank lines from `start` on that end in the text, and how many these are. */
  skip(codes: Uint8Array, start: number, maxCodes: number, final: boolean): { next: number; breaks: number } {
    const kinds = this.#kinds;
    const { length } = codes;
    let next = start;
    let breaks = 0;
    for (let at = start; at < length; at++) {
      const code = codes[at]!;
      const kind = kinds[code]!;
      if (kind === 1) continue;
      // A long line is one to reject, however blank.
      if (kind === 0 || at - next > maxCodes) break;
      if (code === CR) {
        if (at + 1 === length && !final) break;
        if (codes[at + 1] === LF) at++;
      }
      next = at + 1;
      breaks++;
    }
    return { next, breaks };
  }
}
