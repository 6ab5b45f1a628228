import { TIER_TAG } from '../addresses/index.ts';
import { type Cidr, contains, formatCidr } from '../cidr/index.ts';
import { accountAmbiguous, accountUnknown } from '../errors.ts';
import {
  cidrAt,
  type Fields,
  flag,
  list,
  object,
  optional,
  readCidr,
  tagsOf,
  text,
} from '../saved/fields.ts';
import { ipv6Number } from '../vpc-rules/index.ts';
import { type Reading, refTo } from './reading.ts';

/** The VPC of the network and its ranges; `undefined`: it is not there. */
export interface OwnVpc {
  readonly id: string;
  readonly secondary: readonly Cidr[];
  /** A /56. */
  readonly ipv6?: Cidr;
}

/** @throws GroundcrewError `network.account.ambiguous`, `network.account.unknown` */
export function readVpc(reading: Reading): OwnVpc | undefined {
  const { file, lists, add, isOurs, tagsProp } = reading;
  const vpcs = lists.of('Vpcs').filter((each) => isOurs(tagsOf(each)));
  const [vpc, other] = vpcs;
  if (!vpc) return undefined;
  const id = text(vpc, 'VpcId');
  if (other) throw accountAmbiguous(file, `${id} and ${text(other, 'VpcId')} both are its VPC`);
  const primary = readCidr(text(vpc, 'CidrBlock'), vpc.where);
  add({
    kind: 'vpc',
    key: 'vpc',
    name: nameOf(vpc, id),
    id,
    props: {
      cidr: formatCidr(primary),
      dnsHostnames: hasDnsHostnames(reading, id),
      tags: tagsProp(tagsOf(vpc)),
    },
    refs: {},
  });
  const secondary: Cidr[] = [];
  for (const { cidr, association } of rangesOf(vpc, 'CidrBlockAssociationSet', 'CidrBlock')) {
    const range = formatCidr(cidr);
    if (range === formatCidr(primary)) continue;
    secondary.push(cidr);
    const key = `vpc-range:${range}`;
    add({
      kind: 'vpc-range',
      key,
      name: range,
      id: association,
      props: { cidr: range },
      refs: { vpc: 'vpc' },
    });
  }
  const [ipv6] = rangesOf(vpc, 'Ipv6CidrBlockAssociationSet', 'Ipv6CidrBlock');
  if (ipv6) {
    add({
      kind: 'ipv6-range',
      key: 'ipv6-range',
      name: 'IPv6',
      id: ipv6.association,
      props: { cidr: formatCidr(ipv6.cidr) },
      refs: { vpc: 'vpc' },
    });
  }
  return { id, secondary, ...(ipv6 && { ipv6: ipv6.cidr }) };
}

/** Those that are there, or will be in a moment. */
export function rangesOf(
  of: Fields,
  set: 'CidrBlockAssociationSet' | 'Ipv6CidrBlockAssociationSet',
  block: 'CidrBlock' | 'Ipv6CidrBlock',
): { readonly cidr: Cidr; readonly association: string }[] {
  return list(of, set).flatMap((each) => {
    const state = object(each, `${block}State`);
    const code = (state && optional(state, 'State')) ?? 'associated';
    const cidr = cidrAt(each, block);
    return cidr && (code === 'associated' || code === 'associating')
      ? [{ cidr, association: optional(each, 'AssociationId') ?? formatCidr(cidr) }]
      : [];
  });
}

function hasDnsHostnames({ file, lists }: Reading, vpc: string): boolean {
  const answer = lists.all('EnableDnsHostnames').find((each) => optional(each, 'VpcId') === vpc);
  const value = answer && object(answer, 'EnableDnsHostnames');
  if (!value) {
    throw accountUnknown(file, `ec2 describe-vpc-attribute of ${vpc} (enableDnsHostnames) could not be read`);
  }
  return flag(value, 'Value');
}

/** The tag `Name`, or the id. */
export function nameOf(of: Fields, id: string): string {
  return tagsOf(of)['Name'] ?? id;
}

/** The subnets of the network; a subnet without its tags, or without a tier, is a stranger. */
export function readSubnets(reading: Reading, vpc: OwnVpc | undefined): void {
  const { lists, add, isOurs, tagsProp, checkVpc } = reading;
  for (const subnet of lists.of('Subnets')) {
    const tags = tagsOf(subnet);
    const tier = tags[TIER_TAG];
    if (!isOurs(tags) || tier === undefined) continue;
    const id = text(subnet, 'SubnetId');
    checkVpc(id, text(subnet, 'VpcId'));
    const cidr = readCidr(text(subnet, 'CidrBlock'), subnet.where);
    const range = vpc?.secondary.find((each) => contains(each, cidr));
    const [own] = rangesOf(subnet, 'Ipv6CidrBlockAssociationSet', 'Ipv6CidrBlock');
    const number = own && vpc?.ipv6 ? ipv6Number(vpc.ipv6, own.cidr) : undefined;
    add({
      kind: 'subnet',
      key: `subnet:${formatCidr(cidr)}`,
      name: nameOf(subnet, id),
      id,
      props: {
        cidr: formatCidr(cidr),
        zone: text(subnet, 'AvailabilityZoneId'),
        tier,
        publicAddresses: flag(subnet, 'MapPublicIpOnLaunch'),
        ...(number !== undefined && {
          ipv6: number,
          ipv6Addresses: flag(subnet, 'AssignIpv6AddressOnCreation'),
        }),
        tags: tagsProp(tags),
      },
      refs: {
        vpc: 'vpc',
        ...refTo('range', range && `vpc-range:${formatCidr(range)}`),
        ...refTo('ipv6', number === undefined ? undefined : 'ipv6-range'),
      },
    });
  }
}
