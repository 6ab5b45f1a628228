import { type Address, type Cidr, cidrOf, parseAddress, parseCidr } from '../cidr/index.ts';
import type { NetworkInterface, NetworkModel } from '../model/index.ts';

/** Interfaces between which no rule, route or state makes a difference: what is true of one is true of all. */
export interface InterfaceClass {
  readonly members: readonly [NetworkInterface, ...NetworkInterface[]];
}

/**
 * The interfaces of a model in classes: of one subnet, with the same security groups, in the same state, and in the same of
 * all ranges that the model names. What has a part of its own in the network (a node, a target, a NAT gateway) is alone.
 */
export function interfaceClasses(model: NetworkModel): readonly InterfaceClass[] {
  const ranges = namedRanges(model);
  const targets = new Set(
    model.content.targetGroups.flatMap((group) => (group.targets ?? []).map(({ id }) => id)),
  );
  const targetAddresses = new Set(
    [...targets].flatMap((id) => {
      const address = parseAddress(id);
      return address ? [`${address.family} ${address.value}`] : [];
    }),
  );
  const classes = new Map<string, [NetworkInterface, ...NetworkInterface[]]>();
  for (const each of model.interfaces.values()) {
    const own = [...each.addresses.map((pair) => pair.private), ...each.ipv6];
    const isAlone =
      isSpecial(each) ||
      targets.has(each.instance ?? '') ||
      own.some(
        (address) =>
          targetAddresses.has(`${address.family} ${address.value}`) ||
          model.natAt(each.vpc, address) !== undefined ||
          model.interfaceAt(each.vpc, address) !== each,
      );
    const key = isAlone ? each.id : `- ${keyOf(model, each, ranges)}`;
    const members = classes.get(key);
    if (members) members.push(each);
    else classes.set(key, [each]);
  }
  return [...classes.values()].map((members) => ({ members }));
}

function isSpecial({ type, description }: NetworkInterface): boolean {
  return (type !== undefined && type !== 'interface') || description?.startsWith('ELB ') === true;
}

function keyOf(model: NetworkModel, each: NetworkInterface, ranges: Ranges): string {
  const instance = each.instance === undefined ? undefined : model.instances.get(each.instance);
  const state =
    each.instance === undefined ? '-' : `${instance?.state} ${instance?.platform} ${instance?.scope}`;
  const [first] = each.addresses;
  // Packets are from the first address of each family, and to it.
  const addresses = [first?.private, first?.public, each.ipv6[0]].map((address) =>
    address ? ranges.around(address) : '-',
  );
  return [each.vpc, each.subnet, each.scope, each.groups.toSorted().join(' '), state, ...addresses].join('|');
}

interface Ranges {
  /** The smallest of the ranges that an address is in, with which it is in all others too. */
  around(address: Address): string;
}

/** All ranges that rules, routes and load balancers name: two of them are apart, or one is in the other. */
function namedRanges({ content }: NetworkModel): Ranges {
  const named: Cidr[] = [
    ...content.vpcs.flatMap(({ cidrs }) => cidrs),
    ...content.subnets.flatMap(({ cidrs }) => cidrs),
    ...content.routeTables.flatMap(({ routes }) =>
      routes.flatMap(({ destination }) => ('prefixList' in destination ? [] : [destination])),
    ),
    ...content.networkAcls.flatMap(({ entries }) => entries.map((entry) => entry.cidr)),
    ...content.securityGroups.flatMap(({ rules }) =>
      rules.flatMap(({ peer }) => (peer.kind === 'cidr' ? [peer.cidr] : [])),
    ),
    ...content.prefixLists.flatMap(({ cidrs }) => cidrs ?? []),
    ...content.loadBalancers.flatMap(({ listeners }) =>
      (listeners ?? []).flatMap(({ rules }) =>
        (rules ?? []).flatMap(({ conditions }) =>
          conditions.flatMap(({ field, values }) => (field === 'source-ip' ? values.flatMap(rangeOf) : [])),
        ),
      ),
    ),
  ];
  const known = new Set(named.map(keyOfRange));
  const lengths = { 4: lengthsOf(named, 4), 6: lengthsOf(named, 6) };
  return {
    around(address) {
      const { family } = address;
      for (const length of lengths[family]) {
        const key = keyOfRange(cidrOf(address, length));
        if (known.has(key)) return key;
      }
      return `${family}`;
    },
  };
}

function keyOfRange({ family, first, length }: Cidr): string {
  return `${family}/${length}/${first}`;
}

/** The longest prefix first. */
function lengthsOf(ranges: readonly Cidr[], family: 4 | 6): readonly number[] {
  const lengths = new Set(ranges.flatMap((range) => (range.family === family ? [range.length] : [])));
  return [...lengths].toSorted((a, b) => b - a);
}

function rangeOf(text: string): Cidr[] {
  const range = parseCidr(text);
  return typeof range === 'string' ? [] : [range];
}
