import { constants, createGzip, createZstdCompress } from 'node:zlib';
import { GroundcrewError, toError } from '@groundcrew/errors';
import { bulkPutLimits } from './part-plan.ts';

/** What the parts are compressed with, as `InputCompressionType` names it. */
export type PartCompression = 'GZIP' | 'ZSTD';

/** Where the bytes of one part go. */
export interface PartSink {
  write(bytes: Uint8Array): Promise<void>;
  finish(): Promise<void>;
}

/** What a part has in it. */
export interface PartFacts {
  readonly lines: number;
  /** Compressed. */
  readonly bytes: number;
}

export interface PartWriterOptions {
  readonly compression: PartCompression;
  /** Of lines before compression: a part ends with the block that reaches it. */
  readonly partBytes: number;
  /** Opens a part, by its number from 1. */
  readonly openPart: (number: number) => PartSink;
}

/** Writes blocks of lines into parts. */
export interface PartWriter {
  /** @param chunks each is used before the next is asked for */
  write(chunks: Iterable<Buffer>, lines: number): Promise<void>;
  /** Ends the last part. */
  finish(): Promise<readonly PartFacts[]>;
}

const CHUNK_BYTES = 256 * 1024;

/**
 * Writes lines into compressed parts of one size. Parts are consecutive stretches of the file: of a file that is sorted, those that
 * DynamoDB reads side by side are of different partitions. Memory does not grow with the file.
 *
 * @throws GroundcrewError from each method: `inventory.bulk.too-many-parts`; the errors of the sinks
 */
export function createPartWriter({ compression, partBytes, openPart }: PartWriterOptions): PartWriter {
  const parts: PartFacts[] = [];
  let part: OpenPart | undefined;

  async function endPart(ended: OpenPart): Promise<void> {
    part = undefined;
    parts.push(await ended.finish());
  }

  return {
    async write(chunks, lines) {
      if (part === undefined) {
        if (parts.length === bulkPutLimits.maxObjects) throw tooManyParts();
        part = new OpenPart(compression, openPart(parts.length + 1));
      }
      for (const chunk of chunks) await part.write(chunk);
      part.lines += lines;
      if (part.rawBytes >= partBytes) await endPart(part);
    },
    async finish() {
      if (part !== undefined) await endPart(part);
      return parts;
    },
  };
}

/** A part that is being compressed, in another thread. */
class OpenPart {
  rawBytes = 0;
  lines = 0;
  #bytes = 0;
  readonly #sink: PartSink;
  readonly #compressor: ReturnType<typeof createGzip | typeof createZstdCompress>;
  readonly #pumping: Promise<void>;
  #failure: Error | undefined;

  constructor(compression: PartCompression, sink: PartSink) {
    this.#sink = sink;
    this.#compressor =
      compression === 'GZIP'
        ? createGzip({ level: 1, chunkSize: CHUNK_BYTES })
        : createZstdCompress({
            chunkSize: CHUNK_BYTES,
            params: { [constants.ZSTD_c_compressionLevel]: 1 },
          });
    this.#pumping = this.#pump().catch((error: unknown) => {
      this.#failure = toError(error);
      this.#compressor.destroy();
    });
  }

  async #pump(): Promise<void> {
    for await (const chunk of this.#compressor as AsyncIterable<Buffer>) {
      this.#bytes += chunk.length;
      await this.#sink.write(chunk);
    }
  }

  async write(bytes: Buffer): Promise<void> {
    this.rawBytes += bytes.length;
    await new Promise<void>((resolve) => {
      this.#compressor.once('close', resolve);
      this.#compressor.write(bytes, () => {
        this.#compressor.off('close', resolve);
        resolve();
      });
    });
    if (this.#failure !== undefined) throw this.#failure;
  }

  async finish(): Promise<PartFacts> {
    this.#compressor.end();
    await this.#pumping;
    if (this.#failure !== undefined) throw this.#failure;
    await this.#sink.finish();
    return { lines: this.lines, bytes: this.#bytes };
  }
}

function tooManyParts(): GroundcrewError {
  return new GroundcrewError(
    'inventory.bulk.too-many-parts',
    `the file needs more than ${bulkPutLimits.maxObjects} parts, the maximum of one bulk put; split it into several files`,
  );
}
