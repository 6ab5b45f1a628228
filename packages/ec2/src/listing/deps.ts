import type { Ec2 } from '@groundcrew/aws/ec2';
import type { RegionScope } from '@groundcrew/aws/ec2/regions';
import type { DetailDeps } from '../details/read-details.ts';

/** The accounts and regions to search. */
export type FleetScope = RegionScope;

/** Dependencies for listing instances. */
export interface FleetDeps {
  /** EC2 of an account (default: the caller's own) in a region. May return the same one for the same arguments. */
  readonly ec2For: (
    accountId: string | undefined,
    region: string,
  ) => Pick<Ec2, 'describeInstances' | 'describeInterfaces' | 'describeNetworks' | 'describeRegions'>;
  /** The current region, which also lists the names of regions. */
  readonly currentRegion: string;
  /** Maximum number of concurrent regions; default: 8. */
  readonly concurrency?: number;
  readonly signal?: AbortSignal | undefined;
  /** Reads what instances don't have themselves; default: nothing. */
  readonly details?: DetailDeps | undefined;
}

export const DEFAULT_CONCURRENCY = 8;
