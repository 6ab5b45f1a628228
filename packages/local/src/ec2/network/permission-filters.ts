import type { RegionNetwork } from './region-network.ts';
import type { GroupRule, SecurityGroup } from './network-resources.ts';

type Read = (rule: GroupRule, network: RegionNetwork) => string | number | undefined;

const hasPorts = ({ protocol }: GroupRule) => ['tcp', 'udp', 'icmp', 'icmpv6'].includes(protocol);

const ofRule: Readonly<Record<string, Read>> = {
  cidr: ({ ipv4 }) => ipv4,
  'from-port': (rule) => (hasPorts(rule) ? rule.fromPort : undefined),
  'group-id': ({ group }) => group,
  'group-name': ({ group }, network) =>
    group === undefined ? undefined : network.find('security-group', group)?.name,
  'ipv6-cidr': ({ ipv6 }) => ipv6,
  'prefix-list-id': ({ prefixList }) => prefixList,
  protocol: ({ protocol }) => protocol,
  'to-port': (rule) => (hasPorts(rule) ? rule.toPort : undefined),
  'user-id': ({ group }, { accountId }) => (group === undefined ? undefined : accountId),
};

/** The filters of DescribeSecurityGroups by what its rules allow: `ip-permission.cidr`, `egress.ip-permission.cidr`, … */
export const permissionFilters: Readonly<
  Record<string, (group: SecurityGroup, network: RegionNetwork) => readonly (string | number | undefined)[]>
> = Object.fromEntries(
  Object.entries(ofRule).flatMap(([name, read]) =>
    [false, true].map((isEgress) => [
      `${isEgress ? 'egress.' : ''}ip-permission.${name}`,
      (group: SecurityGroup, network: RegionNetwork) =>
        group.rules.filter((rule) => rule.isEgress === isEgress).map((rule) => read(rule, network)),
    ]),
  ),
);
