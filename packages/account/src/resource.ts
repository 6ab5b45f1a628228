/** Tags by key; keys are case-sensitive, as in AWS. */
export type Tags = Readonly<Record<string, string>>;

/** What a resource belongs to, and may inherit tags from. */
export type Relation = 'instance' | 'volume' | 'network-interface' | 'subnet' | 'vpc' | 'snapshot';

/** All of them. */
export const relations: readonly Relation[] = [
  'instance',
  'volume',
  'network-interface',
  'subnet',
  'vpc',
  'snapshot',
];

/** How a resource refers to another one: what it belongs to, and what it only uses. */
export type LinkName =
  | Relation
  | 'cluster'
  | 'instance-profile'
  | 'security-group'
  | 'source-snapshot'
  | 'stack';

/** The ARNs that a resource refers to, by how it does; several in the order of the service. */
export type Links = Readonly<Partial<Record<LinkName, string | readonly string[]>>>;

export type AttributeValue = string | number | boolean | readonly string[];

/** Values of a resource by name; `attributeKinds` has the names. A missing one is unknown, or the resource has none. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** A resource in an account. */
export interface Resource {
  readonly arn: string;
  /** As in ResourceTypeFilters of the Resource Groups Tagging API: `ec2:instance`, `s3:bucket`, `sns:topic`. */
  readonly type: string;
  /** A name for people: `i-0abc`, the bucket's name. */
  readonly id: string;
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
  /** `null`: unknown. Includes tags of `aws:`. */
  readonly tags: Tags | null;
  readonly links: Links;
  /** Missing: they were not asked for, or the type has none here. */
  readonly attributes?: Attributes;
  /** ISO 8601, if the service returns it; for an instance, its latest launch. */
  readonly createdAt?: string;
}

/** The ARNs of one link. */
export function linkedArns(links: Links, name: LinkName): readonly string[] {
  const found = links[name];
  if (found === undefined) return [];
  return typeof found === 'string' ? [found] : found;
}

/** The ids of one link, of resources of EC2. */
export function linkedIds(links: Links, name: LinkName): readonly string[] {
  return linkedArns(links, name).map((arn) => arn.slice(arn.lastIndexOf('/') + 1));
}

/** A resource's own name for people: the tag `Name`, or the name that its service gives it. */
export function nameOf({ tags, attributes = {} }: Pick<Resource, 'tags' | 'attributes'>): string | undefined {
  const tagged = tags !== null && Object.hasOwn(tags, 'Name') ? tags.Name : '';
  for (const name of [tagged, attributes.groupName, attributes.imageName, attributes.name]) {
    if (typeof name === 'string' && name !== '') return name;
  }
  return undefined;
}

/** The order of resources in a snapshot: account, region, type and ARN, by code units. */
export function byAccountRegionType(
  one: Pick<Resource, 'accountId' | 'region' | 'type' | 'arn'>,
  other: Pick<Resource, 'accountId' | 'region' | 'type' | 'arn'>,
): number {
  return byPlace(one, other) || compare(one.arn, other.arn);
}

/** The order of coverage: account, region and type. */
export function byPlace(
  one: Pick<Resource, 'accountId' | 'region' | 'type'>,
  other: Pick<Resource, 'accountId' | 'region' | 'type'>,
): number {
  return (
    compare(one.accountId, other.accountId) ||
    compare(one.region, other.region) ||
    compare(one.type, other.type)
  );
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
