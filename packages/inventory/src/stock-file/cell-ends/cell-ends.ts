import { instantiate } from '../instantiate.ts';
import { steps, type Layout, type Text } from '../text.ts';
import { MODULE_BASE64 } from './cell-ends-module.ts';

/** What the module exports: see `cell-ends.wat`. */
interface Finder {
  readonly memory: { readonly buffer: ArrayBuffer };
  find(from: number, length: number, delimiter: number, isUtf8: number, marks: number): number;
}

/** Longer texts are hardly ever there, and would take more memory: 8 bytes a code, if each is a mark. */
const MAX_CODES = 131_072;
/** Where the codes begin in the memory of the module, behind its table. */
const TABLE_BYTES = 16;
const MARKS_AT = 131_200;
/** Of each mark: its place, and what was counted before it. */
export const MARK_NUMBERS = 2;
/** How many texts are passed over after one of which more rows had to be scanned than this. */
const PAUSE = 7;
const MAX_SCANNED = 500;

/** How what was counted becomes the codes that are not characters: shifted to the right by so many bits. */
const shifts = { singles: 31, utf8: 0, pairs: 1, any: 0 } as const satisfies Record<Layout['form'], number>;

let finder: Finder | undefined;

/**
 * Where cells may end in a text: its marks are the delimiters, control characters, quotes, the second of two blanks, and codes that
 * begin odd characters. They are found in WebAssembly, which looks at sixteen codes at a time: in a fraction of the time in which a
 * scanner gets to them one by one.
 */
export class CellEnds {
  /** Of each mark its place, and what was counted before it. */
  marks = new Int32Array(0);
  /** How many numbers that are. */
  length = 0;
  /** The index of the mark where the next row begins, or behind. */
  next = 0;
  /** Shifts what was counted to how many codes are not characters. */
  shift = 0;

  readonly #delimiter: number;
  readonly #minCodes: number;
  #text: Text | undefined;
  #isFound = false;
  #layout: Layout | undefined;
  #table = new Uint8Array(TABLE_BYTES);
  #scanned = 0;
  #pause = 0;

  /** @param minCodes the length of texts from which on it is worth it */
  constructor(delimiter: number, minCodes: number) {
    this.#delimiter = delimiter;
    this.#minCodes = minCodes;
  }

  /** Looks at a text, the first time it is given; whether its rows can be read off. */
  look(text: Text): boolean {
    if (text === this.#text) return this.#isFound;
    this.#text = text;
    this.#isFound = this.#isWorthIt(text);
    if (this.#isFound) this.#find(text);
    return this.#isFound;
  }

  #isWorthIt({ codes: { length }, characters, layout }: Text): boolean {
    if (characters === undefined || layout.form === 'any') return false;
    if (length < this.#minCodes || length > MAX_CODES || this.#isPaused()) return false;
    finder ??= instantiate<Finder>(MODULE_BASE64);
    return finder !== undefined;
  }

  /** Texts like one of which many rows had to be scanned are only looked at now and then. */
  #isPaused(): boolean {
    if (this.#scanned > MAX_SCANNED) this.#pause = PAUSE;
    this.#scanned = 0;
    if (this.#pause === 0) return false;
    this.#pause--;
    return true;
  }

  #find({ codes, layout }: Text): void {
    if (layout !== this.#layout) {
      this.#layout = layout;
      this.#table = tableOf(layout);
    }
    const { memory, find } = finder!;
    const bytes = new Uint8Array(memory.buffer);
    bytes.set(this.#table);
    bytes.set(codes, TABLE_BYTES);
    const isUtf8 = layout.form === 'utf8' ? 1 : 0;
    const count = find(TABLE_BYTES, codes.length, this.#delimiter, isUtf8, MARKS_AT);
    this.length = count * MARK_NUMBERS;
    // The memory is used for the texts of other files before all rows of this one are read.
    if (this.marks.length < this.length) this.marks = new Int32Array(2 * this.length);
    this.marks.set(new Int32Array(memory.buffer, MARKS_AT, this.length));
    this.next = 0;
    this.shift = shifts[layout.form];
  }

  /** The index of the first mark from `start` on, which is quickly found where rows come in their order. */
  seek(start: number): number {
    const { marks, length } = this;
    let index = this.next;
    if (index > 0 && marks[index - MARK_NUMBERS]! >= start) index = 0;
    while (index < length && marks[index]! < start) index += MARK_NUMBERS;
    this.next = index;
    return index;
  }

  /** Takes in that a row could not be read off. */
  countScanned(): void {
    this.#scanned++;
  }
}

/** The odd codes above ASCII, as the module takes them. Of pairs none is odd, and its halves may be any. */
function tableOf({ form, steps: ofCodes }: Layout): Uint8Array<ArrayBuffer> {
  const table = new Uint8Array(TABLE_BYTES);
  if (form === 'pairs') return table;
  for (let code = 0x80; code <= 0xff; code++)
    if ((ofCodes[code]! & steps.odd) > 0) table[code & 0x0f]! |= 1 << ((code >> 4) - 8);
  return table;
}
