/** An archive that can be read at any place. */
export interface ZipSource {
  readonly sizeBytes: number;
  /** Bytes from `at` on: fewer than `length` where the source ends. */
  read(at: number, length: number): Promise<Buffer>;
}

/** Why an archive is not read, as the end of a sentence about it: callers have the name of the file, and the remedy. */
export class ZipProblem extends Error {
  override readonly name = 'ZipProblem';
  readonly kind: 'damaged' | 'too-large';

  constructor(kind: ZipProblem['kind'], reason: string) {
    super(reason);
    this.kind = kind;
  }
}

/** @throws ZipProblem where the source ends before, or the place is none */
export async function readExactly(source: ZipSource, at: number, length: number): Promise<Buffer> {
  const bytes = Number.isSafeInteger(at) && at >= 0 ? await source.read(at, length) : Buffer.alloc(0);
  if (bytes.length < length) throw new ZipProblem('damaged', 'it is truncated');
  return bytes;
}
