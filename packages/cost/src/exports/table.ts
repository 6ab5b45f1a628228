import { exportError } from './errors.ts';
import { snakeOf } from './names.ts';

export type ColumnType = 'text' | 'number' | 'decimal' | 'time' | 'time-with-zone' | 'map' | 'struct';

export interface ExportColumn {
  /** Its name in SQL. */
  readonly name: string;
  /** Its name in the file, if SQL needs another one. */
  readonly header?: string;
  readonly type: ColumnType;
  /** Of a number: in 32 bits of floating point, which hold 7 digits. */
  readonly isSingle?: true;
  /** Of a text: stored as another type, and read as its text. */
  readonly isCast?: true;
  /** Names of a struct's fields. */
  readonly fields?: readonly string[];
  /** Of a number that was read from a text: the column of the cells that are none; NULL for all others. */
  readonly malformed?: string;
  /** The file's own statistics, which save reading the column. */
  readonly statistics?: {
    /** All rows have this value; `null`: all are NULL. */
    readonly constant?: string | null;
    /** The minimum text of all rows. */
    readonly minText?: string;
    readonly neverNull?: true;
    /** Of a map: no key sorts before the first of these, or after the second one, by its bytes in UTF-8. */
    readonly keys?: readonly [first: string, last: string];
    /** The maximum absolute number of all rows. */
    readonly maxAbsolute?: number;
  };
}

export type ExportFormat =
  | 'FOCUS 1.0'
  | 'FOCUS 1.1'
  | 'FOCUS 1.2'
  | 'FOCUS 1.3 or 1.4'
  | 'CUR 2.0'
  | 'legacy CUR';

/** One or several files of the same columns, or a table of Athena. */
export interface ExportTable {
  /** The FROM clause. */
  readonly from: string;
  readonly format: ExportFormat;
  readonly columns: readonly ExportColumn[];
  /** Names of the product codes of charges that have none; default: the code is their name. */
  readonly codeNames?: ReadonlyMap<string, string>;
  /** Names of services that are spelled in several ways, with the one that stands for all; default: none. */
  readonly spellings?: ReadonlyMap<string, string>;
}

/** Columns by their name, or by Athena's spelling of legacy names. */
export interface ColumnFinder {
  (name: string): ExportColumn | undefined;
  readonly all: readonly ExportColumn[];
}

export function columnFinder(columns: readonly ExportColumn[]): ColumnFinder {
  const byName = new Map<string, ExportColumn>();
  for (const column of columns) {
    const header = column.header ?? column.name;
    for (const name of [header, snakeOf(header), header.toLowerCase()])
      if (!byName.has(name)) byName.set(name, column);
  }
  const find = (name: string) => byName.get(name) ?? byName.get(name.toLowerCase());
  return Object.assign(find, { all: columns });
}

const focusColumns = ['BilledCost', 'ChargePeriodStart', 'ChargeCategory', 'BillingCurrency', 'ServiceName'];
/** Columns that FOCUS 1.3 added. */
const laterColumns = ['ServiceProviderName', 'HostProviderName', 'AllocatedMethodId', 'ContractApplied'];
const curColumns = [
  'line_item_unblended_cost',
  'line_item_usage_start_date',
  'line_item_line_item_type',
  'line_item_currency_code',
  'line_item_product_code',
];

/**
 * The export format, by its columns.
 *
 * @throws GroundcrewError `cost.exports.unknown-format`
 */
export function recognizeFormat(columns: readonly ExportColumn[], where: string): ExportFormat {
  const find = columnFinder(columns);
  const missingFocus = focusColumns.filter((name) => find(name) === undefined);
  if (missingFocus.length === 0) {
    if (laterColumns.some((name) => find(name))) return 'FOCUS 1.3 or 1.4';
    if (find('BillingAccountType') || find('InvoiceId')) return 'FOCUS 1.2';
    return find('ServiceSubcategory') || find('SkuMeter') ? 'FOCUS 1.1' : 'FOCUS 1.0';
  }
  const missingCur = curColumns.filter((name) => find(name) === undefined);
  if (missingCur.length === 0) {
    const nested = ['resource_tags', 'product', 'cost_category', 'discount', 'bill_payer_account_name'];
    return nested.some((name) => find(name) !== undefined) ? 'CUR 2.0' : 'legacy CUR';
  }
  const [what, missing] =
    missingFocus.length <= missingCur.length
      ? ['FOCUS', missingFocus]
      : ['Cost and Usage Report', missingCur];
  throw exportError(
    'cost.exports.unknown-format',
    missing.length === 5
      ? `${where} does not have the columns of a billing export${separatorHint(columns)}; name a FOCUS, CUR 2.0 or legacy CUR file`
      : `${where} looks like a ${what} export, but has no column ${missing.join(', ')}; add it to the export`,
    { file: where, missing },
  );
}

/** Why a table saved by a spreadsheet has a single column. */
function separatorHint(columns: readonly ExportColumn[]): string {
  const names = columns.map(({ header, name }) => header ?? name).join(',');
  return names.split(';').length > columns.length
    ? ': its first line has semicolons between names, not commas or tabs'
    : '';
}
