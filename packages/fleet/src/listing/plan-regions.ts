import { isRegionName } from '@groundcrew/aws-core';
import type { Ec2Region } from '@groundcrew/aws-ec2';
import { GroundcrewError } from '@groundcrew/errors';
import { didYouMean } from '../nearest-names.ts';
import type { FleetDeps, FleetScope, RegionChoice } from './deps.ts';
import { failureOf, isFatal, notEnabled, type RegionOutcome } from './region-outcome.ts';

/** One region of one account. */
export interface Target {
  readonly accountId: string | undefined;
  readonly region: string;
}

/** Which regions of which accounts to ask. */
export interface RegionPlan {
  readonly targets: readonly Target[];
  /** Those that are known beforehand not to answer. */
  readonly unasked: readonly RegionOutcome[];
}

/** The regions of one account, or the reason why they are not known. */
export type KnownRegions = readonly Ec2Region[] | { readonly error: unknown };

/**
 * Finds out which regions there are to ask; an account that does not even tell that is in the plan as unasked, or
 * asked directly where its regions were named.
 *
 * @throws GroundcrewError `fleet.listing.unknown-region`; what no account can be asked without, such as credentials
 */
export async function planRegions(scope: FleetScope, deps: FleetDeps): Promise<RegionPlan> {
  if (Array.isArray(scope.regions)) refuseMisspelled(scope.regions);
  const accounts = scope.accounts ?? [undefined];
  const plans = await Promise.all(
    [...new Set(accounts)].map(async (accountId) =>
      planAccount(
        accountId,
        scope.regions,
        deps.currentRegion,
        scope.regions === 'current' ? [] : await knownRegions(accountId, deps),
      ),
    ),
  );
  return {
    targets: plans.flatMap(({ targets }) => targets),
    unasked: plans.flatMap(({ unasked }) => unasked),
  };
}

/** Which regions an account has, enabled or not. */
export async function knownRegions(
  accountId: string | undefined,
  { ec2For, currentRegion, signal }: FleetDeps,
): Promise<KnownRegions> {
  try {
    return await ec2For(accountId, currentRegion).describeRegions(
      { allRegions: true },
      signal ? { signal } : {},
    );
  } catch (error) {
    signal?.throwIfAborted();
    if (isFatal(error)) throw error;
    return { error };
  }
}

function planAccount(
  accountId: string | undefined,
  choice: RegionChoice,
  currentRegion: string,
  known: KnownRegions,
): RegionPlan {
  const target = (region: string): Target => ({ accountId, region });
  const unasked = (region: string, failure: ReturnType<typeof notEnabled>): RegionOutcome => ({
    accountId: accountId ?? null,
    region,
    count: 0,
    ...failure,
  });
  if (choice === 'current') return { targets: [target(currentRegion)], unasked: [] };
  if ('error' in known) {
    if (choice === 'all') {
      return { targets: [], unasked: [unasked('all', failureOf(known.error, currentRegion))] };
    }
    return { targets: [...new Set(choice)].map(target), unasked: [] };
  }
  const enabled = enabledIn(known);
  if (choice === 'all') return { targets: enabled.map(target), unasked: [] };
  const names = known.map(({ name }) => name);
  const plan = { targets: [] as Target[], unasked: [] as RegionOutcome[] };
  for (const region of new Set(choice)) {
    if (!names.includes(region)) throw unknownRegion(region, names);
    if (enabled.includes(region)) plan.targets.push(target(region));
    else plan.unasked.push(unasked(region, notEnabled(region)));
  }
  return plan;
}

/** The names of the regions that the account may use, sorted. */
export function enabledIn(known: readonly Ec2Region[]): string[] {
  return known
    .filter(({ optInStatus }) => optInStatus !== 'not-opted-in')
    .map(({ name }) => name)
    .sort();
}

function refuseMisspelled(regions: readonly string[]): void {
  const wrong = regions.find((region) => !isRegionName(region));
  if (wrong !== undefined) throw unknownRegion(wrong, []);
  if (regions.length === 0) {
    throw new GroundcrewError(
      'fleet.listing.unknown-region',
      'no region is named; write us-east-1,eu-west-1, or all',
    );
  }
}

function unknownRegion(region: string, names: readonly string[]): GroundcrewError {
  const advice = didYouMean(region, names) || '; write one as us-east-1, or all for every enabled one';
  return new GroundcrewError('fleet.listing.unknown-region', `there is no region "${region}"${advice}`);
}
