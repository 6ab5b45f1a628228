import type { NetworkModel } from '../model/index.ts';
import { isEmpty, noPackets, type PacketSet, subtract, unionOf } from '../packets/index.ts';
import { type Client, clientsOf } from './clients/clients.ts';
import { bounded, explain, type Explanation, packetText } from './explanations.ts';
import { type Fate, fateOf } from './leaves.ts';
import type { Question } from './question.ts';
import { walkClient } from './walk-client.ts';
import type { Leaf } from './walk-types.ts';

export type Verdict = 'reachable' | 'in-part' | 'blocked' | 'unknown';

export interface FamilyResult extends Fate {
  readonly family: 4 | 6;
  readonly asked: PacketSet;
}

export interface TraceResult {
  readonly verdict: Verdict;
  readonly question: Question;
  readonly families: readonly FamilyResult[];
  readonly explanations: readonly Explanation[];
}

/** Finds what becomes of all packets of a question, and why. */
export function trace(model: NetworkModel, question: Question): TraceResult {
  const { clients, nothing, lost } = clientsOf(model, question);
  const families: FamilyResult[] = [];
  const explanations: Explanation[] = [];
  for (const family of [4, 6] as const) {
    const own = clients.filter((client) => client.family === family);
    if (own.length === 0) continue;
    const results = own.map((client) => ({ client, leaves: walkClient(model, client) }));
    const asked = unionOf(own.map(({ set }) => set));
    const leaves = results.flatMap((each) => each.leaves);
    const fate = withDoubts(results);
    families.push({ family, asked, ...fate });
    for (const { client } of results) explanations.push(...explain(model, client, leaves, fate));
    const doubt = own.find((client) => client.doubt)?.doubt;
    if (doubt && !isEmpty(fate.unknown))
      explanations.push({
        family,
        status: 'unknown',
        packet: packetText(family, fate.unknown),
        hops: [],
        reason: doubt,
      });
  }
  if (families.length === 0) {
    const [first] = nothing.toSorted((a, b) => (a.status === b.status ? 0 : a.status === 'unknown' ? -1 : 1));
    const { status, reason } = first ?? {
      status: 'blocked',
      reason: { kind: 'no-address', what: question.to.label },
    };
    return {
      verdict: status,
      question,
      families,
      explanations: [{ family: 4, status, packet: '', hops: [], reason }],
    };
  }
  const doubtful = nothing.filter(({ status }) => status === 'unknown');
  for (const { reason } of doubtful)
    explanations.push({ family: 4, status: 'unknown', packet: '', hops: [], reason });
  for (const reason of lost)
    explanations.push({ family: 4, status: 'blocked', packet: '', hops: [], reason });
  return {
    verdict: verdictOf(families, { isDoubtful: doubtful.length > 0, isPart: lost.length > 0 }),
    question,
    families,
    explanations: bounded(explanations),
  };
}

/**
 * The four answers, from what becomes of all packets. What is sure to end for some and to arrive for others is in part.
 * `isDoubtful`: there may be further packets. `isPart`: some of those that packets are for certainly get none.
 */
export function verdictOf(
  families: readonly Fate[],
  { isDoubtful = false, isPart = false }: { readonly isDoubtful?: boolean; readonly isPart?: boolean } = {},
): Verdict {
  const has = (pick: (fate: Fate) => PacketSet) => families.some((fate) => !isEmpty(pick(fate)));
  const [reached, blocked] = [has((fate) => fate.reached), isPart || has((fate) => fate.blocked)];
  if (has((fate) => fate.mixed) || (reached && blocked)) return 'in-part';
  if (isDoubtful || has((fate) => fate.unknown)) return 'unknown';
  return reached ? 'reachable' : 'blocked';
}

/** Of packets of which it is not known whether they are sent, only what all have in common is known. */
function withDoubts(results: readonly { readonly client: Client; readonly leaves: readonly Leaf[] }[]): Fate {
  const fates = results.map(({ client, leaves }) => {
    const fate = fateOf(client.set, leaves);
    if (!client.doubt) return fate;
    const certain = client.mayBeOff ? [fate.blocked] : [fate.reached, fate.blocked];
    const isWhole = certain.some((part) => isEmpty(subtract(client.set, part)));
    return isWhole ? fate : { reached: noPackets, blocked: noPackets, mixed: noPackets, unknown: client.set };
  });
  const all = (pick: (fate: Fate) => PacketSet) => unionOf(fates.map(pick));
  return {
    reached: all((fate) => fate.reached),
    blocked: all((fate) => fate.blocked),
    mixed: all((fate) => fate.mixed),
    unknown: all((fate) => fate.unknown),
  };
}
