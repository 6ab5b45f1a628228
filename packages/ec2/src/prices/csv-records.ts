import { malformed } from './malformed.ts';
import { splitCsvLine } from './split-csv-line.ts';

/** A record of a CSV file, and where it begins: `prices.csv:3`. */
export interface CsvRecord {
  readonly cells: readonly string[];
  readonly origin: string;
}

/** A quote that was never closed takes the rest of the file for its text. */
const MAX_LENGTH = 2 ** 20;

/**
 * The records of the lines of a CSV file, without empty lines; a quoted text may continue in the next line.
 *
 * @throws GroundcrewError `fleet.prices.malformed`
 */
export async function* csvRecords(
  lines: AsyncIterable<string> | Iterable<string>,
  path: string,
): AsyncGenerator<CsvRecord, void, undefined> {
  let number = 0;
  let start = 0;
  let open = '';
  for await (const line of lines) {
    number += 1;
    const text = open === '' ? (number === 1 ? line.replace(/^\ufeff/, '') : line) : `${open}\n${line}`;
    if (open === '') start = number;
    if (text.trim() === '') continue;
    const cells = splitCsvLine(text);
    if (cells !== undefined) yield { cells, origin: `${path}:${start}` };
    open = cells === undefined ? text : '';
    if (open.length > MAX_LENGTH) break;
  }
  if (open !== '') throw malformed(`${path}:${start}`, 'has a quote that is not closed');
}

/** Names without case, blanks and marks: `Instance Type` as `instancetype`. */
export function plainNames(cells: readonly string[]): string[] {
  return cells.map((name) => name.toLowerCase().replaceAll(/[^a-z]/g, ''));
}
