import type { Ec2 } from '@groundcrew/aws/ec2';
import type { RegionScope } from '@groundcrew/aws/ec2/regions';

/** Where to look. */
export type FleetScope = RegionScope;

/** What asking for instances takes. */
export interface FleetDeps {
  /** EC2 of an account (left out: the caller's own) in a region. Asked for the same one, it may give the same one. */
  readonly ec2For: (
    accountId: string | undefined,
    region: string,
  ) => Pick<Ec2, 'describeInstances' | 'describeRegions'>;
  /** The current region; the names of regions are asked there too. */
  readonly currentRegion: string;
  /** Regions asked side by side; 8 unless said otherwise. */
  readonly concurrency?: number;
  readonly signal?: AbortSignal | undefined;
}

export const DEFAULT_CONCURRENCY = 8;
