import { sleep } from '@groundcrew/async';
import { createEc2Client, createEc2Limiters, createEc2NetworkCalls } from '@groundcrew/aws/ec2';
import { createElbCalls, createElbClient, createElbLimiters } from '@groundcrew/aws/elbv2';
import { createRoute53Calls, createRoute53Client, createRoute53Limiters } from '@groundcrew/aws/route53';
import { createNetworkExecutor, type NetworkExecutor, networkOf } from '@groundcrew/network/apply';
import type { Change, PlanAccount } from '@groundcrew/plan';
import { openAccounts } from '../accounts/open-accounts.ts';
import type { ConnectionContext } from '../connection.ts';
import type { ReachOptions } from '../tags/apply-options.ts';

/** What resources are made for. */
export interface PlanOfNetwork {
  readonly hash: string;
  /** The name of the network, as the plan's scope has it. */
  readonly owner?: string;
}

/** The account of a network, for changes. */
export interface NetworkHandle {
  /** The caller's account. */
  account(): Promise<PlanAccount>;
  /** The accounts that credentials are available for. */
  reachable(accounts: readonly PlanAccount[]): Promise<readonly string[]>;
  /**
   * Reads and makes changes of one account in one region: those of a plan of a network.
   *
   * @param plan that is applied; of an undo that is planned, the journal of the apply
   * @throws GroundcrewError `network.apply.no-owner`
   */
  executorFor(changes: readonly Change[], plan: PlanOfNetwork): NetworkExecutor;
  close(): void;
}

/** Route 53 is global: one limiter for all regions. */
const ANY_REGION = 'global';

/** The clients of one run, for each region of each account. */
export async function openNetwork(
  options: ReachOptions,
  context: ConnectionContext,
  opening: {
    readonly changes: boolean;
    readonly accounts?: readonly string[];
    readonly region?: string | undefined;
  },
): Promise<NetworkHandle> {
  const { region, ...more } = opening;
  const accounts = await openAccounts(options, context, { ...more, fallbackRegion: region });
  const clock = { now: () => performance.now(), sleep };
  const ec2LimiterOf = createEc2Limiters(clock);
  const elbLimiterOf = createElbLimiters(clock);
  const route53LimiterOf = createRoute53Limiters(clock);
  return {
    async account() {
      const { accountId } = await accounts.identityOf(undefined);
      const alias = await accounts.aliasOf(undefined);
      return { id: accountId, ...(alias !== undefined && { alias }) };
    },
    reachable: accounts.reachable,
    executorFor(changes, plan) {
      const [first] = changes;
      const { accountId = '', region: place = accounts.currentRegion } = first?.target ?? {};
      const connection = accounts.connectionTo(accountId === '' ? undefined : accountId, place);
      const clients = {
        ec2: createEc2Client(connection),
        elb: createElbClient(connection),
        route53: createRoute53Client(connection),
      };
      for (const client of Object.values(clients)) accounts.onClose(() => client.destroy());
      return createNetworkExecutor({
        calls: {
          ec2: createEc2NetworkCalls({ client: clients.ec2, limiter: ec2LimiterOf(accountId, place) }),
          elb: createElbCalls({ client: clients.elb, limiter: elbLimiterOf(accountId, place) }),
          route53: createRoute53Calls({
            client: clients.route53,
            limiter: route53LimiterOf(accountId, ANY_REGION),
          }),
        },
        network: networkOf(plan),
        planHash: plan.hash,
      });
    },
    close: () => accounts.close(),
  };
}
