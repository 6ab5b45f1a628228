import type { Day } from '@groundcrew/cost/model';
import type { Money } from '@groundcrew/cost/money';

/** A service as a bill names it. */
export interface Product {
  /** Its code in a Cost and Usage Report: `AmazonEC2`. */
  readonly code: string;
  readonly name: string;
  /** Its category by FOCUS. */
  readonly category: string;
}

export interface Account {
  readonly id: string;
  readonly name: string;
}

/** Types of line items as a Cost and Usage Report has them; the made bill has no others. */
export type LineItemType =
  | 'Usage'
  | 'SavingsPlanCoveredUsage'
  | 'SavingsPlanRecurringFee'
  | 'Fee'
  | 'Tax'
  | 'Credit'
  | 'Refund';

/** One charge of the made bill, from which every form of export is written. */
export interface BillCharge {
  readonly type: LineItemType;
  readonly start: Day;
  /** Without this day. */
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
  /** What one unit costs on demand. */
  readonly price: Money;
  /** What is billed. Covered usage is billed with the plan's fee, and is nothing here. */
  readonly billed: Money;
  /** With the plan's fee spread over what it covers; for the fee itself what was left of it. */
  readonly effective: Money;
  /** On demand. */
  readonly list: Money;
}

/** AWS bills with ten digits after the point. */
export const BILL_DIGITS = 10;
