import { mapConcurrent } from '@groundcrew/async';
import { failureOf, isFatal, type Target } from '@groundcrew/aws/ec2/regions';
import type { InstanceFacts } from '../instance.ts';
import { DEFAULT_CONCURRENCY, type FleetDeps, type FleetScope } from '../listing/deps.ts';
import { type FleetPlan, planFleet } from '../listing/plan-fleet.ts';
import { readTargets } from '../listing/read-targets.ts';
import { byPlace, type RegionOutcome } from '../listing/region-outcome.ts';
import {
  escapePattern,
  instanceStates,
  type Selection,
  type SelectionQuery,
  selectionToFilters,
} from '../selection/index.ts';
import { findInterfaces } from './find-interfaces.ts';
import { type InterfaceFacts, toInterfaceFacts } from './interface-owner.ts';
import { accountsFor, checkFound, unaskedAccount } from './place-of-arn.ts';
import type { LookupQuestion } from './question.ts';

/** What was found, and the regions of the search. */
export type LookupAnswer =
  /** There is none in any region of the search. */
  (
    | { readonly status: 'none' }
    /** There is none in the regions that responded, but not all of them did. */
    | { readonly status: 'unknown' }
    | {
        readonly status: 'one';
        readonly instance: InstanceFacts;
        /** How it was found, if not by its own addresses. */
        readonly via?: Via;
      }
    /** The address or interface belongs to no instance, but to something else. */
    | { readonly status: 'interface'; readonly interfaces: readonly InterfaceFacts[] }
    | {
        readonly status: 'several';
        /** In the order of their accounts, regions and ids. */
        readonly instances: readonly InstanceFacts[];
        /** There are more than these. */
        readonly more: boolean;
      }
  ) & {
    /** Each region with its outcome; one that could not be listed may have what was not found. */
    readonly regions: readonly RegionOutcome[];
  };

/** The network interface that an instance was found by. */
export interface Via {
  readonly interfaceId: string;
  /** The block delegated to it that the address is in, such as that of pods. */
  readonly prefix?: string;
}

export interface LookupDeps extends FleetDeps, FleetScope {
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Maximum number of returned instances; default: 100. */
  readonly limit?: number;
  /**
   * EC2 may not yet know the id of an instance that was just started (EC2 developer guide, "Eventual consistency"): the
   * delays before each retry of an id. Default: half a second, one and two.
   */
  readonly waitsMs?: readonly number[];
  /** The account of the caller, if `accounts` is left out; called only if the question is an ARN. Default: not known. */
  readonly ownAccountId?: (() => Promise<string>) | undefined;
}

const DEFAULT_LIMIT = 100;
const defaultWaitsMs = [500, 1_000, 2_000];

/**
 * Looks up an instance. A terminated one is returned only if no other instance matches. An address that no instance has is
 * searched for among all network interfaces.
 *
 * @throws GroundcrewError `fleet.listing.unknown-region`; `fleet.lookup.bad-question`: an ARN of an account or region that
 * is not searched, or is not that of what has its id; errors that affect all regions, such as missing credentials. The
 * signal's reason, if it is aborted.
 */
export async function lookupInstances(question: LookupQuestion, deps: LookupDeps): Promise<LookupAnswer> {
  const { accounts, isCertain } = await accountsFor(question, deps, deps.ownAccountId);
  const answer = await lookup(question, { ...deps, accounts });
  checkFound(question, foundIn(answer));
  // Not "none" if the account that was searched may be another one than that of the ARN.
  const unasked = isCertain || answer.status !== 'none' ? undefined : unaskedAccount(question);
  return unasked ? { status: 'unknown', regions: [...answer.regions, unasked] } : answer;
}

function foundIn(answer: LookupAnswer) {
  if (answer.status === 'one') return [answer.instance];
  if (answer.status === 'several') return answer.instances;
  return answer.status === 'interface' ? answer.interfaces : [];
}

async function lookup(question: LookupQuestion, deps: LookupDeps): Promise<LookupAnswer> {
  const plan = await planFleet(deps, deps);
  if (question.by === 'interface') return await lookupByInterface(question, plan, [], deps);
  const { found, regions } = await findInstances(question, plan, deps);
  if (found.length === 0 && question.by === 'address') {
    return await lookupByInterface(question, { targets: targetsOf(regions), unasked: [] }, regions, deps);
  }
  const { limit = DEFAULT_LIMIT } = deps;
  return { ...answerOf(found, limit, unlistedIn(regions).length > 0), regions };
}

interface Found {
  readonly found: readonly InstanceFacts[];
  readonly regions: readonly RegionOutcome[];
}

async function findInstances(question: LookupQuestion, plan: FleetPlan, deps: LookupDeps): Promise<Found> {
  const { limit = DEFAULT_LIMIT } = deps;
  const queries = selectionToFilters(selectionOf(question));
  const waits = question.by === 'id' ? (deps.waitsMs ?? defaultWaitsMs) : [];
  const ask = (targets: readonly Target[]) => readFound(targets, queries, deps, limit);
  let { found, regions } = await ask(plan.targets);
  const unasked = [...plan.unasked, ...unlistedIn(regions)];
  for (const waitMs of waits) {
    // Regions that failed are not retried: they would only take their time again.
    const listed = targetsOf(regions);
    if (found.length > 0 || listed.length === 0) break;
    await deps.sleep(waitMs, deps.signal);
    ({ found, regions } = await ask(listed));
    unasked.push(...unlistedIn(regions));
  }
  const listed = regions.filter(({ status }) => status === 'listed');
  return { found, regions: [...unasked, ...listed].sort(byPlace) };
}

/**
 * The owner of the interfaces of an address or an id: an instance, or something else.
 *
 * @param searched the regions in which no instance has the address; those of the plan replace them
 */
async function lookupByInterface(
  question: LookupQuestion,
  plan: FleetPlan,
  searched: readonly RegionOutcome[],
  deps: LookupDeps,
): Promise<LookupAnswer> {
  const { signal } = deps;
  const answers = await mapConcurrent(
    plan.targets,
    deps.concurrency ?? DEFAULT_CONCURRENCY,
    async (target) => {
      const place = { accountId: target.accountId ?? null, region: target.region, count: 0 };
      try {
        const found = await findInterfaces(question, target, deps);
        return { found, outcome: { ...place, status: 'listed', reason: null } as const };
      } catch (error) {
        signal?.throwIfAborted();
        if (isFatal(error, target.region)) throw error;
        return { found: [], outcome: { ...place, ...failureOf(error, target.region) } };
      }
    },
  );
  const found = answers.flatMap((answer) => answer.found);
  const listed = answers.map(({ outcome }) => outcome);
  const regions = [...plan.unasked, ...unlistedIn(searched), ...listed].sort(byPlace);
  const attached = found.find(
    ({ networkInterface }) => networkInterface.Attachment?.InstanceId !== undefined,
  );
  if (attached) {
    const { networkInterface, prefix, accountId, region } = attached;
    const byId: LookupQuestion = { by: 'id', value: networkInterface.Attachment!.InstanceId! };
    const there = { ...deps, regions: [region], accounts: accountId === undefined ? undefined : [accountId] };
    const { found: instances } = await findInstances(
      byId,
      { targets: [{ accountId, region }], unasked: [] },
      there,
    );
    const via = {
      interfaceId: networkInterface.NetworkInterfaceId ?? '',
      ...(prefix !== undefined && { prefix }),
    };
    if (instances.length > 0) return { status: 'one', instance: instances[0]!, via, regions };
  }
  if (found.length > 0) {
    const interfaces = found.map(({ networkInterface, ...place }) =>
      toInterfaceFacts(networkInterface, place),
    );
    return { status: 'interface', interfaces, regions };
  }
  return { status: unlistedIn(regions).length > 0 ? 'unknown' : 'none', regions };
}

function unlistedIn(regions: readonly RegionOutcome[]): RegionOutcome[] {
  return regions.filter(({ status }) => status !== 'listed');
}

function targetsOf(regions: readonly RegionOutcome[]): Target[] {
  return regions
    .filter(({ status }) => status === 'listed')
    .map(({ accountId, region }) => ({ accountId: accountId ?? undefined, region }));
}

/** Instances that are not terminated; without any, terminated ones. One more than `limit`, to know whether there are more. */
async function readFound(
  targets: readonly Target[],
  queries: readonly SelectionQuery[],
  deps: FleetDeps,
  limit: number,
): Promise<Found> {
  const regions: RegionOutcome[] = [];
  const living: InstanceFacts[] = [];
  const terminated: InstanceFacts[] = [];
  for await (const page of readTargets(targets, queries, deps, (outcome) => regions.push(outcome))) {
    for (const facts of page) {
      const found = facts.state === 'terminated' ? terminated : living;
      if (found.length <= limit) found.push(facts);
    }
  }
  return { found: living.length > 0 ? living : terminated, regions };
}

function answerOf(found: readonly InstanceFacts[], limit: number, isIncomplete: boolean) {
  const [instance] = found;
  if (instance === undefined) return { status: isIncomplete ? 'unknown' : 'none' } as const;
  if (found.length === 1) return { status: 'one', instance } as const;
  // Regions respond in any order: the same question gets the same answer.
  const instances = found.toSorted(byPlaceAndId).slice(0, limit);
  return { status: 'several', instances, more: found.length > limit } as const;
}

function byPlaceAndId(one: InstanceFacts, other: InstanceFacts): number {
  return byPlace(one, other) || (one.instanceId < other.instanceId ? -1 : 1);
}

/** The selection of the question: in any state, each text without wildcards. */
export function selectionOf(question: LookupQuestion): Selection {
  const states = instanceStates;
  if (question.by === 'tags') {
    const tags = Object.entries(question.tags).map(([key, value]) => ({
      key,
      values: [escapePattern(value)],
    }));
    return { states, tags };
  }
  const values = [escapePattern(question.value)];
  switch (question.by) {
    case 'id':
      return { states, ids: values };
    case 'address':
      return { states, addresses: values };
    case 'dns-name':
      return { states, dnsNames: values };
    case 'name':
      return { states, names: values };
    case 'interface':
      throw new TypeError('a network interface is not looked for among instances');
  }
}
