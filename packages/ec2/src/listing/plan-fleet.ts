import { planRegions, type RegionPlan } from '@groundcrew/aws/ec2/regions';
import type { FleetDeps, FleetScope } from './deps.ts';
import type { RegionOutcome } from './region-outcome.ts';

/** Which regions of which accounts to ask, and what can be told of the others already. */
export interface FleetPlan extends Pick<RegionPlan, 'targets'> {
  readonly unasked: readonly RegionOutcome[];
}

/**
 * Finds out which regions there are to ask.
 *
 * @throws GroundcrewError `fleet.listing.unknown-region`; what no account can be asked without, such as credentials
 */
export async function planFleet(scope: FleetScope, deps: FleetDeps): Promise<FleetPlan> {
  const { targets, unasked } = await planRegions(scope, deps, 'fleet.listing.unknown-region');
  return {
    targets,
    unasked: unasked.map(({ accountId = null, ...rest }) => ({ accountId, count: 0, ...rest })),
  };
}
