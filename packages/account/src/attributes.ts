import type { AccountInstance, AccountResource, ListedAttributes } from './file/account-file.ts';
import type { AccountDbCluster, AccountDbInstance, AccountGroup } from './file/scheduled-lists.ts';
import type { Attributes, Resource } from './resource.ts';

/** What is collected of an instance, under the names of an account file. */
export type InstanceAttributes = Omit<
  AccountInstance,
  | 'id'
  | 'count'
  | 'name'
  | 'tags'
  | 'launchTime'
  | 'publicIp'
  | 'ipv6'
  | 'vpc'
  | 'subnet'
  | 'platform'
  | 'spotType'
  | 'statusChecks'
  | 'ssm'
  | 'startFault'
  | 'volumeTags'
  | 'networkInterfaceTags'
  | 'metadataTags'
  | 'userData'
  | 'visibleAfterMs'
  | 'goneAfterMs'
> & { readonly ipv6?: readonly string[] };

/** What is collected of other resources of EC2, under the names of an account file. */
export type ResourceAttributes = Omit<
  AccountResource,
  | 'id'
  | 'count'
  | 'name'
  | 'tags'
  | 'createdAt'
  | 'instance'
  | 'volume'
  | 'snapshot'
  | 'snapshots'
  | 'networkInterface'
  | 'subnet'
  | 'vpc'
>;

/** What is collected of a DB instance. */
export type DbInstanceAttributes = Omit<
  AccountDbInstance,
  'name' | 'tags' | 'createdAt' | 'startFault' | 'vpc' | 'securityGroups'
>;

/** What is collected of a DB cluster. */
export type DbClusterAttributes = Omit<
  AccountDbCluster,
  'name' | 'tags' | 'createdAt' | 'startFault' | 'securityGroups'
>;

/** What is collected of an Auto Scaling group. */
export type GroupAttributes = Omit<AccountGroup, 'name' | 'arn' | 'tags' | 'createdAt' | 'startFault'>;

type AttributeKind = 'text' | 'number' | 'flag' | 'texts';

type Names =
  | keyof InstanceAttributes
  | keyof ResourceAttributes
  | keyof DbInstanceAttributes
  | keyof DbClusterAttributes
  | keyof GroupAttributes
  | keyof ListedAttributes;

/** Every attribute of a snapshot, and what its value is; an attribute has the same meaning in all types. */
export const attributeKinds: Readonly<Record<Names, AttributeKind>> = {
  aliases: 'texts',
  ami: 'text',
  cidr: 'text',
  class: 'text',
  cluster: 'text',
  connectivity: 'text',
  description: 'text',
  desired: 'number',
  dnsName: 'text',
  enabled: 'flag',
  encrypted: 'flag',
  engine: 'text',
  engineMode: 'text',
  globalCluster: 'text',
  groupName: 'text',
  hibernation: 'flag',
  imageName: 'text',
  imdsv2: 'text',
  interfaceType: 'text',
  ipv4Prefixes: 'texts',
  ipv6: 'texts',
  isDefault: 'flag',
  keyName: 'text',
  kind: 'text',
  lifecycle: 'text',
  mac: 'text',
  managedBy: 'text',
  max: 'number',
  members: 'texts',
  min: 'number',
  multiAz: 'flag',
  name: 'text',
  networkInterface: 'text',
  nodes: 'number',
  path: 'text',
  platformDetails: 'text',
  privateDnsName: 'text',
  privateIps: 'texts',
  profile: 'text',
  publicDnsName: 'text',
  publicIp: 'text',
  publicIps: 'texts',
  replicaClusters: 'texts',
  replicaOf: 'text',
  replicaOfCluster: 'text',
  replicas: 'texts',
  restartsAt: 'text',
  rootDevice: 'text',
  rootVolume: 'text',
  scheme: 'text',
  securityGroups: 'texts',
  sizeGiB: 'number',
  spotRequestId: 'text',
  state: 'text',
  status: 'text',
  type: 'text',
  volumeType: 'text',
  zone: 'text',
  zoneId: 'text',
};

/** The attributes of an instance; `undefined`: they were not collected. */
export function instanceAttributes({ type, attributes }: Resource): InstanceAttributes | undefined {
  return type === 'ec2:instance' ? (attributes as InstanceAttributes | undefined) : undefined;
}

/** The attributes of a DB instance; `undefined`: they were not collected. */
export function dbInstanceAttributes({ type, attributes }: Resource): DbInstanceAttributes | undefined {
  return type === 'rds:db' ? (attributes as DbInstanceAttributes | undefined) : undefined;
}

/** The attributes of a DB cluster; `undefined`: they were not collected. */
export function dbClusterAttributes({ type, attributes }: Resource): DbClusterAttributes | undefined {
  return type === 'rds:cluster' ? (attributes as DbClusterAttributes | undefined) : undefined;
}

/** The attributes of an Auto Scaling group; `undefined`: they were not collected. */
export function groupAttributes({ type, attributes }: Resource): GroupAttributes | undefined {
  return type === 'autoscaling:autoScalingGroup'
    ? (attributes as unknown as GroupAttributes | undefined)
    : undefined;
}

/** The attributes of a resource that is listed under its ARN alone. */
export function listedAttributes({ attributes }: Resource): ListedAttributes | undefined {
  return attributes as ListedAttributes | undefined;
}

/** The attributes of a resource of EC2 other than an instance. */
export function resourceAttributes({ attributes }: Resource): ResourceAttributes | undefined {
  return attributes as ResourceAttributes | undefined;
}

/** Attributes without what is missing or empty. */
export function attributesOf(found: Readonly<Record<string, Attributes[string] | undefined>>): Attributes {
  const attributes: Record<string, Attributes[string]> = {};
  for (const name in found) {
    const value = found[name];
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) continue;
    attributes[name] = value;
  }
  return attributes;
}

/** What is wrong with an attribute; `undefined`: nothing. Unknown ones are of a later version, and not looked at. */
export function attributeProblem(name: string, value: unknown): string | undefined {
  const kind = Object.hasOwn(attributeKinds, name) ? attributeKinds[name as Names] : undefined;
  switch (kind) {
    case undefined:
      return undefined;
    case 'text':
      return typeof value === 'string' ? undefined : 'is not a text';
    case 'number':
      return Number.isFinite(value) ? undefined : 'is not a number';
    case 'flag':
      return typeof value === 'boolean' ? undefined : 'is neither true nor false';
    case 'texts':
      return Array.isArray(value) && value.every((each) => typeof each === 'string')
        ? undefined
        : 'is not a list of texts';
  }
}
