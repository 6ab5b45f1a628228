import type { Expression } from '@groundcrew/aws/cost-explorer';
import type { Charge } from '../model.ts';

export const charges = [
  'usage',
  'tax',
  'support',
  'fee',
  'credit',
  'refund',
  'discount',
  'adjustment',
] as const satisfies readonly Charge[];

/**
 * Cost Explorer's charge types, RECORD_TYPE in its API (Cost Management user guide, "Charge type"; CUR user guide,
 * lineItem/LineItemType). Some have another name in the API than in exports: both are here. A type that the table lacks
 * is an adjustment.
 *
 * The negation subtracts, at the on-demand price, what a savings plan covers, and belongs with the usage it covers.
 */
const recordTypes: Readonly<Record<Exclude<Charge, 'adjustment'>, readonly string[]>> = {
  usage: ['Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage', 'SavingsPlanNegation'],
  tax: ['Tax'],
  support: ['Support', 'Support fee'],
  fee: [
    'Fee',
    'RIFee',
    'Recurring',
    'Recurring reservation fee',
    'Upfront',
    'Upfront reservation fee',
    'SavingsPlanRecurringFee',
    'SavingsPlanUpfrontFee',
    'FlatRateSubscription',
    'Other out-of-cycle charges',
  ],
  credit: ['Credit'],
  refund: ['Refund'],
  discount: [
    'Discount',
    'Bundled Discount',
    'BundledDiscount',
    'Distributor Discount',
    'EdpDiscount',
    'Enterprise Discount Program Discount',
    'Private Rate Card Discount',
    'PrivateRateDiscount',
    'RI Volume Discount',
    'RiVolumeDiscount',
    'Solution Provider Program Discount',
    'SppDiscount',
  ],
};

const chargeOf = new Map<string, Charge>(
  Object.entries(recordTypes).flatMap(([charge, names]) => names.map((name) => [name, charge as Charge])),
);

/** `undefined`: an unknown type, counted as an adjustment. */
export function chargeOfRecordType(recordType: string): Charge | undefined {
  return chargeOf.get(recordType);
}

/** Selects these kinds of charge and no others; `undefined` if all are wanted. */
export function expressionOfCharges(wanted: ReadonlySet<Charge>): Expression | undefined {
  const others = charges.filter((charge) => !wanted.has(charge));
  if (others.length === 0) return undefined;
  // Adjustments have no list of names: they are all other types.
  return wanted.has('adjustment') ? { Not: typesOf(others) } : typesOf([...wanted]);
}

function typesOf(of: readonly Charge[]): Expression {
  const values = of.flatMap((charge) => (charge === 'adjustment' ? [] : recordTypes[charge]));
  return { Dimensions: { Key: 'RECORD_TYPE', Values: values } };
}
