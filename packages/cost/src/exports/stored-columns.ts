import { exportError } from './errors.ts';
import { type ColumnFinder, columnFinder, type ColumnType, type ExportColumn } from './table.ts';

/** A column of a Parquet file, by DuckDB's name of its type. */
export function storedColumn(name: string, stored: string): ExportColumn {
  return { name, ...typeOf(stored) };
}

function typeOf(type: string): Pick<ExportColumn, 'type' | 'fields' | 'isSingle' | 'isCast'> {
  if (type.startsWith('MAP(') && type.endsWith(')')) return { type: 'map' };
  if (type.startsWith('STRUCT(') && type.endsWith(')')) {
    // The field's name may be quoted, and have quotes in it.
    const fields = [...type.slice(7).matchAll(/(?:^|, )(?:"((?:[^"]|"")*)"|(\w+)) /g)];
    return {
      type: 'struct',
      fields: fields.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!),
    };
  }
  if (type === 'TIMESTAMP WITH TIME ZONE') return { type: 'time-with-zone' };
  if (/^(?:TIMESTAMP(?:_\w+)?|DATE)$/.test(type)) return { type: 'time' };
  if (/^DECIMAL\(\d+,\d+\)$/.test(type)) return { type: 'decimal' };
  if (type === 'FLOAT') return { type: 'number', isSingle: true };
  if (/^(?:DOUBLE|U?(?:TINY|SMALL|BIG|HUGE)?INT|U?INTEGER)$/.test(type)) return { type: 'number' };
  return { type: 'text', ...(!/^(?:VARCHAR|JSON)$/.test(type) && { isCast: true }) };
}

const amounts: readonly ColumnType[] = ['text', 'number', 'decimal'];
const times: readonly ColumnType[] = ['text', 'time', 'time-with-zone'];
const texts: readonly ColumnType[] = ['text', 'number', 'decimal', 'time', 'time-with-zone'];

/** What the columns of each report are read as. */
const readAs: readonly (readonly [what: string, types: readonly ColumnType[], names: readonly string[]])[] = [
  [
    'a decimal, a 64-bit number or a text',
    amounts,
    [
      ...['BilledCost', 'EffectiveCost', 'ListCost', 'ConsumedQuantity'],
      ...['line_item_unblended_cost', 'line_item_blended_cost', 'line_item_net_unblended_cost'],
      ...['pricing_public_on_demand_cost', 'line_item_usage_amount'],
    ],
  ],
  ['a timestamp, a date or a text', times, ['ChargePeriodStart', 'line_item_usage_start_date']],
  [
    'a text',
    texts,
    [
      ...['ChargeCategory', 'BillingCurrency', 'ServiceName', 'SubAccountId', 'RegionId', 'ResourceId'],
      ...['line_item_line_item_type', 'line_item_currency_code', 'line_item_product_code'],
    ],
  ],
];

/**
 * @param stored DuckDB's names of the types of the columns
 * @throws GroundcrewError `cost.exports.file-unreadable` if a column of each report is stored as something else
 */
export function assertStoredTypes(
  columns: readonly ExportColumn[],
  stored: ReadonlyMap<string, string>,
  file: string,
): void {
  const find: ColumnFinder = columnFinder(columns);
  for (const [what, types, names] of readAs)
    for (const column of names.flatMap((name) => find(name) ?? [])) {
      if (types.includes(column.type)) continue;
      const type = stored.get(column.name)!;
      throw exportError(
        'cost.exports.file-unreadable',
        `${file}: the column ${column.name} is stored as ${type}, which is not ${what}; export it again, unchanged`,
        { file, column: column.name, type },
      );
    }
}
