import { createValueGenerator } from '../../account/value-generator.ts';
import type { XmlElements } from '../../xml.ts';
import { formatCidr, parseCidr } from './cidr.ts';
import { invalidValue, refused } from './network-errors.ts';
import type { RegionNetwork } from './region-network.ts';
import type { CidrAssociation } from './network-resources.ts';

// Rules: "VPC CIDR blocks" of the VPC user guide: from /16 to /28.
const MIN_LENGTH = 16;
const MAX_LENGTH = 28;

/** A range of a VPC as it is stored. @throws AwsError `InvalidParameterValue`, `InvalidVpc.Range` */
export function vpcCidr(written: string): string {
  const range = parseCidr(written);
  if (range?.family !== 4) throw invalidValue(written, 'cidrBlock', 'This is not a valid CIDR block.');
  if (range.length < MIN_LENGTH || range.length > MAX_LENGTH)
    throw refused('InvalidVpc.Range', `The CIDR '${written}' is invalid.`);
  return formatCidr(range);
}

/** A range of the documentation's (RFC 3849) in place of one of Amazon's. */
export function newIpv6Range(
  vpcId: string,
  former: readonly CidrAssociation[],
  network: RegionNetwork,
): CidrAssociation {
  const word = `${vpcId} ${former.length}`;
  const hex = createValueGenerator(network.accountId, network.region, 'ipv6', word).hex(0, 6);
  const groups = [`2001:db8:${trim(hex.slice(0, 4))}`, trim(`${hex.slice(4, 6)}00`)].join(':');
  return { id: network.idOf('vpc-cidr-assoc', `${word} ipv6`), cidr: `${groups}::/56` };
}

const trim = (group: string) => group.replace(/^0+(?=.)/, '');

/** The elements of an IPv6 range of a VPC. */
export function vpcIpv6Elements({ id, cidr }: CidrAssociation, state: string, region: string): XmlElements {
  return {
    associationId: id,
    ipv6CidrBlock: cidr,
    ipv6CidrBlockState: { state },
    networkBorderGroup: region,
    ipv6Pool: 'Amazon',
    ipv6AddressAttribute: 'public',
    ipSource: 'amazon',
  };
}
