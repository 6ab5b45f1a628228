import { exportError } from './errors.ts';
import type { ExportColumn } from './table.ts';

/** Columns that reports read, in small letters. */
const readColumns: ReadonlySet<string> = new Set(
  [
    ...['BilledCost', 'EffectiveCost', 'ListCost', 'BillingCurrency', 'ChargeCategory', 'ChargeClass'],
    ...['ChargePeriodStart', 'ConsumedQuantity', 'ConsumedUnit', 'ServiceName', 'SubAccountId', 'RegionId'],
    ...['ResourceId', 'Tags', 'x_UsageType', 'x_CostCategories', 'resource_tags', 'cost_category'],
    ...['lineItem/UnblendedCost', 'lineItem/BlendedCost', 'lineItem/NetUnblendedCost'],
    ...['lineItem/UsageStartDate', 'lineItem/LineItemType', 'lineItem/CurrencyCode', 'lineItem/ProductCode'],
    ...['lineItem/UsageAccountId', 'lineItem/UsageAmount', 'lineItem/UsageType', 'lineItem/ResourceId'],
    ...['line_item_unblended_cost', 'line_item_blended_cost', 'line_item_net_unblended_cost'],
    ...['line_item_usage_start_date', 'line_item_line_item_type', 'line_item_currency_code'],
    ...['line_item_product_code', 'line_item_usage_account_id', 'line_item_usage_amount'],
    ...['line_item_usage_type', 'line_item_resource_id', 'product/ProductName', 'product_product_name'],
  ].map((name) => name.toLowerCase()),
);

/**
 * Refuses a column that is there twice: which of the two is right is not known. Of tags, keys in other letters are others.
 *
 * @throws GroundcrewError `cost.exports.file-unreadable`
 */
export function assertSingleColumns(columns: readonly ExportColumn[], file: string): void {
  const first = new Map<string, number>();
  for (const [at, { header, name }] of columns.entries()) {
    const written = header ?? name;
    const lower = written.toLowerCase();
    const isTag = /^(?:resourceTags\/|resource_tags_)/.test(written);
    if (!isTag && !readColumns.has(lower)) continue;
    const key = isTag ? written : lower;
    const other = first.get(key);
    if (other !== undefined)
      throw exportError(
        'cost.exports.file-unreadable',
        `${file}: the column ${written} is there twice, as columns ${other + 1} and ${at + 1}; remove the one that is wrong, or export it again, unchanged`,
        { file, column: written },
      );
    first.set(key, at);
  }
}
