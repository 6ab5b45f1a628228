import {
  bestFit,
  type Cidr,
  compareCidrs,
  contains,
  equals,
  formatCidr,
  freeRanges,
  overlaps,
  sizeOf,
} from '../cidr/index.ts';
import { addressConflict, addressesFull } from '../errors.ts';
import { compareZones, type NetworkFile, type Tier } from '../file/index.ts';
import { LOAD_BALANCER_ADDRESSES, rangeAdvice, usableAddresses } from '../vpc-rules/index.ts';
import type {
  AddressFinding,
  AddressPlan,
  ExistingVpc,
  Origin,
  PlannedRange,
  PlannedSubnet,
  Surroundings,
  Unused,
} from './address-plan.ts';
import { type FixedSubnet, fixedSubnets } from './fixed-subnets.ts';
import { chooseHomes, placeInHome, type TierNeed } from './homes.ts';
import { chooseSecondary, MAX_RANGES } from './secondary-range.ts';

/** A subnet that the plan has to place. */
interface Need {
  readonly tier: string;
  readonly zone: string;
  readonly length: number;
  /** The zone has subnets of the tier already. */
  readonly isFurther: boolean;
}

/** A subnet that has its place. */
interface Placed {
  readonly tier: string;
  readonly zone: string;
  readonly cidr: Cidr;
  readonly origin: Origin;
  readonly ipv6?: number;
  readonly existing?: FixedSubnet['existing'];
}

/**
 * Who gets which addresses. What exists and what is pinned stays where it is; the rest depends on nothing but the content
 * of the file.
 *
 * @throws GroundcrewError `network.addresses.conflict`, `network.addresses.full`
 */
export function planAddresses(file: NetworkFile, surroundings: Surroundings = {}): AddressPlan {
  const { vpc, others = [], routes = [] } = surroundings;
  const findings: AddressFinding[] = [];
  if (vpc && !equals(vpc.ranges[0], file.cidr)) {
    throw addressConflict('the VPC as cidr', formatCidr(file.cidr), vpc.id, formatCidr(vpc.ranges[0]));
  }
  const ranges = givenRanges(file, vpc);
  const fixed = fixedSubnets(file, vpc?.subnets ?? [], vpc?.ipv6);
  const taken = [...fixed.map(({ cidr }) => cidr), ...strangers(file, vpc, findings)];
  const tierNeeds = [...file.tiers.values()].map((tier) => needOf(file, tier, fixed));
  const homes = chooseHomes(
    tierNeeds,
    ranges.map(({ cidr }) => cidr),
    taken,
  );
  const placed: Placed[] = [...fixed];
  const unplaced: Need[] = [];
  for (const need of tierNeeds) placeTier(file, need, homes, { placed, taken, unplaced, findings });
  placeElsewhere(unplaced, ranges, { homes, placed, taken });
  addRanges(
    file,
    unplaced,
    { ranges, placed, taken, findings },
    { others: others.map(({ cidr }) => cidr), routes },
  );
  addOverlapFindings(ranges, file.avoid, others, findings);
  addShareFindings(file, findings);
  const subnets = toSubnets(file, placed);
  addFreeRangeFindings(subnets, findings);
  return {
    ranges: ranges.toSorted(
      (one, other) => Number(other.isPrimary) - Number(one.isPrimary) || compareCidrs(one.cidr, other.cidr),
    ),
    subnets,
    unused: unusedOf(ranges, taken, homes),
    findings,
  };
}

function givenRanges({ cidr, secondary }: NetworkFile, vpc: ExistingVpc | undefined): PlannedRange[] {
  const ranges: PlannedRange[] = (vpc?.ranges ?? []).map((each, index) => ({
    cidr: each,
    origin: 'exists',
    isPrimary: index === 0,
  }));
  for (const [index, each] of [cidr, ...secondary].entries()) {
    if (ranges.some((range) => equals(range.cidr, each))) continue;
    ranges.push({ cidr: each, origin: 'pinned', isPrimary: index === 0 && !vpc });
  }
  return ranges;
}

/** Ranges of subnets that the file does not speak of: they stay, and are shown. */
function strangers(file: NetworkFile, vpc: ExistingVpc | undefined, findings: AddressFinding[]): Cidr[] {
  const found: Cidr[] = [];
  for (const { id, cidr, tier, zone } of vpc?.subnets ?? []) {
    if (tier !== undefined && file.tiers.has(tier) && file.zones.includes(zone)) continue;
    found.push(cidr);
    findings.push(
      tier === undefined
        ? {
            code: 'foreign-subnet',
            message: `${id} (${formatCidr(cidr)}, ${zone}) is not of this network; it stays`,
          }
        : {
            code: 'not-in-file',
            message: `${id} (${formatCidr(cidr)}) is of ${tier} in ${zone}, which the file does not have any more`,
          },
    );
  }
  return found;
}

function needOf(file: NetworkFile, { name, shareBits }: Tier, fixed: readonly FixedSubnet[]): TierNeed {
  const blockLength = file.cidr.length + shareBits;
  return {
    tier: name,
    blockLength,
    subnetLength: blockLength + Math.ceil(Math.log2(file.roomForZones)),
    fixed: fixed.filter(({ tier }) => tier === name).map(({ cidr }) => cidr),
  };
}

interface Placing {
  readonly placed: Placed[];
  readonly taken: Cidr[];
  readonly unplaced: Need[];
  readonly findings: AddressFinding[];
}

function placeTier(
  file: NetworkFile,
  { tier, subnetLength }: TierNeed,
  homes: ReadonlyMap<string, Cidr>,
  { placed, taken, unplaced, findings }: Placing,
): void {
  const empty: string[] = [];
  for (const zone of file.zones) {
    const own = placed.filter((each) => each.tier === tier && each.zone === zone);
    if (own.length === 0) {
      empty.push(zone);
      continue;
    }
    const wanted = 1n << BigInt(32 - subnetLength);
    const has = own.reduce((sum, { cidr }) => sum + sizeOf(cidr), 0n);
    if (has < wanted) {
      const length = Math.min(28, 32 - bitsFor(wanted - has));
      unplaced.push({ tier, zone, length, isFurther: true });
      const text = own.map(({ cidr }) => formatCidr(cidr)).join(', ');
      findings.push({
        code: 'further-subnet',
        message: `${tier} in ${zone} has ${text}, less than its share; it gets a further subnet of /${length}, since none can be resized`,
      });
    } else if (has > wanted) {
      const text = own.map(({ cidr }) => formatCidr(cidr)).join(', ');
      findings.push({
        code: 'more-than-share',
        message: `${tier} in ${zone} has ${text}, more than its share of /${subnetLength}; it keeps them`,
      });
    }
  }
  const home = homes.get(tier);
  const places = home ? placeInHome(home, subnetLength, empty, taken) : new Map<string, Cidr>();
  for (const zone of empty) {
    const cidr = places.get(zone);
    if (cidr) {
      placed.push({ tier, zone, cidr, origin: 'new' });
      taken.push(cidr);
    } else unplaced.push({ tier, zone, length: subnetLength, isFurther: false });
  }
}

/** The bits of a range that has as many addresses, or more. */
function bitsFor(addresses: bigint): number {
  return (addresses - 1n).toString(2).length;
}

/** Large ones first, so that none is left over; then by tier and zone. */
function inOrder(needs: readonly Need[]): Need[] {
  return needs.toSorted(
    (one, other) =>
      one.length - other.length ||
      (one.tier === other.tier ? compareZones(one.zone, other.zone) : one.tier < other.tier ? -1 : 1),
  );
}

/** Outside of the parts that tiers keep. What has no place there stays in `needs`. */
function placeElsewhere(
  needs: Need[],
  ranges: readonly PlannedRange[],
  { homes, placed, taken }: Pick<Placing, 'placed' | 'taken'> & { readonly homes: ReadonlyMap<string, Cidr> },
): void {
  for (const need of inOrder(needs)) {
    const free = freeRanges(
      ranges.map(({ cidr }) => cidr),
      [...taken, ...homes.values()],
    );
    const cidr = bestFit(free, need.length);
    if (!cidr) continue;
    placed.push({ tier: need.tier, zone: need.zone, cidr, origin: 'new' });
    taken.push(cidr);
    needs.splice(needs.indexOf(need), 1);
  }
}

/** A range beside the first for what has no place, as large as the first at least. */
function addRanges(
  file: NetworkFile,
  needs: readonly Need[],
  { ranges, placed, taken, findings }: Omit<Placing, 'unplaced'> & { readonly ranges: PlannedRange[] },
  { others, routes }: { readonly others: readonly Cidr[]; readonly routes: readonly Cidr[] },
): void {
  let left = inOrder(needs);
  while (left.length > 0) {
    const sum = left.reduce((total, { length }) => total + (1n << BigInt(32 - length)), 0n);
    const length = Math.max(16, Math.min(file.cidr.length, 32 - bitsFor(sum)));
    const own = ranges.map(({ cidr }) => cidr) as [Cidr, ...Cidr[]];
    const what = left.map(({ tier, zone, length: wanted }) => `${tier} in ${zone} (/${wanted})`).join(', ');
    if (ranges.length >= MAX_RANGES) {
      throw addressesFull(what, `it has ${ranges.length} ranges, and the quota is ${MAX_RANGES}`);
    }
    const cidr = chooseSecondary(length, own, [...file.avoid, ...others], routes);
    if (!cidr)
      throw addressesFull(
        what,
        `no range of /${length} is free that AWS permits beside ${formatCidr(own[0])}`,
      );
    ranges.push({ cidr, origin: 'new', isPrimary: false });
    findings.push({
      code: 'secondary-range',
      message: `the VPC has no room for ${what}; it gets ${formatCidr(cidr)} beside its other ranges`,
    });
    const still: Need[] = [];
    for (const need of left) {
      const place = bestFit(freeRanges([cidr], taken), need.length);
      if (!place) {
        still.push(need);
        continue;
      }
      placed.push({ tier: need.tier, zone: need.zone, cidr: place, origin: 'new' });
      taken.push(place);
    }
    left = still;
  }
}

function addOverlapFindings(
  ranges: readonly PlannedRange[],
  avoid: readonly Cidr[],
  others: NonNullable<Surroundings['others']>,
  findings: AddressFinding[],
): void {
  for (const { cidr } of ranges) {
    // The file's own ranges were checked with it: this one is there already.
    const avoided = avoid.find((each) => overlaps(each, cidr));
    if (avoided) {
      findings.push({
        code: 'overlap',
        message: `${formatCidr(cidr)} overlaps ${formatCidr(avoided)}, which avoid keeps clear of; it exists, and stays`,
      });
    }
    for (const other of others) {
      if (!overlaps(cidr, other.cidr)) continue;
      findings.push({
        code: 'overlap',
        message: `${formatCidr(cidr)} overlaps ${formatCidr(other.cidr)} of ${other.what}: the two cannot be peered, and routes to one hide the other`,
      });
    }
    const advice = rangeAdvice(cidr);
    if (advice !== undefined) findings.push({ code: 'advice', message: `${formatCidr(cidr)} ${advice}` });
  }
}

function addShareFindings({ tiers }: NetworkFile, findings: AddressFinding[]): void {
  for (const { name, share, shareBits } of tiers.values()) {
    const exact = shareBits === 0 ? 'all' : `1/${2 ** shareBits}`;
    const isExact =
      share === exact || share === `${100 / 2 ** shareBits}%` || evaluates(share) === 2 ** -shareBits;
    if (isExact) continue;
    findings.push({
      code: 'rounded-share',
      message: `the share of ${name}, ${share}, is rounded down to ${exact}`,
    });
  }
}

function evaluates(share: string): number {
  const [over = '', under] = share.replace('%', '/100').split('/');
  return Number(over) / Number(under ?? 1);
}

function toSubnets(file: NetworkFile, placed: readonly Placed[]): PlannedSubnet[] {
  const sorted = placed.toSorted(
    (one, other) =>
      (one.tier === other.tier ? compareZones(one.zone, other.zone) : one.tier < other.tier ? -1 : 1) ||
      compareCidrs(one.cidr, other.cidr),
  );
  const numbers = new Set(sorted.flatMap(({ ipv6 }) => (ipv6 === undefined ? [] : [ipv6])));
  let next = 0;
  const nextNumber = () => {
    while (numbers.has(next)) next += 1;
    numbers.add(next);
    return next;
  };
  if (file.ipv6 && sorted.length > 256) {
    throw addressesFull(`${sorted.length} subnets with IPv6`, 'a /56 of IPv6 has 256 ranges of /64');
  }
  return sorted.map(({ tier, zone, cidr, origin, ipv6, existing }) => {
    const balancers = [...file.loadBalancers.values()].filter((each) => each.tier === tier).length;
    const number = file.ipv6 ? (ipv6 ?? nextNumber()) : undefined;
    return {
      tier,
      zone,
      cidr,
      origin,
      ...(existing && { id: existing.id }),
      ...(number !== undefined && { ipv6: number }),
      usable: usableAddresses(cidr),
      forLoadBalancers: LOAD_BALANCER_ADDRESSES * balancers,
      ...(existing?.freeAddresses !== undefined && { free: existing.freeAddresses }),
    };
  });
}

/** A load balancer needs eight free addresses in each of its subnets. */
function addFreeRangeFindings(subnets: readonly PlannedSubnet[], findings: AddressFinding[]): void {
  for (const { id, cidr, free, forLoadBalancers } of subnets) {
    if (free === undefined || forLoadBalancers === 0 || free >= LOAD_BALANCER_ADDRESSES) continue;
    findings.push({
      code: 'few-free',
      message: `${id} (${formatCidr(cidr)}) has ${free} free addresses, and a load balancer needs ${LOAD_BALANCER_ADDRESSES}`,
    });
  }
}

function unusedOf(
  ranges: readonly PlannedRange[],
  taken: readonly Cidr[],
  homes: ReadonlyMap<string, Cidr>,
): Unused[] {
  const unused: Unused[] = [];
  const all = ranges.map(({ cidr }) => cidr);
  for (const [tier, home] of homes) {
    for (const cidr of freeRanges([home], taken)) unused.push({ cidr, keptFor: tier });
  }
  for (const cidr of freeRanges(all, [...taken, ...homes.values()])) unused.push({ cidr });
  return unused
    .filter(({ cidr }) => all.some((range) => contains(range, cidr)))
    .toSorted((one, other) => compareCidrs(one.cidr, other.cidr));
}
