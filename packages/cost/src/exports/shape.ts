import type { Charge, CostFilter, Dimension, Metric } from '../model.ts';
import type { Dialect } from './dialect.ts';
import {
  DECIMAL_TYPE,
  decimalText,
  sqlFirst,
  sqlIsNoObject,
  sqlJsonValue,
  sqlMapValue,
  sqlName,
  sqlText,
} from './dialect.ts';
import { conditionOf } from './condition-sql.ts';
import { type ColumnFinder, columnFinder, type ExportColumn, type ExportTable } from './table.ts';

/**
 * A value that is computed in two steps: `raw` for each row, `value` once for each group of rows with the same `raw`.
 * Parsing a JSON text of tags costs more than the rest of a query; a bill has few different ones.
 */
export interface Term {
  readonly raw: readonly string[];
  value(columns: readonly string[]): string;
  /** Whether the value is unknown because a cell is malformed, as a condition; left out: cells can't be. */
  unreadable?(columns: readonly string[]): string;
  /** The cell as text if the value is written otherwise than there, NULL if not; left out: it never is. */
  changed?(columns: readonly string[]): string;
  /** Whether a filter selects the value, as a condition; left out: the filter has the value as it is. */
  condition?(columns: readonly string[], filter: CostFilter): string;
  /** Whether different raw values have the same value, other than empty and missing ones. */
  readonly merges?: true;
}

/** The SQL terms of one export format. */
export interface Shape {
  /** The day on which a charge begins, as DATE; NULL if its cell can't be read. */
  readonly day: string;
  /** The cell of the day, as text. */
  readonly dayText: string;
  /** Whether the day is read from a text, which may be malformed. */
  readonly isDayText: boolean;
  /** The hour in which a charge begins, as a number; NULL: unknown. */
  readonly hour: string;
  /** Whether a charge begins on or after one day, and before another. */
  within(start: string, end: string): string;
  /** Whether it is a charge of usage, as a condition. */
  readonly isUsage: string;
  /** The cell of the kind of a charge if it is a known one in another spelling (`usage`), NULL if not. */
  readonly misspelledKind: string;
  /** Whether {@link charge} is `usage`; as for that, `withService` is whether the service is read anyway. */
  usageCharge(options: { readonly withService: boolean }): UsageCharge;
  readonly currency: Term;
  readonly provider: Term;
  /** `withService`: the service is read anyway, and need not be reduced to "is it support?". */
  charge(options: { readonly withService: boolean }): Term;
  /** The column of a cost, as {@link DECIMAL_TYPE}; null: the export has none. */
  cost(metric: Metric): CostColumn | null;
  /** null: the export has no such column. */
  dimension(dimension: Exclude<Dimension, 'charge'>): Term | null;
  /** The name of the account; null: the export has none. */
  readonly accountName: Term | null;
  readonly quantity: QuantityColumns | null;
}

export interface QuantityColumns {
  readonly amount: string;
  readonly unit: string;
  /** The cell of the amount that can't be read, as text; null: all can be. */
  readonly malformed: string | null;
}

/**
 * Which rows are {@link Charge} `usage`: without the columns that only distinguish the other kinds, of which a description
 * takes longer to read than all the rest.
 */
export interface UsageCharge {
  /** A condition of each row that the reader of a file can apply: columns as they are, compared with literals. */
  readonly row: string;
  /** A further condition, on the values of a group of rows: `LIKE` on each row takes longer than adding it up. */
  readonly group: Term | null;
}

/** Of 64 bits, which hold 15 significant digits, or of 32, which hold 7. */
export type FloatKind = 'double' | 'single';

/** The least exact of the columns. */
export function floatOf(columns: readonly ExportColumn[]): FloatKind | null {
  const numbers = columns.filter(({ type }) => type === 'number');
  if (numbers.some(({ isSingle }) => isSingle)) return 'single';
  return numbers.length > 0 ? 'double' : null;
}

export interface CostColumn {
  /** NULL: the charge has no cost, or its cell can't be read. */
  readonly sql: string;
  readonly neverNull: boolean;
  /** Of which floating point it is calculated; null: none. */
  readonly float: FloatKind | null;
  /** The cell of it that can't be read, as text; null: all can be. */
  readonly malformed: string | null;
}

/** Literals of {@link Charge}, so that SQL can't misspell one. */
export const chargeText = (charge: Charge): string => sqlText(charge);

/** The kind of a charge if it is one of these but for capital letters and spaces, as SQL; NULL if not. */
export function misspelledKindOf(column: ExportColumn, kinds: readonly string[]): string {
  const name = sqlName(column.name);
  const listed = (texts: readonly string[]) => texts.map(sqlText).join(', ');
  const plain = kinds.map((kind) => kind.toLowerCase());
  return `CASE WHEN ${name} IN (${listed(kinds)}) THEN NULL WHEN lower(trim(${name})) IN (${listed(plain)}) THEN ${name} END`;
}

/** A term that is a column, or its constant; an empty text is NULL. */
export function columnTerm(column: ExportColumn): Term {
  const constant = column.statistics?.constant;
  if (constant !== undefined) return constantTerm(constant === '' ? null : constant);
  return { raw: [textOf(column)], value: ([text]) => sqlFirst([text!]) };
}

/** A column of currencies: spreadsheets and scripts write `usd` for USD, which is the same. */
export function currencyTerm(column: ExportColumn): Term {
  const constant = column.statistics?.constant;
  if (typeof constant === 'string') return constantTerm(constant.trim().toUpperCase() || null);
  const { raw, value } = columnTerm(column);
  return { raw, value: (columns) => `nullif(upper(trim(${value(columns)})), '')` };
}

/** A term whose values are replaced by others. */
export function replacedTerm(term: Term, replacements: ReadonlyMap<string, string>): Term {
  if (replacements.size === 0) return term;
  const cases = [...replacements].map(([from, to]) => `WHEN ${sqlText(from)} THEN ${sqlText(to)}`);
  return {
    ...term,
    value(columns) {
      const value = term.value(columns);
      return `nullif(CASE ${value} ${cases.join(' ')} ELSE ${value} END, '')`;
    },
    merges: true,
  };
}

export function optionalTerm(column: ExportColumn | undefined): Term | null {
  return column === undefined ? null : columnTerm(column);
}

export function constantTerm(text: string | null): Term {
  const literal = text === null ? 'CAST(NULL AS VARCHAR)' : sqlText(text);
  return { raw: [], value: () => literal };
}

/** As text, also if the reader detected a number (an account). */
export function textOf(column: ExportColumn): string {
  const name = sqlName(column.name);
  return column.type === 'text' ? name : `CAST(${name} AS VARCHAR)`;
}

/** The first of several keys that a column has: a map, a struct, or a JSON text. */
export function keyedTerm(column: ExportColumn, keys: readonly string[], dialect: Dialect): Term | null {
  const name = sqlName(column.name);
  switch (column.type) {
    case 'map': {
      const values = possibleKeys(column, keys).map((key) => sqlMapValue(name, key, dialect));
      return {
        // Athena has no coalesce of a single value.
        raw: [values.length === 1 ? values[0]! : `coalesce(${values.join(', ')})`],
        value: ([text]) => sqlFirst([text!]),
      };
    }
    case 'struct': {
      const fields = keys.filter((key) => column.fields?.includes(key));
      if (fields.length === 0) return null;
      const texts = fields.map((field) => `CAST(${name}.${sqlName(field)} AS VARCHAR)`);
      return { raw: [sqlFirst(texts)], value: ([text]) => text! };
    }
    default:
      // A list, for example of keys with values: no text has a JSON object.
      if (column.isCast) return null;
      return {
        raw: [name],
        value: ([json]) => {
          const filled = `nullif(${json!}, '')`;
          // Athena's function returns NULL for a malformed text, DuckDB's fails.
          const object =
            dialect === 'athena'
              ? filled
              : `CASE WHEN NOT ${sqlIsNoObject(json!, dialect)} THEN ${filled} END`;
          return sqlFirst(keys.map((key) => sqlJsonValue(object, key, dialect)));
        },
        unreadable: ([json]) => sqlIsNoObject(json!, dialect),
      };
  }
}

/** Without the keys that the file's own statistics exclude: each is looked for in every row. At least one. */
function possibleKeys(column: ExportColumn, keys: readonly string[]): readonly string[] {
  const range = column.statistics?.keys;
  if (range === undefined) return keys;
  const [first, last] = range.map((key) => Buffer.from(key)) as [Buffer, Buffer];
  const possible = keys.filter((key) => {
    const bytes = Buffer.from(key);
    return Buffer.compare(bytes, first) >= 0 && Buffer.compare(bytes, last) <= 0;
  });
  return possible.length === 0 ? keys.slice(0, 1) : possible;
}

/** A number's column as an exact decimal; NULL if a text is not a number, see {@link malformedOf}. */
export function decimalOf(column: ExportColumn): string {
  const name = sqlName(column.name);
  // As the shortest text that is this number: of 7 digits, the binary form has noise from the eighth on.
  if (column.isSingle) return `CAST(CAST(${name} AS VARCHAR) AS ${DECIMAL_TYPE})`;
  if (column.type === 'number') return doubleDecimal(name, column.statistics?.maxAbsolute ?? Infinity);
  return column.type === 'text' ? decimalText(name) : `CAST(${name} AS ${DECIMAL_TYPE})`;
}

/**
 * A number of 64 bits as a decimal of 15 significant digits: those after them are noise of its binary form, which a sum
 * would show. Below 1000, decimals are 64-bit integers, which add up faster.
 */
function doubleDecimal(name: string, maxAbsolute: number): string {
  const small = [1, 10, 100, 1000].map((limit, at) => ({ limit, places: 15 - at, digits: 18 }));
  const large = [1e5, 1e7, 1e9, Infinity].map((limit, at) => ({ limit, places: 10 - 2 * at, digits: 38 }));
  // Of cases of several types, DuckDB takes the one of the fewest places.
  const type = maxAbsolute < 1000 ? 'DECIMAL(18, 15)' : DECIMAL_TYPE;
  const rounded = (digits: number, places: number) => {
    const decimal = `CAST(${name} AS DECIMAL(${digits}, ${places}))`;
    return type === `DECIMAL(${digits}, ${places})` ? decimal : `CAST(${decimal} AS ${type})`;
  };
  const all = [...small, ...large];
  const needed = all.slice(0, all.findIndex(({ limit }) => maxAbsolute < limit || limit === Infinity) + 1);
  const { digits, places } = needed.at(-1)!;
  const cases = needed
    .slice(0, -1)
    .map((each) => `WHEN abs(${name}) < ${each.limit} THEN ${rounded(each.digits, each.places)}`);
  const last = rounded(digits, places);
  return cases.length === 0 ? last : `CASE ${cases.join(' ')} ELSE ${last} END`;
}

/** A number's cell if it is filled, and not a number; null: none can be. */
export function malformedOf(column: ExportColumn): string | null {
  if (column.malformed !== undefined) return sqlName(column.malformed);
  if (column.type !== 'text') return null;
  return `CASE WHEN ${decimalOf(column)} IS NULL THEN nullif(${sqlName(column.name)}, '') END`;
}

/** A column of costs. */
export function costColumn(column: ExportColumn): CostColumn {
  return {
    sql: decimalOf(column),
    neverNull: column.statistics?.neverNull === true,
    float: floatOf([column]),
    malformed: malformedOf(column),
  };
}

/** The days of a column of times, in UTC: FOCUS and CUR have no others, but a text may have been given an offset since. */
export function dayOf(
  column: ExportColumn,
  dialect: Dialect,
): Pick<Shape, 'day' | 'dayText' | 'hour' | 'isDayText' | 'within'> {
  const name = sqlName(column.name);
  const cell = { dayText: `CAST(${name} AS VARCHAR)`, isDayText: column.type === 'text' };
  if (column.type === 'text') {
    // What follows the day and is neither a time nor `Z`: an offset, by which it may be another day in UTC, or what can't be
    // read, such as `PM`. A row without a day is in no sum: `deliverySql` counts them.
    const text = `ltrim(${name})`;
    const rest = `replace(replace(substr(${text}, 11), '+00:00', ''), ' UTC', '')`;
    // The usual forms first: the rest takes longer than all else of a row.
    const isUsual = `${text} LIKE '%Z' OR (length(${text}) = 19 AND substr(${text}, 17, 1) = ':')`;
    const isPlain = `(${isUsual} OR translate(${rest}, 'TZ 0123456789:.', '') = '')`;
    const utc = utcOf(text, dialect);
    // A year of two digits would be one of the first century.
    const day = `CASE WHEN substr(${text}, 1, 2) <> '20' THEN NULL WHEN ${isPlain} THEN TRY_CAST(substr(${text}, 1, 10) AS DATE) ELSE CAST(${utc} AS DATE) END`;
    return {
      day,
      ...cell,
      hour: `CASE WHEN ${isPlain} THEN TRY_CAST(substr(${text}, 12, 2) AS INTEGER) ELSE CAST(hour(${utc}) AS INTEGER) END`,
      within: (start, end) => `${day} >= DATE '${start}' AND ${day} < DATE '${end}'`,
    };
  }
  if (column.type === 'time-with-zone') {
    // The literal of such a time differs by dialect; the cast does not.
    const zoned = (day: string) => `CAST('${day} 00:00:00 UTC' AS TIMESTAMP WITH TIME ZONE)`;
    return {
      day: `CAST(${name} AT TIME ZONE 'UTC' AS DATE)`,
      ...cell,
      hour: `CAST(hour(${name} AT TIME ZONE 'UTC') AS INTEGER)`,
      within: (start, end) => `${name} >= ${zoned(start)} AND ${name} < ${zoned(end)}`,
    };
  }
  const at = (day: string) => `TIMESTAMP '${day} 00:00:00'`;
  return {
    day: `CAST(${name} AS DATE)`,
    ...cell,
    hour: `CAST(hour(CAST(${name} AS TIMESTAMP)) AS INTEGER)`,
    within: (start, end) => `${name} >= ${at(start)} AND ${name} < ${at(end)}`,
  };
}

/** A text of a time with its offset as a TIMESTAMP in UTC; NULL if it can't be read, which Athena's SQL leaves it at. */
function utcOf(name: string, dialect: Dialect): string {
  return dialect === 'duckdb'
    ? `(TRY_CAST(${name} AS TIMESTAMP WITH TIME ZONE) AT TIME ZONE 'UTC')`
    : 'CAST(NULL AS TIMESTAMP)';
}

export function finderOf(table: ExportTable): ColumnFinder {
  return columnFinder(table.columns);
}

/** `eu-west-1`, `us-gov-east-1`; or `global`, or nothing. */
const AWS_REGION = '^(global|[a-z]{2,4}(-[a-z]+)+-[0-9]+)?$';

const noRegions: readonly (string | null)[] = [null, '', 'global'];

/** The region; `global` is NULL. EU-WEST-1 is the same as eu-west-1; ids of other providers are unchanged. */
export function regionTerm(column: ExportColumn | undefined): Term | null {
  if (column === undefined) return null;
  const { raw, value } = columnTerm(column);
  const lower = (text: string) => `lower(trim(${text}))`;
  const orNull = (text: string) => `nullif(nullif(${text}, ''), 'global')`;
  return {
    raw,
    value(columns) {
      const text = value(columns);
      return `CASE WHEN regexp_replace(${lower(text)}, '${AWS_REGION}', '') = '' THEN ${orNull(lower(text))} ELSE trim(${text}) END`;
    },
    condition(columns, filter) {
      const values = filter.values.map((one) => one?.trim().toLowerCase() ?? null);
      // Of a column as it is, DuckDB evaluates each different text once.
      const text = lower(columns[0] ?? value(columns));
      const hasNone = values.some((one) => noRegions.includes(one));
      return conditionOf(hasNone ? orNull(text) : text, { ...filter, values });
    },
    merges: true,
  };
}
