import type { StockRow } from '../stock-file/types.ts';
import type { LineFormat } from './line-format.ts';
import { visitingStep } from './visiting-step.ts';

/** So many lines are in memory, without what is the same in all of them. */
const BLOCK_LINES = 20_000;
/** Of a file with long rows a block ends earlier. */
const BLOCK_BYTES = 4 * 1024 ** 2;
const CHUNK_BYTES = 512 * 1024;

/**
 * The lines of consecutive rows, to be written in another order: "If an S3 object holds items sorted by partition key, consecutive
 * writes target the same partition" (DynamoDB Developer Guide, "Best practices for bulk put items").
 */
export class LineBlock {
  readonly #format: LineFormat;
  readonly #maxLines: number;
  #heads = Buffer.allocUnsafe(64 * 1024);
  /** Where each head begins, and where the last one ends. */
  readonly #places: Uint32Array;
  #chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  #size = 0;

  /** @param maxLines for tests */
  constructor(format: LineFormat, maxLines: number = BLOCK_LINES) {
    this.#format = format;
    this.#maxLines = maxLines;
    this.#places = new Uint32Array(maxLines + 1);
  }

  get size(): number {
    return this.#size;
  }

  get isFull(): boolean {
    return this.#size === this.#maxLines || this.#places[this.#size]! >= BLOCK_BYTES;
  }

  /** @throws GroundcrewError `inventory.bulk.line-too-large` */
  add(row: StockRow): void {
    const at = this.#places[this.#size]!;
    let end = this.#format.writeHead(row, this.#heads, at);
    while (end < 0) {
      const larger = Buffer.allocUnsafe(this.#heads.length * 2);
      this.#heads.copy(larger, 0, 0, at);
      this.#heads = larger;
      end = this.#format.writeHead(row, larger, at);
    }
    this.#size += 1;
    this.#places[this.#size] = end;
  }

  /**
   * The lines as bytes, neighbors from far apart, and empties the block; the same rows give the same bytes. A chunk is valid until
   * the next is asked for.
   */
  *drain(): Generator<Buffer, void> {
    const { tail } = this.#format;
    const size = this.#size;
    const stride = visitingStep(size);
    let used = 0;
    for (let count = 0, line = 0; count < size; count++) {
      const start = this.#places[line]!;
      const end = this.#places[line + 1]!;
      if (used + end - start + tail.length > this.#chunk.length) {
        if (used > 0) yield this.#chunk.subarray(0, used);
        used = 0;
        const least = end - start + tail.length;
        if (least > this.#chunk.length) this.#chunk = Buffer.allocUnsafe(least);
      }
      used += this.#heads.copy(this.#chunk, used, start, end);
      used += tail.copy(this.#chunk, used);
      line = (line + stride) % size;
    }
    if (used > 0) yield this.#chunk.subarray(0, used);
    this.#size = 0;
  }
}
