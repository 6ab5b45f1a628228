/** What is related to a resource, and hands tags down to it. */
export type Relation = 'instance' | 'volume' | 'network-interface' | 'subnet' | 'vpc' | 'snapshot';

/** Tags by key: AWS tells keys of another case apart. */
export type Tags = Readonly<Record<string, string>>;

/** One resource, and what is known of its tags. */
export interface TaggedResource {
  readonly arn: string;
  /** As ResourceTypeFilters of the Resource Groups Tagging API has it: `ec2:instance`, `s3:bucket`, `sns:topic`. */
  readonly type: string;
  /** What people call it: `i-0abc`, the bucket's name. */
  readonly id: string;
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
  /** `null`: it is there, and its tags could not be known. Tags of `aws:` are among them. */
  readonly tags: Tags | null;
  /** ARNs of what it may inherit from. */
  readonly parents: Readonly<Partial<Record<Relation, string>>>;
  /** ISO 8601, where the service tells it. */
  readonly createdAt?: string;
}

/** How asking one service in one region of one account went. */
export interface Coverage {
  /** Twelve digits; empty where not even that could be found out. */
  readonly accountId: string;
  /** `all` where not even the names of the regions could be had. */
  readonly region: string;
  /** `ec2:volume`, `s3:bucket`: a type; `all` where the region as a whole could not be asked. */
  readonly type: string;
  /** All but `listed` mean that resources may be missing. */
  readonly status: 'listed' | 'denied' | 'not-enabled' | 'timed-out' | 'failed';
  /** Resources that were listed; of what failed half way, those until then. */
  readonly resources: number;
  /** Those of them whose tags could not be known. */
  readonly unknown: number;
  /** Why it could not be asked, or the tags not be known, and what to do about it. */
  readonly reason?: string;
}

/** What was there at one time: what `tags collect` saves. Sorted by account, region, type and ARN. */
export interface TagSnapshot {
  readonly format: 'groundcrew-tag-snapshot/1';
  /** ISO 8601, in UTC: when the collection began. */
  readonly takenAt: string;
  readonly accounts: readonly { readonly id: string; readonly alias?: string }[];
  readonly resources: readonly TaggedResource[];
  readonly coverage: readonly Coverage[];
}
