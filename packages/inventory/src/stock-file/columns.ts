import { columnsDuplicate, columnsMissing, noHeader } from './errors.ts';
import type { StockFileSettings } from './types.ts';

/** The columns that a rejects file has in addition to those of its input. */
export const rejectColumns = [
  'reject_line',
  'reject_offset',
  'reject_column',
  'reject_code',
  'reject_message',
] as const;

/** Built-in names of each field. The first, the field's own, takes precedence. */
const builtInNames = {
  store: ['store', '매장', '매장명', '지점', '지점명', '점포', '점포명'],
  item: ['item', '상품', '상품명', '품목', '품목명', '품명', '제품', '제품명'],
  count: ['count', '수량', '재고', '재고수량', '재고 수량', '재고량', '현재고'],
} as const;

const fields = ['store', 'item', 'count'] as const;
type Field = (typeof fields)[number];

/** The indexes of the required columns of a header. */
export interface ColumnMap {
  store: number;
  item: number;
  count: number;
  /** Additional columns: attribute name and index. */
  kept: { name: string; index: number }[];
  /** Names by index, for messages. */
  names: readonly string[];
  /** Indexes that are `reject_*` columns: the file is a rejects file if there are any. */
  rejectIndexes: ReadonlySet<number>;
  /** Minimum number of cells of a row: unnamed and `reject_*` columns at the end may be left out. */
  minCells: number;
}

/** The form in which column names are compared: NFC, no outer whitespace, lower case. */
export function normalizeColumnName(name: string): string {
  return name.normalize('NFC').trim().toLowerCase();
}

/** How many of the three fields a header contains: a measure of how well a delimiter fits. */
export function countFields(header: readonly string[], settings: StockFileSettings): number {
  const names = header.map(normalizeColumnName);
  return fields.filter((field) => findField(field, names, settings).length > 0).length;
}

/**
 * Finds the columns by name: any order, any case.
 *
 * @throws GroundcrewError `inventory.file.no-header`, `.columns-missing` or `.columns-duplicate`.
 */
export function mapColumns(header: readonly string[], settings: StockFileSettings): ColumnMap {
  const names = header.map(normalizeColumnName);
  const found = fields.map((field) => findField(field, names, settings));
  const missing = fields.filter((_, i) => found[i]?.length === 0);
  if (missing.length === fields.length) throw noHeader(header);
  if (missing.length > 0) throw columnsMissing(missing, header);
  fields.forEach((field, i) => {
    single(field, found[i] ?? [], header);
  });
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
    names: header.map((name) => name.trim()),
    rejectIndexes,
    minCells: names.findLastIndex((name, i) => name !== '' && !rejectIndexes.has(i)) + 1,
  };
}

/** All columns with the best-ranking name of a field: names from the settings, its own, the others. */
function findField(field: Field, names: readonly string[], settings: StockFileSettings): number[] {
  const [own, ...others] = builtInNames[field];
  for (const rank of [settings.aliases?.[field] ?? [], [own], others]) {
    const wanted = new Set(rank.map(normalizeColumnName));
    const indexes = names.flatMap((name, i) => (wanted.has(name) ? [i] : []));
    if (indexes.length > 0) return indexes;
  }
  return [];
}

function indexesOf(wanted: string, names: readonly string[]): number[] {
  return names.flatMap((name, i) => (name === wanted ? [i] : []));
}

function single(what: string, indexes: readonly number[], header: readonly string[]): number | undefined {
  if (indexes.length > 1) {
    throw columnsDuplicate(
      what,
      indexes.map((i) => ({ name: header[i] ?? '', position: i + 1 })),
    );
  }
  return indexes[0];
}
