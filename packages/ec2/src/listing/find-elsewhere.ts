import { enabledIn, knownRegions, type Target } from '@groundcrew/aws/ec2/regions';
import { mergePages } from '@groundcrew/aws-core';
import type { SelectionQuery } from '../selection/index.ts';
import { toInstanceFacts } from '../to-instance-facts.ts';
import { DEFAULT_CONCURRENCY, type FleetDeps, type FleetScope } from './deps.ts';

/** A region outside of the search with matching instances. */
export interface RegionHint {
  readonly accountId: string | null;
  readonly region: string;
  readonly count: number;
  /** The count is that of the first page, and there are more pages. */
  readonly orMore: boolean;
}

/** EC2's maximum page size. */
const FULL_PAGE_SIZE = 1_000;

/** A hint does not justify a longer wait: a region that does not respond would take many times as long. */
const MAX_WAIT_MS = 5_000;

/**
 * Searches the other enabled regions with a single call each (one per query). It is only a hint: a region that does not
 * respond in time is left out.
 */
export async function findElsewhere(
  scope: FleetScope,
  queries: readonly SelectionQuery[],
  deps: FleetDeps,
): Promise<RegionHint[]> {
  if (scope.regions === 'all') return [];
  const timeout = AbortSignal.timeout(MAX_WAIT_MS);
  const depsWithTimeout = {
    ...deps,
    signal: deps.signal ? AbortSignal.any([deps.signal, timeout]) : timeout,
  };
  const hints: RegionHint[] = [];
  try {
    const targets = await otherRegions(scope, depsWithTimeout);
    const sources = targets.map((target) => () => firstPages(target, queries, depsWithTimeout));
    for await (const hint of mergePages(sources, deps.concurrency ?? DEFAULT_CONCURRENCY)) hints.push(hint);
  } catch (error) {
    deps.signal?.throwIfAborted();
    if (!timeout.aborted) throw error;
  }
  return hints.sort((one, other) => other.count - one.count || (one.region < other.region ? -1 : 1));
}

async function otherRegions({ regions, accounts }: FleetScope, deps: FleetDeps): Promise<Target[]> {
  const asked = regions === 'current' ? [deps.currentRegion] : regions;
  const targets: Target[] = [];
  for (const accountId of accounts ?? [undefined]) {
    const known = await knownRegions(accountId, deps);
    if ('error' in known) continue;
    for (const region of enabledIn(known)) {
      if (!asked.includes(region)) targets.push({ accountId, region });
    }
  }
  return targets;
}

async function* firstPages(
  { accountId, region }: Target,
  queries: readonly SelectionQuery[],
  { ec2For, signal }: FleetDeps,
): AsyncGenerator<RegionHint, void, undefined> {
  let count = 0;
  let orMore = false;
  try {
    const ec2 = ec2For(accountId, region);
    for (const { filters, check = () => true } of queries) {
      const pages = ec2.describeInstances({ filters, firstPageOnly: true }, signal ? { signal } : {});
      for await (const page of pages) {
        count += page.filter((instance) => check(toInstanceFacts(instance, { region, accountId }))).length;
        orMore ||= page.length >= FULL_PAGE_SIZE;
      }
    }
  } catch {
    signal?.throwIfAborted();
    return;
  }
  if (count > 0) yield { accountId: accountId ?? null, region, count, orMore };
}
