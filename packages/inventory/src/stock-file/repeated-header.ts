import { columnKey, fieldKeys, fields } from './column-names.ts';
import { type ColumnMap, countFields } from './columns.ts';
import { secondTable } from './errors.ts';
import type { CheckedSettings } from './settings.ts';

/** Names of columns are short: a longer row is not looked at. */
const MAX_NAME_LENGTH = 100;
const DIGIT_PATTERN = /\p{N}/u;
/** All built-in names of store, item and count. */
const builtInKeys: ReadonlySet<string> = new Set(
  fields.flatMap((field) => fieldKeys[field].flatMap((keys) => [...keys])),
);
const haveBuiltInDigits = [...builtInKeys].some((key) => DIGIT_PATTERN.test(key));

/**
 * Finds headers among the rows that were rejected, as files put together have them, and reports that print one on each page: the
 * same columns again are skipped, others begin another table.
 */
export class RepeatedHeader {
  readonly #header: readonly string[];
  readonly #settings: CheckedSettings;
  /** The keys of the columns that are used, by index. */
  readonly #used: ReadonlyMap<number, string>;
  /** Those of store, item and count. */
  readonly #fieldKeys: ReadonlySet<string>;
  /** The names of these that are not built in. */
  readonly #ownKeys: ReadonlySet<string>;
  /** Whether a name of these has digits, as the cells of most rows do. */
  readonly #haveDigits: boolean;

  constructor(columns: ColumnMap, settings: CheckedSettings) {
    const { names, rejectIndexes, store, item, count, kept, units } = columns;
    const own = names.flatMap((_, index) => (rejectIndexes.has(index) ? [] : [index]));
    this.#header = own.map((index) => names[index]!);
    this.#settings = settings;
    const keyOf = (index: number): string => columnKey(names[index] ?? '');
    const unitIndexes = units.flatMap((each) => ('kindOf' in each ? [] : [each.index]));
    const used = [store, item, count, ...kept.map(({ index }) => index), ...unitIndexes];
    this.#used = new Map(used.map((index) => [own.indexOf(index), keyOf(index)]));
    this.#fieldKeys = new Set([store, item, count].map(keyOf).filter((key) => key !== ''));
    const aliases = fields.flatMap((field) => settings.aliases?.[field] ?? []);
    this.#ownKeys = new Set([...this.#fieldKeys, ...aliases.map(columnKey)]);
    this.#haveDigits = haveBuiltInDigits || [...this.#ownKeys].some((key) => DIGIT_PATTERN.test(key));
  }

  /**
   * Whether the cells of a row, without `reject_*` columns, are the header again.
   *
   * @throws GroundcrewError `inventory.file.second-table` where they are another header
   */
  isHeader(cells: readonly string[], line: number): boolean {
    if (cells.length < 2 || cells.some((cell) => cell.length > MAX_NAME_LENGTH)) return false;
    if (!this.#haveDigits && cells.filter((cell) => !DIGIT_PATTERN.test(cell)).length < 2) return false;
    const keys = cells.map(columnKey);
    // Few cells of rows have a name of these, and the others need no further look.
    if (keys.filter((key) => builtInKeys.has(key) || this.#ownKeys.has(key)).length < 2) return false;
    const shared = new Set(keys.filter((key) => this.#fieldKeys.has(key)));
    if (shared.size < 2 && countFields(cells, this.#settings) < 3) return false;
    const isSame = [...this.#used].every(([index, key]) => keys[index] === key);
    const cellsUsed = keys.findLastIndex((key) => key !== '') + 1;
    if (isSame && cellsUsed <= this.#header.length) return true;
    throw secondTable(cells, line, this.#header);
  }
}
