import { GroundcrewError, isGroundcrewError } from '@groundcrew/errors';

import type { TwiceEncoded } from './twice-encoded.ts';
import type { NumberSeen } from './types.ts';

const MAX_QUOTE_LENGTH = 60;

/** A value for a message: in double quotes, control characters escaped, shortened if it is long. */
export function quote(value: string): string {
  if (value.length <= MAX_QUOTE_LENGTH) return JSON.stringify(value);
  const truncated = value.slice(0, MAX_QUOTE_LENGTH).replace(/[\ud800-\udbff]$/, '');
  return `${JSON.stringify(truncated)}...`;
}

const MAX_PLAIN_START = 40;
const CONTEXT_LENGTH = 20;

/** A line for a message, from shortly before its first character that encodings read differently. */
function quoteFromFirstOdd(line: string): string {
  const first = line.search(/[^\x20-\x7e\t]/);
  if (line.length <= MAX_QUOTE_LENGTH || first <= MAX_PLAIN_START) return quote(line);
  return `...${quote(line.slice(first - CONTEXT_LENGTH))}`;
}

/** A list of column names for a message, bounded. */
function list(names: readonly string[]): string {
  const shown = names.slice(0, 12).map((name) => quote(name.trim()));
  return names.length > shown.length
    ? `${shown.join(', ')} and ${names.length - shown.length} more`
    : shown.join(', ');
}

const HEADER_RULE =
  'one of its first 20 lines must name the columns store, item and count (or their aliases: docs/inventory.md lists them)';

/** A name as the value of an option in a shell. */
export function shellName(name: string): string {
  return `"${name.replace(/\s+/gu, ' ').trim().replaceAll('"', '\\"')}"`;
}

export function fileEmpty(): GroundcrewError {
  return new GroundcrewError('inventory.file.empty', `the file is empty; ${HEADER_RULE}`);
}

/** @param found the cells of the line that is most like a header */
export function noHeader(found: readonly string[], line: number): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.no-header',
    `the file has no header: line ${line} reads ${list(found)}, but ${HEADER_RULE}; where columns have other names, pass each: --column store=NAME --column item=NAME --column count=NAME`,
    { details: { found: found.slice(0, 100).map(quote), line } },
  );
}

/** @param cell the row, as its one cell */
export function rowsInOneCell(cell: string, row: number): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.lines-quoted',
    `each row of the sheet is in one cell: row ${row} is ${quote(cell)}; split it (in Excel: Data, Text to Columns), or load the file of text that it was made from`,
  );
}

/** What is wrong with a sheet, and which others the workbook has. */
export function withOtherSheets(error: unknown, sheet: string, others: readonly string[]): unknown {
  if (!isGroundcrewError(error)) return error;
  const { code, message, details } = error;
  const more =
    others.length === 0
      ? ''
      : `; other sheets of the workbook: ${list(others)}: pass the one that is meant with --sheet, as the metadata x-amz-meta-sheet or as the setting Sheet`;
  return new GroundcrewError(code, `sheet ${quote(sheet)}: ${message}${more}`, {
    cause: error,
    ...(details !== undefined && { details }),
  });
}

export function headerUnreadable(why: string): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.no-header',
    `the file has no header: ${why}, but ${HEADER_RULE}`,
  );
}

/** @param cell the line, as its one cell */
export function linesQuoted(cell: string, line: number): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.lines-quoted',
    `each line of the file is quoted as a whole, so that it is one cell: line ${line} is ${quote(`"${cell}"`)}; remove the quotes at the start and the end of each line, and make each doubled quote inside a single one`,
  );
}

/** The same of the header only: rows that are cells of their own need no change. */
export function headerQuoted(cell: string, line: number): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.lines-quoted',
    `the header is quoted as a whole, so that it is one cell: line ${line} is ${quote(`"${cell}"`)}; remove the quotes at its start and its end, and make each doubled quote inside a single one`,
  );
}

export function headerAfterRows(line: number, headerLine: number): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.no-header',
    `the header is on line ${headerLine}, but line ${line} above it looks like a row, which would be lost; move the header to the top, or remove the line`,
  );
}

export function separatorUnknown(stated: string): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.no-header',
    `the first line states the delimiter ${quote(stated)}, which is not one of , ; | and tab; save the file with one of these`,
  );
}

export function fileMarkup(what: string): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.markup',
    `the file is ${what}, despite its name; open it in a spreadsheet and save it as CSV`,
  );
}

/** How one encoding reads the lines that show it. */
export interface EncodingChoice {
  readonly encoding: string;
  readonly isReadable: boolean;
  readonly lines: readonly string[];
}

const ENCODING_HINT =
  'pass --encoding NAME, or upload it with the metadata x-amz-meta-encoding: NAME, or set the stack’s setting Encoding; or save the file as UTF-8';

export function encodingUnsure(choices: readonly EncodingChoice[]): GroundcrewError {
  const shown = choices.map(
    ({ encoding, isReadable, lines }) =>
      `${originOf(encoding)}${isReadable ? '' : ' (which is not read)'} as ${lines.map(quoteFromFirstOdd).join(' and ')}`,
  );
  const reads =
    shown.length === 0 ? 'no encoding that is known makes sense of it' : `it reads in ${shown.join('; in ')}`;
  const hasReadable = choices.some(({ isReadable }) => isReadable);
  const notRead = choices.find(({ isReadable }) => !isReadable);
  const help = [
    ...(hasReadable || notRead === undefined ? [ENCODING_HINT] : []),
    ...(notRead === undefined ? [] : [`if it is in ${notRead.encoding}, ${howToConvert(notRead.encoding)}`]),
  ];
  return new GroundcrewError(
    'inventory.file.encoding-unsure',
    `the encoding of the file is not certain: ${reads}; ${help.join('; ')}`,
    { details: { choices } },
  );
}

/** Where encodings that are not read come from. */
const origins: readonly { readonly pattern: RegExp; readonly of: string }[] = [
  { pattern: /^cp(?:4|7|8)\d\d$/, of: 'DOS' },
  { pattern: /^mac/, of: 'old Macs' },
  { pattern: /^koi8/, of: 'old Russian and Ukrainian systems' },
  { pattern: /^hproman8$/, of: 'HP-UX' },
];

/** `cp850 of DOS`: people know their programs better than encodings. */
function originOf(encoding: string): string {
  const origin = origins.find(({ pattern }) => pattern.test(encoding));
  return origin === undefined ? encoding : `${encoding}, an encoding of ${origin.of}`;
}

function howToConvert(encoding: string): string {
  const command = `iconv -f ${encoding.toUpperCase()} -t UTF-8 OLD.csv > NEW.csv`;
  const byCommand = encoding.startsWith('mac') ? '' : `convert it (${command}), or `;
  return `${byCommand}open it in a spreadsheet with this encoding and save it as CSV in UTF-8`;
}

export function encodedTwice({ mistakenFor, lines }: TwiceEncoded): GroundcrewError {
  const stands = lines.map((line) => quote(line.stands)).join(' and ');
  const meant = lines.map((line) => quote(line.meant)).join(' and ');
  return new GroundcrewError(
    'inventory.file.encoding-unsure',
    `the file seems to be encoded in UTF-8 twice, by a program that took it for ${mistakenFor}: it reads as ${stands}, and without the second time as ${meant}; export it from its source again as UTF-8; if it is right as it is, pass --encoding utf-8, or upload it with the metadata x-amz-meta-encoding: utf-8`,
    { details: { mistakenFor, lines } },
  );
}

/** @param choices encodings that give the same text, none of which is read */
export function encodingNotRead(choices: readonly EncodingChoice[]): GroundcrewError {
  const lines = choices[0]?.lines ?? [];
  // Of those that differ in a few letters, the one that most people mean.
  const [usual, ...others] = choices
    .map(({ encoding }) => encoding)
    .toSorted((a, b) => Number(b === 'cp850') - Number(a === 'cp850'));
  const alike =
    others.length === 0 ? '' : ` (or in ${others.slice(0, 3).join(', ')}, which read these lines alike)`;
  return new GroundcrewError(
    'inventory.file.encoding-unsure',
    `the file seems to be in ${originOf(usual ?? '')}${alike}, which is not read: ${lines.map(quote).join(' and ')}; ${howToConvert(usual ?? '')}; if these lines are wrong, ${ENCODING_HINT}`,
    { details: { choices } },
  );
}

export function encodingUtf32(): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.encoding-unsure',
    'the file is in UTF-32, in which each character takes four bytes, and which is not read; save it as UTF-8 or UTF-16, or convert it (iconv -f UTF-32 -t UTF-8 OLD.csv > NEW.csv)',
  );
}

export function encodingChanges(encoding: string, line: number, example: string): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.encoding-changes',
    `the file begins in ${encoding}, but from about line ${line} on it makes no sense in it (${quote(example)}): it is put together of files in different encodings; load each by itself, or save all as UTF-8`,
    { details: { encoding, line } },
  );
}

export function encodingUnknown(name: string, known: readonly string[]): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.encoding-unknown',
    `the metadata x-amz-meta-encoding of the file is ${quote(name)}, which is not an encoding that is read; set it to one of ${known.join(', ')}, or leave it out`,
  );
}

/** @param stated the delimiter that `sep=` or a setting states */
export function delimiterContradicts(
  stated: string,
  own: string,
  line: number,
  header: string,
): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.no-header',
    `the delimiter is stated to be ${quote(stated)} (by a line sep=, or by a setting), but the header on line ${line}, ${quote(header)}, is delimited by ${quote(own)}; correct or remove what states it`,
  );
}

export function encodingSevenBit(what: string): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.encoding-unsure',
    `the file seems to be in ${what}, which is not read; save it as UTF-8, or, if it is plain text, ${ENCODING_HINT}`,
  );
}

/** @param mark what was read in one way before, and now shows the other */
/** @param elsewhere a number of another column that shows it */
export function numbersContradict(
  number: string,
  mark: string,
  elsewhere?: Pick<NumberSeen, 'column' | 'line'>,
): GroundcrewError {
  const shown =
    elsewhere === undefined
      ? `the counts of the file contradict each other: ${quote(number)} shows that the mark "${mark}" means something else than in the rows before`
      : `the numbers of the file contradict each other: ${quote(number)} in ${quote(elsewhere.column)} on line ${elsewhere.line} shows that the mark "${mark}" may begin a fraction, while counts before were read as if it grouped digits`;
  return new GroundcrewError(
    'inventory.file.numbers-contradict',
    `${shown}; write all counts without marks, as 1200`,
    { details: { number } },
  );
}

/** @param header that of the file, which `cells` on `line` are not */
export function secondTable(
  cells: readonly string[],
  line: number,
  header: readonly string[],
): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.second-table',
    `line ${line} is another header, ${list(cells)}, so the rows below it are of another table than those above, whose header is ${list(header)}; put each table into a file of its own, or give both the same columns in the same order`,
    { details: { line } },
  );
}

export function noRows(): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.no-rows',
    'the file has a header but no rows; add a line for each item, or do not upload it',
  );
}

export function fileBinary(what: string): GroundcrewError {
  return new GroundcrewError('inventory.file.binary', `the file is not text: ${what}`);
}

/** Names of columns as they are, to choose one of: at most a hundred. */
export function columnsOf(names: readonly string[]): string[] {
  return names.slice(0, 100).map((name) => name.replace(/\s+/gu, ' ').trim());
}

/** Square, and Shopify for the available stock alone, have a column for the counts of each location. */
const WIDE_PATTERN = /^current quantity \S/i;

export function columnsMissing(
  missing: readonly { readonly field: string; readonly nearest: readonly string[] }[],
  found: readonly string[],
): GroundcrewError {
  const paste = missing.map(({ field, nearest }) => `--column ${field}=${shellName(nearest[0] ?? 'NAME')}`);
  const named = missing.map(({ field }) => field);
  const wide = found.find((name) => WIDE_PATTERN.test(name.trim()));
  const hint =
    wide === undefined
      ? ''
      : `; ${quote(wide)} seems to be the count of one location, which Square exports as a column for each: write a row for each, with the location in a column`;
  return new GroundcrewError(
    'inventory.file.columns-missing',
    `the header has no column for ${named.join(' and ')}: it has ${list(found)}; rename a column, or pass its name: ${paste.join(' ')}${hint}`,
    { details: { missing: named, found: found.slice(0, 100).map(quote), paste, columns: columnsOf(found) } },
  );
}

export function columnUnknown(wanted: readonly string[], found: readonly string[]): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.columns-missing',
    `the header has no column ${wanted.map(quote).join(' and no column ')}, which the settings name: it has ${list(found)}; pass the name of one of these`,
    { details: { missing: wanted, found: found.slice(0, 100).map(quote) } },
  );
}

/** How many columns of one field a message has an option for. */
const MAX_OPTIONS = 5;

/** @param isField whether it is a field's column, which `--column` names */
export function columnsDuplicate(
  what: string,
  columns: readonly { name: string; position: number }[],
  isField: boolean,
): GroundcrewError {
  const named = columns.map(({ name, position }) => `${quote(name.trim())} (column ${position})`);
  const names = new Set(columns.map(({ name }) => name.trim().toLowerCase()));
  const options = columns.slice(0, MAX_OPTIONS).map(({ name }) => `--column ${what}=${shellName(name)}`);
  const help =
    isField && names.size > 1
      ? `which one it is can't be guessed: pass one of ${options.join(', ')} (setting ColumnAliases, with one name for ${what})`
      : 'rename all but one';
  return new GroundcrewError(
    'inventory.file.columns-duplicate',
    `the header has ${columns.length} columns for ${what}: ${named.join(', ')}; ${help}`,
    {
      details: {
        what,
        positions: columns.map(({ position }) => position),
        candidates: columnsOf(columns.map(({ name }) => name)),
      },
    },
  );
}

export function gzipMalformed(why: string, cause?: unknown): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.gzip-broken',
    `the gzip data is malformed: ${why}; compress the file and upload it again`,
    { cause },
  );
}

export function fileShrunk(offset: number): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.changed',
    `the file ends before byte ${offset}, where reading should resume: it has changed; load it from the start`,
  );
}
