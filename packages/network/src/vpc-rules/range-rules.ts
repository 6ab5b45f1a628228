import { type Cidr, cidr, contains, formatCidr, overlaps } from '../cidr/index.ts';

/** Of a VPC and of a subnet, "VPC CIDR blocks" and "Subnet CIDR blocks" of the Amazon VPC guide. */
export const MAX_RANGE_LENGTH = 28;
export const MIN_RANGE_LENGTH = 16;

/** RFC 1918. */
const privateRanges = [cidr('10.0.0.0/8'), cidr('172.16.0.0/12'), cidr('192.168.0.0/16')];
const linkLocal = cidr('169.254.0.0/16');
/** No host has such an address (RFC 6890): this network, loopback, multicast, reserved. */
const noHosts = [cidr('0.0.0.0/8'), cidr('127.0.0.0/8'), cidr('224.0.0.0/4'), cidr('240.0.0.0/4')];
const services = cidr('198.19.0.0/16');
const dockerBridge = cidr('172.17.0.0/16');
const defaultVpc = cidr('172.31.0.0/16');
const lowTen = cidr('10.0.0.0/15');
const firstTen = cidr('10.0.0.0/16');

/** Why a VPC cannot have this range at all, as the end of a sentence; `undefined`: it can. */
export function rangeProblem(range: Cidr): string | undefined {
  if (range.length < MIN_RANGE_LENGTH || range.length > MAX_RANGE_LENGTH) {
    return `is a /${range.length}, and a VPC has ranges from /16 to /28`;
  }
  if (overlaps(range, linkLocal)) return `overlaps ${formatCidr(linkLocal)}, which AWS keeps for itself`;
  const reserved = noHosts.find((each) => overlaps(range, each));
  return reserved && `overlaps ${formatCidr(reserved)}, in which no host has an address`;
}

/** What AWS advises against, as the end of a sentence. */
export function rangeAdvice(range: Cidr): string | undefined {
  if (overlaps(range, dockerBridge)) {
    return `overlaps ${formatCidr(dockerBridge)}, which services of AWS such as Cloud9 and SageMaker use themselves`;
  }
  return undefined;
}

/**
 * Why a range cannot be added to a VPC that has `ranges`, of which the first is its primary one; `undefined`: it can.
 *
 * The table "IPv4 CIDR block association restrictions" of "VPC CIDR blocks", Amazon VPC guide.
 */
export function secondaryProblem(added: Cidr, ranges: readonly [Cidr, ...Cidr[]]): string | undefined {
  const general = rangeProblem(added);
  if (general !== undefined) return general;
  const same = ranges.find((each) => overlaps(each, added));
  if (same) return `overlaps ${formatCidr(same)}, which the VPC has already`;
  const [primary] = ranges;
  if (overlaps(added, services)) return `is of ${formatCidr(services)}, which AWS does not add to a VPC`;
  const own = privateRanges.find((each) => contains(each, primary));
  const other = privateRanges.find((each) => overlaps(each, added));
  if (other && other !== own) {
    return own
      ? `is of ${formatCidr(other)}, and a VPC of ${formatCidr(own)} gets none of the other private ranges`
      : `is of ${formatCidr(other)}, and a VPC whose first range is ${formatCidr(primary)} gets none of the private ranges`;
  }
  if (overlaps(added, firstTen) && ranges.some((each) => contains(lowTen, each))) {
    return `is of ${formatCidr(firstTen)}, and a VPC with a range of ${formatCidr(lowTen)} gets none of it`;
  }
  if (own && contains(privateRanges[1]!, primary) && overlaps(added, defaultVpc)) {
    return `is of ${formatCidr(defaultVpc)}, which is never added to a VPC of ${formatCidr(own)}`;
  }
  return undefined;
}

/** Where ranges beside `primary` can be: of its own private range, then the one of carriers, 100.64.0.0/10. */
export function secondaryPools(primary: Cidr): readonly Cidr[] {
  const own = privateRanges.find((each) => contains(each, primary));
  return [...(own ? [own] : []), cidr('100.64.0.0/10')];
}
