import type { AddressPlan, PlannedSubnet } from '../addresses/index.ts';
import { NETWORK_TAG, TIER_TAG } from '../addresses/index.ts';
import { compareCidrs, formatCidr } from '../cidr/index.ts';
import type { Access, Endpoint, NetworkFile } from '../file/index.ts';
import { type Gather, subnetKey } from './gather.ts';
import type { Item } from './item.ts';
import type { NetworkState } from './network-state.ts';
import { loadBalancerItems } from './wanted-load-balancers.ts';

/** All that a network file wants, by key. */
export function wantedItems(
  file: NetworkFile,
  plan: AddressPlan,
  state: NetworkState,
): ReadonlyMap<string, Item> {
  const items = new Map<string, Item>();
  const gather: Gather = {
    file,
    plan,
    state,
    add: (item) => {
      items.set(item.key, item);
      return item.key;
    },
    tagsOf: (name) => ({ ...file.tags, Name: name, [NETWORK_TAG]: file.name }),
  };
  addVpc(gather);
  addSubnets(gather);
  addGateways(gather);
  addNat(gather);
  addRoutes(gather);
  addEndpoints(gather);
  addGroups(gather);
  loadBalancerItems(gather);
  return items;
}

const accessesOf = ({ tiers }: NetworkFile) => new Set([...tiers.values()].map(({ access }) => access));

function addVpc({ file, plan, add, tagsOf }: Gather): void {
  add({
    kind: 'vpc',
    key: 'vpc',
    name: file.name,
    props: { cidr: formatCidr(file.cidr), dnsHostnames: true, tags: tagsOf(file.name) },
    refs: {},
  });
  for (const { cidr, isPrimary } of plan.ranges) {
    if (isPrimary) continue;
    const text = formatCidr(cidr);
    add({
      kind: 'vpc-range',
      key: `vpc-range:${text}`,
      name: text,
      props: { cidr: text },
      refs: { vpc: 'vpc' },
    });
  }
  // Its value is AWS's, and known only when it is there.
  if (file.ipv6)
    add({ kind: 'ipv6-range', key: 'ipv6-range', name: 'IPv6', props: {}, refs: { vpc: 'vpc' } });
}

function addSubnets({ file, plan, add, tagsOf }: Gather): void {
  for (const subnet of plan.subnets) {
    const { tier, zone, cidr, ipv6 } = subnet;
    const name = `${file.name}-${tier}-${zone}`;
    const range = plan.ranges.find(({ cidr: each, isPrimary }) => !isPrimary && isWithin(subnet, each));
    add({
      kind: 'subnet',
      key: subnetKey(subnet),
      name,
      props: {
        cidr: formatCidr(cidr),
        zone,
        tier,
        publicAddresses: file.tiers.get(tier)?.access === 'public',
        // What is launched there gets an address of the range that it has.
        ...(ipv6 !== undefined && { ipv6, ipv6Addresses: true }),
        tags: { ...tagsOf(name), [TIER_TAG]: tier },
      },
      refs: {
        vpc: 'vpc',
        ...(range && { range: `vpc-range:${formatCidr(range.cidr)}` }),
        ...(ipv6 !== undefined && { ipv6: 'ipv6-range' }),
      },
    });
  }
}

function isWithin({ cidr }: PlannedSubnet, range: PlannedSubnet['cidr']): boolean {
  const size = 1n << BigInt(32 - range.length);
  return cidr.first >= range.first && cidr.first < range.first + size;
}

function addGateways({ file, add, tagsOf }: Gather): void {
  const accesses = accessesOf(file);
  if (accesses.has('public') || file.nat !== 'none') {
    const gateway = add({
      kind: 'internet-gateway',
      key: 'internet-gateway',
      name: file.name,
      props: { tags: tagsOf(file.name) },
      refs: {},
    });
    add({
      kind: 'gateway-attachment',
      key: 'gateway-attachment',
      name: file.name,
      props: {},
      refs: { vpc: 'vpc', gateway },
    });
  }
  if (file.ipv6 && accesses.has('private')) {
    add({
      kind: 'egress-only-gateway',
      key: 'egress-only-gateway',
      name: file.name,
      props: { tags: tagsOf(file.name) },
      refs: { vpc: 'vpc', ipv6: 'ipv6-range' },
    });
  }
}

const natKey = (zone: string) => `nat-gateway:${zone}`;

/** The zone whose NAT gateway is used by a zone. */
function natZoneOf({ file, state }: Gather, zone: string): string {
  if (file.nat === 'regional') return 'regional';
  if (file.nat === 'per-zone') return zone;
  // One that exists stays, whatever zones are added before it.
  return file.zones.find((each) => state.items.has(natKey(each))) ?? file.zones[0]!;
}

function addNat(gather: Gather): void {
  const { file, add, tagsOf } = gather;
  if (file.nat === 'none') return;
  const zones = new Set(file.zones.map((zone) => natZoneOf(gather, zone)));
  for (const zone of zones) {
    const name = `${file.name}-nat-${zone}`;
    const tags = tagsOf(name);
    if (zone === 'regional') {
      // AWS gives it its addresses, and adds more as it expands into zones.
      add({
        kind: 'nat-gateway',
        key: natKey(zone),
        name,
        props: { mode: 'regional', tags },
        refs: { vpc: 'vpc', gateway: 'gateway-attachment' },
      });
      continue;
    }
    const subnet = subnetForNat(gather, zone);
    const address = add({ kind: 'address', key: `address:nat/${zone}`, name, props: { tags }, refs: {} });
    add({
      kind: 'nat-gateway',
      key: natKey(zone),
      name,
      props: { mode: 'zonal', zone, tags },
      refs: { subnet, address, gateway: 'gateway-attachment' },
    });
  }
}

/** The public subnet of a zone that its NAT gateway is in: the one it is in already, or the first. */
function subnetForNat({ file, plan, state }: Gather, zone: string): string {
  const keys = plan.subnets
    .filter((each) => each.zone === zone && file.tiers.get(each.tier)?.access === 'public')
    .map(subnetKey);
  const current = state.items.get(natKey(zone))?.refs['subnet'];
  return keys.find((key) => key === current) ?? keys[0]!;
}

/** The route table of a subnet. Those of private subnets have one in each zone, so that other NAT only changes routes. */
function tableOf(access: Access, zone: string): string {
  return access === 'private' ? `route-table:private/${zone}` : `route-table:${access}`;
}

function addRoutes(gather: Gather): void {
  const { file, plan, add, tagsOf } = gather;
  for (const { name, table, access, zone } of routeTables(file)) {
    add({ kind: 'route-table', key: table, name, props: { tags: tagsOf(name) }, refs: { vpc: 'vpc' } });
    const route = (destination: string, target: string) =>
      add({
        kind: 'route',
        key: `route:${name}/${destination}`,
        name: `${destination} of ${name}`,
        props: { destination },
        refs: { table, target },
      });
    if (access === 'public') {
      route('0.0.0.0/0', 'gateway-attachment');
      if (file.ipv6) route('::/0', 'gateway-attachment');
    } else if (access === 'private') {
      if (file.nat !== 'none') route('0.0.0.0/0', natKey(natZoneOf(gather, zone)));
      if (file.ipv6) route('::/0', 'egress-only-gateway');
    }
  }
  for (const subnet of plan.subnets) {
    const key = subnetKey(subnet);
    const table = tableOf(file.tiers.get(subnet.tier)!.access, subnet.zone);
    add({
      kind: 'association',
      key: `association:${formatCidr(subnet.cidr)}`,
      name: formatCidr(subnet.cidr),
      props: {},
      refs: { subnet: key, table },
    });
  }
}

function routeTables(file: NetworkFile) {
  const accesses = accessesOf(file);
  const tables: {
    readonly name: string;
    readonly table: string;
    readonly access: Access;
    readonly zone: string;
  }[] = [];
  for (const access of ['public', 'private', 'isolated'] as const) {
    if (!accesses.has(access)) continue;
    for (const zone of access === 'private' ? file.zones : ['']) {
      const name = `${file.name}-${access}${zone === '' ? '' : `-${zone}`}`;
      tables.push({ name, table: tableOf(access, zone), access, zone });
    }
  }
  return tables;
}

function addEndpoints({ file, add, tagsOf }: Gather): void {
  const tables = routeTables(file).map(({ table }) => table);
  for (const service of file.endpoints) {
    const name = `${file.name}-${service}`;
    add({
      kind: 'endpoint',
      key: `endpoint:${service}`,
      name,
      props: { service: `com.amazonaws.${file.region}.${service}`, tags: tagsOf(name) },
      refs: { vpc: 'vpc', tables },
    });
  }
}

function addGroups(gather: Gather): void {
  const { file } = gather;
  const names = [...file.groups.keys(), ...file.loadBalancers.keys()];
  for (const name of names) addGroup(gather, name);
  for (const { name, allow } of file.groups.values()) {
    for (const { from, ports, protocol } of allow) {
      const portTexts = protocol === 'tcp' || protocol === 'udp' ? ports.map(portText) : ['all'];
      for (const each of from) for (const port of portTexts) addRules(gather, name, each, port, protocol);
    }
  }
  for (const { name, from, listeners, type } of file.loadBalancers.values()) {
    for (const { port, protocol } of listeners) {
      const of = type === 'network' && protocol === 'UDP' ? 'udp' : 'tcp';
      for (const each of from) addRules(gather, name, each, `${port}`, of);
    }
  }
}

const portText = ({ from, to }: { readonly from: number; readonly to: number }) =>
  from === to ? `${from}` : `${from}-${to}`;

function addGroup({ file, add, tagsOf }: Gather, name: string): void {
  const full = `${file.name}-${name}`;
  add({
    kind: 'group',
    key: `group:${name}`,
    name: full,
    props: { tags: tagsOf(full) },
    refs: { vpc: 'vpc' },
  });
}

/** The rules that let a source in: one for each of its ranges. */
function addRules(
  { file, plan, add }: Gather,
  group: string,
  from: Endpoint,
  ports: string,
  protocol: string,
): void {
  const rule = (source: string, refs: Item['refs'] = {}) =>
    add({
      kind: 'rule',
      key: `rule:${group}/${protocol}/${ports}/${source}`,
      name: `${source} to ${group}:${ports}/${protocol}`,
      props: { source, ports, protocol },
      refs: { group: `group:${group}`, ...refs },
    });
  if (from.kind === 'range') rule(formatCidr(from.cidr));
  else if (from.kind === 'internet') {
    rule('0.0.0.0/0');
    if (file.ipv6) rule('::/0');
  } else if (from.kind === 'vpc') {
    for (const { cidr } of plan.ranges.toSorted((one, other) => compareCidrs(one.cidr, other.cidr)))
      rule(formatCidr(cidr));
    if (file.ipv6) rule('IPv6 of the VPC', { range: 'ipv6-range' });
  } else rule(from.name, { source: `group:${from.name}` });
}
