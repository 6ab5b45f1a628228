import type { SnapshotAnswer } from '@groundcrew/account';
import { GroundcrewError } from '@groundcrew/errors';
import type { NetworkAnswer } from '@groundcrew/network/saved';
import { openSnapshotFile } from '../account/snapshot-file.ts';

/** The answers of one account in one region. */
export interface PlacedAnswers {
  readonly accountId: string;
  readonly region: string;
  readonly answers: readonly NetworkAnswer[];
}

/** What a snapshot has about networks. */
export interface SnapshotNetworks {
  /** ISO 8601, in UTC. */
  readonly takenAt: string;
  readonly places: readonly PlacedAnswers[];
}

/** Answers of Route 53, which a snapshot has once in an account. */
const OF_DNS = /^(?:hosted-zones|health-checks|zone-|records-|status-)/;

/**
 * The answers about networks that a snapshot of `account collect --networks` has, by account and region.
 *
 * @throws GroundcrewError `network.snapshot.unknown` if networks were not collected; those of `openSnapshotFile`
 */
export async function readSnapshotAnswers(path: string): Promise<SnapshotNetworks> {
  const found: SnapshotAnswer[] = [];
  const { header, resources } = await openSnapshotFile(path, {
    attributes: false,
    onAnswer: (answer) => void found.push(answer),
  });
  // Only at its end it is known that the file is complete.
  for await (const _ of resources);
  if (header.answers === undefined) {
    throw new GroundcrewError(
      'network.snapshot.unknown',
      `"${path}" has no routes, gateways and rules: collect it with groundcrew account collect --networks, or leave out --from to ask the account`,
    );
  }
  const byAccount = Map.groupBy(found, ({ accountId }) => accountId);
  const places = [...byAccount].flatMap(([accountId, own]) => {
    const dns = own.filter(({ answer }) => OF_DNS.test(answer));
    const byRegion = Map.groupBy(
      own.filter(({ answer }) => !OF_DNS.test(answer)),
      ({ region }) => region,
    );
    return [...byRegion].map(([region, answers]) => ({
      accountId,
      region,
      answers: [...answers, ...dns].map(({ answer, value }) => ({
        path: `${accountId}/${region}/${answer}`,
        value,
      })),
    }));
  });
  return { takenAt: header.takenAt, places };
}
