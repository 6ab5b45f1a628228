import { type Cidr, equals, formatCidr, overlaps } from '../cidr/index.ts';
import { addressConflict } from '../errors.ts';
import type { NetworkFile } from '../file/index.ts';
import { ipv6Number } from '../vpc-rules/index.ts';
import type { ExistingSubnet, Origin } from './address-plan.ts';

/** A subnet whose range is not to be chosen any more. */
export interface FixedSubnet {
  readonly tier: string;
  readonly zone: string;
  readonly cidr: Cidr;
  readonly origin: Extract<Origin, 'exists' | 'pinned'>;
  readonly ipv6?: number;
  readonly existing?: ExistingSubnet;
}

/**
 * What exists, and what the file pins; what exists wins. A pin of a subnet that exists is the same subnet.
 *
 * @throws GroundcrewError `network.addresses.conflict`: a pin takes addresses of another subnet
 */
export function fixedSubnets(
  file: NetworkFile,
  existing: readonly ExistingSubnet[],
  vpcIpv6: Cidr | undefined,
): FixedSubnet[] {
  const fixed: FixedSubnet[] = [];
  for (const subnet of existing) {
    if (subnet.tier === undefined || !file.tiers.has(subnet.tier) || !file.zones.includes(subnet.zone))
      continue;
    const pin = file.pins
      .get(subnet.tier)
      ?.get(subnet.zone)
      ?.find(({ cidr }) => equals(cidr, subnet.cidr));
    const ipv6 = numberOf(subnet, vpcIpv6) ?? pin?.ipv6;
    fixed.push({
      tier: subnet.tier,
      zone: subnet.zone,
      cidr: subnet.cidr,
      origin: 'exists',
      existing: subnet,
      ...(ipv6 !== undefined && { ipv6 }),
    });
  }
  for (const [tier, byZone] of file.pins) {
    for (const [zone, pins] of byZone) {
      for (const { cidr, ipv6 } of pins) {
        const other = existing.find((subnet) => overlaps(subnet.cidr, cidr));
        if (!other) {
          fixed.push({ tier, zone, cidr, origin: 'pinned', ...(ipv6 !== undefined && { ipv6 }) });
        } else if (other.tier !== tier || other.zone !== zone || !equals(other.cidr, cidr)) {
          throw addressConflict(
            `${tier} in ${zone}`,
            formatCidr(cidr),
            describe(other),
            formatCidr(other.cidr),
          );
        }
      }
    }
  }
  return fixed;
}

/** Which /64 of the VPC's range a subnet has. */
function numberOf({ ipv6 }: ExistingSubnet, vpcIpv6: Cidr | undefined): number | undefined {
  return ipv6 && vpcIpv6 ? ipv6Number(vpcIpv6, ipv6) : undefined;
}

function describe({ id, tier, zone }: ExistingSubnet): string {
  return `${id} (${tier ?? 'of no tier'}, ${zone})`;
}
