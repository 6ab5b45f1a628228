import type { InstanceFacts } from '../instance.ts';
import { type Selection, type SelectionQuery, selectionToFilters } from '../selection/index.ts';
import type { FleetDeps, FleetScope } from './deps.ts';
import { findElsewhere, type RegionHint } from './find-elsewhere.ts';
import { type FleetPlan, planFleet } from './plan-fleet.ts';
import { readTargets } from './read-targets.ts';
import { byPlace, type RegionOutcome } from './region-outcome.ts';

export interface ListInstancesInput extends FleetScope {
  readonly selection: Selection;
  /** Where nothing is found, don't ask whether other regions have some. */
  readonly noHint?: boolean | undefined;
}

export interface ListInstancesDeps extends FleetDeps {
  /** Told as it goes on. */
  readonly onProgress?: (progress: ListProgress) => void;
}

export interface ListProgress {
  readonly instances: number;
  readonly regionsDone: number;
  readonly regions: number;
}

export interface ListOutcome {
  /** Every region that was to be asked, by account and name. */
  readonly regions: readonly RegionOutcome[];
  /** Where nothing was found: other regions of these accounts that have what was asked for; else empty. */
  readonly elsewhere: readonly RegionHint[];
}

export interface Listing {
  /** As they come, the regions mixed: none is held here but the page that is being read of each region. */
  readonly instances: AsyncIterable<InstanceFacts>;
  /** Settles when `instances` has been read to its end or has thrown; never, where it is left before that. */
  readonly outcome: Promise<ListOutcome>;
}

/**
 * Lists the instances that are meant, in regions and accounts side by side. What fails in one region is told in the
 * outcome and stops no other.
 *
 * @throws GroundcrewError `fleet.listing.unknown-region`, `fleet.selection.too-many-values`; what no region can be
 * asked without, such as credentials. The signal's reason, where that is aborted.
 */
export async function listInstances(input: ListInstancesInput, deps: ListInstancesDeps): Promise<Listing> {
  const queries = selectionToFilters(input.selection);
  const plan = await planFleet(input, deps);
  const { promise, resolve, reject } = Promise.withResolvers<ListOutcome>();
  // Whoever reads the instances hears of it there.
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
      count += page.length;
      reportProgress();
      yield* page;
    }
    const isEmpty = count === 0 && regions.every(({ status }) => status === 'listed');
    const elsewhere = isEmpty && !input.noHint ? await findElsewhere(input, queries, deps) : [];
    resolve({ regions: regions.sort(byPlace), elsewhere });
  } catch (error) {
    reject(error);
    throw error;
  }
}
