import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEc2Limiters } from '@groundcrew/aws/ec2';
import { createListLimiters } from '@groundcrew/aws/lists';
import { createTaggingLimiters } from '@groundcrew/aws/tagging';
import { createMovableClock, type FaultOptions, type LocalAws, startLocal } from '@groundcrew/local';
import type { RetryPolicy } from '@groundcrew/plan';
import type { TagExecutorDeps } from '@groundcrew/tags/applying';
import { readListedTags, readNativeTags } from '@groundcrew/collect';
import { collectTags } from '@groundcrew/tags/collecting';
import type { TagSnapshot } from '@groundcrew/tags/model';
import { createAccountClients, type AccountClients } from '@groundcrew/collect/account-clients';
import { createRandom, type Random } from '../random.ts';
import { ACCOUNT_ID, regions } from './draw-account.ts';
import type { TagScenario } from './scenario.ts';

/** One embedded AWS with one account, and a clock of its own that advances when the code waits. */
export interface TagTestEnvironment {
  readonly local: LocalAws;
  readonly retryPolicy: RetryPolicy;
  readonly random: Random;
  readonly calls: TagExecutorDeps;
  readonly clientsFor: (accountId: string | undefined, region: string) => AccountClients;
  faults: FaultOptions | undefined;
  /** Like `groundcrew tags collect`. */
  collect(): Promise<TagSnapshot>;
  /** A folder for journals. */
  readonly folder: string;
  /** Prints events, for replays of a seed. */
  readonly printLine: (line: string) => void;
  close(): Promise<void>;
}

export async function createTagTestEnvironment(
  { seed, accounts, types }: TagScenario,
  printLine: TagTestEnvironment['printLine'] = () => {},
): Promise<TagTestEnvironment> {
  const clock = createMovableClock();
  const random = createRandom(seed + 1_000_003);
  const local = await startLocal({ accounts, clock });
  const folder = await mkdtemp(join(tmpdir(), 'groundcrew-tag-faults-'));
  const now = () => clock.now();
  const next = () => random.next();
  const sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted();
    await clock.advance(ms);
  };
  const ec2LimiterOf = createEc2Limiters({ now, sleep });
  const taggingLimiterOf = createTaggingLimiters({ now, sleep });
  const listLimiterOf = createListLimiters({ now, sleep });
  const made = new Map<string, AccountClients & { close(): void }>();

  function clientsFor(_: string | undefined, region: string): AccountClients {
    const known = made.get(region);
    if (known) return known;
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const limiters = {
      ec2: ec2LimiterOf(ACCOUNT_ID, region),
      tagging: taggingLimiterOf(ACCOUNT_ID, region),
      lists: listLimiterOf(ACCOUNT_ID, region),
    };
    const connection = { region, endpointUrl: local.endpoint, credentials };
    const clients = createAccountClients(connection, limiters, { random: next, sleep });
    made.set(region, clients);
    return clients;
  }

  let faults: FaultOptions | undefined;
  return {
    local,
    random,
    folder,
    printLine,
    clientsFor,
    retryPolicy: { now, sleep, random: next },
    calls: {
      ec2For: (account, region) => clientsFor(account, region).ec2,
      taggingFor: (account, region) => clientsFor(account, region).tagging,
      nativeTags: (target, signal) =>
        readNativeTags(clientsFor(target.accountId, target.region), target.resource, { signal }),
      listedTags: (accountId, region, type, signal) =>
        readListedTags(clientsFor(accountId, region), { accountId, region }, type, { signal }),
    },
    get faults() {
      return faults;
    },
    set faults(next) {
      faults = next;
      local.setFaults(next);
    },
    collect: () =>
      collectTags(
        { regions, types },
        {
          currentRegion: regions[0],
          clientsFor,
          identityOf: async () => ({ accountId: ACCOUNT_ID, alias: 'dal-shop' }),
          now,
        },
      ),
    async close() {
      for (const clients of made.values()) clients.close();
      await local.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
