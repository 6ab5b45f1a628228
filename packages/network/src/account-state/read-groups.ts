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

/** A rule without the ownership tag, in a group of the network. */
export interface UntaggedRule {
  /** What it would be of the network; `undefined`: no network file can have it. */
  readonly key: string | undefined;
  /** For people: `sgr-1 of sg-1 (shop-web)`. */
  readonly what: string;
}

/**
 * What the groups of the network let in. All that is let out is others'.
 *
 * @returns the rules that somebody else may have made: they are of the network only if the file wants just that
 */
export function readRules(reading: Reading, vpc: OwnVpc | undefined): readonly UntaggedRule[] {
  const { lists, add, keyOf, items, isOurs } = reading;
  const untagged: UntaggedRule[] = [];
  for (const rule of lists.of('SecurityGroupRules')) {
    const groupId = text(rule, 'GroupId');
    const group = keyOf(groupId);
    if (group === undefined || flag(rule, 'IsEgress')) continue;
    const from = sourceOf(reading, rule, vpc);
    const what = whatOf(rule, from?.isIpv6 ?? false);
    const name = group.replace('group:', '');
    const key = what && from && `rule:${name}/${what.protocol}/${what.ports}/${from.source}`;
    const id = text(rule, 'SecurityGroupRuleId');
    if (!isOurs(tagsOf(rule)))
      untagged.push({ key, what: `${id} of ${groupId} (${items.get(group)?.name})` });
    // Another form of the same rule.
    if (!key || items.has(key)) continue;
    add({
      kind: 'rule',
      key,
      name: `${from.source} to ${name}:${what.ports}/${what.protocol}`,
      id,
      props: { source: from.source, ...what },
      refs: { group, ...from.refs },
    });
  }
  return untagged;
}

function whatOf(
  rule: Fields,
  isIpv6: boolean,
): { readonly protocol: string; readonly ports: string } | undefined {
  const protocol = text(rule, 'IpProtocol');
  const [from, to] = [numberAt(rule, 'FromPort') ?? -1, numberAt(rule, 'ToPort') ?? -1];
  switch (protocol) {
    case '-1':
      return { protocol: 'all', ports: 'all' };
    case 'icmp':
    case 'icmpv6':
      // One protocol of network files; types and codes they do not have.
      return from === -1 && to === -1 && isIpv6 === (protocol === 'icmpv6')
        ? { protocol: 'icmp', ports: 'all' }
        : undefined;
    case 'tcp':
    case 'udp':
      return { protocol, ports: from === to ? `${from}` : `${from}-${to}` };
    default:
      return undefined;
  }
}

interface Source {
  readonly source: string;
  readonly isIpv6: boolean;
  readonly refs: Readonly<Record<string, string>>;
}

function sourceOf({ keyOf }: Reading, rule: Fields, vpc: OwnVpc | undefined): Source | undefined {
  const cidr = cidrAt(rule, 'CidrIpv4') ?? cidrAt(rule, 'CidrIpv6');
  if (cidr) {
    const isOfVpc = vpc?.ipv6 !== undefined && equals(vpc.ipv6, cidr);
    return {
      isIpv6: cidr.family === 6,
      ...(isOfVpc
        ? { source: 'IPv6 of the VPC', refs: { range: 'ipv6-range' } }
        : { source: formatCidr(cidr), refs: {} }),
    };
  }
  const other = object(rule, 'ReferencedGroupInfo');
  const key = keyOf(other && optional(other, 'GroupId'));
  return key === undefined
    ? undefined
    : { source: key.replace('group:', ''), isIpv6: false, refs: { source: key } };
}
