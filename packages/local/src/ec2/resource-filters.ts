import type { ResourceDetails, ResourceKind } from '../account/index.ts';
import { type Filter, unknownFilter } from './filter.ts';
import type { RegionNetwork } from './network/region-network.ts';
import { valuesOfFilter } from './network/network-resource-filters.ts';
import { isNetworkResourceKind } from './network/network-resources.ts';
import { addressesOf, groupsOf, imageNameOf, macAddressOf, statusOf } from './resource-facts.ts';

type ValuesOf = (resource: ResourceDetails) => readonly string[];

const one = (value: string | undefined): readonly string[] => (value === undefined ? [] : [value]);
const id: ValuesOf = (resource) => [resource.id];
const ownerId: ValuesOf = ({ accountId }) => [accountId];
const zone: ValuesOf = (resource) => [resource.zone];
const status: ValuesOf = (resource) => [statusOf(resource)];
const description: ValuesOf = ({ entry }) => [entry.description ?? ''];
const parent =
  (kind: keyof ResourceDetails['parents']): ValuesOf =>
  ({ parents }) =>
    one(parents[kind]);

/** The filters of each describe action (EC2 API reference) on the properties supported here, except those by tags. */
const filters: Readonly<Record<ResourceKind, Readonly<Record<string, ValuesOf>>>> = {
  volume: {
    'volume-id': id,
    'attachment.instance-id': parent('instance'),
    'snapshot-id': parent('snapshot'),
    'availability-zone': zone,
    'create-time': ({ createdAt }) => [createdAt],
    size: ({ entry }) => [String(entry.sizeGiB ?? 8)],
    status,
  },
  snapshot: {
    'snapshot-id': id,
    'owner-id': ownerId,
    'volume-id': parent('volume'),
    'start-time': ({ createdAt }) => [createdAt],
    description,
    status,
  },
  'network-interface': {
    'network-interface-id': id,
    'attachment.instance-id': parent('instance'),
    'attachment.instance-owner-id': ({ parents, accountId }) => (parents.instance ? [accountId] : []),
    'owner-id': ownerId,
    'addresses.private-ip-address': (resource) => addressesOf(resource).privateIps,
    'addresses.association.public-ip': (resource) => addressesOf(resource).publicIps,
    'ipv6-addresses.ipv6-address': (resource) => addressesOf(resource).ipv6,
    'mac-address': (resource) => one(macAddressOf(resource)),
    'subnet-id': parent('subnet'),
    'vpc-id': parent('vpc'),
    'availability-zone': zone,
    'group-id': (resource) => groupsOf(resource).map((group) => group.id),
    'group-name': (resource) => groupsOf(resource).map((group) => group.name),
    description,
    status,
  },
  'elastic-ip': {
    'allocation-id': id,
    'instance-id': parent('instance'),
    'network-interface-id': parent('network-interface'),
    'network-interface-owner-id': ({ parents, accountId }) =>
      parents['network-interface'] ? [accountId] : [],
    domain: () => ['vpc'],
  },
  image: {
    'image-id': id,
    'owner-id': ownerId,
    name: (image) => [imageNameOf(image)],
    description,
    state: status,
    'source-instance-id': parent('instance'),
    'block-device-mapping.snapshot-id': parent('snapshot'),
  },
  'security-group': {
    'group-id': id,
    'owner-id': ownerId,
    'vpc-id': parent('vpc'),
    'group-name': ({ groupName }) => one(groupName),
    description,
  },
  vpc: { 'vpc-id': id, 'owner-id': ownerId, cidr: ({ cidr }) => one(cidr), state: status },
  subnet: {
    'subnet-id': id,
    'owner-id': ownerId,
    'vpc-id': parent('vpc'),
    'availability-zone': zone,
    'cidr-block': ({ cidr }) => one(cidr),
    state: status,
  },
  'route-table': { 'route-table-id': id, 'owner-id': ownerId, 'vpc-id': parent('vpc') },
  'internet-gateway': {
    'internet-gateway-id': id,
    'owner-id': ownerId,
    'attachment.vpc-id': parent('vpc'),
    'attachment.state': ({ parents }) => (parents.vpc === undefined ? [] : ['available']),
  },
  natgateway: {
    'nat-gateway-id': id,
    'subnet-id': parent('subnet'),
    'vpc-id': parent('vpc'),
    state: status,
  },
};

/**
 * Whether a resource of this kind passes all of the filters.
 *
 * @throws AwsError `InvalidParameterValue`: unknown filter.
 */
export function resourceMatcher(
  kind: ResourceKind,
  filters: readonly Filter[],
  network: RegionNetwork,
): (resource: ResourceDetails) => boolean {
  const checks = filters.map((filter) => ({ filter, valuesOf: valuesOf(kind, filter.name, network) }));
  return (resource) => checks.every(({ filter, valuesOf }) => filter.matches(valuesOf(resource)));
}

function valuesOf(kind: ResourceKind, name: string, network: RegionNetwork): ValuesOf {
  if (name.startsWith('tag:')) {
    const key = name.slice('tag:'.length);
    return ({ tags }) => (Object.hasOwn(tags, key) ? [tags[key]!] : []);
  }
  if (name === 'tag-key') return ({ tags }) => Object.keys(tags);
  const found = Object.hasOwn(filters[kind], name) ? filters[kind][name] : undefined;
  const ofNetworkResource = isNetworkResourceKind(kind) ? valuesOfFilter(kind, name) : undefined;
  if (!ofNetworkResource) {
    if (!found) throw unknownFilter(name);
    return found;
  }
  // What was made or changed has more to ask for than what is as it was described.
  return (resource) => {
    const made = network.made(resource.id);
    if (!made && found) return found(resource);
    const networkResource =
      made ?? (isNetworkResourceKind(kind) ? network.find(kind, resource.id) : undefined);
    return networkResource ? ofNetworkResource(networkResource, network) : [];
  };
}
