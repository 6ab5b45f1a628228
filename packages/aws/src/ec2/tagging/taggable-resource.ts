import type { Attributes } from '@groundcrew/account';
import type { TaggableKind } from './kinds.ts';

/** The parents of an EC2 resource. */
export type TaggableParent = 'instance' | 'volume' | 'network-interface' | 'subnet' | 'vpc' | 'snapshot';

/** How a resource of EC2 refers to what it does not belong to. */
export type UsedAs = 'instance-profile' | 'security-group' | 'source-snapshot';

/** A resource of EC2 with its tags. */
export interface TaggableResource {
  readonly kind: TaggableKind;
  /** `vol-0abc`; for an address its allocation: `eipalloc-0abc`. */
  readonly id: string;
  /** Empty for one that was never tagged. Includes tags of `aws:`. */
  readonly tags: Readonly<Record<string, string>>;
  /** By id. A resource with several parents of a kind, such as a volume on two instances, has none here. */
  readonly parents: Readonly<Partial<Record<TaggableParent, string>>>;
  /**
   * The account that owns it, if EC2 returns it: twelve digits. Subnets that another account shares are listed as well,
   * and only their owner can tag them.
   */
  readonly ownerId?: string;
  /** ISO 8601, if EC2 returns it; for an instance, its latest launch. */
  readonly createdAt?: string;
  /** EC2's own name of it: a security group's or an image's name, an address. */
  readonly name?: string;
  /** What else it refers to, if details were asked for: ids, or ARNs of other services. */
  readonly uses?: Readonly<Partial<Record<UsedAs, readonly string[]>>>;
  /** If details were asked for. */
  readonly attributes?: Attributes;
}
