import type { Big } from 'big.js';

/** One charge of a bill: a row of a FOCUS file. */
export interface BillRow {
  /** When it began, in milliseconds since 1970. */
  readonly startMs: number;
  readonly account: string;
  readonly service: string;
  readonly region: string;
  readonly availabilityZone: string;
  readonly usageType: string;
  readonly operation: string;
  /** As Cost Explorer calls the kind of charge: `Usage`, `Tax`. */
  readonly recordType: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly costCategories: Readonly<Record<string, string>>;
  /** What is invoiced for it. */
  readonly billed: Big;
  /** With what was paid for it earlier. */
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
