import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GroundcrewError, messageOf } from '@groundcrew/errors';
import type { RowFacts } from './shelf-groups.ts';
import type { ShelfHash } from './shelf-hash.ts';

/** The first byte of a hash selects its part. */
export const SHELF_PARTS = 256;
const RECORD_BYTES = 40;
const BUFFER_RECORDS = 400;

/** The part of a hash, by its first number. */
export function partOf(a: number): number {
  return a >>> 24;
}

/**
 * Rows in temporary files, those of one shelf in the same one and in order. 40 bytes a row: the temporary folder of a
 * Lambda function (512 MB unless set otherwise) holds 12 million.
 */
export class SpilledRows {
  readonly #folder: string;
  readonly #files: number[] = [];
  readonly #buffers: Buffer[] = [];
  readonly #used = new Int32Array(SHELF_PARTS);
  #isRemoved = false;

  constructor() {
    this.#folder = attempt(() => mkdtempSync(join(tmpdir(), 'groundcrew-shelves-')));
    for (let part = 0; part < SHELF_PARTS; part++)
      this.#buffers.push(Buffer.allocUnsafe(BUFFER_RECORDS * RECORD_BYTES));
  }

  add({ a, b, c }: ShelfHash, { offset, line, count, attributes }: RowFacts): void {
    const part = partOf(a);
    const buffer = this.#buffers[part]!;
    let at = this.#used[part]!;
    if (at === buffer.length) {
      this.#write(part);
      at = 0;
    }
    buffer.writeUInt32LE(a, at);
    buffer.writeUInt32LE(b, at + 4);
    buffer.writeUInt32LE(c, at + 8);
    buffer.writeUInt32LE(attributes, at + 12);
    buffer.writeDoubleLE(offset, at + 16);
    buffer.writeDoubleLE(line, at + 24);
    buffer.writeDoubleLE(count, at + 32);
    this.#used[part] = at + RECORD_BYTES;
  }

  /**
   * The rows of a part, in order; as often as wanted.
   *
   * @throws Error once they are removed: no rows would look like an empty part
   */
  rowsOf(part: number): Iterable<{ hash: ShelfHash; facts: RowFacts }> {
    if (this.#isRemoved) throw new Error('the spilled rows are removed');
    if (this.#files[part] === undefined && this.#used[part] === 0) return [];
    if (this.#used[part]! > 0) this.#write(part);
    return rowsIn(attempt(() => readFileSync(this.#pathOf(part))));
  }

  remove(): void {
    this.#isRemoved = true;
    for (const file of this.#files) if (file !== undefined) closeSync(file);
    this.#files.length = 0;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #pathOf(part: number): string {
    return join(this.#folder, String(part));
  }

  #write(part: number): void {
    attempt(() => {
      this.#files[part] ??= openSync(this.#pathOf(part), 'a');
      const buffer = this.#buffers[part]!;
      const end = this.#used[part]!;
      for (let at = 0; at < end;) at += writeSync(this.#files[part]!, buffer, at, end - at);
    });
    this.#used[part] = 0;
  }
}

function* rowsIn(bytes: Buffer): Generator<{ hash: ShelfHash; facts: RowFacts }> {
  for (let at = 0; at < bytes.length; at += RECORD_BYTES) {
    yield {
      hash: { a: bytes.readUInt32LE(at), b: bytes.readUInt32LE(at + 4), c: bytes.readUInt32LE(at + 8) },
      facts: {
        attributes: bytes.readUInt32LE(at + 12),
        offset: bytes.readDoubleLE(at + 16),
        line: bytes.readDoubleLE(at + 24),
        count: bytes.readDoubleLE(at + 32),
      },
    };
  }
}

function attempt<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (cause) {
    throw new GroundcrewError(
      'inventory.duplicates.no-room',
      `could not look for duplicate rows in the temporary folder: ${messageOf(cause)}; make room there, or load the file with --duplicates last (setting Duplicates)`,
      { fault: 'service', cause },
    );
  }
}
