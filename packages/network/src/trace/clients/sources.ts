import { formatCidr } from '../../cidr/index.ts';
import type { NetworkInterface, NetworkModel } from '../../model/index.ts';
import { isEmpty, type Span, subtract } from '../../packets/index.ts';
import type { End } from '../ends.ts';
import { resolveName } from '../names.ts';
import { publicPackets } from '../public-addresses.ts';
import { addressed, spanOf } from '../rule-sets.ts';
import type { Reason, Sender } from '../walk-types.ts';
import { clientsOnInternet, vpcsOfEnd } from './internet.ts';
import { emptyEnd, endOf, noInterface, type Nothing } from './nothing.ts';

/**
 * Linux and Windows choose the client's port from these; others may take any high one. AWS documentation: "Network ACLs"
 * (ephemeral ports) in the VPC user guide.
 */
const clientPorts = {
  linux: [32_768, 61_000],
  windows: [49_152, 65_535],
  other: [1024, 65_535],
} as const satisfies Record<string, Span<number>>;

/** Who sends, with the addresses that it sends from. */
export interface Source {
  readonly sender: Sender | undefined;
  readonly vpc: string | undefined;
  readonly ports: Span<number>;
  readonly doubt?: Reason;
  spans(family: 4 | 6): readonly Span<bigint>[];
}

/** The senders of a question; what of its beginning has none is added to `nothing`. */
export function sourcesOf(
  model: NetworkModel,
  { from, to }: { readonly from: End; readonly to: End },
  nothing: Nothing[],
): readonly Source[] {
  switch (from.kind) {
    case 'internet':
      return [
        {
          sender: undefined,
          vpc: undefined,
          ports: clientPorts.other,
          spans: (family) => clientsOnInternet(model, family, vpcsOfEnd(model, to)),
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
          sourcesOf(model, { from: { kind: 'balancer', label: balancer.shortName, balancer }, to }, nothing),
        ),
      ];
    }
    case 'interfaces':
      if (from.interfaces.length === 0 && !from.outside) nothing.push(emptyEnd(model, from.label));
      return [
        ...from.interfaces.flatMap((each) => sourceAt(model, each, nothing)),
        ...(from.outside ?? []).flatMap((cidr) =>
          sourcesOf(model, { from: { kind: 'range', label: formatCidr(cidr), cidr }, to }, nothing),
        ),
      ];
  }
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
