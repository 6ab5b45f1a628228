import { nearestNames } from '@groundcrew/errors';
import { sqlIsNoObject, sqlName } from './dialect.ts';
import { columnFinder, type ExportColumn, type ExportTable } from './table.ts';

/** The header of a column of one tag: of legacy reports, of Athena, and of CUR 2.0 without `AS`. */
const TAG_COLUMN = /^(?:resourceTags\/(?:user:)?|resource_tags_user_|user_)(?=.)/;

/** What stands before a tag's key within a column of all tags, as `names.ts` has it. */
const KEY_PREFIX = /^(?:resourceTags\/)?(?:user[:_])?(?=.)/;

/** The keys of tags that are columns of the tables, or fields of one, as `--tag` takes them. */
export function tagKeysOfHeaders(tables: readonly ExportTable[]): readonly string[] {
  const keys = tables.flatMap((table) => {
    const headers = table.columns.map(({ header, name }) => header ?? name);
    const own = table.format.startsWith('FOCUS') ? [] : headers.filter((name) => TAG_COLUMN.test(name));
    const fields = columnsOfTags(table).flatMap((column) => column.fields ?? []);
    return [
      ...own.map((name) => name.replace(TAG_COLUMN, '')),
      ...fields.map((field) => field.replace(KEY_PREFIX, '')),
    ];
  });
  return [...new Set(keys)].sort();
}

/** The columns of all tags. */
function columnsOfTags({ format, columns }: ExportTable): readonly ExportColumn[] {
  const find = columnFinder(columns);
  const names = format.startsWith('FOCUS') ? ['Tags'] : ['resource_tags', 'tags'];
  return names.flatMap((name) => find(name) ?? []);
}

/** The SQL statement, in DuckDB's dialect, of the keys in the columns of all tags; `null`: there is no such column. */
export function tagKeysSql(tables: readonly ExportTable[]): string | null {
  const parts = tables.flatMap((table) =>
    columnsOfTags(table)
      .filter(({ type, isCast }) => type !== 'struct' && !isCast)
      .map((column) => keysOf(column, table.from)),
  );
  return parts.length === 0 ? null : `SELECT DISTINCT key FROM (${parts.join('\nUNION ALL\n')}) AS tagged`;
}

function keysOf(column: ExportColumn, from: string): string {
  const name = sqlName(column.name);
  if (column.type === 'map') return `SELECT CAST(unnest(map_keys(${name})) AS VARCHAR) AS key FROM ${from}`;
  const texts = `SELECT DISTINCT CASE WHEN NOT ${sqlIsNoObject(name, 'duckdb')} THEN nullif(${name}, '') END AS text FROM ${from}`;
  return `SELECT unnest(json_keys(text)) AS key FROM (${texts}) AS texts`;
}

/** The keys of the rows of {@link tagKeysSql} and of headers, as `--tag` takes them. */
export function tagKeysOf(
  rows: readonly (readonly (string | null)[])[],
  tables: readonly ExportTable[],
): readonly string[] {
  const keys = rows.flatMap(([key]) => key?.replace(KEY_PREFIX, '') ?? []);
  return [...new Set([...keys, ...tagKeysOfHeaders(tables)])].sort();
}

const MAX_LISTED = 10;

/** The keys for people, those like a wanted one first: `Project, Team and 12 others`. */
export function listedKeys(keys: readonly string[], wanted: readonly string[]): string {
  const near = wanted.flatMap((key) => nearestNames(key, keys));
  const all = [...new Set([...near, ...keys])];
  const shown = all.slice(0, MAX_LISTED).join(', ');
  return all.length > MAX_LISTED ? `${shown} and ${all.length - MAX_LISTED} others` : shown;
}
