import { planRegions, type RegionPlan } from '@groundcrew/aws/ec2/regions';
import type { FleetDeps, FleetScope } from './deps.ts';
import type { RegionOutcome } from './region-outcome.ts';

/** The regions of the accounts to call, and the outcomes of those that can't be called. */
export interface FleetPlan extends Pick<RegionPlan, 'targets'> {
  readonly unasked: readonly RegionOutcome[];
}

/**
 * Finds the regions to call.
 *
 * @throws GroundcrewError `fleet.listing.unknown-region`; errors that affect all accounts, such as missing credentials
 */
export async function planFleet(scope: FleetScope, deps: FleetDeps): Promise<FleetPlan> {
  const { targets, unasked } = await planRegions(scope, deps, 'fleet.listing.unknown-region');
  return {
    targets,
    unasked: unasked.map(({ accountId = null, ...rest }) => ({ accountId, count: 0, ...rest })),
  };
}
