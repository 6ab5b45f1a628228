import { DECIMAL_TYPE, decimalText } from './dialect.ts';

/**
 * A text as {@link DECIMAL_TYPE}, in DuckDB's dialect; NULL if it is not a number. The same as `decimalText`, whose `TRY_CAST` parses integers of 128
 * bits: that takes 2 µs a text, and 9 µs with an exponent, more than all else of reading a CSV.
 */
export function fastDecimalSql(text: string): string {
  // Of 16 characters, 15 are decimal places at most: an integer of 64 bits. A larger number does not fit, and is NULL.
  const short = `CASE WHEN length(${text}) <= 16 AND NOT contains(lower(${text}), 'e') AND NOT contains(${text}, '_') THEN TRY_CAST(${text} AS DECIMAL(18, 15)) END`;
  // Below 0.001, with up to 17 decimal places: as an integer of its last place it is exact in floating point.
  const tiny = `CASE WHEN regexp_full_match(${text}, '${TINY}') THEN CAST(CAST(${text} AS DOUBLE) AS ${DECIMAL_TYPE}) END`;
  return `coalesce(${short}, ${tiny}, ${decimalText(text)})`;
}

const TINY = '-?[0-9](\\.[0-9]{1,8})?[eE]-0?[4-9]';
