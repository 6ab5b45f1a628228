import { mapConcurrent } from '@groundcrew/async';
import { planRegions, type RegionFailure } from '@groundcrew/aws/ec2/regions';
import { mergePages } from '@groundcrew/aws-core';
import { isGroundcrewError } from '@groundcrew/errors';
import { ALL, byPlace, type Coverage, type Resource } from '@groundcrew/account';
import { type ChosenTypes, chooseTypes } from './choose-types.ts';
import { collectEc2 } from './collect-ec2.ts';
import { collectListed } from './collect-listed.ts';
import { collapseRegion, failureOfCall } from './coverage.ts';
import type { AccountIdentity, CollectDeps, CollectScope, RegionContext } from './deps.ts';
import { type AccountBuckets, listAccountBuckets } from './list-account-buckets.ts';

const DEFAULT_CONCURRENCY = 8;

/** What was collected, beside the resources. */
export interface Collection {
  /** ISO 8601, in UTC: when it began. */
  readonly takenAt: string;
  /** Sorted by their ids. */
  readonly accounts: readonly { readonly id: string; readonly alias?: string }[];
  /** Sorted by account, region and type. */
  readonly coverage: readonly Coverage[];
}

/**
 * Collects the resources in accounts and regions with all tags, listed concurrently. What may not or cannot be listed
 * does not stop the rest: it is in the coverage.
 *
 * @param onResources receives them as they arrive, in any order
 * @throws GroundcrewError `collect.unknown-region`; an error that prevents every call, such as missing credentials; the
 * signal's reason, if it is aborted.
 */
export async function collectAccount(
  scope: CollectScope,
  deps: CollectDeps,
  onResources: (resources: readonly Resource[]) => void,
): Promise<Collection> {
  const { clientsFor, currentRegion, signal, concurrency = DEFAULT_CONCURRENCY, onProgress } = deps;
  const takenAt = new Date(deps.now()).toISOString();
  const chosen = chooseTypes(scope.types, scope.details);
  const coverage: Coverage[] = [];
  const accounts = await identifyAccounts(scope.accounts ?? [undefined], chosen, deps, coverage);
  const plan = await planRegions(
    { ...scope, accounts: scope.accounts?.filter((number) => accounts.has(number)) },
    { ec2For: (accountId, region) => clientsFor(accountId, region).ec2, currentRegion, signal },
    'collect.unknown-region',
  );
  for (const { accountId: number, region, status, reason } of plan.unasked) {
    const accountId = accounts.get(number)?.accountId;
    if (accountId === undefined) continue;
    coverage.push({ accountId, region, type: ALL, status, resources: 0, unknown: 0, reason });
  }
  const places = plan.targets.flatMap(({ accountId, region }) => {
    const account = accounts.get(accountId);
    if (account === undefined) return [];
    const clients = clientsFor(accountId, region);
    return [{ place: { accountId: account.accountId, region, clients, signal }, account }];
  });
  let resources = 0;
  let regionsDone = 0;
  const reportProgress = () => onProgress?.({ resources, regionsDone, regions: places.length });
  const sources = places.map(
    ({ place, account }) =>
      () =>
        collectRegion(place, chosen, account.buckets, (rows) => {
          coverage.push(...rows);
          regionsDone += 1;
          reportProgress();
        }),
  );
  for await (const page of mergePages(sources, concurrency)) {
    resources += page.length;
    onResources(page);
    reportProgress();
  }
  return {
    takenAt,
    accounts: [...accounts.values()]
      .map(({ accountId, alias }) => ({ id: accountId, ...(alias !== undefined && { alias }) }))
      .sort((one, other) => (one.id < other.id ? -1 : 1)),
    coverage: coverage.sort(byPlace),
  };
}

interface AccountContext extends AccountIdentity {
  readonly buckets: AccountBuckets;
}

/** The accounts and their buckets, by requested number; those that can't be identified are in the coverage. */
async function identifyAccounts(
  numbers: readonly (string | undefined)[],
  chosen: ChosenTypes,
  { identityOf, clientsFor, currentRegion, signal }: CollectDeps,
  coverage: Coverage[],
): Promise<Map<string | undefined, AccountContext>> {
  const contexts = new Map<string | undefined, AccountContext>();
  await mapConcurrent([...new Set(numbers)], DEFAULT_CONCURRENCY, async (number) => {
    let identity: AccountIdentity;
    try {
      identity = await identityOf(number);
    } catch (error) {
      // For a region it means that the region is not enabled; for the account, that the keys are wrong.
      if (isGroundcrewError(error) && error.details.reason === 'bad-credentials') throw error;
      const permission = 'sts:AssumeRole';
      const failure: RegionFailure = failureOfCall(error, { region: currentRegion, permission, signal });
      const nowhere = { accountId: number ?? '', region: ALL, type: ALL, resources: 0, unknown: 0 };
      coverage.push({ ...nowhere, ...failure });
      return;
    }
    const { accountId, alias } = identity;
    const context = {
      accountId,
      region: currentRegion,
      clients: clientsFor(number, currentRegion),
      signal,
    };
    const buckets = chosen.listed.includes('s3:bucket')
      ? await listAccountBuckets(context, (row) => coverage.push(row))
      : undefined;
    contexts.set(number, { accountId, alias, buckets });
  });
  return contexts;
}

async function* collectRegion(
  context: RegionContext,
  chosen: ChosenTypes,
  buckets: AccountBuckets,
  done: (rows: readonly Coverage[]) => void,
): AsyncGenerator<readonly Resource[], void, undefined> {
  const rows: Coverage[] = [];
  const report = (row: Coverage) => void rows.push(row);
  const own = buckets && (buckets.get(context.region) ?? []);
  yield* mergePages(
    [() => collectEc2(context, chosen, report), () => collectListed(context, chosen, own, report)],
    2,
  );
  done(collapseRegion(rows));
}
