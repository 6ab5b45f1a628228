import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { truncated, damagedGzip, malformedLine } from './snapshot-errors.ts';

/** A line has at most this many bytes: the header of a hundred accounts has some. */
const MAX_LINE_BYTES = 64 * 2 ** 20;

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

/** A line and its number, from 1. */
export interface TextLine {
  readonly line: number;
  readonly text: string;
}

/**
 * The lines of a file in UTF-8, compressed by gzip or not, without holding more than one and a piece of the file.
 *
 * @throws GroundcrewError `account.snapshot.invalid`, `.damaged`, `.cut-off`
 */
export async function* textLines(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly TextLine[], void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest: Uint8Array[] = [];
  let restBytes = 0;
  let line = 0;
  const decode = (bytes: Uint8Array): TextLine => {
    line += 1;
    const end = bytes.at(-1) === CARRIAGE_RETURN ? bytes.length - 1 : bytes.length;
    try {
      return { line, text: decoder.decode(bytes.subarray(0, end)) };
    } catch {
      throw malformedLine(line, 'it is not UTF-8');
    }
  };
  for await (const piece of decompressed(source)) {
    const lines: TextLine[] = [];
    let from = 0;
    for (let to = piece.indexOf(NEWLINE); to >= 0; to = piece.indexOf(NEWLINE, from)) {
      const last = piece.subarray(from, to);
      lines.push(decode(rest.length === 0 ? last : Buffer.concat([...rest, last])));
      rest = [];
      restBytes = 0;
      from = to + 1;
    }
    if (from < piece.length) {
      rest.push(piece.subarray(from));
      restBytes += piece.length - from;
      if (restBytes > MAX_LINE_BYTES) {
        throw malformedLine(line + 1, `it is longer than ${MAX_LINE_BYTES} bytes`);
      }
    }
    if (lines.length > 0) yield lines;
  }
  if (restBytes > 0) yield [decode(Buffer.concat(rest))];
}

async function* decompressed(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const pieces = source[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array();
  let isDone = false;
  while (head.length < 2 && !isDone) {
    const { value, done } = await pieces.next();
    if (done) isDone = true;
    else head = head.length === 0 ? value : Buffer.concat([head, value]);
  }
  async function* whole(): AsyncGenerator<Uint8Array, void, undefined> {
    if (head.length > 0) yield head;
    for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value;
  }
  // RFC 1952, "Member header and trailer": ID1 and ID2.
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* whole();
    return;
  }
  const unzipped = createGunzip();
  const compressed = Readable.from(whole());
  compressed.on('error', (error) => unzipped.destroy(error));
  compressed.pipe(unzipped);
  try {
    for await (const piece of unzipped) yield piece as Uint8Array;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'Z_BUF_ERROR') throw truncated(`its compressed data end too early (${message})`);
    if (code?.startsWith('Z_')) throw damagedGzip(error as Error);
    throw error;
  } finally {
    compressed.destroy();
    unzipped.destroy();
  }
}
