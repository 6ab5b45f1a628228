import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GroundcrewError, messageOf } from '@groundcrew/errors';
import type { RowFacts } from './shelf-groups.ts';
import type { ShelfHash } from './shelf-hash.ts';

const PARTS = 256;
const RECORD_BYTES = 40;
const BUFFER_RECORDS = 400;

/**
 * Rows in temporary files, those of one shelf in the same one and in order. 40 bytes a row: the temporary folder of a
 * Lambda function (512 MB unless set otherwise) holds 12 million.
 */
export class SpilledRows {
  readonly #folder: string;
  readonly #files: number[] = [];
  readonly #buffers: Buffer[] = [];
  readonly #used = new Int32Array(PARTS);

  constructor() {
    this.#folder = attempt(() => mkdtempSync(join(tmpdir(), 'groundcrew-shelves-')));
    for (let part = 0; part < PARTS; part++)
      this.#buffers.push(Buffer.allocUnsafe(BUFFER_RECORDS * RECORD_BYTES));
  }

  add({ a, b, c }: ShelfHash, { offset, line, count, attributes }: RowFacts): void {
    const part = a >>> 24;
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

  /** The rows, part by part. */
  *parts(): Generator<Iterable<{ hash: ShelfHash; facts: RowFacts }>> {
    for (let part = 0; part < PARTS; part++) {
      if (this.#files[part] === undefined && this.#used[part] === 0) continue;
      this.#write(part);
      yield rowsOf(attempt(() => readFileSync(this.#pathOf(part))));
    }
  }

  remove(): void {
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

function* rowsOf(bytes: Buffer): Generator<{ hash: ShelfHash; facts: RowFacts }> {
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
      `could not look for duplicate rows in the temporary folder: ${messageOf(cause)}; make room there, or load the file with --duplicates last`,
      { fault: 'service', cause },
    );
  }
}
