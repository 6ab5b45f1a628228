import {
  anyCounts,
  columnKey,
  type Field,
  fieldKeys,
  fields,
  hasPlainUnit,
  isCodeOf,
  ledgerColumns,
  movementColumns,
  nearestColumns,
  normalizeColumnName,
  placeWithin,
  wholePlaces,
} from './column-names.ts';
import { countUnsure } from './count-errors.ts';
import { kindColumnOf, type KindColumnOf } from './count-kinds.ts';
import { columnsDuplicate, columnsMissing, columnUnknown } from './errors.ts';
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
  /** Whether its units are not those of the count in rows where another column has these. */
  readonly isOther: boolean;
  /** Whether it may have what is in each package. */
  readonly hasContents: boolean;
  /** Whether it is stored beside the count. */
  readonly isKept: boolean;
}

/** A column with the kind of each record, or the state of each good: it may show that a count is of something else. */
export interface KindColumn {
  readonly index: number;
  readonly name: string;
  readonly kindOf: KindColumnOf;
  readonly isKept: boolean;
  /** The column of the count, and the header, for messages. */
  readonly count: { readonly column: string; readonly header: readonly string[] };
}

/** The indexes of the required columns of a header. */
export interface ColumnMap {
  store: number;
  item: number;
  count: number;
  /** Additional columns: attribute name and index. */
  kept: { name: string; index: number }[];
  /** Columns with the unit of a count or what it is of, but for the three. */
  units: readonly (UnitColumn | KindColumn)[];
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
  const used = new Set(found.map(([index]) => index!));
  return {
    store: found[0]![0]!,
    item: found[1]![0]!,
    count: found[2]![0]!,
    kept,
    units: [...unitColumns(header, used, kept), ...kindColumns(header, used, kept, settings, found[2]![0]!)],
    names: header.map(shownName),
    rejectIndexes,
    sourceIndex: names.indexOf(SOURCE_COLUMN),
    codeIndex: names.indexOf(CODE_COLUMN),
    minCells: names.findLastIndex((name, i) => name !== '' && !rejectIndexes.has(i)) + 1,
  };
}

/** The field's own name, which may be of what was moved, and of nothing that was ordered. */
const ownCounts: ReadonlySet<string> = new Set(['count', 'counts']);

/** A quantity of orders or movements is not what is there, unless it was chosen. */
function refuseLedger(
  columns: readonly ColumnName[],
  header: readonly string[],
  count: number,
  settings: StockFileSettings,
): void {
  const isChosen =
    settings.columns?.count !== undefined || spelled(settings.aliases?.count ?? [], columns).length > 0;
  const { key: own } = columns[count]!;
  const signs = anyCounts.has(own) ? ledgerColumns : movementColumns;
  if (isChosen || !(anyCounts.has(own) || ownCounts.has(own))) return;
  const sign = columns.findIndex(({ key }) => signs.has(key));
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
    return [{ index, name: shownName(name), ...kind, isOfSize, isKept: isIn(kept, index) }];
  });
}

/** None where the count was chosen: it is that, whatever else the rows have. */
function kindColumns(
  header: readonly string[],
  used: ReadonlySet<number>,
  kept: ColumnMap['kept'],
  { columns }: StockFileSettings,
  count: number,
): readonly KindColumn[] {
  if (columns?.count !== undefined) return [];
  return header.flatMap((name, index) => {
    const kindOf = kindColumnOf(columnKey(name));
    if (kindOf === undefined || used.has(index)) return [];
    const about = { column: shownName(header[count]!), header };
    return [{ index, name: shownName(name), kindOf, isKept: isIn(kept, index), count: about }];
  });
}

function isIn(kept: ColumnMap['kept'], index: number): boolean {
  return kept.some((column) => column.index === index);
}

function shownName(name: string): string {
  return name.replace(/\s+/gu, ' ').trim();
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
    if (indexes.length > 0) return field === 'store' ? placesOf(indexes, columns) : indexes;
  }
  return [];
}

/** A location is a store, or a shelf of the warehouse beside it: then it has to be chosen. A column with the code of a place is not another place. */
function placesOf(indexes: readonly number[], columns: readonly ColumnName[]): number[] {
  const keyOf = (index: number): string => columns[index]!.key;
  const isWithin = indexes.every((index) => placeWithin.has(keyOf(index)));
  const whole = columns.flatMap(({ key }, i) => (isWithin && wholePlaces.has(key) ? [i] : []));
  const places = [...new Set([...indexes, ...whole])].sort((a, b) => a - b);
  return places.filter((index) => !places.some((other) => isCodeOf(keyOf(index), keyOf(other))));
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
