import { sleep, wrapServiceError } from '@groundcrew/aws-core';
import { createEc2, createEc2Client, createEc2Limiters, type Ec2 } from '@groundcrew/aws-ec2';
import { createRoleCredentials, createStsClient, roleArnOf } from '@groundcrew/aws-sts';
import type { CommandContext } from '@groundcrew/cli';
import type { FleetDeps } from '@groundcrew/fleet';
import { connectionOf } from '../connection.ts';
import { type FleetOptions, type fleetOptions, scopeOf } from './fleet-options.ts';

export interface Fleet {
  readonly deps: FleetDeps & { readonly sleep: typeof sleep };
  close(): void;
}

type Context = Pick<CommandContext<typeof fleetOptions>, 'global' | 'io' | 'signal'>;

/**
 * The clients of one run: one for each region of each account, with one session of the role an account, and one
 * limiter for each account and region.
 */
export async function openFleet(options: FleetOptions, { global, io, signal }: Context): Promise<Fleet> {
  const { role, externalId, timeout } = options;
  const connection = { ...connectionOf(global, io), requestTimeoutMs: timeout * 1_000 };
  const home = createEc2Client(connection);
  const currentRegion = await currentRegionOf(home, options);
  const limiterOf = createEc2Limiters({ now: () => performance.now(), sleep });
  const sts = createStsClient({ ...connection, region: currentRegion });
  const clients = [home];
  const made = new Map<string, Ec2>();
  // The home client finds the caller's credentials once, for all regions: a profile may run a program for them.
  const own = home.config.credentials;
  const sessions = new Map<string, typeof own>();
  const credentialsOf = (accountId: string | undefined) => {
    if (accountId === undefined || role === undefined) return own;
    let session = sessions.get(accountId);
    session ??= createRoleCredentials({
      sts,
      roleArn: roleArnOf(accountId, role),
      ...(externalId !== undefined && { externalId }),
      sessionName: 'groundcrew',
      signal,
    });
    sessions.set(accountId, session);
    return session;
  };

  return {
    deps: {
      currentRegion,
      signal,
      sleep,
      ec2For(accountId, region) {
        const key = `${accountId ?? ''} ${region}`;
        let ec2 = made.get(key);
        if (ec2 === undefined) {
          const client = createEc2Client({ ...connection, region, credentials: credentialsOf(accountId) });
          clients.push(client);
          ec2 = createEc2({ client, limiter: limiterOf(accountId ?? '', region) });
          made.set(key, ec2);
        }
        return ec2;
      },
    },
    close() {
      for (const client of [...clients, sts]) client.destroy();
    },
  };
}

/** The region that the options, the environment or the profile name; else the first that is to be asked. */
async function currentRegionOf(
  home: ReturnType<typeof createEc2Client>,
  options: FleetOptions,
): Promise<string> {
  try {
    return await home.config.region();
  } catch (error) {
    const { regions } = scopeOf(options);
    if (Array.isArray(regions)) return regions[0]!;
    throw wrapServiceError(error, { code: 'ec2.no-region', doing: 'tell which region to ask' });
  }
}
