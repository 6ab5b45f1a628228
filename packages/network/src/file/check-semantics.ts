import { didYouMean } from '@groundcrew/errors';
import { countOf } from '@groundcrew/report';
import type { Path, ReportAt } from '@groundcrew/settings';
import { type Cidr, contains, formatCidr, overlaps } from '../cidr/index.ts';
import { MAX_RANGE_LENGTH, rangeProblem, secondaryProblem } from '../vpc-rules/index.ts';
import { checkLoadBalancer } from './check-load-balancer.ts';
import { checkSources } from './check-sources.ts';
import { DEFAULT_ROOM, slotBits } from './room.ts';
import { type Names, resolveEnd } from './resolve-end.ts';
import type { RawFile, RawRule } from './shape.ts';
import { defaultZones, zoneNumber, zonePrefix } from './zones.ts';

/** Many times the quota of a VPC, which is 200: a file with more has an error. */
const MAX_SUBNETS = 1000;

/** Names that have a meaning of their own in paths and rules. */
const reservedNames = ['internet', 'vpc', 'never'];

/** Checks that a schema can't make: what contradicts itself, or can be read in two ways. */
export function checkSemantics(raw: RawFile, report: ReportAt): void {
  checkRanges(raw, report);
  const zones = checkZones(raw, report);
  checkTiers(raw, zones, report);
  checkPins(raw, zones, report);
  const names = namesOf(raw);
  checkNames(raw, report);
  for (const [name, { tier = [], allow = [] }] of raw.groups ?? []) {
    checkGroupTiers(tier, name, names, report);
    for (const [index, rule] of allow.entries())
      checkRule(rule, ['groups', name, 'allow', index], names, report);
  }
  for (const [name, balancer] of raw.loadBalancers ?? []) {
    checkLoadBalancer(balancer, name, raw, { zones, names }, report);
  }
  checkPaths(raw, names, report);
}

export function namesOf({ groups, loadBalancers, tiers }: RawFile): Names {
  const records = [...(loadBalancers ?? [])].flatMap(([name, { record }]) =>
    record?.name === undefined ? [] : [[record.name, name] as const],
  );
  return {
    groups: new Set(groups?.keys()),
    loadBalancers: new Set(loadBalancers?.keys()),
    tiers: new Set(tiers?.keys()),
    records: new Map(records),
  };
}

function checkRanges({ cidr, secondary = [], avoid = [] }: RawFile, report: ReportAt): void {
  if (!cidr) return;
  const problem = rangeProblem(cidr);
  if (problem !== undefined) report(['cidr'], 'value', `${formatCidr(cidr)} ${problem}`);
  const ranges: [Cidr, ...Cidr[]] = [cidr];
  for (const [index, added] of secondary.entries()) {
    const wrong = secondaryProblem(added, ranges);
    if (wrong !== undefined) report(['secondary', index], 'value', `${formatCidr(added)} ${wrong}`);
    ranges.push(added);
  }
  for (const [index, range] of ranges.entries()) {
    const avoided = avoid.find((each) => overlaps(each, range));
    if (!avoided) continue;
    const path = index === 0 ? ['cidr'] : ['secondary', index - 1];
    report(
      path,
      'value',
      `${formatCidr(range)} overlaps ${formatCidr(avoided)}, which avoid keeps clear of; change one of them`,
    );
  }
}

/** The zones of the file, or the default ones. */
function checkZones({ region, zones }: RawFile, report: ReportAt): readonly string[] {
  if (region === undefined) return zones ?? [];
  const prefix = zonePrefix(region);
  for (const [index, zone] of (zones ?? []).entries()) {
    if (zone.startsWith(`${prefix}-`)) continue;
    report(
      ['zones', index],
      'value',
      `"${zone}" is not a zone of ${region}: the ids of its zones begin with ${prefix}-, such as ${prefix}-az1`,
    );
  }
  return zones ?? defaultZones(region);
}

function checkTiers(
  { cidr, tiers, roomForZones = DEFAULT_ROOM, nat, zones: given }: RawFile,
  zones: readonly string[],
  report: ReportAt,
): void {
  const slots = slotBits(roomForZones);
  let sum = 0;
  for (const [name, { share }] of tiers ?? []) {
    if (!share || !cidr) continue;
    sum += 2 ** -share.bits;
    const length = cidr.length + share.bits + slots;
    if (length > MAX_RANGE_LENGTH) {
      report(
        ['tiers', name, 'share'],
        'value',
        `${share.text} of ${formatCidr(cidr)} in ${countOf(2 ** slots, 'zone')} makes subnets of /${length}, and the smallest is /28; write a larger share, or fewer roomForZones`,
      );
    }
  }
  if (sum > 1) {
    report(
      ['tiers'],
      'key',
      `has shares of ${Math.round(sum * 1000) / 10}% together, more than there is; make some of them smaller`,
    );
  }
  const subnets = (tiers?.size ?? 0) * zones.length;
  if (subnets > MAX_SUBNETS) {
    report(
      ['tiers'],
      'key',
      `makes ${subnets} subnets in ${countOf(zones.length, 'zone')}, more than ${MAX_SUBNETS}; take some out`,
    );
  }
  const accesses = [...(tiers?.values() ?? [])].map(({ access }) => access);
  if (nat === undefined || nat === 'none' || accesses.includes(undefined)) return;
  if (!accesses.includes('private')) {
    report(['nat'], 'value', `is ${nat}, and no tier is private: nothing would use it; write nat: none`);
  }
  if (nat !== 'regional' && !accesses.includes('public')) {
    report(
      ['nat'],
      'value',
      `is ${nat}, and no tier is public: a NAT gateway is in a public subnet; add one, or write nat: regional`,
    );
  }
  if (nat === 'per-zone') {
    for (const [index, zone] of (given ?? zones).entries()) {
      if (zoneNumber(zone) !== undefined) continue;
      report(
        given ? ['zones', index] : ['region'],
        'value',
        `"${zone}" is not a zone of the region itself, and may have no NAT gateways; write nat: one, or take the zone out`,
      );
    }
  }
}

function checkPins(
  { subnets, cidr, secondary = [], tiers, ipv6 = false }: RawFile,
  zones: readonly string[],
  report: ReportAt,
): void {
  const seen: { readonly cidr: Cidr; readonly place: string }[] = [];
  const numbers = new Map<number, string>();
  for (const [tier, byZone] of subnets ?? []) {
    if (tiers && !tiers.has(tier)) {
      const known = didYouMean(tier, [...tiers.keys()]) || `; there are ${[...tiers.keys()].join(', ')}`;
      report(['subnets', tier], 'key', `there is no tier "${tier}"${known}; take it out, or add the tier`);
    }
    for (const [zone, pins] of byZone) {
      if (!zones.includes(zone)) {
        report(
          ['subnets', tier, zone],
          'key',
          `"${zone}" is not one of the zones ${zones.join(', ')}; add it to zones, or take it out here`,
        );
      }
      for (const [index, pin] of pins.entries()) {
        const path = ['subnets', tier, zone, ...(pins.length > 1 ? [index] : [])];
        const place = `${tier} in ${zone}`;
        if (pin.ipv6 !== undefined) {
          if (!ipv6)
            report(path, 'value', 'has ipv6, and the network has none; write ipv6: true, or take it out');
          const other = numbers.get(pin.ipv6);
          if (other !== undefined) report(path, 'value', `has ipv6 ${pin.ipv6}, which ${other} has too`);
          numbers.set(pin.ipv6, place);
        }
        if (!pin.cidr) continue;
        checkPin({ cidr: pin.cidr, place }, path, { ranges: cidr ? [cidr, ...secondary] : [], seen }, report);
      }
    }
  }
}

function checkPin(
  pin: { readonly cidr: Cidr; readonly place: string },
  path: Path,
  {
    ranges,
    seen,
  }: { readonly ranges: readonly Cidr[]; readonly seen: { readonly cidr: Cidr; readonly place: string }[] },
  report: ReportAt,
): void {
  const text = formatCidr(pin.cidr);
  if (pin.cidr.length > MAX_RANGE_LENGTH)
    report(path, 'value', `${text} is smaller than /28, the smallest subnet`);
  if (ranges.length > 0 && !ranges.some((range) => contains(range, pin.cidr))) {
    report(path, 'value', `${text} is in none of the VPC's ranges ${ranges.map(formatCidr).join(', ')}`);
  }
  const other = seen.find(({ cidr }) => overlaps(cidr, pin.cidr));
  if (other)
    report(path, 'value', `${text} overlaps ${formatCidr(other.cidr)} of ${other.place}; change one of them`);
  seen.push(pin);
}

function checkNames({ groups, loadBalancers }: RawFile, report: ReportAt): void {
  for (const [kind, names] of [
    ['groups', groups],
    ['loadBalancers', loadBalancers],
  ] as const) {
    for (const name of names?.keys() ?? []) {
      if (reservedNames.includes(name)) {
        report(
          [kind, name],
          'key',
          `"${name}" has a meaning of its own in paths and rules; choose another name`,
        );
      }
    }
  }
  for (const name of loadBalancers?.keys() ?? []) {
    if (!groups?.has(name)) continue;
    report(
      ['loadBalancers', name],
      'key',
      `"${name}" is the name of a group too, and a load balancer has a group of its own name; rename one of them`,
    );
  }
}

function checkGroupTiers(tiers: readonly string[], group: string, names: Names, report: ReportAt): void {
  for (const [index, tier] of tiers.entries()) {
    if (names.tiers.has(tier)) continue;
    const known = didYouMean(tier, [...names.tiers]) || `; there are ${[...names.tiers].join(', ')}`;
    const path = ['groups', group, 'tier', ...(tiers.length > 1 ? [index] : [])];
    report(path, 'value', `there is no tier "${tier}"${known}`);
  }
}

function checkRule(
  { from = [], ports, protocol = 'tcp' }: RawRule,
  path: Path,
  names: Names,
  report: ReportAt,
): void {
  checkSources(from, path, names, report);
  const hasPorts = protocol === 'tcp' || protocol === 'udp';
  if (hasPorts && ports === undefined) {
    report(
      path,
      'value',
      `has no ports; write ports: 443, for example, or ports: "*" for all of ${protocol}`,
    );
  } else if (!hasPorts && ports !== undefined) {
    report(
      [...path, 'ports'],
      'value',
      `is for tcp and udp, and the protocol is ${protocol}; take one of them out`,
    );
  }
}

function checkPaths({ paths = [] }: RawFile, names: Names, report: ReportAt): void {
  for (const [index, path] of paths.entries()) {
    const at = ['paths', index];
    const ends = [path.from, path.to].map(({ what }) => resolveEnd(what, names));
    for (const end of ends) if (typeof end === 'string') report(at, 'value', end);
    const [, to] = ends;
    if (typeof to === 'object' && to.kind === 'vpc') {
      report(at, 'value', 'leads to all of the vpc; name a group, a load balancer, a tier or a range');
    }
    const target = path.to.what;
    if (path.ports === undefined) {
      report(
        at,
        'value',
        path.must === 'never'
          ? `names no port: write ${target}:443 for one, or ${target}:* for every one`
          : `names no port; write ${target}:443, for example`,
      );
    } else if (path.must === 'reach' && path.allPorts) {
      report(
        at,
        'value',
        `can mean that any port of ${target} is reached, or that all are; name the port, or write ${target}:1-65535 for all`,
      );
    }
  }
}
