import type { Coverage } from './coverage.ts';

export const SNAPSHOT_FORMAT = 'groundcrew-account-snapshot/1';

/** The first line of a snapshot: what it is of, and how far it goes. */
export interface SnapshotHeader {
  readonly format: typeof SNAPSHOT_FORMAT;
  /** ISO 8601, in UTC: when the collection began. */
  readonly takenAt: string;
  readonly accounts: readonly { readonly id: string; readonly alias?: string }[];
  /** The types that were asked for, as globs; missing: all. */
  readonly types?: readonly string[];
  /** The number of lines that follow: a file that was cut off has fewer. */
  readonly resources: number;
  /** The number of lines with answers about networks, after the resources; missing: they were not asked for. */
  readonly answers?: number;
  /** Sorted by account, region and type. */
  readonly coverage: readonly Coverage[];
}
