import { ACCOUNT_ID_DIGITS } from '../accounts/index.ts';
import { type Dialect, sqlFirst, sqlName } from './dialect.ts';
import { providerCondition } from './providers.ts';
import { textOf, type Term } from './shape.ts';
import type { ExportColumn } from './table.ts';

/**
 * The account of a charge. An id of AWS that was stored as a number has lost its leading zeros: of fewer digits than twelve,
 * it is the id with zeros before it. So is what people and spreadsheets put around one: `4444-5555-6666`, `'444455556666`,
 * `="444455556666"`. Ids of other providers are unchanged.
 */
export function accountTerm(column: ExportColumn, provider: Term, dialect: Dialect): Term {
  const value = ([text, ...own]: readonly string[]): string => {
    const digits = `regexp_replace(translate(${text!}, '''"=-, ', ''), '\\.0+$', '')`;
    const isNumber = `length(${digits}) BETWEEN 1 AND ${ACCOUNT_ID_DIGITS} AND ${isDigits(digits)}`;
    const name = provider.value(own);
    const isAws = `(${name} IS NULL OR ${providerCondition(name, ['AWS'])})`;
    // The usual form first: the rest takes longer.
    return `CASE WHEN length(${text!}) = ${ACCOUNT_ID_DIGITS} AND ${isDigits(text!)} THEN ${text!} WHEN ${isNumber} AND ${isAws} THEN lpad(${digits}, ${ACCOUNT_ID_DIGITS}, '0') ELSE ${sqlFirst([text!])} END`;
  };
  return {
    raw: [idText(column, dialect), ...provider.raw],
    value,
    changed: (columns) => `CASE WHEN ${value(columns)} <> ${columns[0]!} THEN ${columns[0]!} END`,
  };
}

function isDigits(text: string): string {
  return `translate(${text}, '0123456789', '') = ''`;
}

/** Of a number, its digits: as a text, a large one may have an exponent. */
function idText(column: ExportColumn, dialect: Dialect): string {
  if (column.type !== 'number') return textOf(column);
  const name = sqlName(column.name);
  // Not all digits of an id fit in: as a text, the exponent shows it.
  if (column.isSingle) return dialect === 'duckdb' ? `printf('%.6e', ${name})` : textOf(column);
  return `CAST(TRY_CAST(${name} AS DECIMAL(20, 0)) AS VARCHAR)`;
}
