import { sleep } from '@groundcrew/async';
import { createEc2, createEc2Client, createEc2Limiters, type Ec2 } from '@groundcrew/aws/ec2';
import type { FleetDeps, FleetScope } from '@groundcrew/ec2/listing';
import { type AccountOptions, scopeOf } from '../accounts/account-options.ts';
import { openAccounts } from '../accounts/open-accounts.ts';
import type { ConnectionContext } from '../connection.ts';

export interface Fleet {
  readonly deps: FleetDeps & { readonly sleep: typeof sleep };
  close(): void;
}

/** EC2 of one run: a client per region and account, with one limiter per account and region. */
export async function openFleet(
  options: AccountOptions,
  context: ConnectionContext,
  { regions, accounts: asked }: FleetScope = scopeOf(options),
): Promise<Fleet> {
  const fallbackRegion = Array.isArray(regions) ? regions[0] : undefined;
  const accounts = await openAccounts(options, context, { fallbackRegion, accounts: asked });
  const limiterOf = createEc2Limiters({ now: () => performance.now(), sleep });
  const made = new Map<string, Ec2>();

  return {
    deps: {
      currentRegion: accounts.currentRegion,
      signal: context.signal,
      sleep,
      ec2For(accountId, region) {
        const key = `${accountId ?? ''} ${region}`;
        let ec2 = made.get(key);
        if (ec2 === undefined) {
          const client = createEc2Client(accounts.connectionTo(accountId, region));
          accounts.onClose(() => client.destroy());
          ec2 = createEc2({ client, limiter: limiterOf(accountId ?? '', region) });
          made.set(key, ec2);
        }
        return ec2;
      },
    },
    close: () => accounts.close(),
  };
}
