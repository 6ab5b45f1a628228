import type { NetworkModel } from '../../model/index.ts';
import {
  allPorts,
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
import { type Destinations, destinationsOf } from './destinations.ts';
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
): { readonly clients: readonly Client[]; readonly nothing: readonly Nothing[] } {
  const clients: Client[] = [];
  const nothing: Nothing[] = [];
  for (const source of sourcesOf(model, question.from, nothing)) {
    for (const family of [4, 6] as const) {
      const protocol = question.protocol ?? protocols.tcp;
      const number = family === 6 && protocol === protocols.icmp ? protocols.icmpv6 : protocol;
      const from = source.spans(family);
      if (from.length === 0) continue;
      const to = destinationsOf(model, question.to, source, family);
      if (to.kind === 'none') {
        if (to.nothing) nothing.push(to.nothing);
        continue;
      }
      const hasPorts = number === protocols.tcp || number === protocols.udp;
      const echo = echoRequests[number];
      const ports = hasPorts ? portsOf(question, to, number) : [[echo ?? 0, echo ?? 0] as const];
      const set = unionOf(
        from.flatMap((fromSpan) =>
          to.spans.flatMap((toSpan) =>
            ports.map((port) =>
              packetSet({
                source: fromSpan,
                destination: toSpan,
                protocol: [number, number],
                sourcePort: hasPorts ? source.ports : [0, 0],
                destinationPort: port,
              }),
            ),
          ),
        ),
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
  return { clients, nothing };
}

function portsOf(question: Question, to: Destinations, protocol: number): readonly Span<number>[] {
  if (question.ports) return [question.ports];
  const listeners = to.listeners?.(protocol) ?? [];
  if (listeners.length > 0) return listeners;
  return question.to.kind === 'internet' ? [[443, 443]] : [allPorts];
}
