import { sleep } from '@groundcrew/async';
import { createCloudTrailClient, type LookupSettings } from '@groundcrew/aws/cloudtrail';
import { createDynamoDBClient } from '@groundcrew/aws/dynamodb';
import { usageError } from '@groundcrew/cli';
import type { Executor, Plan, PlanAccount } from '@groundcrew/plan';
import { createPowerExecutor } from '@groundcrew/schedule/applying';
import { nothingRemembered, type Remembered, SCHEDULE_PLAN } from '@groundcrew/schedule/planning';
import { createDynamoDbStore, rememberedFrom } from '@groundcrew/schedule/running';
import { createServices, type ScheduleServices } from '@groundcrew/schedule/services';
import { openAccounts } from '../accounts/open-accounts.ts';
import type { ConnectionContext } from '../connection.ts';
import type { ReachOptions } from '../tags/apply-options.ts';
import type { Opening } from '../tags/open-tags.ts';

export interface ScheduleHandle {
  readonly currentRegion: string;
  /** Those to search; `undefined`: the caller's own. */
  readonly accountIds: readonly string[] | undefined;
  readonly services: ScheduleServices;
  /** CloudTrail of an account (default: the caller's own) in a region. */
  trailFor(accountId: string | undefined, region: string): LookupSettings;
  /** What run-schedule keeps in its table; without one, nothing. */
  rememberedIn(table: string | undefined): Promise<Remembered>;
  /** The account of the credentials, with its alias. */
  accountOf(accountId: string | undefined): Promise<PlanAccount>;
  /** The accounts that credentials are available for. */
  reachable(accounts: readonly PlanAccount[]): Promise<readonly string[]>;
  /** @throws GroundcrewError `cli.usage` if the plan is of another kind */
  executorFor(plan: Pick<Plan, 'kind'>, path: string): Executor;
  close(): void;
}

/** Of commands that decide as run-schedule does. */
export const tableOption = {
  type: 'text',
  value: 'NAME',
  description: 'the table of groundcrew-schedules, Schedules: overrides and what the function did count too',
} as const;

/** States take up to some minutes, and reads are up to 8 s apart. */
export const verifyStates = { maxReads: 40 } as const;

/** The services of one run, in the accounts that the options name. */
export async function openSchedule(
  options: ReachOptions,
  context: ConnectionContext,
  opening: Opening = {},
): Promise<ScheduleHandle> {
  const accounts = await openAccounts(options, context, opening);
  const services = createServices({
    connectionTo: accounts.connectionTo,
    now: () => performance.now(),
    sleep,
    onClient: accounts.onClose,
  });

  return {
    currentRegion: accounts.currentRegion,
    accountIds: accounts.accountIds,
    services,
    trailFor(accountId, region) {
      const client = createCloudTrailClient(accounts.connectionTo(accountId, region));
      accounts.onClose(() => client.destroy());
      return { client, now: () => performance.now(), sleep };
    },
    async rememberedIn(tableName) {
      if (tableName === undefined) return nothingRemembered;
      const client = createDynamoDBClient(accounts.connectionTo(undefined, accounts.currentRegion));
      try {
        const store = createDynamoDbStore(client, { tableName, now: context.io.now });
        return rememberedFrom(await store.load(context.signal));
      } finally {
        client.destroy();
      }
    },
    async accountOf(asked) {
      const { accountId } = await accounts.identityOf(asked);
      const alias = await accounts.aliasOf(asked);
      return { id: accountId, ...(alias !== undefined && { alias }) };
    },
    reachable: accounts.reachable,
    executorFor({ kind }, path) {
      if (kind === SCHEDULE_PLAN) {
        // The account of a plan is the caller's own, or one of the role.
        return createPowerExecutor({
          services,
          accountOf: (id) => (options.role === undefined ? undefined : id),
          sleep: context.io.sleep,
          now: context.io.now,
        });
      }
      throw usageError(
        `"${path}" is of kind "${kind}", not of ${SCHEDULE_PLAN}; apply and undo it with the command that made it`,
      );
    },
    close: () => accounts.close(),
  };
}
