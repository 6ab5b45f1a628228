import { createEc2Limiters } from '@groundcrew/aws/ec2';
import { createListLimiters } from '@groundcrew/aws/lists';
import { createTaggingLimiters } from '@groundcrew/aws/tagging';
import type { LocalAccounts } from '@groundcrew/account/file';
import { readListedTags, readNativeTags } from '@groundcrew/collect';
import { type AccountClients, createAccountClients } from '@groundcrew/collect/account-clients';
import { type AccountCopies, startCopies as startAccountCopies } from '@groundcrew/local';
import type { Executor, RehearsalPhase, RetryPolicy } from '@groundcrew/plan';
import { createTagExecutor } from '../applying/index.ts';

/** Copies of accounts in this process, whose time passes only while something waits. */
export interface Copies extends Pick<AccountCopies<RehearsalPhase>, 'effort' | 'setPhase' | 'close'> {
  readonly executor: Executor;
  readonly retryPolicy: RetryPolicy;
}

/** Starts a copy of each account. @param startMs when their time begins */
export async function startCopies(
  accounts: LocalAccounts,
  {
    startMs,
    random,
    signal,
  }: { readonly startMs: number; readonly random: () => number; readonly signal: AbortSignal },
): Promise<Copies> {
  const copies = await startAccountCopies<RehearsalPhase>(accounts, { startMs, phase: 'compare' });
  const { now, sleep, effort, setPhase } = copies;
  const clients = new Map<string, AccountClients & { close(): void }>();
  const [ec2, tagging, lists] = [
    createEc2Limiters({ now, sleep }),
    createTaggingLimiters({ now, sleep }),
    createListLimiters({ now, sleep }),
  ];

  function clientsFor(accountId: string, region: string): AccountClients {
    const key = `${accountId} ${region}`;
    let known = clients.get(key);
    if (known === undefined) {
      const limiters = {
        ec2: ec2(accountId, region),
        tagging: tagging(accountId, region),
        lists: lists(accountId, region),
      };
      known = createAccountClients(copies.connectionTo(accountId, region), limiters, { random, sleep });
      clients.set(key, known);
    }
    return known;
  }

  return {
    executor: createTagExecutor({
      ec2For: (accountId, region) => clientsFor(accountId, region).ec2,
      taggingFor: (accountId, region) => clientsFor(accountId, region).tagging,
      nativeTags: ({ accountId, region, resource }, aborted) =>
        readNativeTags(clientsFor(accountId, region), resource, { signal: aborted }),
      listedTags: (accountId, region, type, aborted) =>
        readListedTags(clientsFor(accountId, region), { accountId, region }, type, { signal: aborted }),
    }),
    retryPolicy: { now, sleep, random, signal },
    effort,
    setPhase,
    async close() {
      for (const each of clients.values()) each.close();
      await copies.close();
    },
  };
}
