import { failureOf, isFatal, type Target } from '@groundcrew/aws/ec2/regions';
import { mergePages } from '@groundcrew/aws-core';
import type { InstanceFacts } from '../instance.ts';
import type { SelectionQuery } from '../selection/index.ts';
import { toInstanceFacts } from '../to-instance-facts.ts';
import { createDetailReader } from '../details/read-details.ts';
import { DEFAULT_CONCURRENCY, type FleetDeps } from './deps.ts';
import type { RegionOutcome } from './region-outcome.ts';

/**
 * The instances of regions that are listed concurrently, page by page, as they arrive. `onRegion` is called when a region
 * has ended, also if it failed; a failure does not stop other regions.
 *
 * @throws errors that affect all regions, such as missing credentials, if there are no instances before them; the
 * signal's reason, if it is aborted
 */
export function readTargets(
  targets: readonly Target[],
  queries: readonly SelectionQuery[],
  deps: FleetDeps,
  onRegion: (outcome: RegionOutcome) => void,
): AsyncGenerator<readonly InstanceFacts[], void, undefined> {
  const run: Run = { queries, deps, onRegion, rows: 0 };
  const sources = byExpectedSize(targets, deps.currentRegion).map((target) => () => readRegion(target, run));
  return mergePages(sources, deps.concurrency ?? DEFAULT_CONCURRENCY);
}

/**
 * The current region is first. It is likely to have the most instances; the region with the most pages determines the time
 * of a listing, and its token bucket is refilled from its first call on.
 */
function byExpectedSize(targets: readonly Target[], currentRegion: string): readonly Target[] {
  const isCurrent = ({ region }: Target) => region === currentRegion;
  return [...targets.filter(isCurrent), ...targets.filter((target) => !isCurrent(target))];
}

interface Run {
  readonly queries: readonly SelectionQuery[];
  readonly deps: FleetDeps;
  readonly onRegion: (outcome: RegionOutcome) => void;
  /** Instances of all regions that were passed on. */
  rows: number;
}

async function* readRegion(
  { accountId, region }: Target,
  run: Run,
): AsyncGenerator<readonly InstanceFacts[], void, undefined> {
  const { queries, onRegion } = run;
  const { ec2For, signal, details } = run.deps;
  const place = { accountId: accountId ?? null, region };
  let count = 0;
  try {
    const ec2 = ec2For(accountId, region);
    const detailed = details && createDetailReader({ accountId, region }, details);
    for (const { filters, check } of queries) {
      for await (const page of ec2.describeInstances({ filters }, signal ? { signal } : {})) {
        const facts = page.map((instance) => toInstanceFacts(instance, { region, accountId }));
        const meant = check ? facts.filter(check) : facts;
        count += meant.length;
        run.rows += meant.length;
        if (meant.length > 0) yield detailed ? await detailed(meant) : meant;
      }
    }
  } catch (error) {
    signal?.throwIfAborted();
    // The instances that were passed on are correct (a session may have expired later): the rest is reported as missing.
    if (isFatal(error, region) && run.rows === 0) throw error;
    onRegion({ ...place, count, ...failureOf(error, region) });
    return;
  }
  onRegion({ ...place, count, status: 'listed', reason: null });
}
