import type { NetworkInterface, NetworkModel } from '../model/index.ts';
import {
  allPorts,
  describePackets,
  echoRequests,
  intersect,
  isEmpty,
  noPackets,
  type PacketSet,
  packetSet,
  protocols,
  sampleOf,
  type Span,
  subtract,
  union,
  unionOf,
} from '../packets/index.ts';
import { listenerPorts } from './balancers.ts';
import type { End } from './ends.ts';
import { type Fate, fateOf } from './leaves.ts';
import { resolveName } from './names.ts';
import { publicPackets, publicSpans } from './public-addresses.ts';
import { addressed, spanOf, spansOfAddresses } from './rule-sets.ts';
import { zonesInDns } from './targets.ts';
import { createWalker, type Walker, type WalkOptions } from './walk.ts';
import type { Hop, Leaf, Reason, Sender, Status } from './walk-types.ts';

export type Verdict = 'reachable' | 'in-part' | 'blocked' | 'unknown';

export interface Question {
  readonly from: End;
  readonly to: End;
  /** TCP if it is not given. */
  readonly protocol?: number;
  /** Not given: those of the load balancer's listeners, 443 of the internet, else all. */
  readonly ports?: Span<number>;
}

/** One packet of those with the same fate, and the way it takes. */
export interface Explanation {
  readonly family: 4 | 6;
  readonly status: Status;
  readonly packet: string;
  readonly hops: readonly Hop[];
  readonly reason?: Reason;
}

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

/** An end that has no packets: why. */
interface Nothing {
  readonly status: 'blocked' | 'unknown';
  readonly reason: Reason;
}

/**
 * Linux and Windows choose the client's port from these; others may take any high one. AWS documentation: "Network ACLs"
 * (ephemeral ports) in the VPC user guide.
 */
const clientPorts = {
  linux: [32_768, 61_000],
  windows: [49_152, 65_535],
  other: [1024, 65_535],
} as const satisfies Record<string, Span<number>>;

/** So many different reasons are explained. */
const MOST_EXPLANATIONS = 4;

/** Says what becomes of all packets of a question, and why. */
export function trace(model: NetworkModel, question: Question): TraceResult {
  const { clients, nothing } = clientsOf(model, question);
  const families: FamilyResult[] = [];
  const explanations: Explanation[] = [];
  for (const family of [4, 6] as const) {
    const own = clients.filter((client) => client.family === family);
    if (own.length === 0) continue;
    const results = own.map((client) => ({ client, leaves: walk(createWalkerFor(model, client), client) }));
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
  return {
    verdict: verdictOf(families, doubtful.length > 0),
    question,
    families,
    explanations: bounded(explanations),
  };
}

/** The four answers, from what becomes of all packets. What is sure to end for some and to arrive for others is in part. */
export function verdictOf(families: readonly Fate[], isDoubtful = false): Verdict {
  const has = (pick: (fate: Fate) => PacketSet) => families.some((fate) => !isEmpty(pick(fate)));
  const [reached, blocked] = [has((fate) => fate.reached), has((fate) => fate.blocked)];
  if (has((fate) => fate.mixed) || (reached && blocked)) return 'in-part';
  if (isDoubtful || has((fate) => fate.unknown)) return 'unknown';
  return reached ? 'reachable' : 'blocked';
}

function createWalkerFor(model: NetworkModel, { host }: Client, options: WalkOptions = {}): Walker {
  return createWalker(model, { ...options, ...(host !== undefined && { host }) });
}

/** What becomes of a client's packets, with {@link WalkOptions.needs} if they are wanted. */
export function walkClient(model: NetworkModel, client: Client, options: WalkOptions = {}): readonly Leaf[] {
  return walk(createWalkerFor(model, client, options), client);
}

function walk(walker: Walker, { set, family, sender }: Client): readonly Leaf[] {
  return sender ? walker.send(set, family, sender) : walker.receive(set, family);
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

function explain(model: NetworkModel, client: Client, leaves: readonly Leaf[], fate: Fate): Explanation[] {
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
    if (found.length >= MOST_EXPLANATIONS) break;
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

function packetText(family: 4 | 6, set: PacketSet): string {
  return describePackets(family, set, 1)[0] ?? '';
}

function bounded(all: readonly Explanation[]): readonly Explanation[] {
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
      .slice(0, MOST_EXPLANATIONS),
  );
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

interface Source {
  readonly sender: Sender | undefined;
  readonly vpc: string | undefined;
  readonly ports: Span<number>;
  readonly doubt?: Reason;
  spans(family: 4 | 6): readonly Span<bigint>[];
}

function sourcesOf(model: NetworkModel, from: End, nothing: Nothing[]): readonly Source[] {
  switch (from.kind) {
    case 'internet':
      return [
        {
          sender: undefined,
          vpc: undefined,
          ports: clientPorts.other,
          spans: (family) => publicSpans(family),
        },
      ];
    case 'range': {
      const { cidr } = from;
      const isPublic = isEmpty(
        subtract(addressed(cidr.family, 'source', spanOf(cidr)), publicPackets(cidr.family, 'source')),
      );
      if (!isPublic) {
        nothing.push({
          status: 'unknown',
          reason: { kind: 'not-modeled', what: 'other-network', of: from.label },
        });
        return [];
      }
      return [
        {
          sender: undefined,
          vpc: undefined,
          ports: clientPorts.other,
          spans: (family) => (family === cidr.family ? [spanOf(cidr)] : []),
        },
      ];
    }
    case 'address':
      nothing.push(noInterface(model, from.vpc, from.label));
      return [];
    case 'balancer':
      return from.balancer.zones.flatMap(({ subnet }) => {
        const nodes = model.nodesOf(from.balancer, subnet);
        if (nodes.length === 0) {
          const reason = { kind: 'not-collected', part: 'network-interfaces', of: from.label } as const;
          nothing.push({ status: 'unknown', reason });
        }
        return nodes.flatMap((node) => sourceAt(model, node, nothing));
      });
    case 'name': {
      const { addresses, balancers, none } = resolveName(model, from.name, undefined);
      if (none) nothing.push(endOf(none));
      const interfaces = addresses.flatMap((address) => model.publicOwner(address)?.interface ?? []);
      if (!none && interfaces.length + balancers.length === 0)
        nothing.push({
          status: 'unknown',
          reason: { kind: 'not-modeled', what: 'other-name', of: from.name },
        });
      return [
        ...interfaces.flatMap((each) => sourceAt(model, each, nothing)),
        ...balancers.flatMap((balancer) =>
          sourcesOf(model, { kind: 'balancer', label: balancer.shortName, balancer }, nothing),
        ),
      ];
    }
    case 'interfaces':
      if (from.interfaces.length === 0) nothing.push(emptyEnd(model, from.label));
      return from.interfaces.flatMap((each) => sourceAt(model, each, nothing));
  }
}

function emptyEnd(model: NetworkModel, label: string): Nothing {
  const isKnown = [...model.scopes.values()].every(({ parts }) => parts.has('network-interfaces'));
  return isKnown
    ? { status: 'blocked', reason: { kind: 'no-address', what: label } }
    : { status: 'unknown', reason: { kind: 'not-collected', part: 'network-interfaces', of: label } };
}

function noInterface(model: NetworkModel, vpc: string, label: string): Nothing {
  return model.isCollected(model.vpcs.get(vpc), 'network-interfaces')
    ? { status: 'blocked', reason: { kind: 'no-interface', vpc } }
    : { status: 'unknown', reason: { kind: 'not-collected', part: 'network-interfaces', of: label } };
}

function endOf(reason: Reason): Nothing {
  return { status: reason.kind === 'no-name' ? 'blocked' : 'unknown', reason };
}

function sourceAt(model: NetworkModel, each: NetworkInterface, nothing: Nothing[]): readonly Source[] {
  const subnet = model.subnets.get(each.subnet);
  if (!subnet) {
    nothing.push({ status: 'unknown', reason: { kind: 'not-collected', part: 'subnets', of: each.subnet } });
    return [];
  }
  const balancer = model.balancerOf(each);
  const instance = each.instance === undefined ? undefined : model.instances.get(each.instance);
  const isGone = each.instance !== undefined && !instance && model.isCollected(each, 'instances');
  if (isGone || (instance && instance.state !== 'running')) {
    const state = instance?.state ?? 'terminated';
    nothing.push({ status: 'blocked', reason: { kind: 'not-running', instance: each.instance!, state } });
    return [];
  }
  const isOpen = each.instance !== undefined && !instance;
  const groups = balancer
    ? balancer.kind === 'network' && balancer.groups.length === 0
      ? undefined
      : balancer.groups
    : each.groups;
  return [
    {
      vpc: each.vpc,
      ports: instance ? clientPorts[instance.platform] : clientPorts.other,
      ...(isOpen && { doubt: { kind: 'not-collected', part: 'instances', of: each.instance! } as const }),
      sender: {
        id: each.id,
        vpc: each.vpc,
        subnet,
        interface: each,
        back: { kind: 'subnet', subnet },
        ...(groups && { groups }),
      },
      spans: (family) => {
        const first = family === 4 ? each.addresses[0]?.private : each.ipv6[0];
        return first ? [[first.value, first.value]] : [];
      },
    },
  ];
}

interface Destinations {
  readonly kind: 'some';
  readonly spans: readonly Span<bigint>[];
  readonly host?: string;
  readonly doubt?: Reason;
  listeners?(protocol: number): readonly Span<number>[];
}

function destinationsOf(
  model: NetworkModel,
  to: End,
  source: Source,
  family: 4 | 6,
): Destinations | { readonly kind: 'none'; readonly nothing?: Nothing } {
  switch (to.kind) {
    case 'internet':
      return { kind: 'some', spans: elsewhere(model, family) };
    case 'range':
      return to.cidr.family === family ? { kind: 'some', spans: [spanOf(to.cidr)] } : { kind: 'none' };
    case 'address':
      return to.address.family === family
        ? { kind: 'none', nothing: noInterface(model, to.vpc, to.label) }
        : { kind: 'none' };
    case 'interfaces': {
      if (to.interfaces.length === 0) return { kind: 'none', nothing: emptyEnd(model, to.label) };
      const others = to.interfaces.filter(({ id }) => id !== source.sender?.id);
      return addressesFor(others, source, family, to.label);
    }
    case 'balancer':
      return balancerAddresses(model, to.balancer, source, family);
    case 'name':
      return namedAddresses(model, to.name, source, family);
  }
}

/** The public addresses that nothing of the model has. */
function elsewhere(model: NetworkModel, family: 4 | 6): readonly Span<bigint>[] {
  const own = [
    ...model.content.vpcs.flatMap(({ cidrs }) => cidrs.filter((cidr) => cidr.family === family).map(spanOf)),
    ...spansOfAddresses(
      [...model.interfaces.values()].flatMap(({ addresses, ipv6 }) =>
        family === 4
          ? addresses.flatMap((pair) => (pair.public ? [pair.public.value] : []))
          : ipv6.map(({ value }) => value),
      ),
    ),
  ];
  const left = own.reduce<PacketSet>(
    (set, span) => subtract(set, addressed(family, 'destination', span)),
    publicPackets(family, 'destination'),
  );
  return left.map((box) => [box[2] as bigint, box[3] as bigint]);
}

function addressesFor(
  interfaces: readonly NetworkInterface[],
  source: Source,
  family: 4 | 6,
  label: string,
): Destinations | { readonly kind: 'none'; readonly nothing?: Nothing } {
  const isOutside = source.sender === undefined;
  const values = interfaces.flatMap((each) => {
    if (family === 6) return each.ipv6.slice(0, 1);
    const [first] = each.addresses;
    return (isOutside ? first?.public : first?.private) ?? [];
  });
  const missing = interfaces.length - values.length;
  if (values.length > 0) return { kind: 'some', spans: spansOfAddresses(values.map(({ value }) => value)) };
  if (missing === 0) return { kind: 'none' };
  return {
    kind: 'none',
    nothing: {
      status: 'blocked',
      reason: isOutside ? { kind: 'no-public-address', id: label } : { kind: 'no-address', what: label },
    },
  };
}

type BalancerEnd = Extract<End, { kind: 'balancer' }>['balancer'];

function balancerAddresses(
  model: NetworkModel,
  balancer: BalancerEnd,
  source: Source,
  family: 4 | 6,
): Destinations | { readonly kind: 'none'; readonly nothing?: Nothing } {
  const isOutside = source.sender === undefined;
  if (isOutside && !balancer.isInternetFacing) {
    return {
      kind: 'none',
      nothing: { status: 'blocked', reason: { kind: 'no-public-address', id: balancer.shortName } },
    };
  }
  const inDns = zonesInDns(model, balancer);
  const used = balancer.zones.filter(({ zone }) => inDns?.includes(zone) ?? true);
  const values = used.flatMap(({ subnet }) => {
    const nodes = model.nodesOf(balancer, subnet);
    return nodes.flatMap((node) =>
      family === 6
        ? node.ipv6
        : node.addresses.flatMap((pair) => (balancer.isInternetFacing ? pair.public : pair.private) ?? []),
    );
  });
  const isMissing = used.some(({ subnet }) => model.nodesOf(balancer, subnet).length === 0);
  const open: Reason = { kind: 'not-collected', part: 'network-interfaces', of: balancer.shortName };
  if (values.length === 0) {
    if (family === 6 && !isMissing) return { kind: 'none' };
    if (family === 6) return { kind: 'none' };
    return { kind: 'none', nothing: { status: 'unknown', reason: open } };
  }
  const doubt: Reason | undefined = isMissing
    ? open
    : inDns
      ? undefined
      : { kind: 'not-collected', part: 'target-health', of: balancer.shortName };
  return {
    kind: 'some',
    spans: spansOfAddresses(values.map(({ value }) => value)),
    ...(doubt && { doubt }),
    listeners: (protocol) => (listenerPorts(balancer, protocol) ?? []).map((port) => [port, port] as const),
  };
}

function namedAddresses(
  model: NetworkModel,
  name: string,
  source: Source,
  family: 4 | 6,
): Destinations | { readonly kind: 'none'; readonly nothing?: Nothing } {
  const found = resolveName(model, name, source.vpc);
  if (found.none) return { kind: 'none', nothing: endOf(found.none) };
  const own = found.addresses
    .filter((address) => address.family === family)
    .map(({ value }) => [value, value] as const);
  const parts = found.balancers.map((balancer) => balancerAddresses(model, balancer, source, family));
  const some = parts.filter((part) => part.kind === 'some');
  const spans = [...own, ...some.flatMap((part) => part.spans)];
  if (spans.length === 0) {
    const nothing = parts.find((part) => part.kind === 'none' && part.nothing);
    return nothing?.kind === 'none' ? nothing : { kind: 'none' };
  }
  const doubt = found.doubt ?? some.find((part) => part.doubt)?.doubt;
  const hasListeners = own.length === 0;
  return {
    kind: 'some',
    spans,
    host: name,
    ...(doubt && { doubt }),
    ...(hasListeners && {
      listeners: (protocol: number) => some.flatMap((part) => part.listeners?.(protocol) ?? []),
    }),
  };
}
