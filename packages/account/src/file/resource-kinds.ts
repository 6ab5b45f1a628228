import type { AccountResource, LocalRegion } from './account-file.ts';
import type { DescribedList } from './described-lists.ts';
import type { ScheduledLists } from './scheduled-lists.ts';

/** Kinds of EC2 resources other than instances, named as in their ARNs. */
export type ResourceKind =
  | 'volume'
  | 'snapshot'
  | 'network-interface'
  | 'elastic-ip'
  | 'image'
  | 'security-group'
  | 'vpc'
  | 'subnet'
  | 'route-table'
  | 'internet-gateway'
  | 'natgateway';

/** Kinds that CreateTags supports here. */
export type Ec2Kind = 'instance' | ResourceKind;

/** The properties by which a resource references its parents. */
export type Reference = 'instance' | 'volume' | 'snapshot' | 'networkInterface' | 'subnet' | 'vpc';

/** The lists of a region's description that contain EC2 resources other than instances. */
export type ResourceList = Exclude<
  keyof LocalRegion,
  | 'optIn'
  | 'denied'
  | 'unreachable'
  | 'complete'
  | 'others'
  | 'instances'
  | DescribedList
  | keyof ScheduledLists
>;

export interface KindFacts {
  /** The list that describes them. */
  readonly list: ResourceList;
  /** Prefix of its ids. */
  readonly prefix: string;
  readonly references: readonly Reference[];
  /** Its properties other than id, count, name and tags. */
  readonly fields: readonly (keyof AccountResource)[];
  /** Whether instances reference it by a word, so that its name is such a word too. */
  readonly isNamedByInstances?: true;
}

export const resourceKinds: Readonly<Record<ResourceKind, KindFacts>> = {
  volume: {
    list: 'volumes',
    prefix: 'vol',
    references: ['instance', 'snapshot'],
    fields: ['zone', 'sizeGiB', 'volumeType', 'encrypted', 'state', 'createdAt'],
  },
  snapshot: {
    list: 'snapshots',
    prefix: 'snap',
    references: ['volume', 'instance'],
    fields: ['sizeGiB', 'encrypted', 'state', 'createdAt', 'description'],
  },
  'network-interface': {
    list: 'networkInterfaces',
    prefix: 'eni',
    references: ['instance', 'subnet', 'vpc'],
    fields: [
      'description',
      'zone',
      'state',
      'interfaceType',
      'privateIps',
      'publicIps',
      'ipv6',
      'ipv4Prefixes',
      'mac',
      'securityGroups',
    ],
  },
  'elastic-ip': {
    list: 'addresses',
    prefix: 'eipalloc',
    references: ['instance', 'networkInterface'],
    fields: ['publicIp'],
  },
  image: {
    list: 'images',
    prefix: 'ami',
    references: ['instance', 'snapshot'],
    fields: ['imageName', 'snapshots', 'state', 'createdAt', 'description'],
  },
  'security-group': {
    list: 'securityGroups',
    prefix: 'sg',
    references: ['vpc'],
    fields: ['groupName', 'description'],
    isNamedByInstances: true,
  },
  vpc: {
    list: 'vpcs',
    prefix: 'vpc',
    references: [],
    fields: ['cidr', 'isDefault'],
    isNamedByInstances: true,
  },
  subnet: {
    list: 'subnets',
    prefix: 'subnet',
    references: ['vpc'],
    fields: ['cidr', 'zone'],
    isNamedByInstances: true,
  },
  'route-table': { list: 'routeTables', prefix: 'rtb', references: ['vpc'], fields: [] },
  'internet-gateway': { list: 'internetGateways', prefix: 'igw', references: ['vpc'], fields: [] },
  natgateway: {
    list: 'natGateways',
    prefix: 'nat',
    references: ['subnet', 'vpc'],
    fields: ['state', 'connectivity', 'createdAt'],
  },
};

export const resourceKindNames = Object.keys(resourceKinds) as readonly ResourceKind[];

const kindsOfPrefixes: ReadonlyMap<string, Ec2Kind> = new Map<string, Ec2Kind>([
  ['i', 'instance'],
  ...resourceKindNames.map((kind) => [resourceKinds[kind].prefix, kind] as const),
]);

/** `undefined`: not an id of any kind known here. */
export function kindOfId(id: string): Ec2Kind | undefined {
  const [, prefix = ''] = /^([a-z]+)-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.exec(id) ?? [];
  return kindsOfPrefixes.get(prefix);
}

/** The kind that a reference points to. */
export function kindOfReference(reference: Reference): Ec2Kind {
  return reference === 'networkInterface' ? 'network-interface' : reference;
}
