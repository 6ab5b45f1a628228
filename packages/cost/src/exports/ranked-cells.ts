import { sqlText } from './dialect.ts';

/**
 * Cells that can't be read, of which a statement has one as an example: of a form whose loss makes a report wrong, rather
 * than another, so that no `#N/A` hides it. `min` of these takes the former first.
 */
export function rankedCellSql(cell: string, form: string): string {
  const isOfForm = `${cell} <> '' AND regexp_replace(${cell}, ${sqlText(form)}, '') = ''`;
  // Of most rows the cell is NULL: it is evaluated once for these.
  return `CASE WHEN ${cell} IS NOT NULL THEN CASE WHEN ${isOfForm} THEN '${OF_FORM}' ELSE '${OTHER}' END || ${cell} END`;
}

const OF_FORM = '0';
const OTHER = '1';

/** A cell of {@link rankedCellSql}. */
export function readRankedCell(ranked: string): { readonly cell: string; readonly isOfForm: boolean } {
  return { cell: ranked.slice(1), isOfForm: ranked.startsWith(OF_FORM) };
}

/** The first of two ranked cells; empty: there is none. */
export function firstRanked(one: string, other: string): string {
  if (one === '' || other === '') return one || other;
  return one < other ? one : other;
}

// Both patterns are in the syntax that DuckDB and Athena share: that of Athena has no \x{a0}.

/** Spaces between the digits of an amount, other than the usual one. */
const SPACES = '\u00a0\u2007\u2009\u202f';

/** Digits, and what people write into amounts: separators, signs, brackets, quotes and signs of currencies. */
const AMOUNT = String.raw`[\p{Nd}.,'’_ ${SPACES}()+\-−–—="\p{Sc}원円元]`;

/**
 * Amounts in a form that bills do not have: negative as accountants write them, (5.5) and 5.5-, with a currency, with separators
 * between thousands, and with fractions behind a comma. All amounts of the form would be left out.
 */
export const OTHER_AMOUNT = String.raw`^\s*(?:[A-Za-z]{2,3}\s*)?${AMOUNT}*\p{Nd}${AMOUNT}*(?:[eE][+-]?[0-9]+)?(?:[A-Za-z]{1,3})?\s*$`;

/** A day of a year before its month: those up to the twelfth can be read, as other days. */
export const DAY_FIRST = String.raw`^\s*[0-9]{4}[-/](?:1[3-9]|2[0-9]|3[01])[-/](?:0?[1-9]|1[0-2])(?:[^0-9].*)?$`;
