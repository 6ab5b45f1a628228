import type { TaggableKind } from './kinds.ts';

/** What a resource of EC2 can hang on. */
export type TaggableParent = 'instance' | 'volume' | 'network-interface' | 'subnet' | 'vpc' | 'snapshot';

/** A resource of EC2 with its tags. */
export interface TaggableResource {
  readonly kind: TaggableKind;
  /** `vol-0abc`; of an address its allocation: `eipalloc-0abc`. */
  readonly id: string;
  /** Empty for one that was never tagged. Tags of `aws:` are among them. */
  readonly tags: Readonly<Record<string, string>>;
  /** By id. What hangs on several of a kind at once, such as a volume on two instances, hangs on none here. */
  readonly parents: Readonly<Partial<Record<TaggableParent, string>>>;
  /**
   * The account that owns it, where EC2 tells: twelve digits. Subnets that another account shares are listed as well,
   * and only their owner can tag them.
   */
  readonly ownerId?: string;
  /** ISO 8601, where EC2 tells; of an instance, its latest launch. */
  readonly createdAt?: string;
  /** What EC2 itself calls it: a security group's or an image's name, an address. */
  readonly name?: string;
}
