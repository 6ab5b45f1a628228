import { archiveTooLarge } from '../archive/errors.ts';

/** Texts of a million items of a hundred characters. */
const MAX_BYTES = 128 * 1024 * 1024;
const MAX_STRINGS = 8 * 1024 * 1024;

/** The texts that cells of a workbook refer to by number: as UTF-8 in one piece, which takes a fraction of strings. */
export class StringTable {
  readonly #maxBytes: number;
  #bytes: Buffer = Buffer.alloc(0);
  #ends = new Uint32Array(1024);
  #used = 0;
  #count = 0;

  constructor(maxBytes: number = MAX_BYTES) {
    this.#maxBytes = maxBytes;
  }

  get size(): number {
    return this.#count;
  }

  /** @throws GroundcrewError `inventory.file.archive-too-large` */
  add(text: string): void {
    const needed = this.#used + Buffer.byteLength(text);
    if (needed > this.#maxBytes || this.#count === MAX_STRINGS)
      throw archiveTooLarge('workbook', `its texts take more than ${this.#maxBytes} bytes`);
    if (needed > this.#bytes.length) {
      const wider = Buffer.allocUnsafeSlow(Math.max(needed, 65_536, this.#bytes.length * 2));
      this.#bytes.copy(wider, 0, 0, this.#used);
      this.#bytes = wider;
    }
    if (this.#count === this.#ends.length) {
      const wider = new Uint32Array(this.#count * 2);
      wider.set(this.#ends);
      this.#ends = wider;
    }
    this.#used += this.#bytes.write(text, this.#used, 'utf8');
    this.#ends[this.#count++] = this.#used;
  }

  /** Undefined for a number that is not in the table. */
  get(index: number): string | undefined {
    if (!(index >= 0 && index < this.#count && Number.isInteger(index))) return undefined;
    return this.#bytes.toString('utf8', index === 0 ? 0 : this.#ends[index - 1], this.#ends[index]);
  }
}
