import { alikeServices, respelledServices } from '../services/index.ts';
import { curServiceTerms } from './cur-shape.ts';
import { columnFinder, type ExportTable } from './table.ts';
import { shapeOf } from './shape-of.ts';

/**
 * The SQL statement, in DuckDB's dialect, of all product codes with the names beside them, and of the names of other exports,
 * for `codeNamesOf` and `spellingsOf`.
 */
export function codeNamesSql(tables: readonly ExportTable[]): string {
  const isCur = ({ format }: ExportTable) => !format.startsWith('FOCUS');
  const parts = tables.map((table) => {
    const { code, name } = isCur(table)
      ? curServiceTerms(columnFinder(table.columns), 'duckdb')
      : { code: null, name: shapeOf(table, 'duckdb').dimension('service') };
    const raws = [...(code?.raw ?? []), ...(name?.raw ?? [])];
    const columns = raws.map((_, at) => `raw_${at + 1}`);
    const valueOf = (term: typeof code, own: readonly string[]) =>
      term?.value(own) ?? 'CAST(NULL AS VARCHAR)';
    const codeCount = code?.raw.length ?? 0;
    return [
      `SELECT DISTINCT ${valueOf(code, columns.slice(0, codeCount))} AS code, ${valueOf(name, columns.slice(codeCount))} AS name`,
      // Each different text is parsed once.
      `FROM (SELECT DISTINCT ${raws.map((sql, at) => `${sql} AS ${columns[at]!}`).join(', ')} FROM ${table.from}) AS texts`,
    ].join('\n');
  });
  return parts.join('\nUNION\n');
}

/**
 * Names of the product codes of charges without one, as taxes and older rows are: that of the other charges of the code, or
 * one that other files have for the service. By the rows of `codeNamesSql`.
 */
export function codeNamesOf(rows: readonly (readonly (string | null)[])[]): ReadonlyMap<string, string> {
  const namesByCode = new Map<string, string[]>();
  const all = new Set<string>();
  const nameless = new Set<string>();
  for (const [code = null, name = null] of rows) {
    if (name !== null) all.add(name);
    if (code !== null && name === null) nameless.add(code);
    if (code !== null && name !== null) namesByCode.set(code, [...(namesByCode.get(code) ?? []), name]);
  }
  const found = new Map<string, string>();
  for (const code of nameless) {
    const own = namesByCode.get(code) ?? [];
    // A service that was renamed has two names.
    const known = alikeServices(code).names.filter((name) => name !== code);
    const name = own.length === 1 ? own[0] : [...known, ...own.toSorted()].find((each) => all.has(each));
    if (name !== undefined) found.set(code, name);
  }
  return found;
}

/** The names and codes of these rows that are spelled otherwise than their service, with its name. */
export function spellingsOf(rows: readonly (readonly (string | null)[])[]): ReadonlyMap<string, string> {
  return respelledServices(new Set(rows.flatMap(([code = null, name]) => name ?? code ?? [])));
}
