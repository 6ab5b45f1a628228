import type { Coverage, SnapshotAnswer } from '@groundcrew/account';
import { createProgress, type Io } from '@groundcrew/cli';
import type { CollectedNetwork, MissingAnswer } from '@groundcrew/collect/network';
import { NETWORK_TAG } from '@groundcrew/network/addresses';
import type { Accounts } from '../accounts/open-accounts.ts';

interface Place {
  readonly accountId: string;
  readonly region: string;
}

interface CollectNetworksOptions {
  readonly connectionTo: Accounts['connectionTo'];
  readonly io: Pick<Io, 'sleep'> & Io;
  readonly signal: AbortSignal;
  readonly onAnswer: (answer: SnapshotAnswer) => void;
}

/** The accounts and regions of which something was listed, in order. */
export function placesOf(coverage: readonly Coverage[]): readonly Place[] {
  const places = new Map<string, Place>();
  for (const { accountId, region, status } of coverage) {
    if (status !== 'listed' || region === 'all') continue;
    places.set(`${accountId} ${region}`, { accountId, region });
  }
  return [...places.values()];
}

/**
 * Asks each account and region for its networks, one after the other; Route 53, which is the same in all regions, once in an
 * account. Returns what could not be had.
 */
export async function collectNetworks(
  places: readonly Place[],
  { connectionTo, io, signal, onAnswer }: CollectNetworksOptions,
): Promise<readonly MissingAnswer[]> {
  // Imported here: most collections are without networks.
  const { collectNetwork, createNetworkClients } = await import('@groundcrew/collect/network');
  const missing: MissingAnswer[] = [];
  const withDns = new Set<string>();
  const progress = createProgress(io, { label: 'Reading networks', unit: 'answers' });
  let total = 0;
  try {
    for (const [index, { accountId, region }] of places.entries()) {
      const clients = createNetworkClients(connectionTo(accountId, region), {
        now: () => performance.now(),
        sleep: io.sleep,
      });
      let collected: CollectedNetwork;
      try {
        collected = await collectNetwork(
          { region, anyWithTag: NETWORK_TAG, withoutDns: withDns.has(accountId) },
          {
            clients,
            signal,
            onProgress: ({ done }) =>
              progress.update({
                done: total + done,
                fraction: index / places.length,
                detail: `${index} of ${places.length} regions`,
              }),
          },
        );
      } finally {
        clients.close();
      }
      withDns.add(accountId);
      total += collected.answers.length;
      for (const { path, value } of collected.answers) onAnswer({ answer: path, accountId, region, value });
      missing.push(...collected.missing);
    }
  } finally {
    progress.end();
  }
  return missing;
}
