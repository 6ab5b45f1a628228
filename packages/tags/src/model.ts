/** How a resource is related to one that inherits tags from it. */
export type Relation = 'instance' | 'volume' | 'network-interface' | 'subnet' | 'vpc' | 'snapshot';

/** Tags by key; keys are case-sensitive, as in AWS. */
export type Tags = Readonly<Record<string, string>>;

/** A resource and its tags. */
export interface TaggedResource {
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
  /** ARNs of what it may inherit from. */
  readonly parents: Readonly<Partial<Record<Relation, string>>>;
  /** ISO 8601, if the service returns it. */
  readonly createdAt?: string;
}

/** The result of listing one type in one region of one account. */
export interface Coverage {
  /** Twelve digits; empty if it is unknown. */
  readonly accountId: string;
  /** `all` if the regions could not be listed. */
  readonly region: string;
  /** A type such as `ec2:volume`, `s3:bucket`; `all` if nothing in the region could be listed. */
  readonly type: string;
  /** All but `listed` mean that resources may be missing. */
  readonly status: 'listed' | 'denied' | 'not-enabled' | 'timed-out' | 'failed';
  /** Resources that were listed, for a failed list until its failure. */
  readonly resources: number;
  /** Those of them with unknown tags. */
  readonly unknown: number;
  /** Why it could not be listed, or the tags are unknown, and what to do about it. */
  readonly reason?: string;
}

/** The resources and their tags at one time, as `tags collect` saves them. Sorted by account, region, type and ARN. */
export interface TagSnapshot {
  readonly format: 'groundcrew-tag-snapshot/1';
  /** ISO 8601, in UTC: when the collection began. */
  readonly takenAt: string;
  readonly accounts: readonly { readonly id: string; readonly alias?: string }[];
  readonly resources: readonly TaggedResource[];
  readonly coverage: readonly Coverage[];
}
