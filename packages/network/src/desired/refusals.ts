import type { NetworkFile } from '../file/index.ts';
import { type Item, type ItemKind, refOf, textOf } from './item.ts';
import { kindRules } from './kinds.ts';
import { defaultQuotas, type NetworkState, type Quotas } from './network-state.ts';

/** Why AWS would refuse what is wanted, before anything is made. */
export function refusalsOf(
  file: NetworkFile,
  wanted: ReadonlyMap<string, Item>,
  state: NetworkState,
): string[] {
  return [
    ...zoneRefusals(file, wanted, state),
    ...quotaRefusals(wanted, state),
    ...natRefusals(wanted, state),
    ...recordRefusals(wanted, state),
    ...refusalsOfOthers(wanted, state, file),
  ];
}

/** Without the zone, subnets would be refused after other resources were made and are paid for. */
function zoneRefusals(
  { region }: NetworkFile,
  wanted: ReadonlyMap<string, Item>,
  { items, zones }: NetworkState,
): string[] {
  if (!zones) return [];
  const missing = [...wanted.values()]
    .filter(({ kind, key }) => kind === 'subnet' && !items.has(key))
    .map((item) => textOf(item, 'zone'))
    .filter((zone) => !zones.includes(zone));
  return [...new Set(missing)]
    .toSorted()
    .map(
      (zone) => `${region} has no zone ${zone} for this account; there are ${zones.toSorted().join(', ')}`,
    );
}

function quotaRefusals(
  wanted: ReadonlyMap<string, Item>,
  { items, usage = {}, quotas: given = {} }: NetworkState,
): string[] {
  const quotas: Quotas = { ...defaultQuotas, ...given };
  const refusals: string[] = [];
  const count = (of: ReadonlyMap<string, Item>, kind: ItemKind) =>
    [...of.values()].filter((item) => item.kind === kind).length;
  const check = (what: string, has: number, quota: number) => {
    if (has > quota)
      refusals.push(`${what}: ${has}, and the quota is ${quota}; ask for more in Service Quotas`);
  };
  // All that is made is there before what goes is gone.
  const created = (kind: ItemKind) =>
    [...wanted.values()].filter((item) => item.kind === kind && !items.has(item.key)).length;
  const inRegion = (kind: ItemKind, used: number | undefined) => (used ?? count(items, kind)) + created(kind);
  const inVpc = (kind: ItemKind) => count(items, kind) + created(kind);
  const usedOnly = (kind: ItemKind, text: string, used: number | undefined, quota: number) => {
    if (created(kind) > 0) check(text, inRegion(kind, used), quota);
  };
  usedOnly('vpc', 'VPCs of the region', usage.vpcs, quotas.vpcs);
  usedOnly(
    'internet-gateway',
    'internet gateways of the region',
    usage.internetGateways,
    quotas.internetGateways,
  );
  usedOnly('address', 'Elastic IP addresses of the region', usage.addresses, quotas.addresses);
  if (created('subnet') > 0) check('subnets of the VPC', inVpc('subnet'), quotas.subnetsPerVpc);
  // The main route table counts as well.
  if (created('route-table') > 0)
    check('route tables of the VPC', inVpc('route-table') + 1, quotas.routeTablesPerVpc);
  if (created('vpc-range') > 0) check('ranges of the VPC', inVpc('vpc-range') + 1, quotas.rangesPerVpc);
  for (const [group, rules] of rulesByGroup(wanted)) {
    for (const [family, has] of Object.entries(rules))
      check(`${family} rules of ${group}`, has, quotas.rulesPerGroup);
  }
  return refusals;
}

/** "This quota is enforced separately for IPv4 rules and IPv6 rules"; a rule of a group counts for both. */
function rulesByGroup(
  wanted: ReadonlyMap<string, Item>,
): ReadonlyMap<string, { readonly IPv4: number; readonly IPv6: number }> {
  const groups = new Map<string, { IPv4: number; IPv6: number }>();
  for (const item of wanted.values()) {
    if (item.kind !== 'rule') continue;
    const group = refOf(item, 'group') ?? '';
    const counts = groups.get(group) ?? { IPv4: 0, IPv6: 0 };
    const source = textOf(item, 'source');
    const isOfVpc = refOf(item, 'range') !== undefined;
    const isIpv6 = source.includes(':') || isOfVpc;
    const isRange = source.includes('/') || isOfVpc;
    if (!isIpv6) counts.IPv4 += 1;
    if (isIpv6 || !isRange) counts.IPv6 += 1;
    groups.set(group, counts);
  }
  return groups;
}

/** As many hosted zones as a message names. */
const MAX_HOSTED_ZONES = 10;

/** A record is made in the hosted zone of its name, or of a part of that: "InvalidChangeBatch … is not permitted in zone". */
function recordRefusals(wanted: ReadonlyMap<string, Item>, { items, hostedZones }: NetworkState): string[] {
  if (!hostedZones) return [];
  const refusals = [...wanted.values()].flatMap((item) => {
    if (item.kind !== 'record' || items.has(item.key)) return [];
    const [id, name] = [textOf(item, 'hostedZone'), textOf(item, 'recordName')];
    const zone = Object.hasOwn(hostedZones, id) ? hostedZones[id]! : undefined;
    if (zone === undefined) {
      const known = Object.entries(hostedZones)
        .toSorted(([one], [other]) => (one < other ? -1 : 1))
        .map(([each, of]) => `${each} (${of})`);
      const shown = [...known.slice(0, MAX_HOSTED_ZONES), ...(known.length > MAX_HOSTED_ZONES ? ['…'] : [])];
      const there = shown.length > 0 ? shown.join(', ') : 'none';
      return [`the account has no hosted zone ${id}, which ${name} is wanted in; there are: ${there}`];
    }
    if (name === zone || name.endsWith(`.${zone}`)) return [];
    return [`${name} cannot be in the hosted zone ${id}, which is of ${zone}; name another zone or record`];
  });
  // A and AAAA of one name are refused alike.
  return [...new Set(refusals)];
}

function natRefusals(
  wanted: ReadonlyMap<string, Item>,
  { items, zonesWithoutNat = [] }: NetworkState,
): string[] {
  return [...wanted.values()].flatMap((item) => {
    const zone = textOf(item, 'zone');
    if (item.kind !== 'nat-gateway' || items.has(item.key) || !zonesWithoutNat.includes(zone)) return [];
    return [
      `${zone} has no NAT gateways (NotAvailableInZone); write nat: one with another zone first, or nat: regional`,
    ];
  });
}

function refusalsOfOthers(
  wanted: ReadonlyMap<string, Item>,
  { items, foreign = [] }: NetworkState,
  file: NetworkFile,
): string[] {
  return foreign.flatMap((key) => {
    const item = wanted.get(key);
    if (!item || items.has(key)) return [];
    return [
      `the ${kindRules[item.kind].title} ${item.name} exists and does not belong to ${file.name}: it stays as it is; choose another name`,
    ];
  });
}
