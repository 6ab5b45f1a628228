import { isBlank } from './blank.ts';
import { countFields, mapColumns } from './columns.ts';
import { parseCount } from './count.ts';
import {
  delimiterContradicts,
  fileEmpty,
  headerAfterRows,
  headerQuoted,
  headerUnreadable,
  linesQuoted,
  noHeader,
  rowsInOneCell,
  separatorUnknown,
} from './errors.ts';
import { NumberStyle } from './number-style.ts';
import { lineAt, RowScanner, scanOutcomes } from './row-scanner.ts';
import { shownCell } from './sheet-cells.ts';
import type { CheckedSettings } from './settings.ts';
import { decodeCodes, type Text } from './text.ts';
import { type ReaderState, type StockFileDelimiter, stockFileDelimiters } from './types.ts';

/** A header, and where it ends. */
export interface Header extends Pick<ReaderState, 'header' | 'delimiter' | 'newline'> {
  /** Code the first row begins at. */
  readonly next: number;
  /** Line that the first row is on, counted from 1. */
  readonly line: number;
}

export type HeaderSearch =
  | ({ readonly kind: 'found' } & Header)
  /** The text ends too early to decide. */
  | { readonly kind: 'more' }
  /** A line has characters beyond ASCII, and the encoding is not known. */
  | { readonly kind: 'foreign' };

/** Lines with something on them among which the header is looked for: titles and comments may stand above it. */
const MAX_LINES = 20;

// A line of delimiters only is an empty row of a spreadsheet.
const DELIMITERS_PATTERN = /[,;|\t]/g;
/** How Excel gets the delimiter. */
const SEPARATOR_PATTERN = /^"?sep=(.?)"?$/i;

/** A line that may be the header. */
interface Line {
  readonly start: number;
  readonly next: number;
  readonly line: number;
}

interface Candidate extends Header {
  readonly fields: number;
}

/**
 * Looks for the header: the first of the first lines that names all fields. `isLast`: more text will not come.
 *
 * @throws GroundcrewError `inventory.file.empty`, `.no-header`, `.columns-missing`, `.lines-quoted`.
 */
export function findHeader(
  text: Text,
  final: boolean,
  isLast: boolean,
  settings: CheckedSettings,
  maxCodes: number,
  isSheet = false,
): HeaderSearch {
  const { codes } = text;
  const { length } = codes;
  const above: Line[] = [];
  let best: Candidate | undefined;
  let separator: StockFileDelimiter | undefined;
  let isUnreadable = false;
  let start = 0;
  let line = 1;
  while (above.length < MAX_LINES && start < length) {
    const found = lineAt(codes, start, length, final);
    const end = found?.end ?? length;
    const shown = decodeCodes(text, start, end);
    if (isBlank(shown.replace(DELIMITERS_PATTERN, ''))) {
      if (found === undefined)
        return isLast ? unreadable(length, above, best, isUnreadable, settings) : { kind: 'more' };
      start = found.next;
      line += found.breaks;
      continue;
    }
    const limit = Math.min(length, start + maxCodes + 1);
    if (text.encoding === 'ascii' && codes.subarray(start, Math.min(end, limit)).some((code) => code > 0x7f))
      return { kind: 'foreign' };
    const named = SEPARATOR_PATTERN.exec(shown.trim());
    if (named !== null && above.length === 0 && found !== undefined) {
      separator = separatorOf(named[1]!);
      start = found.next;
      line += found.breaks;
      continue;
    }
    const candidate = headerAt(text, { start, line }, limit, final, settings, separator);
    if (candidate === 'more' && !isLast) return { kind: 'more' };
    if (candidate === 'foreign') return { kind: 'foreign' };
    if (typeof candidate === 'object') {
      const isQuoted = shown.trimStart().startsWith('"');
      refuseQuotedLine(text, candidate, line, settings, isSheet, isQuoted, separator);
      if (candidate.fields === 3) {
        refuseRowsAbove(text, above, candidate, settings, line);
        return { kind: 'found', ...candidate };
      }
      if (candidate.fields > (best?.fields ?? -1)) best = { ...candidate, line };
    } else isUnreadable ||= above.length === 0;
    above.push({ start, next: found?.next ?? length, line });
    if (found === undefined) break;
    start = found.next;
    line += found.breaks;
  }
  if (above.length < MAX_LINES && !final && !isLast) return { kind: 'more' };
  if (above.length === 0 && final) throw fileEmpty();
  return unreadable(length, above, best, isUnreadable, settings);
}

/** No line names all fields: what the one that names most lacks. */
function unreadable(
  length: number,
  above: readonly Line[],
  best: Candidate | undefined,
  isUnreadable: boolean,
  settings: CheckedSettings,
): never {
  if (above.length === 0) throw headerUnreadable(`its first ${length} bytes are blank`);
  // Throws what is missing.
  if (best !== undefined && best.fields > 0) mapColumns(best.header, settings);
  if (isUnreadable || best === undefined)
    throw headerUnreadable('its first line is too long, or a quote in it is not closed');
  throw noHeader(best.header, best.line);
}

function separatorOf(character: string): StockFileDelimiter {
  // A tab at the end of the line was trimmed.
  const named = character === '' ? '\t' : character;
  const known = stockFileDelimiters.find((delimiter) => delimiter === named);
  if (known === undefined) throw separatorUnknown(named);
  return known;
}

/**
 * Reads a line as a header. Each delimiter is tried: the one under which it names most of the fields is it, and among
 * equals the one that gives most cells.
 */
function headerAt(
  text: Text,
  { start, line }: { start: number; line: number },
  limit: number,
  final: boolean,
  settings: CheckedSettings,
  separator: StockFileDelimiter | undefined,
): Candidate | 'more' | 'foreign' | 'unreadable' {
  const named = settings.delimiter ?? separator;
  let best: Candidate | undefined;
  for (const delimiter of named === undefined ? stockFileDelimiters : [named]) {
    const scanner = new RowScanner(delimiter);
    const outcome = scanner.scan(text, start, 0, limit, final);
    if (outcome === scanOutcomes.row) {
      if (text.encoding === 'ascii' && scanner.hasNonAscii) return 'foreign';
      const header = cellsOf(text, scanner);
      const fields = countFields(header, settings);
      const more = header.length > (best?.header.length ?? 0);
      if (best === undefined || fields > best.fields || (fields === best.fields && more)) {
        const newline = newlineOf(decodeCodes(text, scanner.end, scanner.next));
        best = { header, delimiter, newline, next: scanner.next, line: line + scanner.breaks, fields };
      }
    } else if (outcome !== scanOutcomes.quoteText && limit === text.codes.length && !final) {
      return 'more';
    }
  }
  return best ?? 'unreadable';
}

function newlineOf(ending: string): ReaderState['newline'] {
  return ending === '\r\n' || ending === '\r' ? ending : '\n';
}

function cellsOf(text: Text, { cells, starts, ends, hasDoubledQuotes }: RowScanner): string[] {
  return Array.from({ length: cells }, (_, i) => {
    const cell = shownCell(decodeCodes(text, starts[i]!, ends[i]!));
    return hasDoubledQuotes[i] ? cell.replaceAll('""', '"') : cell;
  });
}

/**
 * Some programs quote each line as if it were one cell, or state another delimiter than theirs: the header is in it, and
 * nothing else would be found.
 */
function refuseQuotedLine(
  text: Text,
  { header, next }: Candidate,
  line: number,
  settings: CheckedSettings,
  isSheet: boolean,
  isQuoted: boolean,
  separator: StockFileDelimiter | undefined,
): void {
  const [cell, ...others] = header.filter((name) => !isBlank(name));
  if (cell === undefined || others.length > 0) return;
  for (const delimiter of stockFileDelimiters) {
    const names = cell.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
    if (countFields(names, settings) !== 3) continue;
    if (isSheet) throw rowsInOneCell(cell, line);
    // Under another delimiter than its own a line is one cell without any quotes.
    if (isQuoted) throw isNextQuoted(text, next) ? linesQuoted(cell, line) : headerQuoted(cell, line);
    throw delimiterContradicts(settings.delimiter ?? separator ?? ',', delimiter, line, cell);
  }
}

const QUOTED_LINE_PATTERN = /^"(?:[^"]|"")*"[,;|\t ]*$/;

/** Whether the next line with something on it is quoted as a whole. */
function isNextQuoted(text: Text, from: number): boolean {
  const { length } = text.codes;
  for (let start = from; start < length;) {
    const found = lineAt(text.codes, start, length, true);
    const line = decodeCodes(text, start, found?.end ?? length).trim();
    if (line !== '') return QUOTED_LINE_PATTERN.test(line);
    start = found?.next ?? length;
  }
  return false;
}

/** What stands above the header is not read; rows may not be among it. */
function refuseRowsAbove(
  text: Text,
  above: readonly Line[],
  { header, delimiter }: Candidate,
  settings: CheckedSettings,
  headerLine: number,
): void {
  const style = new NumberStyle(delimiter, 0);
  let columns: ReturnType<typeof mapColumns> | undefined;
  for (const { start, next, line } of above) {
    const scanner = new RowScanner(delimiter);
    if (scanner.scan(text, start, 0, next, true) !== scanOutcomes.row) continue;
    const cells = cellsOf(text, scanner);
    columns ??= mapColumns(header, settings);
    const { store, item, count } = columns;
    const isRow =
      !isBlank(cells[store] ?? '') &&
      !isBlank(cells[item] ?? '') &&
      typeof parseCount(cells[count] ?? '', settings, style) === 'number';
    if (isRow) throw headerAfterRows(line, headerLine);
  }
}
