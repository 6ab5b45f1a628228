import { GroundcrewError, messageOf } from '@groundcrew/errors';
import type { ShelfHash } from '../duplicates/shelf-hash.ts';
import { SHELF_PARTS } from '../duplicates/spilled-rows.ts';

const HASH_BYTES = 12;

/** The shelves of one part, as {@link ShelfSetReader} reads them: their number, then 12 bytes each. */
export function encodePart(hashes: Iterable<ShelfHash>): Buffer {
  const numbers: number[] = [];
  for (const { a, b, c } of hashes) numbers.push(a, b, c);
  const bytes = Buffer.allocUnsafe(4 + numbers.length * 4);
  bytes.writeUInt32LE(numbers.length / 3, 0);
  numbers.forEach((number, index) => {
    bytes.writeUInt32LE(number, 4 + index * 4);
  });
  return bytes;
}

/** A part of a set that was read. */
export interface StoredPart {
  readonly part: number;
  /** One object, used again for each shelf. */
  readonly hashes: Iterable<ShelfHash>;
}

/**
 * Reads an object of a set: a line of text, then the parts.
 *
 * Its methods throw GroundcrewError `inventory.order.set-broken` where the object ends too early.
 */
export class ShelfSetReader {
  readonly #bytes: ByteQueue;

  /** @param name of the object, for messages */
  constructor(body: AsyncIterable<Uint8Array>, name: string) {
    this.#bytes = new ByteQueue(body, name);
  }

  /** The line; to be read first. */
  head(): Promise<string> {
    return this.#bytes.line();
  }

  async *parts(): AsyncGenerator<StoredPart, void, undefined> {
    for (let part = 0; part < SHELF_PARTS; part++) {
      const count = (await this.#bytes.take(4)).readUInt32LE(0);
      const records = await this.#bytes.take(count * HASH_BYTES);
      yield { part, hashes: hashesIn(records) };
    }
  }

  async close(): Promise<void> {
    await this.#bytes.close();
  }
}

function* hashesIn(records: Buffer): Generator<ShelfHash> {
  const hash = { a: 0, b: 0, c: 0 };
  for (let at = 0; at < records.length; at += HASH_BYTES) {
    hash.a = records.readUInt32LE(at);
    hash.b = records.readUInt32LE(at + 4);
    hash.c = records.readUInt32LE(at + 8);
    yield hash;
  }
}

/** Takes exactly as many bytes as are wanted from chunks of any size. */
class ByteQueue {
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #name: string;
  #rest: Buffer = Buffer.alloc(0);

  constructor(body: AsyncIterable<Uint8Array>, name: string) {
    this.#chunks = body[Symbol.asyncIterator]();
    this.#name = name;
  }

  async take(length: number): Promise<Buffer> {
    const parts = [this.#rest];
    let size = this.#rest.length;
    while (size < length) {
      const chunk = await this.#next();
      parts.push(chunk);
      size += chunk.length;
    }
    const all = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    this.#rest = all.subarray(length);
    return all.subarray(0, length);
  }

  async line(): Promise<string> {
    let end = this.#rest.indexOf(0x0a);
    while (end < 0) {
      this.#rest = Buffer.concat([this.#rest, await this.#next()]);
      end = this.#rest.indexOf(0x0a);
    }
    const text = this.#rest.toString('utf8', 0, end);
    this.#rest = this.#rest.subarray(end + 1);
    return text;
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #next(): Promise<Buffer> {
    let next: IteratorResult<Uint8Array>;
    try {
      next = await this.#chunks.next();
    } catch (error) {
      // Not as it was thrown: it would be taken for one about the file that is loaded.
      throw setBroken(this.#name, messageOf(error), error);
    }
    if (next.done === true) throw setBroken(this.#name, 'it ends too early');
    const { buffer, byteOffset, byteLength } = next.value;
    return Buffer.from(buffer, byteOffset, byteLength);
  }
}

/** What a file names, or that it is being loaded, can't be read. */
export function setBroken(name: string, why: string, cause?: unknown): GroundcrewError {
  return new GroundcrewError(
    'inventory.order.set-broken',
    `could not read ${name}, which lists the shelves of another file: ${why}; the event will be retried`,
    { fault: 'service', cause },
  );
}
