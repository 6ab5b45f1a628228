import {
  anyCounts,
  columnKey,
  type Field,
  fieldKeys,
  fields,
  hasPlainUnit,
  ledgerColumns,
  nearestColumns,
  normalizeColumnName,
  placeWithin,
  wholePlaces,
} from './column-names.ts';
import { columnsDuplicate, columnsMissing, columnUnknown, countUnsure } from './errors.ts';
import type { StockFileSettings } from './types.ts';
import { isSizeColumn, unitColumnKind } from './units.ts';

/** The columns that a rejects file has in addition to those of its input. */
export const rejectColumns = [
  'reject_line',
  'reject_offset',
  'reject_column',
  'reject_code',
  'reject_message',
  'reject_bytes',
  'reject_source',
] as const;

/** The file that a row was rejected from, and its time. */
const SOURCE_COLUMN = 'reject_source' satisfies (typeof rejectColumns)[number];
const CODE_COLUMN = 'reject_code' satisfies (typeof rejectColumns)[number];

export function isRejectColumn(name: string): boolean {
  return (rejectColumns as readonly string[]).includes(normalizeColumnName(name));
}

/** A column with the unit of each count. */
export interface UnitColumn {
  readonly index: number;
  readonly name: string;
  /** Whether its name is that of nothing else. */
  readonly isCertain: boolean;
  /** Whether the column before it has sizes: measures in it are of those. */
  readonly isOfSize: boolean;
  /** Whether it is stored beside the count. */
  readonly isKept: boolean;
}

/** The indexes of the required columns of a header. */
export interface ColumnMap {
  store: number;
  item: number;
  count: number;
  /** Additional columns: attribute name and index. */
  kept: { name: string; index: number }[];
  /** Columns with the unit of a count, but for the three. */
  units: readonly UnitColumn[];
  /** Names by index, for messages. */
  names: readonly string[];
  /** Indexes that are `reject_*` columns: the file is a rejects file if there are any. */
  rejectIndexes: ReadonlySet<number>;
  /** Index of `reject_source`; -1 if there is none. */
  sourceIndex: number;
  /** Index of `reject_code`; -1 if there is none. */
  codeIndex: number;
  /** Minimum number of cells of a row: unnamed and `reject_*` columns at the end may be left out. */
  minCells: number;
}

/** How many of the three fields a header contains: a measure of how well a delimiter fits. */
export function countFields(header: readonly string[], settings: StockFileSettings): number {
  const columns = header.map(namesOf);
  return fields.filter((field) => findField(field, columns, settings).length > 0).length;
}

/**
 * Finds the columns by name: any order, any case.
 *
 * @throws GroundcrewError `inventory.file.columns-missing` or `.columns-duplicate`.
 */
export function mapColumns(header: readonly string[], settings: StockFileSettings): ColumnMap {
  const columns = header.map(namesOf);
  const found = fields.map((field) => findField(field, columns, settings));
  const missing = fields.filter((_, i) => found[i]?.length === 0);
  if (missing.length > 0) {
    const wanted = missing.flatMap((field) => settings.columns?.[field] ?? []);
    if (wanted.length > 0) throw columnUnknown(wanted, header);
    const taken = new Set(found.flat());
    throw columnsMissing(
      missing.map((field) => ({
        field,
        nearest: nearestColumns(
          field,
          header.filter((name, i) => !taken.has(i) && unitColumnKind(columnKey(name)) === undefined),
        ),
      })),
      header,
    );
  }
  fields.forEach((field, i) => {
    single(field, found[i] ?? [], header, field);
  });
  refuseLedger(columns, header, found[2]![0]!, settings);
  const names = columns.map(({ name }) => name);
  const kept = (settings.keepColumns ?? []).flatMap((name) => {
    const index = single(name, indexesOf(normalizeColumnName(name), names), header);
    return index === undefined ? [] : [{ name, index }];
  });
  const rejectIndexes = new Set(
    names.flatMap((name, i) => ((rejectColumns as readonly string[]).includes(name) ? [i] : [])),
  );
  return {
    store: found[0]![0]!,
    item: found[1]![0]!,
    count: found[2]![0]!,
    kept,
    units: unitColumns(header, new Set(found.map(([index]) => index!)), kept),
    names: header.map((name) => name.replace(/\s+/gu, ' ').trim()),
    rejectIndexes,
    sourceIndex: names.indexOf(SOURCE_COLUMN),
    codeIndex: names.indexOf(CODE_COLUMN),
    minCells: names.findLastIndex((name, i) => name !== '' && !rejectIndexes.has(i)) + 1,
  };
}

/** A quantity of orders or movements is not what is there, unless it was chosen. */
function refuseLedger(
  columns: readonly ColumnName[],
  header: readonly string[],
  count: number,
  settings: StockFileSettings,
): void {
  const isChosen =
    settings.columns?.count !== undefined || spelled(settings.aliases?.count ?? [], columns).length > 0;
  if (isChosen || !anyCounts.has(columns[count]!.key)) return;
  const sign = columns.findIndex(({ key }) => ledgerColumns.has(key));
  if (sign >= 0) throw countUnsure(header[count]!, header[sign]!, header);
}

function unitColumns(
  header: readonly string[],
  used: ReadonlySet<number>,
  kept: ColumnMap['kept'],
): readonly UnitColumn[] {
  return header.flatMap((name, index) => {
    const kind = unitColumnKind(columnKey(name));
    const isOfSize = index > 0 && isSizeColumn(columnKey(header[index - 1]!));
    if (kind === undefined || used.has(index)) return [];
    const isKept = kept.some((column) => column.index === index);
    return [
      { index, name: name.replace(/\s+/gu, ' ').trim(), isCertain: kind === 'units', isOfSize, isKept },
    ];
  });
}

interface ColumnName {
  /** As it is spelled, but for case and what is not seen. */
  readonly name: string;
  readonly key: string;
}

function namesOf(column: string): ColumnName {
  return { name: normalizeColumnName(column), key: columnKey(column) };
}

/** All columns with the best-ranking name of a field: the one chosen, names from the settings, built-in ones. */
function findField(field: Field, columns: readonly ColumnName[], settings: StockFileSettings): number[] {
  const chosen = settings.columns?.[field];
  if (chosen !== undefined) return spelled([chosen], columns);
  const aliased = spelled(settings.aliases?.[field] ?? [], columns);
  if (aliased.length > 0) return aliased;
  for (const keys of fieldKeys[field]) {
    const indexes = columns.flatMap(({ name, key }, i) =>
      keys.has(key) && (field !== 'count' || hasPlainUnit(name)) ? [i] : [],
    );
    if (indexes.length > 0) return field === 'store' ? withWholePlaces(indexes, columns) : indexes;
  }
  return [];
}

/** A location is a store, or a shelf of the warehouse beside it: then it has to be chosen. */
function withWholePlaces(indexes: readonly number[], columns: readonly ColumnName[]): number[] {
  const isWithin = indexes.every((index) => placeWithin.has(columns[index]!.key));
  const whole = columns.flatMap(({ key }, i) => (isWithin && wholePlaces.has(key) ? [i] : []));
  return [...new Set([...indexes, ...whole])].sort((a, b) => a - b);
}

/** The columns that are spelled like one of `names`; those that only read like one where none is. */
function spelled(names: readonly string[], columns: readonly ColumnName[]): number[] {
  const exact = new Set(names.map(normalizeColumnName));
  const indexes = columns.flatMap(({ name }, i) => (exact.has(name) ? [i] : []));
  if (indexes.length > 0) return indexes;
  const keys = new Set(names.map(columnKey).filter((key) => key !== ''));
  return columns.flatMap(({ key }, i) => (keys.has(key) ? [i] : []));
}

function indexesOf(wanted: string, names: readonly string[]): number[] {
  return names.flatMap((name, i) => (name === wanted ? [i] : []));
}

function single(
  what: string,
  indexes: readonly number[],
  header: readonly string[],
  field?: Field,
): number | undefined {
  if (indexes.length > 1) {
    throw columnsDuplicate(
      what,
      indexes.map((i) => ({ name: header[i] ?? '', position: i + 1 })),
      field !== undefined,
    );
  }
  return indexes[0];
}
