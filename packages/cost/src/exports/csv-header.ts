import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** More than any export's header: a CUR of thousands of tag columns has some hundred kilobytes. */
const MAX_HEADER_BYTES = 8 * 2 ** 20;

/**
 * The names in the first record of a CSV file. Read here rather than by a query: DuckDB reads a large file by several
 * threads, and the row that arrives first need not be the first one.
 *
 * @param file `.csv` or `.csv.gz`
 * @returns none of an empty file
 * @throws RangeError if the first record does not end, and the errors of the file and of its compression
 */
export async function readCsvHeader(file: string): Promise<string[]> {
  const stored = createReadStream(file);
  const text = /\.gz$/i.test(file) ? unpacked(stored) : stored;
  try {
    return await headerOf(text);
  } finally {
    text.destroy();
    stored.destroy();
  }
}

/** The names in the first record of a stream of CSV in UTF-8. */
export async function headerOf(bytes: AsyncIterable<Uint8Array>): Promise<string[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const fields = createFieldReader();
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (fields.add(decoder.decode(chunk, { stream: true }))) return fields.end();
    if (size > MAX_HEADER_BYTES)
      throw new RangeError(`its first line does not end within ${MAX_HEADER_BYTES} bytes`);
  }
  fields.add(decoder.decode());
  return fields.end();
}

function unpacked(stored: Readable): Readable {
  const gunzip = createGunzip();
  stored.on('error', (error) => gunzip.destroy(error));
  return stored.pipe(gunzip);
}

/** Reads the fields of one record, in parts of any length. Quotes as in RFC 4180. */
function createFieldReader() {
  const fields: string[] = [];
  let field = '';
  let isQuoted = false;
  /** A quote inside of quotes: it ends them, or is the first of two. */
  let isAfterQuote = false;
  let isEnded = false;

  function take(character: string): void {
    if (isQuoted) {
      if (character !== '"') field += character;
      else [isQuoted, isAfterQuote] = [false, true];
      return;
    }
    const wasAfterQuote = isAfterQuote;
    isAfterQuote = false;
    if (character === '"' && (wasAfterQuote || field === '')) {
      if (wasAfterQuote) field += '"';
      isQuoted = true;
    } else if (character === ',') {
      fields.push(field);
      field = '';
    } else if (character === '\n' || character === '\r') isEnded = true;
    else field += character;
  }

  return {
    /** Whether the record is complete. */
    add(text: string): boolean {
      for (const character of text) {
        take(character);
        if (isEnded) return true;
      }
      return false;
    },
    end(): string[] {
      const isEmpty = fields.length === 0 && field === '';
      return isEmpty ? [] : [...fields, field];
    },
  };
}
