import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { storedFormOf } from './stored-form.ts';

/** More than any export's header: a CUR of thousands of tag columns has some hundred kilobytes. */
const MAX_HEADER_BYTES = 8 * 2 ** 20;

/** What is between the cells of a CSV file. */
export type CsvDelimiter = ',' | '\t';

/** The names of a CSV file's columns, and what is between them. */
export interface CsvHeader {
  /** None of an empty file. */
  readonly names: readonly string[];
  readonly delimiter: CsvDelimiter;
}

/**
 * The names in the first record of a CSV file. Read here rather than by a query: DuckDB reads a large file by several
 * threads, and the row that arrives first need not be the first one.
 *
 * @param file with commas or tabs between cells; gzip is recognized by its first bytes
 * @throws RangeError if the first record does not end, and the errors of the file and of its compression
 */
export async function readCsvHeader(file: string): Promise<CsvHeader> {
  const isGzip = (await storedFormOf(file)) === 'gzip';
  const stored = createReadStream(file);
  const text = isGzip ? unpacked(stored) : stored;
  try {
    return await headerOf(text);
  } finally {
    text.destroy();
    stored.destroy();
  }
}

/** The names in the first record of a stream of CSV in UTF-8, by the delimiter that gives more of them. */
export async function headerOf(bytes: AsyncIterable<Uint8Array>): Promise<CsvHeader> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const [commas, tabs] = [createFieldReader(','), createFieldReader('\t')];
  const isComplete = (text: string) => [commas, tabs].map((reader) => reader.add(text)).every(Boolean);
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (isComplete(decoder.decode(chunk, { stream: true }))) return headerBy(commas, tabs);
    if (size > MAX_HEADER_BYTES)
      throw new RangeError(`its first line does not end within ${MAX_HEADER_BYTES} bytes`);
  }
  isComplete(decoder.decode());
  return headerBy(commas, tabs);
}

type FieldReader = ReturnType<typeof createFieldReader>;

/** The delimiter whose record has all quotes around whole cells; of both or none, the one of more names. */
function headerBy(commas: FieldReader, tabs: FieldReader): CsvHeader {
  const [byComma, byTab] = [commas.end(), tabs.end()];
  const [isComma, isTab] = [!commas.isBroken(), !tabs.isBroken()];
  const isByTab = isComma === isTab ? byTab.length > byComma.length : isTab;
  return isByTab ? { names: byTab, delimiter: '\t' } : { names: byComma, delimiter: ',' };
}

function unpacked(stored: Readable): Readable {
  const gunzip = createGunzip();
  stored.on('error', (error) => gunzip.destroy(error));
  return stored.pipe(gunzip);
}

/** Reads the fields of one record, in parts of any length. Quotes as in RFC 4180. */
function createFieldReader(delimiter: CsvDelimiter) {
  const fields: string[] = [];
  let field = '';
  let isQuoted = false;
  /** A quote inside of quotes: it ends them, or is the first of two. */
  let isAfterQuote = false;
  let isEnded = false;
  /** A quote has been neither at the start of a cell nor at its end. */
  let isMisplaced = false;

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
    } else if (character === delimiter) {
      fields.push(field);
      field = '';
    } else if (character === '\n' || character === '\r') isEnded = true;
    else {
      isMisplaced ||= wasAfterQuote || character === '"';
      field += character;
    }
  }

  return {
    /** Whether the record is complete. */
    add(text: string): boolean {
      for (const character of text) {
        if (isEnded) break;
        take(character);
      }
      return isEnded;
    },
    /** Whether a quote has not ended, or is within a cell. */
    isBroken: () => isQuoted || isMisplaced,
    end(): string[] {
      const isEmpty = fields.length === 0 && field === '';
      return isEmpty ? [] : [...fields, field];
    },
  };
}
