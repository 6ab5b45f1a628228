import { sleep } from '@groundcrew/async';
import {
  type CostAllocationTags,
  createCostAllocationTags,
  createCostExplorerClient,
} from '@groundcrew/aws/cost-explorer';
import { createEc2Limiters } from '@groundcrew/aws/ec2';
import { createListLimiters } from '@groundcrew/aws/lists';
import {
  createResourceGroups,
  createResourceGroupsClient,
  createTaggingLimiters,
  type ResourceGroups,
} from '@groundcrew/aws/tagging';
import { createStatusExecutor } from '@groundcrew/cost/allocation-tags';
import type { Executor, Plan, PlanAccount } from '@groundcrew/plan';
import { createTagExecutor } from '@groundcrew/tags/applying';
import { type CollectDeps, readListedTags, readNativeTags } from '@groundcrew/collect';
import { createGroupExecutor } from '@groundcrew/tags/grouping';
import { createAccountClients, type AccountClients } from '@groundcrew/collect/account-clients';
import type { AccountChoice } from '../accounts/account-options.ts';
import { type Accounts, openAccounts } from '../accounts/open-accounts.ts';
import type { ConnectionContext } from '../connection.ts';
import type { ReachOptions } from './apply-options.ts';
import { type PlanKind, planKindOf } from './plan-kinds.ts';

export interface TagsHandle {
  readonly deps: Pick<CollectDeps, 'clientsFor' | 'currentRegion' | 'identityOf' | 'now' | 'signal'>;
  /** The accounts of the options; those of the organization are known only now. */
  readonly accountIds: readonly string[] | undefined;
  /**
   * The accounts that credentials are available for: the caller's own one without `--role`, otherwise those where that
   * role can be taken on.
   *
   * @throws GroundcrewError `aws-sts.caller-identity-failed`, `aws-sts.assume-role-failed`
   */
  reachable(accounts: readonly PlanAccount[]): Promise<readonly string[]>;
  readonly connectionTo: Accounts['connectionTo'];
  /** Resource Groups of an account in a region. */
  readonly groupsFor: (accountId: string, region: string) => ResourceGroups;
  /** The cost allocation tags of an account; left out: the caller's own. */
  readonly costTagsFor: (accountId: string | undefined) => CostAllocationTags;
  /** Reads and makes the changes of plans of this kind. */
  executorOf(kind: PlanKind): Executor;
  /** That of a plan. @throws GroundcrewError `cli.usage` if it is of another kind */
  executorFor(plan: Pick<Plan, 'kind'>, path: string): Executor;
  close(): void;
}

export interface Opening {
  /** If no current region is set. */
  readonly fallbackRegion?: string | undefined;
  /** Whether something will be changed: the accounts are then shown first. */
  readonly changes?: boolean;
  /** The accounts in which a role is assumed. */
  readonly accounts?: AccountChoice | undefined;
}

/**
 * The clients of one run: for each region of each account, with limiters that all of an
 * account and region share.
 */
export async function openTags(
  options: ReachOptions,
  context: ConnectionContext,
  opening: Opening = {},
): Promise<TagsHandle> {
  const { io, signal } = context;
  const accounts = await openAccounts(options, context, opening);
  const { currentRegion, connectionTo } = accounts;
  const clock = { now: () => performance.now(), sleep };
  const ec2LimiterOf = createEc2Limiters(clock);
  const taggingLimiterOf = createTaggingLimiters(clock);
  const listLimiterOf = createListLimiters(clock);
  const clientsByRegion = new Map<string, AccountClients>();
  const groupsByRegion = new Map<string, ResourceGroups>();
  const costTagsByAccount = new Map<string, CostAllocationTags>();

  function clientsFor(accountId: string | undefined, region: string): AccountClients {
    const key = `${accountId ?? ''} ${region}`;
    const known = clientsByRegion.get(key);
    if (known) return known;
    const limiters = {
      ec2: ec2LimiterOf(accountId ?? '', region),
      tagging: taggingLimiterOf(accountId ?? '', region),
      lists: listLimiterOf(accountId ?? '', region),
    };
    const clients = createAccountClients(connectionTo(accountId, region), limiters);
    clientsByRegion.set(key, clients);
    accounts.onClose(() => clients.close());
    return clients;
  }

  function groupsFor(accountId: string, region: string): ResourceGroups {
    const key = `${accountId} ${region}`;
    const known = groupsByRegion.get(key);
    if (known) return known;
    const client = createResourceGroupsClient(connectionTo(accountId, region));
    const groups = createResourceGroups({ client });
    groupsByRegion.set(key, groups);
    accounts.onClose(() => client.destroy());
    return groups;
  }

  function costTagsFor(accountId: string | undefined): CostAllocationTags {
    const key = accountId ?? '';
    const known = costTagsByAccount.get(key);
    if (known) return known;
    const client = createCostExplorerClient(connectionTo(accountId, currentRegion));
    const costTags = createCostAllocationTags(client);
    costTagsByAccount.set(key, costTags);
    accounts.onClose(() => client.destroy());
    return costTags;
  }

  const executors: Readonly<Record<PlanKind, () => Executor>> = {
    tags: tagExecutor,
    'tag-groups': () => createGroupExecutor({ groupsFor }),
    'cost-allocation-tags': () => createStatusExecutor({ tagsFor: costTagsFor }),
  };

  return {
    accountIds: accounts.accountIds,
    deps: {
      clientsFor,
      currentRegion,
      now: io.now,
      signal,
      async identityOf(asked) {
        const { accountId } = await accounts.identityOf(asked);
        return { accountId, alias: await accounts.aliasOf(asked) };
      },
    },
    connectionTo,
    reachable: accounts.reachable,
    executorOf: (kind) => executors[kind](),
    executorFor: ({ kind }, path) => executors[planKindOf(kind, path)](),
    groupsFor,
    costTagsFor,
    close: () => accounts.close(),
  };

  function tagExecutor(): Executor {
    return createTagExecutor({
      ec2For: (accountId, region) => clientsFor(accountId, region).ec2,
      taggingFor: (accountId, region) => clientsFor(accountId, region).tagging,
      nativeTags: ({ accountId, region, resource }, aborted) =>
        readNativeTags(clientsFor(accountId, region), resource, { signal: aborted }),
      listedTags: (accountId, region, type, aborted) =>
        readListedTags(clientsFor(accountId, region), { accountId, region }, type, { signal: aborted }),
    });
  }
}
