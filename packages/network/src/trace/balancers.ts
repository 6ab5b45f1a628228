import { compileGlob } from '@groundcrew/settings';
import { parseCidr } from '../cidr/index.ts';
import type {
  Listener,
  ListenerAction,
  LoadBalancer,
  NetworkInterface,
  NetworkModel,
  RuleCondition,
  Target,
  TargetGroup,
} from '../model/index.ts';
import {
  allPorts,
  intersect,
  isEmpty,
  noPackets,
  type PacketSet,
  protocols,
  type Rewrite,
  subtract,
  unionOf,
} from '../packets/index.ts';
import { agreed } from './leaves.ts';
import { addressed, ruleSet, spanOf } from './rule-sets.ts';
import { addressOf, keepsClient, usedTargets } from './targets.ts';
import type { Hop, Leaf, Reason, Sender } from './walk-types.ts';

/** Load balancers choose one of these. AWS documentation: "Network ACLs" (ephemeral ports) in the VPC user guide. */
const highPorts = [1024, 65_535] as const;

/** What a walk does for a load balancer. */
export interface Onward {
  readonly set: PacketSet;
  readonly family: 4 | 6;
  /** The name that clients ask for. */
  readonly host: string | undefined;
  end(set: PacketSet, hops: readonly Hop[], reason?: Reason & { readonly isUnknown?: true }): Leaf;
  nextLeg(
    rewrite: Rewrite,
    onward: {
      readonly sender: Sender;
      readonly family: 4 | 6;
      readonly hops: readonly Hop[];
      readonly set: PacketSet;
    },
  ): Leaf[];
}

/**
 * What a node of a load balancer makes of connections: the listener of their port, the rules that may fit a request, and the
 * targets of their target groups. AWS documentation: "Listeners for your Application Load Balancers" and "Listener rules",
 * "Listeners for your Network Load Balancers", "Target group health".
 */
export function atBalancer(
  model: NetworkModel,
  balancer: LoadBalancer,
  node: NetworkInterface,
  onward: Onward,
): Leaf[] {
  const hops: Hop[] = [{ at: 'balancer', id: balancer.shortName, rule: node.id }];
  const stop = (set: PacketSet, reason: Reason, isUnknown?: true) =>
    isEmpty(set) ? [] : [onward.end(set, hops, { ...reason, ...(isUnknown && { isUnknown }) })];
  const { set } = onward;
  if (balancer.kind === 'gateway')
    return stop(set, { kind: 'not-modeled', what: 'gateway-load-balancer', of: balancer.shortName }, true);
  if (balancer.state === 'failed')
    return stop(set, { kind: 'balancer-state', balancer: balancer.shortName, state: balancer.state });
  if (balancer.state === 'provisioning')
    return stop(set, { kind: 'balancer-state', balancer: balancer.shortName, state: balancer.state }, true);
  if (!balancer.listeners)
    return stop(set, { kind: 'not-collected', part: 'listeners', of: balancer.shortName }, true);
  const pings = unionOf([
    intersect(set, ruleSet(onward.family, 'source', anyOf(onward.family), protocols.icmp, allPorts)),
    intersect(set, ruleSet(onward.family, 'source', anyOf(onward.family), protocols.icmpv6, allPorts)),
  ]);
  const leaves: Leaf[] = stop(
    pings,
    { kind: 'not-modeled', what: 'balancer-ping', of: balancer.shortName },
    true,
  );
  let left = subtract(set, pings);
  for (const listener of balancer.listeners) {
    const about = unionOf(
      protocolsOf(listener).map((protocol) =>
        ruleSet(onward.family, 'source', anyOf(onward.family), protocol, [listener.port, listener.port]),
      ),
    );
    const hit = intersect(left, about);
    if (isEmpty(hit)) continue;
    left = subtract(left, about);
    leaves.push(...atListener({ model, balancer, node, onward, hops }, listener, hit));
  }
  leaves.push(...stop(left, { kind: 'no-listener', balancer: balancer.shortName }));
  return leaves;
}

interface AtNode {
  readonly model: NetworkModel;
  readonly balancer: LoadBalancer;
  readonly node: NetworkInterface;
  readonly onward: Onward;
  readonly hops: readonly Hop[];
}

function anyOf(family: 4 | 6) {
  return [0n, family === 4 ? (1n << 32n) - 1n : (1n << 128n) - 1n] as const;
}

function protocolsOf({ protocol }: Listener): readonly number[] {
  switch (protocol) {
    case 'UDP':
    case 'QUIC':
      return [protocols.udp];
    case 'TCP_UDP':
    case 'TCP_QUIC':
      return [protocols.tcp, protocols.udp];
    default:
      return [protocols.tcp];
  }
}

function atListener(at: AtNode, listener: Listener, set: PacketSet): Leaf[] {
  const hops: Hop[] = [
    ...at.hops,
    { at: 'listener', id: at.balancer.shortName, rule: `${listener.protocol}:${listener.port}` },
  ];
  if (at.balancer.kind === 'application' && !listener.rules) {
    const reason: Reason = {
      kind: 'not-collected',
      part: 'rules',
      of: `${at.balancer.shortName}:${listener.port}`,
    };
    return [at.onward.end(set, hops, { ...reason, isUnknown: true })];
  }
  const leaves: Leaf[] = [];
  let left = set;
  const rules = [...(listener.rules ?? [])]
    .filter(({ priority }) => priority !== 'default')
    .sort((a, b) => Number(a.priority) - Number(b.priority));
  for (const { priority, conditions, action } of rules) {
    if (isEmpty(left)) break;
    const { sure, maybe } = matching(left, conditions, at.onward);
    if (isEmpty(maybe)) continue;
    const rule: Hop = { at: 'listener', id: at.balancer.shortName, rule: `rule ${priority}` };
    leaves.push(...act({ ...at, hops: [...hops, rule] }, action, maybe));
    left = subtract(left, sure);
  }
  if (!isEmpty(left)) leaves.push(...act({ ...at, hops }, listener.defaultAction, left));
  return leaves;
}

/**
 * The connections whose requests fit all conditions, and those of which some may: what a client asks for (path, header,
 * method) is its own choice.
 */
function matching(
  set: PacketSet,
  conditions: readonly RuleCondition[],
  { family, host }: Pick<Onward, 'family' | 'host'>,
): { readonly sure: PacketSet; readonly maybe: PacketSet } {
  let maybe = set;
  let isSure = true;
  for (const { field, values } of conditions) {
    if (field === 'source-ip') {
      const from = unionOf(
        values.flatMap((text) => {
          const cidr = parseCidr(text);
          return typeof cidr !== 'string' && cidr.family === family
            ? [addressed(family, 'source', spanOf(cidr))]
            : [];
        }),
      );
      maybe = intersect(maybe, from);
    } else if (field === 'host-header' && host !== undefined) {
      if (!values.some((glob) => compileGlob(glob.toLowerCase())(host.toLowerCase())))
        return { sure: noPackets, maybe: noPackets };
    } else isSure = false;
  }
  return { sure: isSure ? maybe : noPackets, maybe };
}

function act(at: AtNode, action: ListenerAction, set: PacketSet): Leaf[] {
  if (action.kind === 'answer')
    return [at.onward.end(set, [...at.hops, { at: 'to', id: at.balancer.shortName, rule: action.what }])];
  const used = action.targets.filter(({ weight }) => weight > 0);
  return used.flatMap(({ targetGroup }) => {
    const group = at.model.targetGroups.get(targetGroup);
    const name = group?.shortName ?? targetGroup;
    if (!group) {
      const reason: Reason = { kind: 'not-collected', part: 'target-groups', of: name };
      return [at.onward.end(set, at.hops, { ...reason, isUnknown: true })];
    }
    return toGroup(at, group, set);
  });
}

function toGroup(at: AtNode, group: TargetGroup, set: PacketSet): Leaf[] {
  const { model, balancer, node, onward } = at;
  if (group.targetType === 'lambda')
    return [onward.end(set, [...at.hops, { at: 'to', id: group.shortName, rule: 'lambda' }])];
  if (group.targetType === 'alb') {
    const reason: Reason = { kind: 'not-modeled', what: 'balancer-target', of: group.shortName };
    return [onward.end(set, at.hops, { ...reason, isUnknown: true })];
  }
  const zone = model.subnets.get(node.subnet)?.zone;
  const used = usedTargets(model, balancer, group, zone);
  if (used.kind === 'unknown') return [onward.end(set, at.hops, { ...used.reason, isUnknown: true })];
  if (used.targets.length === 0)
    return [onward.end(set, at.hops, { kind: 'no-target', targetGroup: group.shortName })];
  const ways = used.targets.map((target) => toTarget(at, group, target, set));
  return used.isOneOf ? agreed(set, ways, used.isOneOf) : ways.flat();
}

function toTarget(at: AtNode, group: TargetGroup, target: Target, set: PacketSet): Leaf[] {
  const { balancer, node, onward } = at;
  const address = addressOf(at.model, group, target);
  const hop: Hop = { at: 'target', id: target.id, rule: `${group.shortName} ${target.state}` };
  const hops = [...at.hops, hop];
  if (!('value' in address)) return [onward.end(set, hops, address)];
  const keeps = keepsClient(balancer, group, onward.family);
  if (keeps === undefined) {
    const reason: Reason = { kind: 'not-collected', part: 'target-group-attributes', of: group.shortName };
    return [onward.end(set, hops, { ...reason, isUnknown: true })];
  }
  const own = group.family === 4 ? node.addresses.map((pair) => pair.private) : node.ipv6;
  if (!keeps && own.length === 0) return [onward.end(set, hops, { kind: 'no-address', what: node.id })];
  const port = target.port ?? group.port ?? 0;
  const rewrite: Rewrite = {
    destination: [[address.value, address.value]],
    destinationPort: [port, port],
    ...(balancer.kind === 'application' && { protocol: [protocols.tcp, protocols.tcp] as const }),
    ...(!keeps && {
      source: own.map(({ value }) => [value, value] as const),
      sourcePort: highPorts,
    }),
  };
  const subnet = at.model.subnets.get(node.subnet)!;
  const sender: Sender = {
    id: node.id,
    vpc: node.vpc,
    subnet,
    interface: node,
    back: { kind: keeps ? 'flow' : 'subnet', subnet },
    ...(balancer.groups.length > 0 && { groups: balancer.groups }),
    ...(keeps && { countsAs: balancer.groups }),
  };
  const family = group.family;
  if (!keeps) return onward.nextLeg(rewrite, { sender, family, hops, set });
  // A target that is its own client gets a packet from itself, and drops it.
  const looped = intersect(set, addressed(family, 'source', [address.value, address.value]));
  const rest = subtract(set, looped);
  return [
    ...(isEmpty(looped)
      ? []
      : [onward.end(looped, hops, { kind: 'own-target', targetGroup: group.shortName, target: target.id })]),
    ...(isEmpty(rest) ? [] : onward.nextLeg(rewrite, { sender, family, hops, set: rest })),
  ];
}

/** Ports of listeners by protocol, for a question that names none. */
export function listenerPorts(balancer: LoadBalancer, protocol: number): readonly number[] | undefined {
  return balancer.listeners?.filter((each) => protocolsOf(each).includes(protocol)).map(({ port }) => port);
}
