import { isBlank } from './blank.ts';
import { countFields } from './columns.ts';
import { fileEmpty, headerUnreadable } from './errors.ts';
import { lineAt, RowScanner, scanOutcomes } from './row-scanner.ts';
import type { CheckedSettings } from './settings.ts';
import { decodeCodes, type Text } from './text.ts';
import { type ReaderState, type StockFileDelimiter, stockFileDelimiters } from './types.ts';

/** A header, and where it ends. */
export interface Header extends Pick<ReaderState, 'header' | 'delimiter' | 'newline'> {
  /** Code the first row begins at. */
  next: number;
  /** Line breaks in the header, the one that ends it included. */
  breaks: number;
}

// A line of delimiters only is an empty row of a spreadsheet.
const DELIMITERS_PATTERN = /[,;|\t]/g;

/**
 * Finds the first line that is not blank; undefined where the text does not reach so far.
 *
 * @throws GroundcrewError `inventory.file.empty`.
 */
export function findFirstLine(text: Text, final: boolean): { start: number; breaks: number } | undefined {
  const { length } = text.codes;
  let start = 0;
  let breaks = 0;
  for (;;) {
    const line = lineAt(text.codes, start, length, final);
    const shown = decodeCodes(text, start, line?.end ?? length).replace(DELIMITERS_PATTERN, '');
    if (!isBlank(shown)) return { start, breaks };
    if (line === undefined) return undefined;
    if (line.next === length && final) throw fileEmpty();
    start = line.next;
    breaks += line.breaks;
  }
}

/**
 * Reads the header that starts at `start`. Each delimiter is tried: the one under which the header names
 * most of the fields is it, and among equals the one that gives most cells. Undefined where the text ends
 * too early to tell.
 *
 * @throws GroundcrewError `inventory.file.no-header`.
 */
export function readHeader(
  text: Text,
  start: number,
  limit: number,
  final: boolean,
  settings: CheckedSettings,
): Header | undefined {
  let best: Header | undefined;
  let bestFields = -1;
  for (const delimiter of settings.delimiter === undefined ? stockFileDelimiters : [settings.delimiter]) {
    const scanner = new RowScanner(delimiter);
    const outcome = scanner.scan(text, start, 0, limit, final);
    if (outcome === scanOutcomes.row) {
      const candidate = headerOf(text, scanner, delimiter);
      const fields = countFields(candidate.header, settings);
      const more = candidate.header.length > (best?.header.length ?? 0);
      if (fields > bestFields || (fields === bestFields && more)) {
        best = candidate;
        bestFields = fields;
      }
    } else if (outcome !== scanOutcomes.quoteText && limit === text.codes.length && !final) {
      return undefined;
    }
  }
  if (best !== undefined) return best;
  throw headerUnreadable('its first line is too long, or a quote in it is not closed');
}

function headerOf(text: Text, scanner: RowScanner, delimiter: StockFileDelimiter): Header {
  const { starts, ends, hasDoubledQuotes, end, next, breaks } = scanner;
  const header = Array.from({ length: scanner.cells }, (_, i) => {
    const cell = decodeCodes(text, starts[i]!, ends[i]!);
    return hasDoubledQuotes[i] ? cell.replaceAll('""', '"') : cell;
  });
  const ending = decodeCodes(text, end, next);
  const newline = ending === '\r\n' || ending === '\r' ? ending : '\n';
  return { header, delimiter, newline, next, breaks };
}
