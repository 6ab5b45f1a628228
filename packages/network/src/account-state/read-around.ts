import { formatCidr } from '../cidr/index.ts';
import type { NetworkState } from '../desired/network-state.ts';
import { cidrAt, type Fields, list, object, optional, readCidr, tagsOf, text } from '../saved/fields.ts';
import type { Reading } from './reading.ts';
import { type OwnVpc, rangesOf } from './read-vpc.ts';

type Around = Required<Pick<NetworkState, 'usage' | 'strangers' | 'others'>> &
  Pick<NetworkState, 'zones' | 'hostedZones'>;

/** What is around a network: how much of the quotas is used, the zones of the region, subnets of others in its VPC, ranges of other VPCs and of peers. */
export function readAround({ lists, keyOf }: Reading, vpc: OwnVpc | undefined): Around {
  const vpcs = lists.of('Vpcs');
  const known = new Set(vpcs.map((each) => text(each, 'VpcId')));
  const others = vpcs
    .filter((each) => text(each, 'VpcId') !== vpc?.id)
    .flatMap((each) => {
      const id = text(each, 'VpcId');
      const name = tagsOf(each)['Name'];
      const what = name === undefined ? id : `${id} (${name})`;
      const ranges = rangesOf(each, 'CidrBlockAssociationSet', 'CidrBlock').map(({ cidr }) => cidr);
      const primary = readCidr(text(each, 'CidrBlock'), each.where);
      const all = ranges.length > 0 ? ranges : [primary];
      return all.map((cidr) => ({ what, cidr }));
    });
  const peers = vpc ? peersOf(lists.of('VpcPeeringConnections'), vpc.id) : [];
  const zones = lists.zones();
  const hostedZones = lists.hostedZones();
  return {
    ...(zones && { zones }),
    ...(hostedZones && { hostedZones: Object.fromEntries(hostedZones) }),
    usage: {
      vpcs: vpcs.length,
      internetGateways: lists.of('InternetGateways').length,
      addresses: lists.of('Addresses').length,
    },
    strangers: lists
      .of('Subnets')
      .filter((each) => text(each, 'VpcId') === vpc?.id && keyOf(text(each, 'SubnetId')) === undefined)
      .map((each) => ({
        id: text(each, 'SubnetId'),
        cidr: readCidr(text(each, 'CidrBlock'), each.where),
        zone: text(each, 'AvailabilityZoneId'),
      })),
    // Those of this account and region are among the VPCs already.
    others: [
      ...others,
      ...peers.filter(({ id }) => !known.has(id)).map(({ what, cidr }) => ({ what, cidr })),
    ],
  };
}

const endedStates: ReadonlySet<string> = new Set(['deleted', 'deleting', 'expired', 'failed', 'rejected']);

/** The ranges of the VPCs that one is peered with, or will be. */
function peersOf(peerings: readonly Fields[], vpc: string) {
  return peerings.flatMap((peering) => {
    const status = object(peering, 'Status');
    if (status && endedStates.has(optional(status, 'Code') ?? '')) return [];
    const sides = ['RequesterVpcInfo', 'AccepterVpcInfo'].flatMap((key) => object(peering, key) ?? []);
    if (!sides.some((side) => optional(side, 'VpcId') === vpc)) return [];
    return sides
      .filter((side) => optional(side, 'VpcId') !== vpc)
      .flatMap((side) => {
        const id = optional(side, 'VpcId') ?? '';
        const first = cidrAt(side, 'CidrBlock');
        const all = list(side, 'CidrBlockSet').flatMap((each) => cidrAt(each, 'CidrBlock') ?? []);
        const ranges = all.length > 0 ? all : first ? [first] : [];
        return [...new Map(ranges.map((cidr) => [formatCidr(cidr), cidr])).values()].map((cidr) => ({
          id,
          what: `${id}, a peer`,
          cidr,
        }));
      });
  });
}
