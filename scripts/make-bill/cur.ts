import { type Money, money, moneyText } from '@groundcrew/cost/money';
import type { BillCharge } from './charge.ts';
import { PLAN_ARN } from './charges.ts';
import { costCategoriesOf, type ExportRow, exportCsv, mapText } from './csv.ts';
import { accounts } from './shop.ts';

/**
 * One line item, by the names of the "Data dictionary" in AWS's user guides for Cost and Usage Reports and for CUR 2.0: the
 * older name, the newer name, and the value.
 */
type Field = readonly [legacy: string, cur2: string, value: string];

const tagKeys = ['Environment', 'Project', 'Team'];
const none = money(0);

/** The charges as a legacy Cost and Usage Report: a column for each tag and each cost category. */
export function legacyCurCsv(charges: readonly BillCharge[]): string {
  const lines = charges.flatMap(lineItems).map((item, index) => {
    const { tags } = item.charge;
    const own = [
      ['identity/LineItemId', `line${index}`],
      ...tagKeys.map((key) => [`resourceTags/user:${key}`, tags[key] ?? '']),
      ['costCategory/Part', costCategoriesOf(tags).Part ?? ''],
    ];
    const fields = fieldsOf(item).filter(([legacy]) => legacy !== '');
    return Object.fromEntries([...own, ...fields.map(([legacy, , value]) => [legacy, value])]);
  });
  return csvOf(lines);
}

/** The charges as a CUR 2.0 export: tags, cost categories and product attributes are maps. */
export function cur2Csv(charges: readonly BillCharge[]): string {
  const lines = charges.flatMap(lineItems).map((item, index) => {
    const { tags, product } = item.charge;
    const keys = Object.entries(tags).map(([key, value]) => [`user_${key.toLowerCase()}`, value]);
    const categories = Object.entries(costCategoriesOf(tags)).map(([key, value]) => [
      key.toLowerCase(),
      value,
    ]);
    const own = [
      ['identity_line_item_id', `line${index}`],
      ['resource_tags', mapText(Object.fromEntries(keys))],
      ['cost_category', mapText(Object.fromEntries(categories))],
      ['discount', ''],
      ['product', mapText({ product_name: product.name })],
    ];
    const fields = fieldsOf(item).filter(([, cur2]) => cur2 !== '');
    return Object.fromEntries([...own, ...fields.map(([, cur2, value]) => [cur2, value])]);
  });
  return csvOf(lines);
}

function csvOf(rows: readonly ExportRow[]): string {
  return exportCsv(Object.keys(rows[0] ?? {}), rows);
}

interface LineItem {
  readonly type: BillCharge['type'] | 'SavingsPlanNegation';
  readonly charge: BillCharge;
  readonly unblended: Money;
}

/** Covered usage is billed at its price, and negated by the line after it. */
function lineItems(charge: BillCharge): LineItem[] {
  const { type, billed, list } = charge;
  if (type !== 'SavingsPlanCoveredUsage') return [{ type, charge, unblended: billed }];
  return [
    { type, charge, unblended: list },
    { type: 'SavingsPlanNegation', charge, unblended: none.minus(list) },
  ];
}

function fieldsOf({ type, charge, unblended }: LineItem): Field[] {
  const { account, product, start } = charge;
  const [year, month] = [Number(start.slice(0, 4)), Number(start.slice(5, 7))];
  const second = (day: string) => `${day}T00:00:00Z`;
  const cost = moneyText(unblended);
  const isFee = type === 'SavingsPlanRecurringFee';
  const isCovered = type === 'SavingsPlanCoveredUsage';
  const isPlan = isFee || isCovered || type === 'SavingsPlanNegation';
  const isPriced = type === 'Usage' || isCovered;
  const amount = moneyText(type === 'SavingsPlanNegation' ? none : charge.quantity);
  return [
    ['identity/TimeInterval', 'identity_time_interval', `${second(start)}/${second(charge.end)}`],
    ['bill/BillingEntity', 'bill_billing_entity', 'AWS'],
    ['bill/BillType', 'bill_bill_type', type === 'Refund' ? 'Refund' : 'Anniversary'],
    ['bill/PayerAccountId', 'bill_payer_account_id', accounts.prod.id],
    ['bill/BillingPeriodStartDate', 'bill_billing_period_start_date', second(`${start.slice(0, 7)}-01`)],
    [
      'bill/BillingPeriodEndDate',
      'bill_billing_period_end_date',
      new Date(Date.UTC(year, month, 1)).toISOString().replace('.000', ''),
    ],
    ['lineItem/UsageAccountId', 'line_item_usage_account_id', account.id],
    ['', 'line_item_usage_account_name', account.name],
    ['lineItem/LineItemType', 'line_item_line_item_type', type],
    ['lineItem/UsageStartDate', 'line_item_usage_start_date', second(start)],
    ['lineItem/UsageEndDate', 'line_item_usage_end_date', second(charge.end)],
    ['lineItem/ProductCode', 'line_item_product_code', product.code],
    ['lineItem/UsageType', 'line_item_usage_type', charge.usageType],
    ['lineItem/Operation', 'line_item_operation', charge.operation],
    ['lineItem/ResourceId', 'line_item_resource_id', charge.resource ?? ''],
    ['lineItem/UsageAmount', 'line_item_usage_amount', amount],
    ['lineItem/CurrencyCode', 'line_item_currency_code', 'USD'],
    ['lineItem/UnblendedRate', 'line_item_unblended_rate', isPriced ? moneyText(charge.price) : ''],
    ['lineItem/UnblendedCost', 'line_item_unblended_cost', cost],
    ['lineItem/BlendedRate', 'line_item_blended_rate', isPriced ? moneyText(charge.price) : ''],
    ['lineItem/BlendedCost', 'line_item_blended_cost', cost],
    ['lineItem/LineItemDescription', 'line_item_line_item_description', charge.description],
    ['lineItem/LegalEntity', 'line_item_legal_entity', 'Amazon Web Services, Inc.'],
    ['lineItem/TaxType', 'line_item_tax_type', type === 'Tax' ? 'VAT' : ''],
    ['product/ProductName', '', product.name],
    ['product/region', 'product_region_code', charge.region ?? ''],
    ['product/servicecode', 'product_servicecode', product.code],
    ['pricing/publicOnDemandCost', 'pricing_public_on_demand_cost', isPriced ? moneyText(charge.list) : ''],
    ['pricing/publicOnDemandRate', 'pricing_public_on_demand_rate', isPriced ? moneyText(charge.price) : ''],
    ['pricing/term', 'pricing_term', isPriced ? 'OnDemand' : ''],
    ['pricing/unit', 'pricing_unit', charge.unit],
    ['savingsPlan/SavingsPlanARN', 'savings_plan_savings_plan_a_r_n', isPlan ? PLAN_ARN : ''],
    [
      'savingsPlan/SavingsPlanEffectiveCost',
      'savings_plan_savings_plan_effective_cost',
      isCovered ? moneyText(charge.effective) : '',
    ],
    [
      'savingsPlan/TotalCommitmentToDate',
      'savings_plan_total_commitment_to_date',
      isFee ? moneyText(charge.billed) : '',
    ],
    [
      'savingsPlan/UsedCommitment',
      'savings_plan_used_commitment',
      isFee ? moneyText(charge.billed.minus(charge.effective)) : '',
    ],
    ['reservation/EffectiveCost', 'reservation_effective_cost', ''],
    ['reservation/ReservationARN', 'reservation_reservation_a_r_n', ''],
    [
      'reservation/UnusedAmortizedUpfrontFeeForBillingPeriod',
      'reservation_unused_amortized_upfront_fee_for_billing_period',
      '',
    ],
    ['reservation/UnusedRecurringFee', 'reservation_unused_recurring_fee', ''],
  ];
}
