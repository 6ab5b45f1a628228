import {
  instanceAttributes,
  linkedIds,
  type Relation,
  type Resource,
  resourceAttributes,
} from '@groundcrew/account';
import type { Ec2Filter } from '@groundcrew/aws/ec2';
import { GroundcrewError } from '@groundcrew/errors';
import { matchesPattern } from '../selection/index.ts';

type ValuesOf = (resource: Resource) => readonly (string | undefined)[];

const id: ValuesOf = (resource) => [resource.id];
const ofInstance =
  (name: 'state' | 'type' | 'ami' | 'zone' | 'lifecycle' | 'privateDnsName' | 'publicDnsName'): ValuesOf =>
  (resource) => [instanceAttributes(resource)?.[name]];
const linked =
  (relation: Relation): ValuesOf =>
  ({ links }) =>
    linkedIds(links, relation);
const addresses =
  (name: 'privateIps' | 'publicIps' | 'ipv6'): ValuesOf =>
  (resource) =>
    resourceAttributes(resource)?.[name] ?? [];

/** EC2 API reference, the filters of DescribeInstances and DescribeNetworkInterfaces that selections and lookups use. */
const filterValues: ReadonlyMap<string, ValuesOf> = new Map([
  ['instance-id', id],
  ['network-interface-id', id],
  ['instance-state-name', ofInstance('state')],
  ['instance-type', ofInstance('type')],
  ['image-id', ofInstance('ami')],
  ['availability-zone', ofInstance('zone')],
  ['instance-lifecycle', ofInstance('lifecycle')],
  ['private-dns-name', ofInstance('privateDnsName')],
  ['dns-name', ofInstance('publicDnsName')],
  ['vpc-id', linked('vpc')],
  ['subnet-id', linked('subnet')],
  ['mac-address', (resource) => [resourceAttributes(resource)?.mac]],
  ['tag-key', ({ tags }) => Object.keys(tags ?? {})],
  ...['', 'network-interface.'].flatMap((prefix): [string, ValuesOf][] => [
    [`${prefix}addresses.private-ip-address`, addresses('privateIps')],
    [`${prefix}addresses.association.public-ip`, addresses('publicIps')],
    [`${prefix}ipv6-addresses.ipv6-address`, addresses('ipv6')],
  ]),
]);

/**
 * Whether a resource passes all filters, as EC2 applies them: one of the values of each.
 *
 * @throws GroundcrewError `fleet.snapshot.filter` for a filter that is not known here
 */
export function passes(filters: readonly Ec2Filter[]): (resource: Resource) => boolean {
  const checks = filters.map(({ name, values }) => {
    const valuesOf = valuesOfFilter(name);
    const matchers = values.map(matcherOf);
    return (resource: Resource) =>
      valuesOf(resource).some((value) => value !== undefined && matchers.some((matches) => matches(value)));
  });
  return (resource) => checks.every((check) => check(resource));
}

/** Most values have no wildcard, and there may be very many instances. */
function matcherOf(pattern: string): (text: string) => boolean {
  return /[*?\\]/.test(pattern) ? (text) => matchesPattern(pattern, text) : (text) => text === pattern;
}

function valuesOfFilter(name: string): ValuesOf {
  if (name.startsWith('tag:')) {
    const key = name.slice('tag:'.length);
    return ({ tags }) => (tags !== null && Object.hasOwn(tags, key) ? [tags[key]] : []);
  }
  const found = filterValues.get(name);
  if (found) return found;
  throw new GroundcrewError(
    'fleet.snapshot.filter',
    `the filter "${name}" is not known of snapshots; leave it out, or ask EC2`,
  );
}
