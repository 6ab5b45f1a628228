import { createEc2Limiters } from '@groundcrew/aws/ec2';
import { createListLimiters } from '@groundcrew/aws/lists';
import { createTaggingLimiters } from '@groundcrew/aws/tagging';
import type { LocalAccounts } from '@groundcrew/account/file';
import { readListedTags, readNativeTags } from '@groundcrew/collect';
import { type AccountClients, createAccountClients } from '@groundcrew/collect/account-clients';
import { createMovableClock, type FaultOptions, type LocalAws, startLocal } from '@groundcrew/local';
import type { Executor, RehearsalPhase, RetryPolicy } from '@groundcrew/plan';
import type { RehearsalEffort } from './rehearsal-report.ts';
import { createTagExecutor } from '../applying/index.ts';

/** Copies of accounts in this process, whose time passes only while something waits. */
export interface Copies {
  readonly executor: Executor;
  readonly retryPolicy: RetryPolicy;
  /** What each phase took so far. */
  readonly effort: () => RehearsalEffort;
  /** Attributes what follows to a phase, with these faults. */
  readonly setPhase: (phase: RehearsalPhase, faults: FaultOptions | undefined) => void;
  close(): Promise<void>;
}

/** Starts a copy of each account. @param startMs when their time begins */
export async function startCopies(
  { accounts }: LocalAccounts,
  {
    startMs,
    random,
    signal,
  }: { readonly startMs: number; readonly random: () => number; readonly signal: AbortSignal },
): Promise<Copies> {
  const clock = createMovableClock(startMs);
  const waitedMs = new Map<RehearsalPhase, number>();
  const requests = new Map<RehearsalPhase, Map<string, number>>();
  let phase: RehearsalPhase = 'compare';
  let counted = new Map<string, number>();
  const sleep = async (ms: number, aborted?: AbortSignal) => {
    aborted?.throwIfAborted();
    waitedMs.set(phase, (waitedMs.get(phase) ?? 0) + ms);
    await clock.advance(ms);
  };
  const copies = new Map<string, LocalAws>();
  const clients = new Map<string, AccountClients & { close(): void }>();
  const limits = { now: () => clock.now(), sleep };
  const [ec2, tagging, lists] = [
    createEc2Limiters(limits),
    createTaggingLimiters(limits),
    createListLimiters(limits),
  ];
  const close = async () => {
    for (const each of clients.values()) each.close();
    for (const copy of copies.values()) await copy.close();
  };
  try {
    for (const account of accounts) {
      copies.set(account.id, await startLocal({ accounts: { accounts: [account] }, clock }));
    }
  } catch (error) {
    await close();
    throw error;
  }

  function clientsFor(accountId: string, region: string): AccountClients {
    const key = `${accountId} ${region}`;
    let known = clients.get(key);
    if (known === undefined) {
      const endpointUrl = copies.get(accountId)!.endpoint;
      const credentials = { accessKeyId: 'rehearsal', secretAccessKey: 'rehearsal' };
      const limiters = {
        ec2: ec2(accountId, region),
        tagging: tagging(accountId, region),
        lists: lists(accountId, region),
      };
      known = createAccountClients({ region, endpointUrl, credentials }, limiters, { random, sleep });
      clients.set(key, known);
    }
    return known;
  }

  /** Attributes the requests since the last count to the current phase. */
  function count(): void {
    const all = new Map<string, number>();
    for (const copy of copies.values()) {
      for (const [action, times] of copy.requestCounts()) all.set(action, (all.get(action) ?? 0) + times);
    }
    const own = requests.get(phase) ?? new Map<string, number>();
    requests.set(phase, own);
    for (const [action, times] of all) {
      const more = times - (counted.get(action) ?? 0);
      if (more > 0) own.set(action, (own.get(action) ?? 0) + more);
    }
    counted = all;
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
    retryPolicy: { now: () => clock.now(), sleep, random, signal },
    effort() {
      count();
      return { waitedMs, requests };
    },
    setPhase(next, faults) {
      count();
      phase = next;
      for (const copy of copies.values()) copy.setFaults(faults);
    },
    close,
  };
}
