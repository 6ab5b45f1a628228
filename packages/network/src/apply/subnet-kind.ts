import { type Cidr, cidr, formatCidr } from '../cidr/index.ts';
import { ipv6Number, ipv6Subnet } from '../vpc-rules/index.ts';
import { type Item, textOf } from '../desired/item.ts';
import { subnetsOf } from './ec2-look-ups.ts';
import { specification, updateTags } from './ec2-tags.ts';
import { awsNameOf, completing, notVisible } from './failures.ts';
import { ipv6HeldError } from './holders.ts';
import type { KindCalls } from './kind-calls.ts';
import type { Found, LookUp, Making } from './network-calls.ts';
import { isThere } from './ours.ts';
import { refId } from './references.ts';
import { fromList } from './tags.ts';
import { ipv6RangeOf } from './vpc-kinds.ts';

/** The /56 of the VPC as AWS gave it. @throws Error if it is not visible yet */
async function vpcIpv6(look: LookUp): Promise<Cidr> {
  const range = (await ipv6RangeOf({ ...look, once: (_, ask) => ask() }))?.Ipv6CidrBlock;
  if (range === undefined) throw notVisible('the IPv6 range of the VPC is not visible yet');
  return cidr(range);
}

/** Subnets, by their ranges in the VPC. */
export const subnetKind: KindCalls = {
  tagged: true,
  completed: ['publicAddresses', 'ipv6Addresses'],
  async find(item, look) {
    const vpc = look.ids.get('vpc');
    if (vpc === undefined) return undefined;
    const subnets = await subnetsOf(look, vpc);
    const subnet = subnets.find(({ CidrBlock }) => CidrBlock === textOf(item, 'cidr'));
    if (!subnet) return undefined;
    const { SubnetId = '', AvailabilityZoneId, MapPublicIpOnLaunch } = subnet;
    const ipv6 = subnet.Ipv6CidrBlockAssociationSet?.find(({ Ipv6CidrBlockState }) =>
      isThere(Ipv6CidrBlockState?.State),
    )?.Ipv6CidrBlock;
    const ofVpc = ipv6 === undefined ? undefined : (await ipv6RangeOf(look))?.Ipv6CidrBlock;
    return {
      id: SubnetId,
      values: {
        cidr: subnet.CidrBlock,
        zone: AvailabilityZoneId,
        publicAddresses: MapPublicIpOnLaunch ?? false,
        ipv6: ipv6 && ofVpc ? ipv6Number(cidr(ofVpc), cidr(ipv6)) : undefined,
        // Without a range there is nothing to hand out.
        ipv6Addresses: ipv6 && ofVpc ? (subnet.AssignIpv6AddressOnCreation ?? false) : undefined,
      },
      refs: { vpc },
      tags: fromList(subnet.Tags),
      ...(subnet.State === 'pending' && { state: 'pending' as const }),
    };
  },
  async make(item, making, existing) {
    const { calls, ids, signal } = making;
    const ipv6 = item.props['ipv6'];
    const subnet = existing
      ? {
          SubnetId: existing.id,
          MapPublicIpOnLaunch: existing.values['publicAddresses'] === true,
          AssignIpv6AddressOnCreation: existing.values['ipv6Addresses'] === true,
        }
      : (
          await calls.ec2.CreateSubnet(
            {
              VpcId: refId(item, 'vpc', { ids }),
              CidrBlock: textOf(item, 'cidr'),
              AvailabilityZoneId: textOf(item, 'zone'),
              ...(typeof ipv6 === 'number' && {
                Ipv6CidrBlock: formatCidr(ipv6Subnet(await vpcIpv6(making), ipv6)),
              }),
              TagSpecifications: specification('subnet', item, making),
            },
            { signal },
          )
        ).Subnet;
    const SubnetId = subnet?.SubnetId ?? '';
    const Value = item.props['publicAddresses'] === true;
    if ((subnet?.MapPublicIpOnLaunch ?? false) !== Value) {
      await completing(SubnetId, () =>
        calls.ec2.ModifySubnetAttribute({ SubnetId, MapPublicIpOnLaunch: { Value } }, { signal }),
      );
    }
    if (item.props['ipv6Addresses'] === true && !subnet?.AssignIpv6AddressOnCreation)
      await handOutIpv6(SubnetId, true, making);
    return SubnetId;
  },
  async update(before, after, fields, found, making) {
    const { calls, signal } = making;
    if (fields.includes('tags')) await updateTags(before, after, found, making);
    if (fields.includes('publicAddresses')) {
      const Value = after.props['publicAddresses'] === true;
      await calls.ec2.ModifySubnetAttribute(
        { SubnetId: found.id, MapPublicIpOnLaunch: { Value } },
        { signal },
      );
    }
    // A range goes only while it is not handed out, and is handed out only when it is there.
    if (!fields.includes('ipv6') && !fields.includes('ipv6Addresses')) return;
    const isHandedOut = found.values['ipv6Addresses'] === true;
    const isWanted = after.props['ipv6Addresses'] === true;
    const isKept = found.values['ipv6'] === after.props['ipv6'];
    if (isHandedOut && !(isWanted && isKept)) await handOutIpv6(found.id, false, making);
    if (fields.includes('ipv6')) await updateIpv6(after, found, making);
    if (isWanted && !(isHandedOut && isKept)) await handOutIpv6(found.id, true, making);
  },
  remove: async (_, { id }, { calls, signal }) =>
    void (await calls.ec2.DeleteSubnet({ SubnetId: id }, { signal })),
};

/** One attribute a call: "ModifySubnetAttribute". A range that was just added may not be there for it yet: it is called again. */
async function handOutIpv6(SubnetId: string, Value: boolean, { calls, signal }: Making): Promise<void> {
  await completing(SubnetId, () =>
    calls.ec2.ModifySubnetAttribute({ SubnetId, AssignIpv6AddressOnCreation: { Value } }, { signal }),
  );
}

async function updateIpv6(after: Item, found: Found, making: Making): Promise<void> {
  const { calls, signal } = making;
  const wanted = after.props['ipv6'];
  if (found.values['ipv6'] === wanted) return;
  if (found.values['ipv6'] !== undefined) {
    const { Subnets = [] } = await calls.ec2.DescribeSubnets({ SubnetIds: [found.id] }, { signal });
    for (const { AssociationId, Ipv6CidrBlockState } of Subnets[0]?.Ipv6CidrBlockAssociationSet ?? []) {
      if (isThere(Ipv6CidrBlockState?.State)) await giveUp(AssociationId, after, found, making);
    }
  }
  if (typeof wanted === 'number') {
    const Ipv6CidrBlock = formatCidr(ipv6Subnet(await vpcIpv6(making), wanted));
    await calls.ec2.AssociateSubnetCidrBlock({ SubnetId: found.id, Ipv6CidrBlock }, { signal });
  }
}

async function giveUp(
  AssociationId: string | undefined,
  item: Item,
  { id }: Found,
  making: Making,
): Promise<void> {
  try {
    await making.calls.ec2.DisassociateSubnetCidrBlock({ AssociationId }, { signal: making.signal });
  } catch (error) {
    if (awsNameOf(error) !== 'InvalidCidrBlock.InUse') throw error;
    throw await ipv6HeldError(item, id, making, error);
  }
}
