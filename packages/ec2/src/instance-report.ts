import type { Column, Row, Value } from '@groundcrew/report';
import type { InstanceFacts } from './instance.ts';

interface InstanceColumn extends Column {
  readonly cellOf: (facts: InstanceFacts) => Value;
}

const listOf = (texts: readonly string[]) => (texts.length === 0 ? null : texts.join(' '));

/** In the order of interest. A list is one cell, separated by blanks. */
const columns: readonly InstanceColumn[] = [
  { key: 'name', title: 'Name', cellOf: ({ name }) => name },
  { key: 'instanceId', title: 'Instance', cellOf: ({ instanceId }) => instanceId },
  { key: 'accountId', title: 'Account', cellOf: ({ accountId }) => accountId },
  { key: 'region', title: 'Region', cellOf: ({ region }) => region },
  { key: 'availabilityZone', title: 'Zone', cellOf: ({ availabilityZone }) => availabilityZone },
  { key: 'availabilityZoneId', title: 'Zone id', cellOf: ({ availabilityZoneId }) => availabilityZoneId },
  { key: 'state', title: 'State', cellOf: ({ state }) => state },
  { key: 'instanceType', title: 'Type', cellOf: ({ instanceType }) => instanceType },
  { key: 'family', title: 'Family', cellOf: ({ type }) => type?.family ?? null },
  { key: 'processor', title: 'Processor', cellOf: ({ type }) => type?.processor ?? null },
  { key: 'imageId', title: 'AMI', cellOf: ({ imageId }) => imageId },
  { key: 'launchTime', title: 'Launched', cellOf: ({ launchTime }) => launchTime },
  { key: 'lifecycle', title: 'Lifecycle', cellOf: ({ lifecycle }) => lifecycle },
  { key: 'privateIpv4', title: 'Private IPv4', cellOf: ({ privateIpv4 }) => listOf(privateIpv4) },
  { key: 'publicIpv4', title: 'Public IPv4', cellOf: ({ publicIpv4 }) => listOf(publicIpv4) },
  { key: 'ipv6', title: 'IPv6', cellOf: ({ ipv6 }) => listOf(ipv6) },
  { key: 'privateDnsName', title: 'Private DNS name', cellOf: ({ privateDnsName }) => privateDnsName },
  { key: 'publicDnsName', title: 'Public DNS name', cellOf: ({ publicDnsName }) => publicDnsName },
  { key: 'macAddress', title: 'MAC', cellOf: ({ macAddress }) => macAddress },
  { key: 'vpcId', title: 'VPC', cellOf: ({ vpcId }) => vpcId },
  { key: 'subnetId', title: 'Subnet', cellOf: ({ subnetId }) => subnetId },
  {
    key: 'securityGroups',
    title: 'Security groups',
    cellOf: ({ securityGroups }) => listOf(securityGroups.map(({ id, name }) => name ?? id ?? '')),
  },
  {
    key: 'instanceProfileArn',
    title: 'Instance profile',
    cellOf: ({ instanceProfileArn }) => instanceProfileArn,
  },
  { key: 'role', title: 'Role', cellOf: ({ role }) => role },
  {
    key: 'tags',
    title: 'Tags',
    cellOf: ({ tags }) => tags && listOf(Object.entries(tags).map(([key, value]) => `${key}=${value}`)),
  },
];

/** The facts of an instance as columns of a table, with lists as text. */
export const instanceColumns: readonly Column[] = columns.map(({ key, title }) => ({
  key,
  title,
  ...(key === 'tags' && { wrap: true as const }),
}));

/** The cells of one instance: all of them, or the named ones. */
export function instanceRow(facts: InstanceFacts, keys?: ReadonlySet<string>): Row {
  const row: Record<string, Value> = {};
  for (const { key, cellOf } of columns) {
    if (keys === undefined || keys.has(key)) row[key] = cellOf(facts);
  }
  return row;
}
