import { equals, formatCidr } from '../cidr/index.ts';
import { cidrAt, type Fields, flag, numberAt, object, optional, tagsOf, text } from '../saved/fields.ts';
import { keyTagOf, type Reading } from './reading.ts';
import { nameOf, type OwnVpc } from './read-vpc.ts';

/** Security groups. One of others that has a name which the network wants is in the way. */
export function readGroups(reading: Reading, vpc: OwnVpc | undefined): void {
  const { file, lists, add, isOurs, tagsProp, checkVpc, foreign } = reading;
  const prefix = `${file.name}-`;
  for (const group of lists.of('SecurityGroups')) {
    const tags = tagsOf(group);
    const id = text(group, 'GroupId');
    const groupName = optional(group, 'GroupName') ?? '';
    const named = groupName.startsWith(prefix) ? `group:${groupName.slice(prefix.length)}` : undefined;
    if (!isOurs(tags)) {
      if (vpc && optional(group, 'VpcId') === vpc.id && named !== undefined) foreign.add(named);
      continue;
    }
    const key = named ?? keyTagOf(tags, 'group');
    if (key === undefined) continue;
    checkVpc(id, optional(group, 'VpcId'));
    add({
      kind: 'group',
      key,
      name: nameOf(group, id),
      id,
      props: { tags: tagsProp(tags) },
      refs: { vpc: 'vpc' },
    });
  }
}

/**
 * What the groups of the network let in. Rules that no network file can have (of prefix lists, groups of others, types of ICMP)
 * are others', and stay; so is all that is let out.
 */
export function readRules(reading: Reading, vpc: OwnVpc | undefined): void {
  const { lists, add, keyOf, items } = reading;
  for (const rule of lists.of('SecurityGroupRules')) {
    const group = keyOf(text(rule, 'GroupId'));
    const what = whatOf(rule);
    const from = sourceOf(reading, rule, vpc);
    if (group === undefined || flag(rule, 'IsEgress') || !what || !from) continue;
    const name = group.replace('group:', '');
    const key = `rule:${name}/${what.protocol}/${what.ports}/${from.source}`;
    // Another form of the same rule.
    if (items.has(key)) continue;
    add({
      kind: 'rule',
      key,
      name: `${from.source} to ${name}:${what.ports}/${what.protocol}`,
      id: text(rule, 'SecurityGroupRuleId'),
      props: { source: from.source, ...what },
      refs: { group, ...from.refs },
    });
  }
}

function whatOf(rule: Fields): { readonly protocol: string; readonly ports: string } | undefined {
  const protocol = text(rule, 'IpProtocol');
  const [from, to] = [numberAt(rule, 'FromPort') ?? -1, numberAt(rule, 'ToPort') ?? -1];
  switch (protocol) {
    case '-1':
      return { protocol: 'all', ports: 'all' };
    case 'icmp':
      return from === -1 && to === -1 ? { protocol, ports: 'all' } : undefined;
    case 'tcp':
    case 'udp':
      return { protocol, ports: from === to ? `${from}` : `${from}-${to}` };
    default:
      return undefined;
  }
}

function sourceOf(
  { keyOf }: Reading,
  rule: Fields,
  vpc: OwnVpc | undefined,
): { readonly source: string; readonly refs: Readonly<Record<string, string>> } | undefined {
  const ipv4 = cidrAt(rule, 'CidrIpv4');
  if (ipv4) return { source: formatCidr(ipv4), refs: {} };
  const ipv6 = cidrAt(rule, 'CidrIpv6');
  if (ipv6) {
    return vpc?.ipv6 && equals(vpc.ipv6, ipv6)
      ? { source: 'IPv6 of the VPC', refs: { range: 'ipv6-range' } }
      : { source: formatCidr(ipv6), refs: {} };
  }
  const other = object(rule, 'ReferencedGroupInfo');
  const key = keyOf(other && optional(other, 'GroupId'));
  return key === undefined ? undefined : { source: key.replace('group:', ''), refs: { source: key } };
}
