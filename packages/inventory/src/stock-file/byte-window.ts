/**
 * A window over a stream of bytes. Its contents after `fill(n)` depend only on the stream's bytes and never on how
 * they were split into chunks, so that code that reads from it needs no handling of chunk boundaries.
 */
export class ByteWindow {
  #source: AsyncIterator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array(0);
  #chunkStart = 0;
  #ended = false;
  #buffer = Buffer.alloc(0);
  #length = 0;
  #width = 0;

  constructor(source: AsyncIterator<Uint8Array>) {
    this.#source = source;
  }

  /** The bytes in the window; valid until the next call. */
  get bytes(): Buffer {
    return this.#buffer.subarray(0, Math.min(this.#width, this.#length));
  }

  /** Whether the window reaches the end of the stream. */
  get atEnd(): boolean {
    return this.#ended && this.#chunkStart === this.#chunk.length && this.#length <= this.#width;
  }

  /** Fills the window up to `sizeBytes`, or to the end of the stream. */
  async fill(sizeBytes: number): Promise<void> {
    this.#width = sizeBytes;
    if (this.#buffer.length < sizeBytes) {
      const wider = Buffer.allocUnsafeSlow(sizeBytes);
      this.#buffer.copy(wider, 0, 0, this.#length);
      this.#buffer = wider;
    }
    // Read one byte beyond the window, so that `atEnd` depends on the bytes alone, too.
    while (await this.#hasMore()) {
      if (this.#length >= sizeBytes) return;
      const part = this.#chunk.subarray(this.#chunkStart, this.#chunkStart + sizeBytes - this.#length);
      this.#buffer.set(part, this.#length);
      this.#length += part.length;
      this.#chunkStart += part.length;
    }
  }

  /** Advances the window's start, within the window. */
  advance(bytes: number): void {
    this.#buffer.copyWithin(0, bytes, this.#length);
    this.#length -= bytes;
  }

  /** Skips bytes of an unfilled window; returns how many there were. */
  async skip(bytes: number): Promise<number> {
    let skipped = 0;
    while (skipped < bytes && (await this.#hasMore())) {
      const part = Math.min(bytes - skipped, this.#chunk.length - this.#chunkStart);
      skipped += part;
      this.#chunkStart += part;
    }
    return skipped;
  }

  async #hasMore(): Promise<boolean> {
    while (this.#chunkStart === this.#chunk.length && !this.#ended) {
      const next = await this.#source.next();
      if (next.done === true) {
        this.#ended = true;
      } else {
        this.#chunk = next.value;
        this.#chunkStart = 0;
      }
    }
    return this.#chunkStart < this.#chunk.length;
  }
}
