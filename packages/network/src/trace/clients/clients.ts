import type { NetworkModel } from '../../model/index.ts';
import {
  allPorts,
  allProtocols,
  echoRequests,
  isEmpty,
  type PacketSet,
  packetSet,
  protocols,
  type Span,
  unionOf,
} from '../../packets/index.ts';
import type { Question } from '../question.ts';
import type { Reason, Sender } from '../walk-types.ts';
import { type Destinations, destinationsOf, unreachableFromOutside } from './destinations.ts';
import type { Nothing } from './nothing.ts';
import { sourcesOf } from './sources.ts';

/** A client, with the packets that it sends. */
export interface Client {
  readonly family: 4 | 6;
  readonly set: PacketSet;
  /** `undefined`: the internet. */
  readonly sender: Sender | undefined;
  readonly host?: string;
  /** Which of the packets, is not known. */
  readonly doubt?: Reason;
  /** Nor whether any are: the instance may be stopped. */
  readonly mayBeOff?: true;
}

/** The clients of a question, each with all packets that it sends. */
export function clientsOf(
  model: NetworkModel,
  question: Question,
): {
  readonly clients: readonly Client[];
  readonly nothing: readonly Nothing[];
  /** Why some of the ends that packets are for get none. */
  readonly lost: readonly Reason[];
} {
  const clients: Client[] = [];
  const nothing: Nothing[] = [];
  const sources = sourcesOf(model, question, nothing);
  for (const source of sources) {
    for (const family of [4, 6] as const) {
      const from = source.spans(family);
      if (from.length === 0) continue;
      const to = destinationsOf(model, question.to, source, family);
      if (to.kind === 'none') {
        if (to.nothing) nothing.push(to.nothing);
        continue;
      }
      const set = unionOf(
        protocolsOf(question, family).flatMap((protocol) => {
          const hasPorts = protocol[0] === protocols.tcp || protocol[0] === protocols.udp;
          const echo = echoRequests[protocol[0]] ?? 0;
          const ports = hasPorts ? portsOf(question, to, protocol[0]) : [[echo, echo] as const];
          const sourcePort: Span<number> = hasPorts ? source.ports : [0, 0];
          return from.flatMap((fromSpan) =>
            to.spans.flatMap((toSpan) =>
              ports.map((destinationPort) =>
                packetSet({ source: fromSpan, destination: toSpan, protocol, sourcePort, destinationPort }),
              ),
            ),
          );
        }),
      );
      const doubt = to.doubt ?? source.doubt;
      if (isEmpty(set)) continue;
      clients.push({
        family,
        set,
        sender: source.sender,
        ...(to.host !== undefined && { host: to.host }),
        ...(doubt && { doubt }),
        ...(source.doubt && { mayBeOff: true as const }),
      });
    }
  }
  const isFromOutside = sources.some(({ sender }) => sender === undefined);
  const lost = isFromOutside
    ? unreachableFromOutside(question.to).map(({ id }): Reason => ({ kind: 'no-public-address', id }))
    : [];
  return { clients, nothing, lost };
}

/** The protocols of a question; of all, those with ports and pings are apart, as their packets have more than addresses. */
function protocolsOf({ protocol = protocols.tcp }: Question, family: 4 | 6): readonly Span<number>[] {
  const ping = family === 6 ? protocols.icmpv6 : protocols.icmp;
  if (protocol !== 'all') return [protocol === protocols.icmp ? [ping, ping] : [protocol, protocol]];
  const apart = [ping, protocols.tcp, protocols.udp].toSorted((a, b) => a - b);
  const [last] = allProtocols.slice(1);
  const spans: Span<number>[] = [];
  let next = allProtocols[0];
  for (const each of apart) {
    if (next < each) spans.push([next, each - 1]);
    spans.push([each, each]);
    next = each + 1;
  }
  return [...spans, [next, last!]];
}

function portsOf(question: Question, to: Destinations, protocol: number): readonly Span<number>[] {
  if (question.ports) return [question.ports];
  const listeners = to.listeners?.(protocol) ?? [];
  if (listeners.length > 0) return listeners;
  return question.to.kind === 'internet' ? [[443, 443]] : [allPorts];
}
