import type { Big } from 'big.js';

/** One charge of a bill: a row of a FOCUS file. */
export interface BillRow {
  /** Start of the charge period, in milliseconds since 1970. */
  readonly startMs: number;
  readonly account: string;
  readonly service: string;
  readonly region: string;
  readonly availabilityZone: string;
  readonly usageType: string;
  readonly operation: string;
  /** Cost Explorer's record type: `Usage`, `Tax`. */
  readonly recordType: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly costCategories: Readonly<Record<string, string>>;
  /** The invoiced amount. */
  readonly billed: Big;
  /** Including amortized prepayments. */
  readonly effective: Big;
  readonly quantity: Big;
  readonly unit: string;
}

export interface Bill {
  /** Oldest first. */
  readonly rows: readonly BillRow[];
  /** Cost Explorer reports in one currency. */
  readonly currency: string;
}
