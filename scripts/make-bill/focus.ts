import { moneyText } from '@groundcrew/cost/money';
import type { BillCharge, LineItemType } from './charge.ts';
import { PLAN_ARN } from './charges.ts';
import { costCategoriesOf, type ExportRow, exportCsv, mapText } from './csv.ts';
import { accounts } from './shop.ts';

/** Columns of "FOCUS 1.0 with AWS columns", AWS Data Exports user guide. */
const columns = [
  'AvailabilityZone',
  'BilledCost',
  'BillingAccountId',
  'BillingAccountName',
  'BillingCurrency',
  'BillingPeriodEnd',
  'BillingPeriodStart',
  'ChargeCategory',
  'ChargeClass',
  'ChargeDescription',
  'ChargeFrequency',
  'ChargePeriodEnd',
  'ChargePeriodStart',
  'CommitmentDiscountCategory',
  'CommitmentDiscountId',
  'CommitmentDiscountName',
  'CommitmentDiscountStatus',
  'CommitmentDiscountType',
  'ConsumedQuantity',
  'ConsumedUnit',
  'ContractedCost',
  'ContractedUnitPrice',
  'EffectiveCost',
  'InvoiceIssuerName',
  'ListCost',
  'ListUnitPrice',
  'PricingCategory',
  'PricingQuantity',
  'PricingUnit',
  'ProviderName',
  'PublisherName',
  'RegionId',
  'RegionName',
  'ResourceId',
  'ResourceName',
  'ResourceType',
  'ServiceCategory',
  'ServiceName',
  'SkuId',
  'SkuPriceId',
  'SubAccountId',
  'SubAccountName',
  'Tags',
  'x_CostCategories',
  'x_Discounts',
  'x_Operation',
  'x_ServiceCode',
  'x_UsageType',
] as const;

const categories: Readonly<Record<LineItemType, string>> = {
  Usage: 'Usage',
  SavingsPlanCoveredUsage: 'Usage',
  SavingsPlanRecurringFee: 'Purchase',
  Fee: 'Purchase',
  Tax: 'Tax',
  Credit: 'Credit',
  Refund: 'Adjustment',
};

const regionNames: Readonly<Record<string, string>> = {
  'ap-northeast-2': 'Asia Pacific (Seoul)',
  'us-east-1': 'US East (N. Virginia)',
};

/** The charges as a FOCUS 1.0 export, with dates and empty values in AWS's form. */
export function focusCsv(charges: readonly BillCharge[]): string {
  return exportCsv(columns, charges.flatMap(rowsOf));
}

const midnight = (day: string) => `${day}T00:00:00.000Z`;

function rowsOf(charge: BillCharge): ExportRow[] {
  const { type, effective } = charge;
  if (type !== 'SavingsPlanRecurringFee') return [rowOf(charge)];
  // In FOCUS a purchase has no effective cost: its cost is in the covered usage, and in a line of the unused part.
  const fee = { ...rowOf(charge), EffectiveCost: '0' };
  if (effective.eq(0)) return [fee];
  const unused = {
    ...rowOf(charge),
    BilledCost: '0',
    ChargeCategory: 'Usage',
    ChargeFrequency: 'Usage-Based',
    ChargeDescription: 'Unused commitment of 1 year No Upfront Compute Savings Plan',
    CommitmentDiscountStatus: 'Unused',
    ConsumedQuantity: '',
    ConsumedUnit: '',
    ContractedCost: '0',
    ListCost: '0',
  };
  return [fee, unused];
}

function rowOf(charge: BillCharge): ExportRow {
  const { type, account, product, region, start, tags } = charge;
  const [year, month] = [Number(start.slice(0, 4)), Number(start.slice(5, 7))];
  const isUsage = categories[type] === 'Usage';
  const isPlan = type === 'SavingsPlanRecurringFee';
  const isCovered = type === 'SavingsPlanCoveredUsage';
  const isPriced = isUsage || categories[type] === 'Purchase';
  const quantity = moneyText(charge.quantity);
  return {
    BilledCost: moneyText(charge.billed),
    BillingAccountId: accounts.prod.id,
    BillingAccountName: accounts.prod.name,
    BillingCurrency: 'USD',
    BillingPeriodEnd: new Date(Date.UTC(year, month, 1)).toISOString(),
    BillingPeriodStart: midnight(`${start.slice(0, 7)}-01`),
    ChargeCategory: categories[type],
    ChargeClass: type === 'Refund' ? 'Correction' : '',
    ChargeDescription: charge.description,
    ChargeFrequency: isUsage ? 'Usage-Based' : isPlan ? 'Recurring' : 'One-Time',
    ChargePeriodEnd: midnight(charge.end),
    ChargePeriodStart: midnight(start),
    ...((isPlan || isCovered) && {
      CommitmentDiscountCategory: 'Spend',
      CommitmentDiscountId: PLAN_ARN,
      CommitmentDiscountType: 'Compute Savings Plans',
    }),
    ...(isCovered && { CommitmentDiscountStatus: 'Used' }),
    ...(isUsage && { ConsumedQuantity: quantity, ConsumedUnit: charge.unit }),
    ContractedCost: moneyText(charge.list),
    EffectiveCost: moneyText(charge.effective),
    InvoiceIssuerName: 'Amazon Web Services, Inc.',
    ListCost: moneyText(charge.list),
    ...(isPriced && {
      ContractedUnitPrice: moneyText(charge.price),
      ListUnitPrice: moneyText(charge.price),
      PricingCategory: isCovered || isPlan ? 'Committed' : 'Standard',
      PricingQuantity: quantity,
      PricingUnit: charge.unit,
    }),
    ProviderName: 'AWS',
    PublisherName: 'Amazon Web Services, Inc.',
    RegionId: region ?? '',
    RegionName: region === null ? '' : regionNames[region]!,
    ResourceId: charge.resource ?? '',
    ServiceCategory: product.category,
    ServiceName: product.name,
    SubAccountId: account.id,
    SubAccountName: account.name,
    Tags: mapText(tags),
    x_CostCategories: mapText(costCategoriesOf(tags)),
    x_Operation: charge.operation,
    x_ServiceCode: product.code,
    x_UsageType: charge.usageType,
  };
}
