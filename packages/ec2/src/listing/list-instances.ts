import type { UnknownDetail } from '../details/read-details.ts';
import type { InstanceFacts } from '../instance.ts';
import { type Selection, type SelectionQuery, selectionToFilters } from '../selection/index.ts';
import type { FleetDeps, FleetScope } from './deps.ts';
import { findElsewhere, type RegionHint } from './find-elsewhere.ts';
import { type FleetPlan, planFleet } from './plan-fleet.ts';
import { readTargets } from './read-targets.ts';
import { refuseUnknownIds } from './refuse-unknown-ids.ts';
import { resolveNames } from './resolve-names.ts';
import { byPlace, type RegionOutcome } from './region-outcome.ts';

export interface ListInstancesInput extends FleetScope {
  readonly selection: Selection;
  /** If nothing is found, don't search other regions. */
  readonly noHint?: boolean | undefined;
  /** No more instances than this. */
  readonly limit?: number | undefined;
}

export interface ListInstancesDeps extends FleetDeps {
  /** Called on progress. */
  readonly onProgress?: (progress: ListProgress) => void;
}

export interface ListProgress {
  readonly instances: number;
  readonly regionsDone: number;
  readonly regions: number;
}

export interface ListOutcome {
  /** Every region of the search, by account and name. */
  readonly regions: readonly RegionOutcome[];
  /** If nothing was found: other regions of these accounts with matching instances; otherwise empty. */
  readonly elsewhere: readonly RegionHint[];
  /** Details that could not be read, by region. */
  readonly unknown?: readonly UnknownDetail[];
  /** The limit was reached: there may be more. */
  readonly limited?: true;
}

export interface Listing {
  /** In the order of arrival, with regions mixed: only the current page of each region is in memory. */
  readonly instances: AsyncIterable<InstanceFacts>;
  /** Settles when `instances` has been read to its end or has thrown; never, if reading stops before that. */
  readonly outcome: Promise<ListOutcome>;
}

/**
 * Lists the selected instances, in regions and accounts concurrently. A failure in one region is part of the outcome and
 * does not stop the others.
 *
 * @throws GroundcrewError `fleet.listing.unknown-region`, `fleet.selection.too-many-values`,
 * `fleet.selection.bad-value`, `fleet.selection.unknown-network`; errors that affect all
 * regions, such as missing credentials. The signal's reason, if it is aborted.
 */
export async function listInstances(input: ListInstancesInput, deps: ListInstancesDeps): Promise<Listing> {
  // Wrong texts are refused before the first call.
  selectionToFilters(input.selection);
  const plan = await planFleet(input, deps);
  const queries = selectionToFilters(await resolveNames(input.selection, plan.targets, deps));
  const { promise, resolve, reject } = Promise.withResolvers<ListOutcome>();
  // The reader of the instances gets the error.
  promise.catch(() => undefined);
  return {
    instances: readAll({ input, queries, plan, deps }, resolve, reject),
    outcome: promise,
  };
}

interface Job {
  readonly input: ListInstancesInput;
  readonly queries: readonly SelectionQuery[];
  readonly plan: FleetPlan;
  readonly deps: ListInstancesDeps;
}

async function* readAll(
  { input, queries, plan, deps }: Job,
  resolve: (outcome: ListOutcome) => void,
  reject: (error: unknown) => void,
): AsyncGenerator<InstanceFacts, void, undefined> {
  const { onProgress } = deps;
  const regions = [...plan.unasked];
  const total = plan.targets.length + regions.length;
  let count = 0;
  const reportProgress = () =>
    onProgress?.({ instances: count, regionsDone: regions.length, regions: total });
  const onRegion = (outcome: RegionOutcome) => {
    regions.push(outcome);
    reportProgress();
  };
  try {
    for await (const page of readTargets(plan.targets, queries, deps, onRegion)) {
      const taken = page.slice(0, (input.limit ?? Number.POSITIVE_INFINITY) - count);
      count += taken.length;
      reportProgress();
      yield* taken;
      if (count === input.limit) {
        resolve({ regions: regions.sort(byPlace), elsewhere: [], limited: true });
        return;
      }
    }
    const isEmpty = count === 0 && regions.every(({ status }) => status === 'listed');
    const elsewhere = isEmpty && !input.noHint ? await findElsewhere(input, queries, deps) : [];
    if (isEmpty) await refuseUnknownIds(input.selection, plan.targets, elsewhere, deps);
    resolve({ regions: regions.sort(byPlace), elsewhere });
  } catch (error) {
    reject(error);
    throw error;
  }
}
