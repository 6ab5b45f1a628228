import { sleep } from '@groundcrew/async';
import { createEc2, createEc2Client, createEc2Limiters, type Ec2 } from '@groundcrew/aws/ec2';
import type * as ssm from '@groundcrew/aws/ssm';
import { type OptionSpecs, type OptionValues, usageError } from '@groundcrew/cli';
import type { DetailDeps } from '@groundcrew/ec2/details';
import type { FleetDeps, FleetScope } from '@groundcrew/ec2/listing';
import { accountOptions, type Scope, scopeOf } from '../accounts/account-options.ts';
import { type Accounts, openAccounts } from '../accounts/open-accounts.ts';
import type { ConnectionContext } from '../connection.ts';

/** The accounts and regions of a command that calls EC2. */
export const fleetOptions = {
  ...accountOptions,
  profiles: {
    type: 'text',
    value: 'LIST',
    description: 'profiles of several accounts, separated by commas, in place of --profile or --accounts',
  },
} as const satisfies OptionSpecs;

/** Of commands that can look at a snapshot instead. */
export const fromOption = {
  type: 'text',
  value: 'FILE',
  description: 'read what account collect saved, instead of calling EC2',
} as const;

export type FleetOptions = OptionValues<typeof fleetOptions> & { readonly from?: string | undefined };

export interface Fleet {
  readonly deps: Omit<FleetDeps, 'details'> & {
    readonly sleep: typeof sleep;
    /** Default: as lookups wait. */
    readonly waitsMs?: readonly number[];
    /** The account of the credentials; missing for a snapshot. */
    readonly ownAccountId?: () => Promise<string>;
  };
  /** When the snapshot was taken that is asked; missing: EC2 is asked. */
  readonly takenAt?: string;
  /** For what instances don't have themselves. */
  readonly details: Pick<DetailDeps, 'ec2For' | 'nodesOf' | 'signal'>;
  /** With the accounts of the profiles or of the organization. */
  readonly scope: FleetScope;
  /** What to report about accounts that are not queried. */
  readonly notes: readonly string[];
  close(): void;
}

/**
 * The accounts and regions of the options; those of profiles are known only when they are opened.
 *
 * @throws GroundcrewError `cli.usage`
 */
export function fleetScopeOf(options: FleetOptions, { profile }: { readonly profile?: string }): Scope {
  const scope = scopeOf(options);
  if (options.from !== undefined) return snapshotScopeOf(options, scope, profile);
  if (options.profiles === undefined) return scope;
  if (profile !== undefined) throw usageError('--profiles takes the place of --profile; leave one out');
  if (scope.accounts !== undefined)
    throw usageError('--profiles takes the place of --accounts; leave one out');
  return scope;
}

/** Of a snapshot all regions, if none are named. */
function snapshotScopeOf({ profiles }: FleetOptions, scope: Scope, profile: string | undefined): Scope {
  if (scope.accounts !== undefined || profiles !== undefined || profile !== undefined) {
    throw usageError('--from reads no account: leave out --accounts, --profiles and --profile');
  }
  return { regions: scope.regions === 'current' ? 'all' : scope.regions };
}

/** EC2 of one run: a client per region and account, with one limiter per account and region; or a snapshot. */
export async function openFleet(
  options: FleetOptions,
  context: ConnectionContext,
  scope: Scope,
): Promise<Fleet> {
  if (options.from !== undefined) return await openSnapshotFleet(options.from, scope, context);
  const { regions, accounts: asked } = scope;
  const fallbackRegion = Array.isArray(regions) ? regions[0] : undefined;
  const opened = await openProfiles(options, context, { fallbackRegion, accounts: asked });
  const [first] = opened.values();
  const limiterOf = createEc2Limiters({ now: () => performance.now(), sleep });
  const made = new Map<string, Ec2>();
  const ssmClients = new Map<string, ReturnType<typeof ssm.createSsmClient>>();
  const close = () => {
    for (const accounts of opened.values()) accounts.close();
  };

  const { signal } = context;
  function ec2For(accountId: string | undefined, region: string): Ec2 {
    const key = `${accountId ?? ''} ${region}`;
    let ec2 = made.get(key);
    if (ec2 === undefined) {
      const accounts = opened.get(accountId ?? '') ?? first!;
      const client = createEc2Client(accounts.connectionTo(accountId, region));
      accounts.onClose(() => client.destroy());
      ec2 = createEc2({ client, limiter: limiterOf(accountId ?? '', region) });
      made.set(key, ec2);
    }
    return ec2;
  }
  const nodesOf: DetailDeps['nodesOf'] = async ({ accountId, region }, instanceIds) => {
    // Imported here: few commands need it.
    const { createSsmClient, managedNodes } = await import('@groundcrew/aws/ssm');
    const key = `${accountId ?? ''} ${region}`;
    let client = ssmClients.get(key);
    if (client === undefined) {
      const accounts = opened.get(accountId ?? '') ?? first!;
      client = createSsmClient(accounts.connectionTo(accountId, region));
      accounts.onClose(() => client?.destroy());
      ssmClients.set(key, client);
    }
    return await managedNodes(client, instanceIds, signal);
  };

  try {
    if (regions === 'current') checkSameRegion(opened);
    return {
      scope: { regions, accounts: options.profiles === undefined ? first!.accountIds : [...opened.keys()] },
      notes: first!.notes,
      deps: {
        currentRegion: first!.currentRegion,
        signal,
        sleep: context.io.sleep,
        ec2For,
        ownAccountId: async () => (await first!.identityOf(undefined)).accountId,
      },
      details: { ec2For, nodesOf, signal },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** What a snapshot has, as if EC2 were asked. */
async function openSnapshotFleet(
  path: string,
  { regions }: Scope,
  { signal }: Pick<ConnectionContext, 'signal'>,
): Promise<Fleet> {
  // Imported here: EC2 is asked more often.
  const { createSnapshotFleet, notInSnapshots } = await import('@groundcrew/ec2/snapshot');
  const { openSnapshotFile } = await import('../account/snapshot-file.ts');
  const { takenAt, accountIds, ec2For } = await createSnapshotFleet(await openSnapshotFile(path));
  const nodesOf = async (): Promise<never> => {
    throw notInSnapshots('states of Systems Manager are not in snapshots');
  };
  const isIdentified = accountIds.some((accountId) => accountId !== '');
  return {
    scope: { regions, ...(isIdentified && { accounts: accountIds }) },
    notes: [],
    takenAt,
    // Nothing becomes visible by waiting.
    deps: { currentRegion: 'us-east-1', signal, sleep, ec2For, waitsMs: [] },
    details: { ec2For, nodesOf, signal },
    close: () => {},
  };
}

/** By the account of each profile; without profiles, the one identity of the run. */
async function openProfiles(
  options: FleetOptions,
  context: ConnectionContext,
  opening: Parameters<typeof openAccounts>[2],
): Promise<Map<string, Accounts>> {
  if (options.profiles === undefined) return new Map([['', await openAccounts(options, context, opening)]]);
  const opened = new Map<string, Accounts>();
  const all: Accounts[] = [];
  const names = new Map<string, string>();
  try {
    for (const typed of options.profiles.split(',')) {
      const profile = typed.trim();
      const accounts = await openAccounts(
        options,
        { ...context, global: { ...context.global, profile } },
        opening,
      );
      all.push(accounts);
      const { accountId } = await accounts.identityOf(undefined);
      const other = names.get(accountId);
      if (other !== undefined) {
        throw usageError(
          `the profiles "${other}" and "${profile}" are of one account, ${accountId}; name one of them`,
        );
      }
      names.set(accountId, profile);
      opened.set(accountId, accounts);
    }
    return opened;
  } catch (error) {
    for (const accounts of all) accounts.close();
    throw error;
  }
}

function checkSameRegion(opened: ReadonlyMap<string, Accounts>): void {
  const regions = new Set([...opened.values()].map(({ currentRegion }) => currentRegion));
  if (regions.size <= 1) return;
  throw usageError(`the profiles have different regions, ${[...regions].join(' and ')}; write --regions`);
}
