import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quoteText } from '@groundcrew/duckdb';
import { sqlName } from './dialect.ts';
import { type InspectedTable, statisticsOf } from './inspect.ts';
import type { RowReader } from './lost-rows.ts';
import { fastDecimalSql } from './fast-decimal.ts';
import { decimalOf } from './shape.ts';
import type { ExportColumn } from './table.ts';

/** Tables as they are read from now on. */
export interface ReadTables {
  readonly tables: readonly InspectedTable[];
  /** Whether a statement on them names only columns that were copied; others are in the files alone. */
  covers(statement: string): boolean;
  /** Removes the copies. */
  close(): Promise<void>;
}

/** Below this, reading a file again takes less than copying it. */
const MIN_BYTES = 6 * 2 ** 20;

/** Of Parquet, only the columns of a question are read: this takes a second. */
const LONG_PARQUET_BYTES = 128 * 2 ** 20;

/** The size and number of files that take so long that a user wants to know; null: none. */
export function longRead(
  tables: readonly { readonly files: readonly string[]; readonly bytes: number }[],
): { readonly bytes: number; readonly files: number } | null {
  const long = tables.filter((table) => table.bytes >= (isParquet(table) ? LONG_PARQUET_BYTES : MIN_BYTES));
  if (long.length === 0) return null;
  return {
    bytes: long.reduce((sum, { bytes }) => sum + bytes, 0),
    files: long.reduce((sum, { files }) => sum + files.length, 0),
  };
}

/**
 * Reads large CSV files once: the columns that the statements of a report name are copied to a Parquet file in a temporary
 * folder, from which each statement then reads only what it needs. Parsing a CSV takes most of the time of a question, and
 * a report has several.
 *
 * @param statementsOf the statements of the report on some tables
 */
export async function readOnce(
  reader: RowReader,
  tables: readonly InspectedTable[],
  statementsOf: (tables: readonly InspectedTable[]) => readonly string[],
  {
    signal,
    onRead,
  }: {
    readonly signal?: AbortSignal | undefined;
    readonly onRead?: ((bytes: number, files: number) => void) | undefined;
  },
): Promise<ReadTables> {
  const sizes = await Promise.all(tables.map(({ files }) => sizeOf(files)));
  const isLarge = (at: number) => !isParquet(tables[at]!) && sizes[at]! >= MIN_BYTES;
  const long = longRead(tables.map(({ files }, at) => ({ files, bytes: sizes[at]! })));
  if (long !== null) onRead?.(long.bytes, long.files);
  if (!tables.some((_, at) => isLarge(at))) return { tables, covers: () => true, close: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), 'groundcrew-read-'));
  const close = () => rm(folder, { recursive: true, force: true });
  try {
    const copied: InspectedTable[] = [];
    const left = new Set<string>();
    for (const [at, table] of tables.entries()) {
      if (!isLarge(at)) {
        copied.push(table);
        continue;
      }
      const statements = statementsOf([table]).join('\n');
      // Only in its place as a column: the FROM clause of a CSV names all of them as texts.
      const columns = table.columns.filter(({ name }) => statements.includes(sqlName(name)));
      for (const column of table.columns) if (!columns.includes(column)) left.add(sqlName(column.name));
      const path = join(folder, `${at}.parquet`);
      const own = signal === undefined ? {} : { signal };
      const numbers = columns.filter((column) => statements.includes(decimalOf(column)));
      await reader.query(
        `COPY (SELECT ${columns.flatMap((column) => (numbers.includes(column) ? numberSql(column) : sqlName(column.name))).join(', ')} FROM ${table.from}) TO ${quoteText(path)} (FORMAT parquet, COMPRESSION uncompressed, ROW_GROUP_SIZE 61440)`,
        own,
      );
      const names = columns.flatMap(({ name }) => [name, malformedName(name)]);
      const known = await statisticsOf(reader, [path], { names, signal });
      copied.push({
        ...table,
        from: `read_parquet(${quoteText(path)}, hive_partitioning=false)`,
        // All of its columns stay known: whether the export has one is not for the copy to decide.
        columns: table.columns.map((column) => {
          const facts = known.get(column.name);
          return {
            ...column,
            ...(facts !== undefined && { statistics: facts }),
            ...(numbers.includes(column) && {
              type: 'decimal' as const,
              ...(known.get(malformedName(column.name))?.constant !== null && {
                malformed: malformedName(column.name),
              }),
            }),
          };
        }),
      });
    }
    const covers = (statement: string) => ![...left].some((column) => statement.includes(column));
    return { tables: copied, covers, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The number once, and its cell where it is none: each statement would parse the text several times. */
function numberSql({ name }: ExportColumn): readonly string[] {
  const text = sqlName(name);
  const number = fastDecimalSql(text);
  return [
    `${number} AS ${text}`,
    `CASE WHEN ${number} IS NULL THEN nullif(${text}, '') END AS ${sqlName(malformedName(name))}`,
  ];
}

function malformedName(name: string): string {
  return `${name} malformed`;
}

function isParquet({ files }: Pick<InspectedTable, 'files'>): boolean {
  return files[0]!.toLowerCase().endsWith('.parquet');
}

async function sizeOf(files: readonly string[]): Promise<number> {
  const stats = await Promise.all(files.map((file) => stat(file)));
  return stats.reduce((sum, { size }) => sum + size, 0);
}
