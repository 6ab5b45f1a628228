import { textOf } from '../desired/item.ts';
import { vpcsOf } from './ec2-look-ups.ts';
import { specification, updateTags } from './ec2-tags.ts';
import { completing, undefinedIfNotFound } from './failures.ts';
import type { KindCalls } from './kind-calls.ts';
import type { LookUp } from './network-calls.ts';
import { isThere, oursOf } from './ours.ts';
import { refId } from './references.ts';
import { fromList } from './tags.ts';

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
    const answer = await undefinedIfNotFound(() =>
      look.once('dns-hostnames', () =>
        calls.ec2.DescribeVpcAttribute({ VpcId: found.id, Attribute: 'enableDnsHostnames' }, { signal }),
      ),
    );
    // Two reads of what was just made may differ: the VPC is there, and what it is like shows later.
    if (!answer) return { ...found, state: 'pending' };
    return { ...found, values: { ...found.values, dnsHostnames: answer.EnableDnsHostnames?.Value ?? false } };
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

/** The IPv6 range of the VPC that is there, or will be in a moment. */
export async function ipv6RangeOf(look: LookUp) {
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
