import { GroundcrewError } from '@groundcrew/errors';

const MAX_QUOTE_LENGTH = 60;

/** A value for a message: in double quotes, control characters escaped, shortened if it is long. */
export function quote(value: string): string {
  if (value.length <= MAX_QUOTE_LENGTH) return JSON.stringify(value);
  const truncated = value.slice(0, MAX_QUOTE_LENGTH).replace(/[\ud800-\udbff]$/, '');
  return `${JSON.stringify(truncated)}...`;
}

/** A list of column names for a message, bounded. */
function list(names: readonly string[]): string {
  const shown = names.slice(0, 12).map((name) => quote(name.trim()));
  return names.length > shown.length
    ? `${shown.join(', ')} and ${names.length - shown.length} more`
    : shown.join(', ');
}

const HEADER_RULE = 'the first line must contain the columns store, item and count (or their aliases)';

export function fileEmpty(): GroundcrewError {
  return new GroundcrewError('inventory.file.empty', `the file is empty; ${HEADER_RULE}`);
}

export function noHeader(found: readonly string[]): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.no-header',
    `the file has no header: its first line reads ${list(found)}, but ${HEADER_RULE}`,
    { details: { found: found.slice(0, 100).map(quote) } },
  );
}

export function headerUnreadable(why: string): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.no-header',
    `the file has no header: ${why}, but ${HEADER_RULE}`,
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

export function columnsMissing(missing: readonly string[], found: readonly string[]): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.columns-missing',
    `the header has no column for ${missing.join(' and ')}: it has ${list(found)}; rename a column, or pass its name as an alias`,
    { details: { missing, found: found.slice(0, 100).map(quote) } },
  );
}

export function columnsDuplicate(
  what: string,
  columns: readonly { name: string; position: number }[],
): GroundcrewError {
  const named = columns.map(({ name, position }) => `${quote(name.trim())} (column ${position})`);
  return new GroundcrewError(
    'inventory.file.columns-duplicate',
    `the header has ${columns.length} columns for ${what}: ${named.join(', ')}; rename all but one, or pass the name of the correct one as an alias`,
    { details: { what, positions: columns.map(({ position }) => position) } },
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
