import type { LoadBalancer, NetworkInterface, NetworkModel } from '../../model/index.ts';
import type { Span } from '../../packets/index.ts';
import { listenerPorts } from '../balancers.ts';
import type { End } from '../ends.ts';
import { resolveName } from '../names.ts';
import { spanOf, spansOfAddresses } from '../rule-sets.ts';
import { zonesInDns } from '../targets.ts';
import type { Reason } from '../walk-types.ts';
import { serversOnInternet } from './internet.ts';
import { emptyEnd, endOf, noInterface, type Nothing } from './nothing.ts';
import type { Source } from './sources.ts';

/** The addresses that packets are sent to. */
export interface Destinations {
  readonly kind: 'some';
  readonly spans: readonly Span<bigint>[];
  readonly host?: string;
  readonly doubt?: Reason;
  listeners?(protocol: number): readonly Span<number>[];
}

interface NoDestinations {
  readonly kind: 'none';
  readonly nothing?: Nothing;
}

/** The addresses of an end, as a source asks for them. */
export function destinationsOf(
  model: NetworkModel,
  to: End,
  source: Source,
  family: 4 | 6,
): Destinations | NoDestinations {
  switch (to.kind) {
    case 'internet':
      return {
        kind: 'some',
        spans: serversOnInternet(model, family, source.vpc === undefined ? [] : [source.vpc]),
      };
    case 'range':
      return to.cidr.family === family ? { kind: 'some', spans: [spanOf(to.cidr)] } : { kind: 'none' };
    case 'address':
      return to.address.family === family
        ? { kind: 'none', nothing: noInterface(model, to.vpc, to.label) }
        : { kind: 'none' };
    case 'interfaces': {
      const outside = (to.outside ?? []).filter((cidr) => cidr.family === family).map(spanOf);
      if (to.interfaces.length === 0 && !to.outside)
        return { kind: 'none', nothing: emptyEnd(model, to.label) };
      const others = to.interfaces.filter(({ id }) => id !== source.sender?.id);
      const inside = addressesFor(others, source, family, to.label);
      if (outside.length === 0) return inside;
      return { kind: 'some', spans: [...(inside.kind === 'some' ? inside.spans : []), ...outside] };
    }
    case 'balancer':
      return balancerAddresses(model, to.balancer, source, family);
    case 'name':
      return namedAddresses(model, to.name, source, family);
  }
}

/** Of several interfaces, those that have no address by which the internet could reach them. */
export function unreachableFromOutside(to: End): readonly NetworkInterface[] {
  if (to.kind !== 'interfaces') return [];
  return to.interfaces.filter(
    ({ addresses, ipv6 }) => addresses[0]?.public === undefined && ipv6.length === 0,
  );
}

function addressesFor(
  interfaces: readonly NetworkInterface[],
  source: Source,
  family: 4 | 6,
  label: string,
): Destinations | NoDestinations {
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

function balancerAddresses(
  model: NetworkModel,
  balancer: LoadBalancer,
  source: Source,
  family: 4 | 6,
): Destinations | NoDestinations {
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
): Destinations | NoDestinations {
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
