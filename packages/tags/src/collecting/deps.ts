import type { RegionChoice } from '@groundcrew/aws/ec2/regions';
import type { TagClients } from '../tag-clients.ts';

/** What to collect. */
export interface CollectScope {
  readonly regions: RegionChoice;
  /** Account numbers; left out: the caller's own account. */
  readonly accounts?: readonly string[] | undefined;
  /** Types as globs: `ec2:*`, `s3:bucket`; all where left out. What they leave out is not asked for. */
  readonly types?: readonly string[] | undefined;
}

export interface AccountIdentity {
  /** Twelve digits. */
  readonly accountId: string;
  readonly alias?: string | undefined;
}

/** What collecting takes. */
export interface CollectDeps {
  /** The current region; names of regions and of buckets are asked there. */
  readonly currentRegion: string;
  /** Clients of an account (left out: the caller's own) in a region. Asked for the same one, it may give the same one. */
  readonly clientsFor: (accountId: string | undefined, region: string) => TagClients;
  readonly identityOf: (accountId: string | undefined) => Promise<AccountIdentity>;
  /** The present time in milliseconds, as `Date.now`. */
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
  /** Regions asked side by side; 8 unless said otherwise. */
  readonly concurrency?: number | undefined;
  /** Told as it goes on. */
  readonly onProgress?: ((progress: CollectProgress) => void) | undefined;
}

export interface CollectProgress {
  readonly resources: number;
  readonly regionsDone: number;
  readonly regions: number;
}

/** One account in one region, and how to ask there. */
export interface RegionContext {
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
  readonly clients: TagClients;
  readonly signal: AbortSignal | undefined;
}
