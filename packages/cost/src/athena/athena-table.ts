import type { TableColumn, TableDescription } from '@groundcrew/aws/athena';
import { sqlName, sqlText } from '../exports/dialect.ts';
import { type ColumnType, type ExportColumn, type ExportFormat, recognizeFormat } from '../exports/table.ts';
import type { Day } from '../model.ts';

/** An Athena table on a billing export. */
export interface AthenaTable {
  readonly format: ExportFormat;
  readonly columns: readonly ExportColumn[];
  /** The FROM clause for charges from a day on: partitions that can't contain them are not read. */
  readonly from: (start: Day) => string;
  /** Whether it has partitions that a query can skip. */
  readonly isPruned: boolean;
}

/**
 * The export format of a table, by its columns.
 *
 * @throws GroundcrewError `cost.exports.unknown-format`
 */
export function athenaTable(
  { database, table }: { readonly database: string; readonly table: string },
  { columns, partitionKeys }: TableDescription,
): AthenaTable {
  const all = [...columns, ...partitionKeys].map(toColumn);
  const name = `${sqlName(database)}.${sqlName(table)}`;
  const sinceOf = partitionFilter(partitionKeys);
  return {
    format: recognizeFormat(all, `the table ${database}.${table}`),
    columns: all,
    isPruned: sinceOf !== null,
    from: (start) =>
      sinceOf === null ? name : `(SELECT * FROM ${name} WHERE ${sinceOf(start.slice(0, 7))}) AS billed`,
  };
}

/**
 * A condition for the billing period of a month and those after it: a charge may be in a later bill than the one of its
 * day, but not in an earlier one. Later files cost little if they are Parquet, whose statistics exclude the other days.
 */
function partitionFilter(keys: readonly TableColumn[]): ((month: string) => string) | null {
  const keyOf = (name: string) => keys.find((key) => key.name.toLowerCase() === name);
  // Data Exports' own folders: BILLING_PERIOD=2026-09.
  const period = keyOf('billing_period');
  if (period !== undefined) {
    if (typeOf(period.type) !== 'text') return null;
    return (month) => `${sqlName(period.name)} >= ${sqlText(month)}`;
  }
  // The partitions of a Cost and Usage Report for Athena: year=2026/month=9, or month=09 by other tools.
  const [year, month] = [keyOf('year'), keyOf('month')];
  if (year === undefined || month === undefined) return null;
  return (first) => {
    const [firstYear, firstMonth] = first.split('-').map(Number) as [number, number];
    const later = Array.from({ length: 13 - firstMonth }, (_, at) => String(firstMonth + at));
    // Compared unchanged: Athena may not skip partitions if the column is in a function call.
    const is = ({ type }: TableColumn, value: string) => (typeOf(type) === 'text' ? sqlText(value) : value);
    const months =
      typeOf(month.type) === 'text'
        ? [...new Set(later.flatMap((text) => [text, text.padStart(2, '0')]))]
        : later;
    const [years, thisYear] = [sqlName(year.name), is(year, String(firstYear))];
    return `(${years} > ${thisYear} OR (${years} = ${thisYear} AND ${sqlName(month.name)} IN (${months.map((text) => is(month, text)).join(', ')})))`;
  };
}

function toColumn({ name, type }: TableColumn): ExportColumn {
  const kind = typeOf(type);
  return {
    name,
    type: kind,
    ...(kind === 'struct' && { fields: fieldsOf(type) }),
    ...(/^(?:float|real)$/i.test(type.trim()) && { isSingle: true as const }),
  };
}

/** Athena user guide, "Data types in Amazon Athena": as Glue writes them. */
function typeOf(type: string): ColumnType {
  const name = type.toLowerCase().trim();
  if (name.startsWith('map<')) return 'map';
  if (name.startsWith('struct<')) return 'struct';
  if (name.startsWith('decimal')) return 'decimal';
  if (/^timestamp.*with time zone/.test(name)) return 'time-with-zone';
  if (name.startsWith('timestamp') || name === 'date') return 'time';
  return /^(?:double|float|real|tinyint|smallint|int|integer|bigint)$/.test(name) ? 'number' : 'text';
}

/** Field names of `struct<a:string,b:map<string,string>>`, without those of nested types. */
function fieldsOf(type: string): string[] {
  const fields: string[] = [];
  let depth = 0;
  let text = '';
  for (const character of type.trim().slice('struct<'.length, -1)) {
    if ('<('.includes(character)) depth += 1;
    if ('>)'.includes(character)) depth -= 1;
    if (character === ',' && depth === 0) {
      fields.push(text);
      text = '';
    } else text += character;
  }
  return [...fields, text].filter((field) => field !== '').map((field) => field.split(':')[0]!.trim());
}
