import { sleep } from '@groundcrew/async';
import { openSnapshot } from '@groundcrew/account';
import { describeSnapshot, type DescribedSnapshot } from '@groundcrew/account/file';
import { createEc2Limiters } from '@groundcrew/aws/ec2';
import { createListLimiters } from '@groundcrew/aws/lists';
import { createTaggingLimiters } from '@groundcrew/aws/tagging';
import { collectAccount, createSnapshotLines } from '@groundcrew/collect';
import { type AccountClients, createAccountClients } from '@groundcrew/collect/account-clients';
import type { LocalAws } from '@groundcrew/local';

/** A snapshot of an account of the embedded AWS, at a fixed time. */
export async function collectLocal(
  local: LocalAws,
  regions: readonly string[],
  accountId: string,
): Promise<string> {
  const clock = { now: () => performance.now(), sleep };
  const [ec2, tagging, lists] = [
    createEc2Limiters(clock),
    createTaggingLimiters(clock),
    createListLimiters(clock),
  ];
  const made = new Map<string, AccountClients & { close(): void }>();
  const clientsFor = (_: string | undefined, region: string): AccountClients => {
    let clients = made.get(region);
    if (clients === undefined) {
      const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
      const connection = { region, endpointUrl: local.endpoint, credentials };
      clients = createAccountClients(connection, {
        ec2: ec2('', region),
        tagging: tagging('', region),
        lists: lists('', region),
      });
      made.set(region, clients);
    }
    return clients;
  };
  const lines = createSnapshotLines();
  const deps = {
    currentRegion: regions[0]!,
    clientsFor,
    identityOf: async () => ({ accountId, alias: 'shop' }),
    now: () => Date.parse('2026-11-21T09:00:00Z'),
  };
  try {
    return [...lines.text(await collectAccount({ regions, details: true }, deps, lines.add))].join('');
  } finally {
    for (const clients of made.values()) clients.close();
  }
}

/** A snapshot as the embedded AWS takes it. */
export async function describeText(text: string): Promise<DescribedSnapshot> {
  async function* bytes() {
    yield Buffer.from(text);
  }
  return await describeSnapshot(await openSnapshot(bytes()));
}
