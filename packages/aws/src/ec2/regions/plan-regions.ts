import { mapConcurrent } from '@groundcrew/async';
import { isRegionName, knownRegions as regionNames, partitionOf } from '@groundcrew/aws-core';
import { didYouMean, type ErrorCode, GroundcrewError } from '@groundcrew/errors';
import type { Ec2Instances, Ec2Region } from '../ec2-instances.ts';
import { failureOf, isFatal, notEnabled, type RegionFailure } from './region-failure.ts';

/** Regions by name, all that are enabled, or the current one. */
export type RegionChoice = readonly string[] | 'all' | 'current';

/** The accounts and regions to search. */
export interface RegionScope {
  readonly regions: RegionChoice;
  /** Account ids; default: the caller's own account. */
  readonly accounts?: readonly string[] | undefined;
}

/** Dependencies for listing regions. */
export interface RegionDeps {
  /** EC2 of an account (default: the caller's own) in a region. */
  readonly ec2For: (accountId: string | undefined, region: string) => Pick<Ec2Instances, 'describeRegions'>;
  /** The current region, which also lists the names of regions. */
  readonly currentRegion: string;
  readonly signal?: AbortSignal | undefined;
}

/** One region of one account. */
export interface Target {
  readonly accountId: string | undefined;
  readonly region: string;
}

/** A region that is known in advance to be unavailable; `all` if not even the names of regions could be listed. */
export interface UnaskedRegion extends Target, RegionFailure {}

/** The regions of the accounts to call. */
export interface RegionPlan {
  readonly targets: readonly Target[];
  readonly unasked: readonly UnaskedRegion[];
}

/** The regions of one account, or the reason why they are unknown. */
export type KnownRegions = readonly Ec2Region[] | { readonly error: unknown };

/**
 * Finds the regions to call; an account that can't list them is in the plan as unasked, or is called directly if its
 * regions were named.
 *
 * @param code of the error for a region that does not exist
 * @throws GroundcrewError of that code; errors that affect all accounts, such as missing credentials
 */
export async function planRegions(
  scope: RegionScope,
  deps: RegionDeps,
  code: ErrorCode,
): Promise<RegionPlan> {
  if (Array.isArray(scope.regions)) assertRegionNames(scope.regions, code);
  const accounts = scope.accounts ?? [undefined];
  // An organization may have hundreds: each is a session of STS and a call.
  const plans = await mapConcurrent([...new Set(accounts)], CONCURRENT_ACCOUNTS, async (accountId) =>
    planAccount(
      accountId,
      scope.regions,
      deps.currentRegion,
      scope.regions === 'current' ? [] : await knownRegions(accountId, deps),
      code,
    ),
  );
  return {
    targets: plans.flatMap(({ targets }) => targets),
    unasked: plans.flatMap(({ unasked }) => unasked),
  };
}

const CONCURRENT_ACCOUNTS = 8;

/** The regions of an account, enabled or not. */
export async function knownRegions(
  accountId: string | undefined,
  { ec2For, currentRegion, signal }: RegionDeps,
): Promise<KnownRegions> {
  try {
    return await ec2For(accountId, currentRegion).describeRegions(
      { allRegions: true },
      signal ? { signal } : {},
    );
  } catch (error) {
    signal?.throwIfAborted();
    if (isFatal(error, currentRegion)) throw error;
    return { error };
  }
}

function planAccount(
  accountId: string | undefined,
  choice: RegionChoice,
  currentRegion: string,
  known: KnownRegions,
  code: ErrorCode,
): RegionPlan {
  const target = (region: string): Target => ({ accountId, region });
  const unasked = (region: string, failure: RegionFailure): UnaskedRegion => ({
    accountId,
    region,
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
  const plan = { targets: [] as Target[], unasked: [] as UnaskedRegion[] };
  for (const region of new Set(choice)) {
    if (!names.includes(region)) {
      throw otherPartition(region, currentRegion, code) ?? unknownRegion(region, names, code);
    }
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

function assertRegionNames(regions: readonly string[], code: ErrorCode): void {
  const wrong = regions.find((region) => !isRegionName(region));
  if (wrong !== undefined) throw unknownRegion(wrong, regionNames, code);
  if (regions.length === 0) {
    throw new GroundcrewError(code, 'there is no region in the list; write us-east-1,eu-west-1, or all');
  }
}

/** Each partition has accounts and credentials of its own (IAM User Guide, "Amazon Resource Names", partition). */
function otherPartition(region: string, currentRegion: string, code: ErrorCode): GroundcrewError | undefined {
  const [wanted, own] = [partitionOf(region), partitionOf(currentRegion)];
  if (wanted === own) return undefined;
  return new GroundcrewError(
    code,
    `the region "${region}" is of the partition ${wanted}, and these credentials are of ${own} (region ` +
      `${currentRegion}); use a profile of an account there: --profile`,
  );
}

function unknownRegion(region: string, names: readonly string[], code: ErrorCode): GroundcrewError {
  const advice = didYouMean(region, names) || '; write one as us-east-1, or all for every enabled one';
  return new GroundcrewError(code, `there is no region "${region}"${advice}`);
}
