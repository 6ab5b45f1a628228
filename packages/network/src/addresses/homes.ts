import { bestFit, type Cidr, cidrOf, contains, freeRanges, overlaps, sizeOf, split } from '../cidr/index.ts';
import { compareZones, zoneNumber } from '../file/index.ts';

/** What of a tier matters for where it is. */
export interface TierNeed {
  readonly tier: string;
  /** Of the tier's share. */
  readonly blockLength: number;
  /** Of one subnet of it. */
  readonly subnetLength: number;
  readonly fixed: readonly Cidr[];
}

/**
 * The part of the VPC where a tier's subnets are, with room for the zones to come: around the subnets that it has, or where
 * its share fits. Tiers that have subnets choose first, then the larger ones; never by their place in the file.
 */
export function chooseHomes(
  needs: readonly TierNeed[],
  ranges: readonly Cidr[],
  taken: readonly Cidr[],
): ReadonlyMap<string, Cidr> {
  const homes = new Map<string, Cidr>();
  const order = needs.toSorted(
    (one, other) =>
      Number(other.fixed.length > 0) - Number(one.fixed.length > 0) ||
      one.blockLength - other.blockLength ||
      (one.tier < other.tier ? -1 : 1),
  );
  for (const need of order) {
    const foreign = [...taken.filter((each) => !need.fixed.includes(each)), ...homes.values()];
    const home =
      need.fixed.length > 0
        ? around(need, ranges, foreign)
        : bestFit(freeRanges(ranges, foreign), need.blockLength);
    if (home) homes.set(need.tier, home);
  }
  return homes;
}

/** The largest part, up to the tier's share, around one of its subnets that has nothing of others. */
function around(
  { fixed, blockLength }: TierNeed,
  ranges: readonly Cidr[],
  foreign: readonly Cidr[],
): Cidr | undefined {
  let best: Cidr | undefined;
  for (const subnet of fixed) {
    for (let length = blockLength; length < subnet.length; length += 1) {
      const block = cidrOf({ family: 4, value: subnet.first }, length);
      if (best && best.length <= length) break;
      if (!ranges.some((range) => contains(range, block)) || foreign.some((each) => overlaps(each, block)))
        continue;
      best = block;
      break;
    }
  }
  return best;
}

/**
 * Places for the subnets of zones in the home of their tier. The number of a zone is its place, so that a zone between two
 * others moves none of them; a zone whose place is taken gets the first free one.
 */
export function placeInHome(
  home: Cidr,
  subnetLength: number,
  zones: readonly string[],
  taken: readonly Cidr[],
): ReadonlyMap<string, Cidr> {
  const places = new Map<string, Cidr>();
  const isFree = (place: Cidr) =>
    !taken.some((each) => overlaps(each, place)) &&
    ![...places.values()].some((each) => overlaps(each, place));
  const slots = sizeOf(home) / (1n << BigInt(32 - subnetLength));
  const sorted = zones.toSorted(compareZones);
  for (const zone of sorted) {
    const number = zoneNumber(zone);
    if (number === undefined || number > slots) continue;
    const place = {
      ...home,
      first: home.first + BigInt(number - 1) * (1n << BigInt(32 - subnetLength)),
      length: subnetLength,
    };
    if (isFree(place)) places.set(zone, place);
  }
  for (const zone of sorted) {
    if (places.has(zone)) continue;
    for (const place of split(home, subnetLength)) {
      if (!isFree(place)) continue;
      places.set(zone, place);
      break;
    }
  }
  return places;
}
