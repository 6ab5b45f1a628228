import type { Day } from '@groundcrew/cost/model';
import type { Money } from '@groundcrew/cost/money';

/** A service in a bill. */
export interface Product {
  /** Its code in a Cost and Usage Report: `AmazonEC2`. */
  readonly code: string;
  readonly name: string;
  /** Its category in FOCUS. */
  readonly category: string;
}

export interface Account {
  readonly id: string;
  readonly name: string;
}

/** Types of line items of a Cost and Usage Report that the generated bill has. */
export type LineItemType =
  | 'Usage'
  | 'SavingsPlanCoveredUsage'
  | 'SavingsPlanRecurringFee'
  | 'Fee'
  | 'Tax'
  | 'Credit'
  | 'Refund';

/** One charge of the generated bill, from which every export format is written. */
export interface BillCharge {
  readonly type: LineItemType;
  readonly start: Day;
  /** Exclusive. */
  readonly end: Day;
  readonly account: Account;
  readonly product: Product;
  readonly region: string | null;
  readonly usageType: string;
  readonly operation: string;
  readonly resource: string | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly description: string;
  readonly quantity: Money;
  readonly unit: string;
  /** The on-demand price of a unit. */
  readonly price: Money;
  /** The billed cost. Covered usage is billed by the plan's fee, and is zero here. */
  readonly billed: Money;
  /** With the plan's fee distributed over the covered usage; for the fee itself its unused part. */
  readonly effective: Money;
  /** The on-demand cost. */
  readonly list: Money;
}

/** AWS bills with ten decimal places. */
export const BILL_DIGITS = 10;
