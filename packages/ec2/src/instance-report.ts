import type { Column, Row, Value } from '@groundcrew/report';
import { ageText } from './age-text.ts';
import { detailCells } from './details/detail-columns.ts';
import type { InstanceFacts } from './instance.ts';

interface InstanceColumn extends Column {
  readonly cellOf: (facts: InstanceFacts, nowMs: number) => Value;
}

const listOf = (texts: readonly string[]) => (texts.length === 0 ? null : texts.join(' '));

/** In the order of interest. A list is one cell, separated by blanks. */
const columns: readonly InstanceColumn[] = [
  { key: 'name', title: 'Name', wrap: true, cellOf: ({ name }) => name },
  { key: 'instanceId', title: 'Instance', cellOf: ({ instanceId }) => instanceId },
  { key: 'accountId', title: 'Account', cellOf: ({ accountId }) => accountId },
  { key: 'region', title: 'Region', cellOf: ({ region }) => region },
  { key: 'availabilityZone', title: 'Zone', cellOf: ({ availabilityZone }) => availabilityZone },
  { key: 'availabilityZoneId', title: 'Zone id', cellOf: ({ availabilityZoneId }) => availabilityZoneId },
  { key: 'state', title: 'State', words: true, cellOf: ({ state }) => state },
  { key: 'instanceType', title: 'Type', cellOf: ({ instanceType }) => instanceType },
  { key: 'family', title: 'Family', cellOf: ({ type }) => type?.family ?? null },
  { key: 'processor', title: 'Processor', cellOf: ({ type }) => type?.processor ?? null },
  { key: 'imageId', title: 'AMI', cellOf: ({ imageId }) => imageId },
  { key: 'launchTime', title: 'Launched', cellOf: ({ launchTime }) => launchTime },
  { key: 'age', title: 'Age', words: true, cellOf: ({ launchTime }, nowMs) => ageText(launchTime, nowMs) },
  { key: 'lifecycle', title: 'Lifecycle', words: true, cellOf: ({ lifecycle }) => lifecycle },
  { key: 'platform', title: 'Platform', cellOf: ({ platform }) => platform },
  { key: 'keyName', title: 'Key pair', cellOf: ({ keyName }) => keyName },
  { key: 'imdsv2', title: 'IMDSv2', words: true, cellOf: ({ imdsv2 }) => imdsv2 },
  { key: 'spotRequestId', title: 'Spot request', cellOf: ({ spotRequestId }) => spotRequestId },
  { key: 'launchTemplate', title: 'Launch template', cellOf: ({ launchTemplate }) => launchTemplate },
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

/** The columns that identify a row: never truncated. */
const identifying = new Set(['name', 'instanceId', 'accountId', 'region', 'state', 'privateIpv4']);
/** Lists: a line can be broken between their values, but not within one. */
const lists = new Set(['privateIpv4', 'publicIpv4', 'ipv6', 'securityGroups']);

/** The facts of an instance as columns of a table, with lists as text. */
export const instanceColumns: readonly Column[] = columns.map(({ cellOf: _, ...column }) => ({
  ...column,
  ...((column.key === 'tags' || lists.has(column.key)) && { wrap: true as const }),
  ...((identifying.has(column.key) || lists.has(column.key) || column.key.endsWith('Id')) &&
    column.key !== 'name' && { whole: true as const }),
}));

const TAG_PREFIX = 'tag:';

/** A column with the values of a tag: `tag:Team`. */
export function tagColumn(key: string): Column {
  return { key: `${TAG_PREFIX}${key}`, title: key, wrap: true };
}

/**
 * The cells of one instance: all that it has itself, or the named ones, tags and details included.
 *
 * @param nowMs for its age, milliseconds since 1970
 */
export function instanceRow(
  facts: InstanceFacts,
  keys?: ReadonlySet<string>,
  nowMs: number = Date.now(),
): Row {
  const row: Record<string, Value> = {};
  for (const { key, cellOf } of columns) {
    if (keys === undefined || keys.has(key)) row[key] = cellOf(facts, nowMs);
  }
  if (keys) Object.assign(row, detailCells(facts.details, keys, nowMs));
  for (const key of keys ?? []) {
    if (key.startsWith(TAG_PREFIX)) row[key] = tagOf(facts, key.slice(TAG_PREFIX.length));
  }
  return row;
}

function tagOf({ tags }: InstanceFacts, key: string): Value {
  return tags !== null && Object.hasOwn(tags, key) ? tags[key]! : null;
}
