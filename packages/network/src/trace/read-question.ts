import { GroundcrewError } from '@groundcrew/errors';
import type { NetworkModel } from '../model/index.ts';
import { allPorts, protocols, type Span } from '../packets/index.ts';
import { findEnd } from './ends.ts';
import type { Question } from './question.ts';

/** What is after the name: `:443`, `:8000-8010/udp`, `/icmp`. */
export interface PortsAndProtocol {
  readonly word: string;
  readonly ports?: Span<number>;
  readonly protocol?: number | 'all';
}

const names: Readonly<Record<string, number | 'all'>> = { tcp: 6, udp: 17, icmp: 1, all: 'all' };

/**
 * Reads `TO[:PORT][/PROTOCOL]`. An address of IPv6 with a port is in brackets: `[2001:db8::1]:443`.
 *
 * @throws GroundcrewError `network.question.invalid`
 */
export function readTarget(text: string): PortsAndProtocol {
  const refuse = (problem: string): never => {
    throw new GroundcrewError(
      'network.question.invalid',
      `${JSON.stringify(text)} ${problem}; write TO, TO:PORT or TO:PORT/PROTOCOL, such as www.example.com:443 or db:5432/tcp`,
    );
  };
  let rest = text;
  let protocol: number | 'all' | undefined;
  const slash = rest.lastIndexOf('/');
  // A range has a slash too, with digits behind it, and then perhaps a port.
  if (slash >= 0 && !/^\d+(?:\]?:.*|\])?$/.test(rest.slice(slash + 1)) && !rest.startsWith('arn:')) {
    const name = rest.slice(slash + 1).toLowerCase();
    protocol = names[name] ?? refuse(`has the protocol "${name}", which is not one of tcp, udp, icmp, all`);
    rest = rest.slice(0, slash);
  }
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(rest);
  const isIpv6 = !bracketed && rest.split(':').length > 2;
  const colon = isIpv6 || rest.startsWith('arn:') ? -1 : rest.lastIndexOf(':');
  const word = bracketed ? bracketed[1]! : colon < 0 ? rest : rest.slice(0, colon);
  const portText = bracketed ? bracketed[2] : colon < 0 ? undefined : rest.slice(colon + 1);
  if (word === '') refuse('names nothing');
  const isEvery = portText === '*';
  const ports = portText === undefined ? undefined : isEvery ? allPorts : readPorts(portText, refuse);
  if (!isEvery && ports && protocol === protocols.icmp) refuse('has a port, and ICMP has none');
  if (!isEvery && ports && protocol === 'all') refuse('has a port, and not all protocols have ports');
  return { word, ...(ports && { ports }), ...(protocol !== undefined && { protocol }) };
}

function readPorts(text: string, refuse: (problem: string) => never): Span<number> {
  const [, from = '', to = from] =
    /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? refuse(`has "${text}", which is not a port`);
  const span = [Number(from), Number(to)] as const;
  if (span[0] < 1 || span[1] > 65_535 || span[0] > span[1])
    refuse(`has the ports ${text}, which are not from 1 to 65535`);
  return span;
}

/** @throws GroundcrewError `network.question.invalid`, `network.end.unknown`, `network.end.ambiguous` */
export function readQuestion(model: NetworkModel, from: string, to: string): Question {
  const { word, ports, protocol } = readTarget(to);
  return {
    from: findEnd(model, from),
    to: findEnd(model, word),
    ...(ports && { ports }),
    ...(protocol !== undefined && { protocol }),
  };
}
