import type { Form } from '../../form.ts';
import type { XmlElements } from '../../xml.ts';
import { invalidParameter, missingParameter } from '../errors.ts';
import { formatCidr, parseCidr } from './cidr.ts';
import { integerOf } from './making.ts';
import { refused } from './network-errors.ts';
import type { RegionNetwork } from './region-network.ts';
import { findPrefixList } from './prefix-lists.ts';
import type { GroupRule, SecurityGroup } from './network-resources.ts';

/** A rule as a request has it. */
export type WrittenRule = Omit<GroupRule, 'id' | 'tags'>;

const protocolNames: Readonly<Record<string, string>> = {
  1: 'icmp',
  6: 'tcp',
  17: 'udp',
  58: 'icmpv6',
  icmp: 'icmp',
  tcp: 'tcp',
  udp: 'udp',
  icmpv6: 'icmpv6',
  '-1': '-1',
  all: '-1',
};
const MAX_PORT = 65_535;
const MAX_PROTOCOL = 255;

/** The rules of the `IpPermissions` of a request, or of the parameters that are older. @throws AwsError */
export function readPermissions(
  form: Form,
  isEgress: boolean,
  owner: SecurityGroup,
  network: RegionNetwork,
): readonly WrittenRule[] {
  const permissions = form.structures('IpPermissions');
  if (permissions.length > 0) return permissions.flatMap((each) => rulesOf(each, isEgress, owner, network));
  const cidr = form.text('CidrIp');
  if (cidr === undefined) {
    if (form.text('SourceSecurityGroupName') !== undefined)
      throw invalidParameter('SourceSecurityGroupName is of groups without a VPC; use IpPermissions');
    throw missingParameter('ipPermissions');
  }
  return [{ isEgress, ...whatOf(form), ...ipv4Of(cidr) }];
}

function rulesOf(
  permission: Form,
  isEgress: boolean,
  owner: SecurityGroup,
  network: RegionNetwork,
): WrittenRule[] {
  const base = { isEgress, ...whatOf(permission) };
  const described = (each: Form) => {
    const description = each.text('Description');
    return description === undefined || description === '' ? {} : { description };
  };
  const rules = [
    ...permission
      .structures('IpRanges')
      .map((each) => ({ ...base, ...ipv4Of(each.text('CidrIp') ?? ''), ...described(each) })),
    ...permission
      .structures('Ipv6Ranges')
      .map((each) => ({ ...base, ...ipv6Of(each.text('CidrIpv6') ?? ''), ...described(each) })),
    ...permission.structures('PrefixListIds').map((each) => ({
      ...base,
      prefixList: prefixListOf(each.text('PrefixListId') ?? '', network),
      ...described(each),
    })),
    ...permission
      .structures('Groups')
      .map((each) => ({ ...base, group: groupOf(each, owner, network), ...described(each) })),
  ];
  if (rules.length === 0)
    throw invalidParameter(
      'A permission has none of IpRanges, Ipv6Ranges, PrefixListIds and UserIdGroupPairs',
    );
  return rules;
}

/** Protocol and ports; of protocols without ports, −1. @throws AwsError */
function whatOf(form: Form): Pick<GroupRule, 'protocol' | 'fromPort' | 'toPort'> {
  const written = form.text('IpProtocol');
  if (written === undefined) throw missingParameter('ipProtocol');
  const name = written.toLowerCase();
  const known = Object.hasOwn(protocolNames, name) ? protocolNames[name] : undefined;
  if (known === undefined && !(/^\d{1,3}$/.test(name) && Number(name) <= MAX_PROTOCOL))
    throw invalidParameter(`Invalid value '${written}' for IP protocol. Unknown protocol.`);
  const protocol = known ?? name;
  const fromPort = integerOf(form, 'FromPort');
  const toPort = integerOf(form, 'ToPort');
  if (protocol === 'icmp' || protocol === 'icmpv6')
    return { protocol, fromPort: fromPort ?? -1, toPort: toPort ?? -1 };
  if (protocol !== 'tcp' && protocol !== 'udp') return { protocol, fromPort: -1, toPort: -1 };
  if (fromPort === undefined || toPort === undefined) {
    throw invalidParameter(
      `Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.`,
    );
  }
  if (fromPort < 0 || toPort > MAX_PORT || fromPort > toPort)
    throw invalidParameter(
      `Invalid value '${fromPort}-${toPort}' for portRange. Invalid TCP/UDP port range.`,
    );
  return { protocol, fromPort, toPort };
}

function ipv4Of(text: string): { readonly ipv4: string } {
  const range = parseCidr(text);
  if (range?.family !== 4) throw invalidParameter(`CIDR block ${text} is malformed`);
  return { ipv4: formatCidr(range) };
}

function ipv6Of(text: string): { readonly ipv6: string } {
  const range = parseCidr(text);
  if (range?.family !== 6) throw invalidParameter(`CIDR block ${text} is malformed`);
  return { ipv6: formatCidr(range) };
}

function prefixListOf(id: string, network: RegionNetwork): string {
  if (!findPrefixList(id, network))
    throw refused('InvalidPrefixListID.NotFound', `The prefix list ID '${id}' does not exist`);
  return id;
}

function groupOf(form: Form, owner: SecurityGroup, network: RegionNetwork): string {
  const id = form.text('GroupId');
  const name = form.text('GroupName');
  const found =
    id === undefined
      ? network.found('security-group').find((each) => each.vpcId === owner.vpcId && each.name === name)
      : network.find('security-group', id);
  if (!found) throw refused('InvalidGroup.NotFound', `The security group '${id ?? name}' does not exist`);
  const isPeered = network
    .all('vpc-peering-connection')
    .some(
      ({ status, requester, accepter }) =>
        status === 'active' &&
        [requester.vpcId, accepter.vpcId].includes(owner.vpcId) &&
        [requester.vpcId, accepter.vpcId].includes(found.vpcId),
    );
  if (found.vpcId !== owner.vpcId && !isPeered) {
    throw refused(
      'InvalidGroup.NotFound',
      `You have specified two resources that belong to different networks.`,
    );
  }
  return found.id;
}

/** Whether two rules allow the same: descriptions do not count. */
export function isSameRule(one: WrittenRule, other: WrittenRule): boolean {
  return keyOf(one) === keyOf(other);
}

function keyOf({ isEgress, protocol, fromPort, toPort, ipv4, ipv6, prefixList, group }: WrittenRule): string {
  return [isEgress, protocol, fromPort, toPort, ipv4, ipv6, prefixList, group].join(' ');
}

/** As EC2 writes a rule in a message. */
export function ruleText({ protocol, fromPort, toPort, ipv4, ipv6, prefixList, group }: WrittenRule): string {
  const peer = ipv4 ?? ipv6 ?? prefixList ?? group;
  if (protocol === '-1') return `peer: ${peer}, ALL, ALLOW`;
  return `peer: ${peer}, ${protocol.toUpperCase()}, from port: ${fromPort}, to port: ${toPort}, ALLOW`;
}

/** Rules as `IpPermissions`: those with the same protocol and ports are one. */
export function permissionElements(rules: readonly WrittenRule[], network: RegionNetwork): XmlElements[] {
  const alike = new Map<string, WrittenRule[]>();
  for (const rule of rules) {
    const key = `${rule.protocol} ${rule.fromPort} ${rule.toPort}`;
    alike.set(key, [...(alike.get(key) ?? []), rule]);
  }
  return [...alike.values()].map((same) => {
    const { protocol, fromPort, toPort } = same[0]!;
    const hasPorts = ['tcp', 'udp', 'icmp', 'icmpv6'].includes(protocol);
    const each = (
      peer: 'ipv4' | 'ipv6' | 'prefixList' | 'group',
      element: string,
      more: XmlElements = {},
    ) => ({
      item: same.flatMap((rule) =>
        rule[peer] === undefined
          ? []
          : [
              {
                ...more,
                [element]: rule[peer],
                ...(rule.description !== undefined && { description: rule.description }),
              },
            ],
      ),
    });
    return {
      ipProtocol: protocol,
      ...(hasPorts && { fromPort, toPort }),
      groups: each('group', 'groupId', { userId: network.accountId }),
      ipRanges: each('ipv4', 'cidrIp'),
      ipv6Ranges: each('ipv6', 'cidrIpv6'),
      prefixListIds: each('prefixList', 'prefixListId'),
    };
  });
}
