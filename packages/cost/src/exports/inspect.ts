import { type Duckdb, quoteText } from '@groundcrew/duckdb';
import { messageOf } from '@groundcrew/errors';
import { type CsvDelimiter, type CsvHeader, readCsvHeader } from './csv-header.ts';
import { sqlName } from './dialect.ts';
import { fileUnreadable, wrapUnreadable } from './errors.ts';
import { assertSingleColumns } from './single-columns.ts';
import { assertFormOfName, storedFormOf } from './stored-form.ts';
import { assertStoredTypes, storedColumn } from './stored-columns.ts';
import { type ExportColumn, type ExportTable, recognizeFormat } from './table.ts';

/** Files of the same columns, and the expression that DuckDB reads them with. */
export interface InspectedTable extends ExportTable {
  readonly files: readonly string[];
  /** Of files that are not Parquet. */
  readonly csv: CsvForm;
}

/** How a CSV file is to be read. DuckDB would take its compression from the name. */
export interface CsvForm {
  readonly delimiter: CsvDelimiter;
  readonly isGzip: boolean;
}

/**
 * Reads the columns of each file, and groups files of the same columns: an export changes its columns from month to month
 * as services and tags are added and removed.
 *
 * @throws GroundcrewError `cost.exports.unknown-format`, `cost.exports.file-unreadable`
 */
export async function inspectFiles(
  duckdb: Duckdb,
  files: readonly string[],
  signal?: AbortSignal,
): Promise<InspectedTable[]> {
  const groups = new Map<string, { files: string[] } & FileColumns>();
  for (const file of files) {
    const { columns, csv } = await columnsOf(duckdb, file, signal).catch((error: unknown) => {
      throw wrapUnreadable(error, file);
    });
    recognizeFormat(columns, file);
    assertSingleColumns(columns, file);
    const key = JSON.stringify([isParquet(file), csv, columns]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { files: [file], columns, csv });
    else group.files.push(file);
  }
  const tables: InspectedTable[] = [];
  for (const group of groups.values()) {
    const [first] = group.files as [string];
    const known = isParquet(first) ? await statisticsOf(duckdb, group.files, { signal }) : null;
    tables.push({
      files: group.files,
      csv: group.csv,
      from: readerOf(group.files, group.columns, group.csv),
      format: recognizeFormat(group.columns, first),
      columns: group.columns.map((column) => {
        const facts = known?.get(column.name);
        return facts === undefined ? column : { ...column, statistics: facts };
      }),
    });
  }
  return tables;
}

export function isParquet(file: string): boolean {
  return file.toLowerCase().endsWith('.parquet');
}

export function listOf(files: readonly string[]): string {
  return `[${files.map((file) => quoteText(escapeGlob(file))).join(', ')}]`;
}

/** Escapes `*` and `[`: they are characters of a name, not a pattern. */
function escapeGlob(file: string): string {
  return file.replaceAll(/[*?[]/g, (character) => `[${character}]`);
}

/** All properties of a CSV are specified: detection may mistake a row for a header, or a text for a number. */
const CSV_OPTIONS =
  "quote='\"', escape='\"', comment='', skip=0, hive_partitioning=false, store_rejects=true";

/**
 * The FROM clause of files of these columns. Those of a CSV are given, and not detected again by each query: detection
 * takes more time than a query of a file of some megabytes.
 */
export function readerOf(files: readonly string[], columns: readonly ExportColumn[], csv: CsvForm): string {
  if (isParquet(files[0]!)) return parquetReader(files, columns);
  const types = columns.map(({ name }) => `${quoteText(name)}: 'VARCHAR'`);
  const given = `${csvFormSql(csv)}, auto_detect=false, columns={${types.join(', ')}}`;
  const read = `read_csv(${listOf(files)}, header=true, nullstr=['', 'NULL', 'null', '\\N'], ${given}, ${CSV_OPTIONS})`;
  // A statement that names some of the columns overlooks a cell too many, if it is quoted and has quotes in it; this names all.
  return `(FROM ${read} WHERE coalesce(*COLUMNS(*), '') IS DISTINCT FROM chr(0))`;
}

/** The options of `read_csv` for a form. */
export function csvFormSql({ delimiter, isGzip }: CsvForm): string {
  return `compression='${isGzip ? 'gzip' : 'none'}', delim='${delimiter}'`;
}

/** Texts that were stored as bytes are texts; values of types that bills have no use for are their texts. */
function parquetReader(files: readonly string[], columns: readonly ExportColumn[]): string {
  const read = `read_parquet(${listOf(files)}, hive_partitioning=false, binary_as_string=true)`;
  const casts = columns.flatMap(({ name, isCast }) =>
    isCast ? [`CAST(${sqlName(name)} AS VARCHAR) AS ${sqlName(name)}`] : [],
  );
  return casts.length === 0 ? read : `(SELECT * REPLACE (${casts.join(', ')}) FROM ${read})`;
}

const noCsv: CsvForm = { delimiter: ',', isGzip: false };

interface FileColumns {
  readonly columns: readonly ExportColumn[];
  readonly csv: CsvForm;
}

async function columnsOf(duckdb: Duckdb, file: string, signal?: AbortSignal): Promise<FileColumns> {
  if (!isParquet(file)) {
    const form = await storedFormOf(file);
    assertFormOfName(file, form);
    const { names, delimiter } = await headersOf(file);
    return { columns: namedColumns(names), csv: { delimiter, isGzip: form === 'gzip' } };
  }
  const { rows } = await duckdb.query(
    `DESCRIBE SELECT * FROM ${readerOf([file], [], noCsv)}`,
    signal === undefined ? {} : { signal },
  );
  const stored = new Map(rows.map(([name, type]) => [String(name), String(type)]));
  const columns = [...stored].map(([name, type]) => storedColumn(name, type));
  assertStoredTypes(columns, stored, file);
  return { columns, csv: noCsv };
}

async function headersOf(file: string): Promise<CsvHeader> {
  try {
    return await readCsvHeader(file);
  } catch (error) {
    // What TextDecoder throws.
    const isOtherEncoding = error instanceof TypeError;
    throw fileUnreadable(file, messageOf(error), { details: { file }, cause: error, isOtherEncoding });
  }
}

/** In SQL, names that differ only in case are the same, and none is empty: such a column gets a number. */
function namedColumns(headers: readonly string[]): ExportColumn[] {
  const taken = new Set<string>();
  return headers.map((header, at) => {
    let name = header === '' ? `column${at}` : header;
    for (let number = 1; taken.has(name.toLowerCase()); number += 1) name = `${header}_${number}`;
    taken.add(name.toLowerCase());
    return { name, ...(name !== header && { header }), type: 'text' };
  });
}

/** Columns that are often the same on all rows: a query can then skip them. */
const statisticsColumns = [
  'BillingCurrency',
  'ProviderName',
  'ServiceProviderName',
  'ChargeCategory',
  'ChargeClass',
  'BilledCost',
  'EffectiveCost',
  'ListCost',
  'line_item_currency_code',
  'line_item_unblended_cost',
  'line_item_blended_cost',
  'line_item_net_unblended_cost',
  'pricing_public_on_demand_cost',
];

/** The keys of a map: Parquet's logical types, "Maps", where the group in the middle has either name. */
const MAP_KEY_PATTERN = /^(?<column>.+), (?:key_value|map), key$/;

/** Parquet's own statistics. Long texts may be truncated there, and are ignored. */
export async function statisticsOf(
  duckdb: Pick<Duckdb, 'query'>,
  files: readonly string[],
  {
    names = statisticsColumns,
    signal,
  }: { readonly names?: readonly string[]; readonly signal?: AbortSignal | undefined } = {},
) {
  const { rows } = await duckdb.query(
    `SELECT path_in_schema,
       CAST(count(*) AS VARCHAR), CAST(count(stats_min_value) AS VARCHAR),
       CAST(count(stats_null_count) AS VARCHAR), CAST(sum(stats_null_count) AS VARCHAR), CAST(sum(num_values) AS VARCHAR),
       min(stats_min_value), max(stats_max_value),
       CAST(max(greatest(abs(TRY_CAST(stats_min_value AS DOUBLE)), abs(TRY_CAST(stats_max_value AS DOUBLE)))) AS VARCHAR)
     FROM parquet_metadata(${listOf(files)})
     WHERE path_in_schema IN (${names.map(quoteText).join(', ')}) OR path_in_schema LIKE '%, key'
     GROUP BY path_in_schema`,
    signal === undefined ? {} : { signal },
  );
  const known = new Map<string, NonNullable<ExportColumn['statistics']>>();
  for (const row of rows) {
    const [name, ...facts] = row.map((value) => (value === null ? null : String(value)));
    const [chunks, bounded, counted, nulls, values] = facts.slice(0, 5).map(Number) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const [low, high, maxAbsolute] = facts.slice(5) as (string | null)[] as [
      string | null,
      string | null,
      string | null,
    ];
    // Of bytes that are a text, those outside of ASCII are written otherwise.
    if (low?.includes('\\x') || high?.includes('\\x')) continue;
    const column = MAP_KEY_PATTERN.exec(name!)?.groups?.column;
    if (column !== undefined) {
      // A text that was truncated is still a minimum, and no maximum.
      if (bounded === chunks && low !== null && high !== null && high.length < 16)
        known.set(column, { keys: [low, high] });
      continue;
    }
    const isCounted = counted === chunks;
    const isShort = low !== null && high !== null && low.length < 16 && high.length < 16;
    const isSame = isCounted && nulls === 0 && bounded === chunks && isShort && low === high;
    known.set(name!, {
      ...(isCounted && nulls === 0 && { neverNull: true as const }),
      ...(bounded === chunks && isShort && { minText: low }),
      ...(isCounted && nulls === values && { constant: null }),
      ...(isSame && { constant: low }),
      ...(bounded === chunks && maxAbsolute !== null && { maxAbsolute: Number(maxAbsolute) }),
    });
  }
  return known;
}
