import type { NetworkInterface, NetworkModel } from '../model/index.ts';
import { noPackets, type PacketSet, sentTo } from '../packets/index.ts';
import { type Client, clientsOf } from './clients/clients.ts';
import type { End } from './ends.ts';
import { type InterfaceClass, interfaceClasses } from './interface-classes.ts';
import { type Fate, fateOf } from './leaves.ts';
import type { Question } from './question.ts';
import { trace, type Verdict, verdictOf } from './trace.ts';
import { walkClient } from './walk-client.ts';

/** The answers between all interfaces of a model. */
export interface AllPairs {
  readonly classes: readonly InterfaceClass[];
  /** From an interface to another one. @throws TypeError for an interface of another model, or the same one twice */
  verdict(from: string, to: string): Verdict;
}

/**
 * Answers from each interface to each other one: asked once for each pair of classes, as all members of a class have the same
 * answer. From one class to all others is one question about many destinations.
 */
export function traceAllPairs(
  model: NetworkModel,
  asked: Pick<Question, 'protocol' | 'ports'> = {},
): AllPairs {
  const classes = interfaceClasses(model);
  const places = new Map(classes.flatMap(({ members }, at) => members.map(({ id }) => [id, at] as const)));
  const answers = classes.map((own, at) => {
    const from = own.members[0];
    // To its own class: to another member of it.
    const to = classes.map(({ members }, index) => (index === at ? members[1] : members[0]));
    return answersFrom(model, asked, from, to);
  });
  return {
    classes,
    verdict(from, to) {
      const verdict = answers[places.get(from) ?? -1]?.[places.get(to) ?? -1];
      if (from === to || verdict === undefined) throw new TypeError(`no answer from ${from} to ${to}`);
      return verdict;
    },
  };
}

function endOf(interfaces: readonly NetworkInterface[]): End {
  return { kind: 'interfaces', label: interfaces[0]?.id ?? '', interfaces };
}

function answersFrom(
  model: NetworkModel,
  asked: Pick<Question, 'protocol' | 'ports'>,
  from: NetworkInterface,
  to: readonly (NetworkInterface | undefined)[],
): readonly (Verdict | undefined)[] {
  const others = to.flatMap((each) => each ?? []);
  const { clients } = clientsOf(model, { ...asked, from: endOf([from]), to: endOf(others) });
  // What is not known of the sender weighs on each answer alone.
  const isSimple = clients.length > 0 && clients.every(({ doubt }) => !doubt);
  const fates = isSimple ? clients.map((client) => fatesByAddress(model, client)) : [];
  return to.map((each) => {
    if (!each) return undefined;
    const own = fates.flatMap(({ family, of }) => {
      const address = family === 4 ? each.addresses[0]?.private : each.ipv6[0];
      const fate = address && of(address.value);
      return fate ? [fate] : [];
    });
    if (own.length > 0) return verdictOf(own);
    return trace(model, { ...asked, from: endOf([from]), to: endOf([each]) }).verdict;
  });
}

const parts = ['reached', 'blocked', 'mixed', 'unknown'] as const;

type Found = { -readonly [Part in keyof Fate]: Fate[Part] };

/** What becomes of a client's packets to one address: some of them stand for all that have the same fate. */
function fatesByAddress(model: NetworkModel, client: Client) {
  const fate = fateOf(client.set, walkClient(model, client));
  const byAddress = new Map<bigint, Found>();
  const wide: { readonly part: keyof Fate; readonly set: PacketSet }[] = [];
  for (const part of parts) {
    for (const box of fate[part]) {
      const [first, last] = [box[2] as bigint, box[3] as bigint];
      if (first !== last) wide.push({ part, set: [box] });
      else {
        const found = byAddress.get(first) ?? { ...nothing };
        found[part] = [box];
        byAddress.set(first, found);
      }
    }
  }
  const of = (address: bigint): Fate | undefined => {
    const found = { ...(byAddress.get(address) ?? nothing) };
    for (const { part, set } of wide) if (sentTo(set, address).length > 0) found[part] = set;
    return parts.some((part) => found[part].length > 0) ? found : undefined;
  };
  return { family: client.family, of };
}

const nothing: Found = { reached: noPackets, blocked: noPackets, mixed: noPackets, unknown: noPackets };
