import type { Address } from '../../cidr/index.ts';
import type { AddressOwner, NetworkInterface, NetworkModel, Subnet } from '../../model/index.ts';
import {
  bySingleDestination,
  isEmpty,
  type PacketSet,
  sentTo,
  spansOf,
  subtract,
} from '../../packets/index.ts';
import { atBalancer } from '../balancers.ts';
import { addressed, spansOfAddresses } from '../rule-sets.ts';
import type { Leaf, Reason, Sender } from '../walk-types.ts';
import { arrive, passAcl, throughIngress } from './filters.ts';
import { nextLeg } from './leg.ts';
import { blocked, reached, type Traveling, unknown, type Walk } from './traveling.ts';

/** To the interfaces with the destination addresses; to those that are alike, together. */
export function deliver(walk: Walk, traveling: Traveling, vpc: string, sender: Sender): Leaf[] {
  const { set, family } = traveling;
  const leaves: Leaf[] = [];
  const found: bigint[] = [];
  const plain = new Map<string, Landing[]>();
  for (const { address, interface: to } of ownersIn(walk, vpc, family, set)) {
    const hit = sentTo(set, address.value);
    if (isEmpty(hit)) continue;
    found.push(address.value);
    if (walk.needs || !isPlain(walk, to, address)) {
      leaves.push(...deliverTo(walk, { ...traveling, set: hit }, to, address, sender));
      continue;
    }
    const landing = { to, address, set: hit };
    const others = plain.get(to.subnet);
    if (others) others.push(landing);
    else plain.set(to.subnet, [landing]);
  }
  for (const [subnet, landings] of plain)
    leaves.push(...deliverInSubnet(walk, traveling, walk.model.subnets.get(subnet)!, landings, sender));
  const left = subtract(
    set,
    spansOfAddresses(found).flatMap((span) => addressed(family, 'destination', span)),
  );
  if (isEmpty(left)) return leaves;
  const isKnown = walk.model.isCollected(walk.model.vpcs.get(vpc), 'network-interfaces');
  const rest = { ...traveling, set: left };
  leaves.push(
    isKnown
      ? blocked(rest, { kind: 'no-interface', vpc })
      : unknown(rest, { kind: 'not-collected', part: 'network-interfaces', of: vpc }),
  );
  return leaves;
}

function ownersIn(walk: Walk, vpc: string, family: 4 | 6, set: PacketSet): readonly AddressOwner[] {
  const spans = spansOf(set).map(({ destination }) => destination);
  if (spans.every(([first, last]) => first === last)) {
    return [...new Set(spans.map(([value]) => value))].flatMap((value) => {
      const address: Address = { family, value };
      const to = walk.model.interfaceAt(vpc, address);
      return to ? [{ address, interface: to }] : [];
    });
  }
  return walk.model
    .addressesOf(vpc, family)
    .filter(({ address: { value } }) => spans.some(([first, last]) => value >= first && value <= last));
}

/** Nothing but its security groups and its subnet decides what it gets. */
function isPlain({ model }: Walk, to: NetworkInterface, address: Address): boolean {
  return (
    (to.type === undefined || to.type === 'interface') &&
    !model.balancerOf(to) &&
    !to.description?.startsWith('ELB ') &&
    !model.natAt(to.vpc, address) &&
    model.subnets.has(to.subnet) &&
    stateOf(model, to) === undefined
  );
}

interface Landing {
  readonly to: NetworkInterface;
  readonly address: Address;
  readonly set: PacketSet;
}

/**
 * To interfaces of one subnet: its network ACL is asked once about the packets to all of them, and each rule once about those
 * to interfaces with the same security groups. Only what names an interface is apart.
 */
function deliverInSubnet(
  walk: Walk,
  traveling: Traveling,
  subnet: Subnet,
  landings: readonly Landing[],
  sender: Sender,
): Leaf[] {
  const all = { ...traveling, set: landings.flatMap(({ set }) => set) };
  const inside = (on: Traveling): Leaf[] => {
    const arrived = bySingleDestination(on.set);
    const alike = Map.groupBy(
      landings.filter(({ address }) => arrived.has(address.value)),
      ({ to }) => to.groups.join(' '),
    );
    return [...alike.values()].flatMap((members) => {
      const set = members.flatMap(({ address }) => arrived.get(address.value)!);
      return deliverAlike(walk, { ...on, set }, subnet, members, sender);
    });
  };
  return sender.subnet?.id === subnet.id ? inside(all) : passAcl(walk, all, subnet, false, inside);
}

function deliverAlike(
  walk: Walk,
  traveling: Traveling,
  subnet: Subnet,
  members: readonly Landing[],
  sender: Sender,
): Leaf[] {
  const { to } = members[0]!;
  const byAddress = new Map(members.map((member) => [member.address.value, member.to]));
  const ofEach = (leaf: Leaf, made: (to: NetworkInterface) => Partial<Leaf>): Leaf[] =>
    members.length === 1
      ? [{ ...leaf, ...made(to) }]
      : [...bySingleDestination(leaf.set)].map(([address, set]) => ({
          ...leaf,
          set,
          ...made(byAddress.get(address)!),
        }));
  const leaves = throughIngress(walk, traveling, to, to.groups, sender, (allowed) =>
    arrive(walk, allowed, sender, { vpc: to.vpc, subnet }, (back) =>
      ofEach(reached(back), ({ id }) => ({ hops: [...back.hops, { at: 'to', id }] })),
    ),
  );
  if (members.length === 1) return leaves;
  return leaves.flatMap((leaf) => {
    const { reason } = leaf;
    if (reason?.kind !== 'group' || reason.isEgress) return [leaf];
    return ofEach(leaf, ({ id }) => ({ reason: { ...reason, interface: id } }));
  });
}

/** To an interface: through the network ACL of its subnet, if they come from elsewhere, and its security groups. */
export function deliverTo(
  walk: Walk,
  traveling: Traveling,
  to: NetworkInterface,
  address: Address,
  sender: Sender,
): Leaf[] {
  const subnet = walk.model.subnets.get(to.subnet);
  if (!subnet) return [unknown(traveling, { kind: 'not-collected', part: 'subnets', of: to.subnet })];
  const inside = (on: Traveling): Leaf[] => atInterface(walk, on, { to, address }, subnet, sender);
  return sender.subnet?.id === subnet.id
    ? inside(traveling)
    : passAcl(walk, traveling, subnet, false, inside);
}

function atInterface(
  walk: Walk,
  traveling: Traveling,
  { to, address }: Omit<Landing, 'set'>,
  subnet: Subnet,
  sender: Sender,
): Leaf[] {
  const nat = walk.model.natAt(to.vpc, address);
  if (nat) return [blocked(traveling, { kind: 'nat-inbound', gateway: nat.id })];
  if (to.type === 'nat_gateway')
    return [unknown(traveling, { kind: 'not-collected', part: 'nat-gateways', of: to.id })];
  if (to.type?.startsWith('gateway_load_balancer') || to.type === 'transit_gateway')
    return [unknown(traveling, { kind: 'not-modeled', what: 'middlebox', of: to.id })];
  const balancer = walk.model.balancerOf(to);
  const at = { vpc: to.vpc, subnet };
  if (balancer) {
    const hasNoGroups = balancer.kind === 'network' && balancer.groups.length === 0;
    return throughIngress(walk, traveling, to, hasNoGroups ? undefined : balancer.groups, sender, (on) =>
      arrive(walk, on, sender, at, (back) =>
        atBalancer(walk.model, balancer, to, {
          set: back.set,
          family: back.family,
          host: walk.host,
          end(set, hops, reason) {
            const here = { ...back, set, hops: [...back.hops, ...hops] };
            if (!reason) return reached(here);
            const { isUnknown, ...why } = reason;
            return isUnknown ? unknown(here, why) : blocked(here, why);
          },
          nextLeg: (rewrite, onward) => nextLeg(walk, back, rewrite, onward),
        }),
      ),
    );
  }
  if (to.description?.startsWith('ELB '))
    return [unknown(traveling, { kind: 'not-collected', part: 'load-balancers', of: to.description })];
  const running = stateOf(walk.model, to);
  if (running && 'state' in running) return [blocked(traveling, running)];
  return throughIngress(walk, traveling, to, to.groups, sender, (on) => {
    const sure = running ? { ...on, doubt: on.doubt ?? running } : on;
    return arrive(walk, sure, sender, at, (back) => [
      reached({ ...back, hops: [...back.hops, { at: 'to', id: to.id }] }),
    ]);
  });
}

/** Why an interface does not answer, or why that is not known. */
function stateOf(model: NetworkModel, { instance, scope }: NetworkInterface): Reason | undefined {
  if (instance === undefined) return undefined;
  const found = model.instances.get(instance);
  if (!found) {
    return model.isCollected({ scope }, 'instances')
      ? { kind: 'not-running', instance, state: 'terminated' }
      : { kind: 'not-collected', part: 'instances', of: instance };
  }
  return found.state === 'running' ? undefined : { kind: 'not-running', instance, state: found.state };
}
