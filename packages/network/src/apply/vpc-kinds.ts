import type { KindCalls } from './kind-calls.ts';
import type { Found, LookUp } from './network-calls.ts';
import { cidr, formatCidr } from '../cidr/index.ts';
import { type Item, refOf, textOf } from '../desired/item.ts';
import { addressesOf, egressGatewaysOf, gatewaysOf, subnetsOf, vpcsOf } from './ec2-look-ups.ts';
import { specification, updateTags } from './ec2-tags.ts';
import { completing } from './failures.ts';
import { knownRef, refId } from './references.ts';
import { fromList, isOurs } from './tags.ts';

/** Of things that bear our tags: the one whose id is known, or those with the key. */
export function oursOf(
  found: readonly Found[],
  item: Item,
  { ids, network }: LookUp,
): Found | readonly Found[] | undefined {
  const id = ids.get(item.key);
  const known = found.find((each) => each.id === id);
  if (known) return known;
  const ours = found.filter((each) => isOurs(each, item, network));
  return ours.length > 1 ? ours : ours[0];
}

/** AWS names no state of an association that is not there any more. */
const isThere = (state: string | undefined) => state === undefined || !/^(dis|failed)/.test(state);

/** The VPC: by id, or by its tags. */
export const vpcKind: KindCalls = {
  tagged: true,
  completed: ['dnsHostnames'],
  async find(item, look) {
    const { calls, signal } = look;
    const vpcs = await vpcsOf(look);
    const found = oursOf(
      vpcs.map(({ VpcId = '', CidrBlock, Tags, State }) => ({
        id: VpcId,
        values: { cidr: CidrBlock },
        tags: fromList(Tags),
        ...(State === 'pending' && { state: 'pending' as const }),
      })),
      item,
      look,
    );
    if (!found || !('id' in found)) return found;
    const { EnableDnsHostnames } = await look.once('dns-hostnames', () =>
      calls.ec2.DescribeVpcAttribute({ VpcId: found.id, Attribute: 'enableDnsHostnames' }, { signal }),
    );
    return { ...found, values: { ...found.values, dnsHostnames: EnableDnsHostnames?.Value ?? false } };
  },
  async make(item, making, existing) {
    const { calls, signal } = making;
    const id =
      existing?.id ??
      (
        await calls.ec2.CreateVpc(
          { CidrBlock: textOf(item, 'cidr'), TagSpecifications: specification('vpc', item, making) },
          { signal },
        )
      ).Vpc?.VpcId ??
      '';
    await completing(id, () =>
      calls.ec2.ModifyVpcAttribute({ VpcId: id, EnableDnsHostnames: { Value: true } }, { signal }),
    );
    return id;
  },
  async update(before, after, fields, found, making) {
    const { calls, signal } = making;
    if (fields.includes('tags')) await updateTags(before, after, found, making);
    if (fields.includes('dnsHostnames')) {
      const Value = after.props['dnsHostnames'] === true;
      await calls.ec2.ModifyVpcAttribute({ VpcId: found.id, EnableDnsHostnames: { Value } }, { signal });
    }
  },
  remove: async (_, { id }, { calls, signal }) => void (await calls.ec2.DeleteVpc({ VpcId: id }, { signal })),
};

/** Further IPv4 ranges of the VPC, by the range. */
export const rangeKind: KindCalls = {
  async find(item, look) {
    const vpc = (await vpcsOf(look)).find(({ VpcId }) => VpcId === look.ids.get('vpc'));
    const range = vpc?.CidrBlockAssociationSet?.find(
      ({ CidrBlock, CidrBlockState }) => CidrBlock === textOf(item, 'cidr') && isThere(CidrBlockState?.State),
    );
    if (!range) return undefined;
    const isPending = range.CidrBlockState?.State === 'associating';
    return {
      id: range.AssociationId ?? '',
      values: { cidr: range.CidrBlock },
      ...(isPending && { state: 'pending' as const }),
    };
  },
  async make(item, { calls, ids, signal }, existing) {
    if (existing) return existing.id;
    const { CidrBlockAssociation } = await calls.ec2.AssociateVpcCidrBlock(
      { VpcId: refId(item, 'vpc', { ids }), CidrBlock: textOf(item, 'cidr') },
      { signal },
    );
    return CidrBlockAssociation?.AssociationId ?? '';
  },
  remove: async (_, { id }, { calls, signal }) =>
    void (await calls.ec2.DisassociateVpcCidrBlock({ AssociationId: id }, { signal })),
};

async function ipv6RangeOf(look: LookUp) {
  const vpc = (await vpcsOf(look)).find(({ VpcId }) => VpcId === look.ids.get('vpc'));
  return vpc?.Ipv6CidrBlockAssociationSet?.find(({ Ipv6CidrBlockState }) =>
    isThere(Ipv6CidrBlockState?.State),
  );
}

/** The IPv6 range that AWS gives the VPC. */
export const ipv6RangeKind: KindCalls = {
  async find(_, look) {
    const range = await ipv6RangeOf(look);
    if (!range) return undefined;
    const isPending = range.Ipv6CidrBlockState?.State === 'associating' || !range.Ipv6CidrBlock;
    return {
      id: range.AssociationId ?? '',
      values: {},
      ...(isPending && { state: 'pending' as const }),
    };
  },
  async make(item, { calls, ids, signal }, existing) {
    if (existing) return existing.id;
    const { Ipv6CidrBlockAssociation } = await calls.ec2.AssociateVpcCidrBlock(
      { VpcId: refId(item, 'vpc', { ids }), AmazonProvidedIpv6CidrBlock: true },
      { signal },
    );
    return Ipv6CidrBlockAssociation?.AssociationId ?? '';
  },
  remove: async (_, { id }, { calls, signal }) =>
    void (await calls.ec2.DisassociateVpcCidrBlock({ AssociationId: id }, { signal })),
};

/** The /64 of a subnet: the number that it has in the /56 of its VPC. */
function ipv6RangeOfSubnet(vpcRange: string, index: number): string {
  const { first } = cidr(vpcRange);
  return formatCidr({ family: 6, first: first + (BigInt(index) << 64n), length: 64 });
}

function ipv6Index(vpcRange: string | undefined, range: string | undefined): number | undefined {
  if (vpcRange === undefined || range === undefined) return undefined;
  return Number((cidr(range).first - cidr(vpcRange).first) >> 64n);
}

/** The /56 of the VPC as AWS gave it. @throws TypeError if it has none */
async function vpcIpv6(look: LookUp): Promise<string> {
  const range = (await ipv6RangeOf({ ...look, once: (_, ask) => ask() }))?.Ipv6CidrBlock;
  if (range === undefined) throw new TypeError('the VPC has no IPv6 range yet');
  return range;
}

/** Subnets, by their ranges in the VPC. */
export const subnetKind: KindCalls = {
  tagged: true,
  completed: ['publicAddresses'],
  async find(item, look) {
    const vpc = look.ids.get('vpc');
    if (vpc === undefined) return undefined;
    const subnets = await subnetsOf(look, vpc);
    const subnet = subnets.find(({ CidrBlock }) => CidrBlock === textOf(item, 'cidr'));
    if (!subnet) return undefined;
    const { SubnetId = '', AvailabilityZoneId, MapPublicIpOnLaunch, Ipv6CidrBlockAssociationSet } = subnet;
    const ipv6 = Ipv6CidrBlockAssociationSet?.find(({ Ipv6CidrBlockState }) =>
      isThere(Ipv6CidrBlockState?.State),
    )?.Ipv6CidrBlock;
    const index = ipv6 === undefined ? undefined : ipv6Index((await ipv6RangeOf(look))?.Ipv6CidrBlock, ipv6);
    return {
      id: SubnetId,
      values: {
        cidr: subnet.CidrBlock,
        zone: AvailabilityZoneId,
        publicAddresses: MapPublicIpOnLaunch ?? false,
        ipv6: index,
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
      ? { SubnetId: existing.id, MapPublicIpOnLaunch: existing.values['publicAddresses'] === true }
      : (
          await calls.ec2.CreateSubnet(
            {
              VpcId: refId(item, 'vpc', { ids }),
              CidrBlock: textOf(item, 'cidr'),
              AvailabilityZoneId: textOf(item, 'zone'),
              ...(typeof ipv6 === 'number' && {
                Ipv6CidrBlock: ipv6RangeOfSubnet(await vpcIpv6(making), ipv6),
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
    if (fields.includes('ipv6')) await updateIpv6(after, found, making);
  },
  remove: async (_, { id }, { calls, signal }) =>
    void (await calls.ec2.DeleteSubnet({ SubnetId: id }, { signal })),
};

async function updateIpv6(
  after: Item,
  found: Found,
  making: Parameters<KindCalls['make']>[1],
): Promise<void> {
  const { calls, signal } = making;
  const wanted = after.props['ipv6'];
  if (found.values['ipv6'] === wanted) return;
  if (found.values['ipv6'] !== undefined) {
    const { Subnets = [] } = await calls.ec2.DescribeSubnets({ SubnetIds: [found.id] }, { signal });
    for (const { AssociationId, Ipv6CidrBlockState } of Subnets[0]?.Ipv6CidrBlockAssociationSet ?? []) {
      if (isThere(Ipv6CidrBlockState?.State))
        await calls.ec2.DisassociateSubnetCidrBlock({ AssociationId }, { signal });
    }
  }
  if (typeof wanted === 'number') {
    const Ipv6CidrBlock = ipv6RangeOfSubnet(await vpcIpv6(making), wanted);
    await calls.ec2.AssociateSubnetCidrBlock({ SubnetId: found.id, Ipv6CidrBlock }, { signal });
  }
}

/** The internet gateway: by id, or by its tags. */
export const internetGatewayKind: KindCalls = {
  tagged: true,
  async find(item, look) {
    const found = (await gatewaysOf(look)).map(({ InternetGatewayId = '', Tags }) => ({
      id: InternetGatewayId,
      values: {},
      tags: fromList(Tags),
    }));
    return oursOf(found, item, look);
  },
  async make(item, making, existing) {
    if (existing) return existing.id;
    const { InternetGateway } = await making.calls.ec2.CreateInternetGateway(
      { TagSpecifications: specification('internet-gateway', item, making) },
      { signal: making.signal },
    );
    return InternetGateway?.InternetGatewayId ?? '';
  },
  update: (before, after, _, found, making) => updateTags(before, after, found, making),
  remove: async (_, { id }, { calls, signal }) =>
    void (await calls.ec2.DeleteInternetGateway({ InternetGatewayId: id }, { signal })),
};

/** The attachment of the internet gateway, which has no id of its own. */
export const attachmentKind: KindCalls = {
  async find(item, look) {
    const gateway = knownRef(item, 'gateway', look);
    const vpc = knownRef(item, 'vpc', look);
    if (gateway === undefined || vpc === undefined) return undefined;
    const found = (await gatewaysOf(look)).find(({ InternetGatewayId }) => InternetGatewayId === gateway);
    const attachment = found?.Attachments?.find(
      ({ VpcId, State }) => VpcId === vpc && State !== 'detached' && State !== 'detaching',
    );
    // What refers to an attachment refers to its gateway.
    return attachment && { id: gateway, values: {}, refs: { vpc, gateway } };
  },
  async make(item, { calls, ids, signal }, existing) {
    const InternetGatewayId = refId(item, 'gateway', { ids });
    if (!existing) {
      await calls.ec2.AttachInternetGateway(
        { InternetGatewayId, VpcId: refId(item, 'vpc', { ids }) },
        { signal },
      );
    }
    return InternetGatewayId;
  },
  remove: async (item, { id }, { calls, ids, signal }) =>
    void (await calls.ec2.DetachInternetGateway(
      { InternetGatewayId: id, VpcId: refId(item, 'vpc', { ids }) },
      { signal },
    )),
};

/** The egress-only internet gateway: by id, or by its tags. */
export const egressOnlyKind: KindCalls = {
  tagged: true,
  async find(item, look) {
    const found = (await egressGatewaysOf(look)).map(
      ({ EgressOnlyInternetGatewayId = '', Attachments, Tags }) => ({
        id: EgressOnlyInternetGatewayId,
        values: {},
        refs: { vpc: Attachments?.[0]?.VpcId ?? '' },
        tags: fromList(Tags),
      }),
    );
    return oursOf(found, item, look);
  },
  async make(item, making, existing) {
    if (existing) return existing.id;
    const { EgressOnlyInternetGateway } = await making.calls.ec2.CreateEgressOnlyInternetGateway(
      {
        VpcId: refId(item, 'vpc', making),
        ClientToken: making.token,
        TagSpecifications: specification('egress-only-internet-gateway', item, making),
      },
      { signal: making.signal },
    );
    return EgressOnlyInternetGateway?.EgressOnlyInternetGatewayId ?? '';
  },
  update: (before, after, _, found, making) => updateTags(before, after, found, making),
  remove: async (_, { id }, { calls, signal }) =>
    void (await calls.ec2.DeleteEgressOnlyInternetGateway({ EgressOnlyInternetGatewayId: id }, { signal })),
};

/** Elastic IP addresses: by id, or by their tags; never because one looks unused. */
export const addressKind: KindCalls = {
  tagged: true,
  async find(item, look) {
    const found = (await addressesOf(look, look.ids.get(item.key))).map(({ AllocationId = '', Tags }) => ({
      id: AllocationId,
      values: {},
      tags: fromList(Tags),
    }));
    return oursOf(found, item, look);
  },
  async make(item, making, existing) {
    if (existing) return existing.id;
    const { AllocationId = '' } = await making.calls.ec2.AllocateAddress(
      { Domain: 'vpc', TagSpecifications: specification('elastic-ip', item, making) },
      { signal: making.signal },
    );
    return AllocationId;
  },
  update: (before, after, _, found, making) => updateTags(before, after, found, making),
  remove: async (_, { id }, { calls, signal }) =>
    void (await calls.ec2.ReleaseAddress({ AllocationId: id }, { signal })),
};

/** Whether an item is of the whole VPC. */
export const isRegional = (item: Item): boolean => refOf(item, 'subnet') === undefined;
