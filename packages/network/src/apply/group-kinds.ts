import type { IpPermission, SecurityGroupRule } from '@groundcrew/aws/ec2';
import { type Item, refOf, textOf } from '../desired/item.ts';
import { groupsOf, rulesOf, vpcsOf } from './ec2-look-ups.ts';
import { specification, updateTags } from './ec2-tags.ts';
import { notVisible } from './failures.ts';
import type { KindCalls } from './kind-calls.ts';
import type { LookUp } from './network-calls.ts';
import { knownRef, refId } from './references.ts';
import { fromList } from './tags.ts';

/** Security groups, by their names in the VPC. */
export const groupKind: KindCalls = {
  tagged: true,
  async find(item, look) {
    const vpc = look.ids.get('vpc');
    if (vpc === undefined) return undefined;
    const group = (await groupsOf(look, vpc)).find(({ GroupName }) => GroupName === item.name);
    return group && { id: group.GroupId ?? '', values: {}, refs: { vpc }, tags: fromList(group.Tags) };
  },
  async make(item, making, existing) {
    if (existing) return existing.id;
    const { GroupId = '' } = await making.calls.ec2.CreateSecurityGroup(
      {
        GroupName: item.name,
        Description: `${item.name}, of the network ${making.network}`
          .replaceAll(/[^\w .:/()#,@[\]+=&;{}!$*-]/g, '-')
          .slice(0, 255),
        VpcId: refId(item, 'vpc', making),
        TagSpecifications: specification('security-group', item, making),
      },
      { signal: making.signal },
    );
    return GroupId;
  },
  update: (before, after, _, found, making) => updateTags(before, after, found, making),
  remove: async (_, { id }, { calls, signal }) =>
    void (await calls.ec2.DeleteSecurityGroup({ GroupId: id }, { signal })),
};

/** What a rule lets in, as EC2 has it. */
interface Content {
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  /** A range or the id of a group. */
  readonly source: string;
}

/** @returns `undefined`: the range or the group that it lets in is not there yet */
async function contentOf(item: Item, look: LookUp): Promise<Content | undefined> {
  const protocol = textOf(item, 'protocol');
  const source = await sourceOf(item, look);
  if (source === undefined) return undefined;
  if (protocol === 'all') return { protocol: '-1', from: -1, to: -1, source };
  if (protocol === 'icmp') {
    return { protocol: source.includes(':') ? 'icmpv6' : 'icmp', from: -1, to: -1, source };
  }
  const [from = '', to = from] = textOf(item, 'ports').split('-');
  return { protocol, from: Number(from), to: Number(to), source };
}

async function sourceOf(item: Item, look: LookUp): Promise<string | undefined> {
  if (refOf(item, 'source') !== undefined) return knownRef(item, 'source', look);
  if (refOf(item, 'range') === undefined) return textOf(item, 'source');
  const vpc = (await vpcsOf(look)).find(({ VpcId }) => VpcId === look.ids.get('vpc'));
  return vpc?.Ipv6CidrBlockAssociationSet?.find(
    ({ Ipv6CidrBlockState }) => Ipv6CidrBlockState?.State === 'associated',
  )?.Ipv6CidrBlock;
}

function isOf(rule: SecurityGroupRule, { protocol, from, to, source }: Content): boolean {
  const hasSource =
    rule.CidrIpv4 === source || rule.CidrIpv6 === source || rule.ReferencedGroupInfo?.GroupId === source;
  if (rule.IsEgress || !hasSource || rule.IpProtocol !== protocol) return false;
  // All of a protocol has no ports.
  return protocol === '-1' || ((rule.FromPort ?? -1) === from && (rule.ToPort ?? -1) === to);
}

function permission({ protocol, from, to, source }: Content, description: string): IpPermission {
  const Description = description.replaceAll(/[^\w .:/()#,@[\]+=&;{}!$*-]/g, '-').slice(0, 255);
  return {
    IpProtocol: protocol,
    ...(protocol !== '-1' && { FromPort: from, ToPort: to }),
    ...(source.startsWith('sg-')
      ? { UserIdGroupPairs: [{ GroupId: source, Description }] }
      : source.includes(':')
        ? { Ipv6Ranges: [{ CidrIpv6: source, Description }] }
        : { IpRanges: [{ CidrIp: source, Description }] }),
  };
}

/** Inbound rules: by id, or by what they let in, of which a group has only one. */
export const ruleKind: KindCalls = {
  async find(item, look) {
    const group = knownRef(item, 'group', look);
    if (group === undefined) return undefined;
    const id = look.ids.get(item.key);
    const rules = await rulesOf(look, group);
    const known = rules.find(({ SecurityGroupRuleId }) => SecurityGroupRuleId === id);
    const content = await contentOf(item, look);
    const rule = known ?? (content && rules.find((each) => isOf(each, content)));
    if (!rule) return undefined;
    return {
      id: rule.SecurityGroupRuleId ?? '',
      // Somebody may have changed it under its id.
      isAsWanted: content !== undefined && isOf(rule, content),
      values: {},
      refs: { group },
    };
  },
  async make(item, making, existing) {
    if (existing) return existing.id;
    const content = await contentOf(item, { ...making, once: (_, ask) => ask() });
    if (!content) throw notVisible(`the source of ${item.key} is not visible yet`);
    const { SecurityGroupRules = [] } = await making.calls.ec2.AuthorizeSecurityGroupIngress(
      {
        GroupId: refId(item, 'group', making),
        IpPermissions: [permission(content, item.name)],
        TagSpecifications: specification('security-group-rule', item, making),
      },
      { signal: making.signal },
    );
    return SecurityGroupRules[0]?.SecurityGroupRuleId ?? '';
  },
  remove: async (item, { id }, making) =>
    void (await making.calls.ec2.RevokeSecurityGroupIngress(
      { GroupId: refId(item, 'group', making), SecurityGroupRuleIds: [id] },
      { signal: making.signal },
    )),
};
