import type { Coverage, Relation, Tags } from '@groundcrew/account';

export type { Coverage, Relation, Tags } from '@groundcrew/account';

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

/** The resources and their tags at one time, as `tags collect` saves them. Sorted by account, region, type and ARN. */
export interface TagSnapshot {
  readonly format: 'groundcrew-tag-snapshot/1';
  /** ISO 8601, in UTC: when the collection began. */
  readonly takenAt: string;
  readonly accounts: readonly { readonly id: string; readonly alias?: string }[];
  readonly resources: readonly TaggedResource[];
  readonly coverage: readonly Coverage[];
}
