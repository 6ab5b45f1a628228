import { GroundcrewError } from '@groundcrew/errors';
import { columnsOf, quote, shellName } from './errors.ts';

/** Counts of two units. */
export interface UnitExample {
  readonly value: string;
  readonly line: number;
}

/**
 * @param odd the one whose counts can be read in two ways
 * @param pieces what its count is in pieces, where that is known
 * @param isAdded whether counts of one shelf are added up or compared
 */
export function unitsDiffer(
  column: string,
  plain: UnitExample,
  odd: UnitExample & { readonly count: number },
  pieces: number | undefined,
  isAdded: boolean,
): GroundcrewError {
  const readings =
    pieces === undefined ? `${odd.count}, or ${odd.count} times what one holds` : `${odd.count} or ${pieces}`;
  const help = isAdded
    ? 'write all counts in pieces, as rows of one shelf are added up or compared'
    : `write all counts in pieces, or store them as they are, with the unit beside each, by --keep-column ${shellName(column)} (setting KeepColumns)`;
  return new GroundcrewError(
    'inventory.file.units-differ',
    `the counts of the file are in several units: ${quote(column)} is ${quote(plain.value)} on line ${plain.line} and ${quote(odd.value)} on line ${odd.line}, where the count is ${readings}; ${help}`,
    { details: { column, lines: [plain.line, odd.line] } },
  );
}

/** @param sign a column that lists of orders and movements have */
export function countUnsure(count: string, sign: string, found: readonly string[]): GroundcrewError {
  const paste = [`--column count=${shellName(count)}`];
  return new GroundcrewError(
    'inventory.file.columns-missing',
    `the header has ${quote(sign.trim())}, as lists of orders, sales and movements have, so ${quote(count.trim())} may not be what is in stock; if it is, pass it: ${paste[0]} (setting ColumnAliases)`,
    {
      details: {
        missing: ['count'],
        found: found.slice(0, 100).map(quote),
        paste,
        columns: columnsOf(found),
      },
    },
  );
}

/** A count whose row shows that it may not be of what is in stock. */
export interface OtherCount {
  /** The column that shows it, and what it has. */
  readonly column: string;
  readonly value: string;
  readonly line: number;
  readonly count: number;
}

/**
 * @param isMoved whether it may be what came or went, and not what is damaged, reserved or the like
 * @param column that of the count
 * @param canKeep whether the column may be stored beside each count
 */
export function countOtherwise(
  seen: OtherCount,
  isMoved: boolean,
  { column, header }: { readonly column: string; readonly header: readonly string[] },
  canKeep: boolean,
): GroundcrewError {
  const paste = [`--column count=${shellName(column)}`];
  const why = isMoved
    ? `as in lists of movements, so its count ${seen.count} may be what was moved; load a list of what is in stock, or, if this is one,`
    : `so its count ${seen.count} may not be in stock as the others are; leave such rows out, or, if they count as well,`;
  const keep = canKeep
    ? `, or store the column beside each count by --keep-column ${shellName(seen.column)} (setting KeepColumns)`
    : '';
  return new GroundcrewError(
    'inventory.file.columns-missing',
    `${quote(seen.column)} is ${quote(seen.value)} on line ${seen.line}, ${why} pass ${paste[0]}${keep}`,
    {
      details: {
        missing: ['count'],
        found: header.slice(0, 100).map(quote),
        paste,
        columns: columnsOf(header),
      },
    },
  );
}
