import type { InstanceFacts } from '../instance.ts';
import { type Selection, type SelectionQuery, selectionToFilters } from '../selection/index.ts';
import { toInstanceFacts } from '../to-instance-facts.ts';
import { defaultConcurrency, type FleetDeps, type FleetScope } from './deps.ts';
import { findElsewhere, type RegionHint } from './find-elsewhere.ts';
import { mergePages } from './merge-pages.ts';
import { planRegions, type RegionPlan, type Target } from './plan-regions.ts';
import { failureOf, isFatal, type RegionOutcome } from './region-outcome.ts';

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
  const plan = await planRegions(input, deps);
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
  readonly plan: RegionPlan;
  readonly deps: ListInstancesDeps;
}

async function* readAll(
  { input, queries, plan, deps }: Job,
  resolve: (outcome: ListOutcome) => void,
  reject: (error: unknown) => void,
): AsyncGenerator<InstanceFacts, void, undefined> {
  const { concurrency = defaultConcurrency, signal, onProgress } = deps;
  const regions = [...plan.unasked];
  const total = plan.targets.length + regions.length;
  let count = 0;
  const tell = () => onProgress?.({ instances: count, regionsDone: regions.length, regions: total });
  const sources = plan.targets.map(
    (target) => () =>
      readRegion(target, queries, deps, (outcome) => {
        regions.push(outcome);
        tell();
      }),
  );
  try {
    for await (const page of mergePages(sources, concurrency)) {
      count += page.length;
      tell();
      yield* page;
    }
    signal?.throwIfAborted();
    const isEmpty = count === 0 && regions.every(({ status }) => status === 'listed');
    const elsewhere = isEmpty && !input.noHint ? await findElsewhere(input, queries, deps) : [];
    resolve({ regions: regions.sort(byPlace), elsewhere });
  } catch (error) {
    reject(error);
    throw error;
  }
}

/** The instances of one region; a failure ends them, and is told to `done` with the count until then. */
async function* readRegion(
  { accountId, region }: Target,
  queries: readonly SelectionQuery[],
  { ec2For, signal }: FleetDeps,
  done: (outcome: RegionOutcome) => void,
): AsyncGenerator<readonly InstanceFacts[], void, undefined> {
  const place = { accountId: accountId ?? null, region };
  let count = 0;
  try {
    const ec2 = ec2For(accountId, region);
    for (const { filters, check } of queries) {
      for await (const page of ec2.describeInstances({ filters }, signal ? { signal } : {})) {
        const facts = page.map((instance) => toInstanceFacts(instance, { region, accountId }));
        const meant = check ? facts.filter(check) : facts;
        count += meant.length;
        if (meant.length > 0) yield meant;
      }
    }
  } catch (error) {
    if (signal?.aborted || isFatal(error)) throw error;
    done({ ...place, count, ...failureOf(error, region) });
    return;
  }
  done({ ...place, count, status: 'listed', reason: null });
}

function byPlace(one: RegionOutcome, other: RegionOutcome): number {
  return compare(one.accountId ?? '', other.accountId ?? '') || compare(one.region, other.region);
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
