import type { NetworkModel } from '../model/index.ts';
import { describePackets, intersect, isEmpty, type PacketSet, sampleOf, union } from '../packets/index.ts';
import type { Client } from './clients/clients.ts';
import type { Fate } from './leaves.ts';
import { walkClient } from './walk-client.ts';
import type { Hop, Leaf, Reason, Status } from './walk-types.ts';

/** So many different reasons are explained. */
const MAX_EXPLANATIONS = 4;

/** One packet of those with the same fate, and the way it takes. */
export interface Explanation {
  readonly family: 4 | 6;
  readonly status: Status;
  readonly packet: string;
  readonly hops: readonly Hop[];
  readonly reason?: Reason;
}

/** One packet for each reason, followed alone. */
export function explain(
  model: NetworkModel,
  client: Client,
  leaves: readonly Leaf[],
  fate: Fate,
): Explanation[] {
  const { family } = client;
  const relevant: Record<Status, PacketSet> = {
    reached: union(fate.reached, fate.mixed),
    blocked: union(fate.blocked, fate.mixed),
    unknown: fate.unknown,
  };
  const seen = new Set<string>();
  const found: Explanation[] = [];
  for (const leaf of leaves) {
    const key = leaf.status === 'reached' ? 'reached' : JSON.stringify(leaf.reason);
    if (found.length >= MAX_EXPLANATIONS) break;
    if (seen.has(key)) continue;
    const set = intersect(intersect(leaf.set, client.set), relevant[leaf.status]);
    if (isEmpty(set)) continue;
    seen.add(key);
    const one = sampleOf(set);
    // Walked again alone, the packet shows the very rules that it meets.
    const ways = walkClient(model, { ...client, set: one });
    const way =
      ways.find(
        (each) => each.status === leaf.status && JSON.stringify(each.reason) === JSON.stringify(leaf.reason),
      ) ??
      ways.find((each) => each.status === leaf.status) ??
      leaf;
    found.push({
      family,
      status: leaf.status,
      packet: packetText(family, one),
      hops: way.hops,
      ...(way.reason && { reason: way.reason }),
    });
  }
  return found;
}

/** The first line of a set. */
export function packetText(family: 4 | 6, set: PacketSet): string {
  return describePackets(family, set, 1)[0] ?? '';
}

/** Each reason once, and not too many; those that block first. */
export function bounded(all: readonly Explanation[]): readonly Explanation[] {
  const order: readonly Status[] = ['blocked', 'unknown', 'reached'];
  const seen = new Set<string>();
  return order.flatMap((status) =>
    all
      .filter((each) => {
        const key = `${each.family} ${each.status} ${JSON.stringify(each.reason)}`;
        if (each.status !== status || seen.has(key)) return false;
        seen.add(key);
        return true;
      })
      .slice(0, MAX_EXPLANATIONS),
  );
}
