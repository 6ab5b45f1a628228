import type { RegionChoice } from '@groundcrew/aws/ec2/regions';
import type { AccountClients } from './account-clients.ts';

/** What to collect. */
export interface CollectScope {
  readonly regions: RegionChoice;
  /** Account numbers; left out: the caller's own account. */
  readonly accounts?: readonly string[] | undefined;
  /** Types as globs: `ec2:*`, `s3:bucket`; default: all. No calls are made for others. */
  readonly types?: readonly string[] | undefined;
  /** Whether to read attributes and all links, from the same responses; default: no, only tags and parents. */
  readonly details?: boolean | undefined;
}

export interface AccountIdentity {
  /** Twelve digits. */
  readonly accountId: string;
  readonly alias?: string | undefined;
}

/** The dependencies of a collection. */
export interface CollectDeps {
  /** The current region; regions and buckets are listed there. */
  readonly currentRegion: string;
  /** Clients of an account (default: the caller's own) in a region; may return the same ones again. */
  readonly clientsFor: (accountId: string | undefined, region: string) => AccountClients;
  readonly identityOf: (accountId: string | undefined) => Promise<AccountIdentity>;
  /** The current time in milliseconds, as `Date.now`. */
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
  /** Concurrent regions; default: 8. */
  readonly concurrency?: number | undefined;
  /** Receives the progress. */
  readonly onProgress?: ((progress: CollectProgress) => void) | undefined;
}

export interface CollectProgress {
  readonly resources: number;
  readonly regionsDone: number;
  readonly regions: number;
}

/** One account in one region, and its clients. */
export interface RegionContext {
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
  readonly clients: AccountClients;
  readonly signal: AbortSignal | undefined;
}
