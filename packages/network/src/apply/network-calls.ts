import type { Ec2NetworkCalls } from '@groundcrew/aws/ec2';
import type { ElbCalls } from '@groundcrew/aws/elbv2';
import type { Route53Calls } from '@groundcrew/aws/route53';

/** The calls of one account in one region. */
export interface NetworkCalls {
  readonly ec2: Ec2NetworkCalls;
  readonly elb: ElbCalls;
  readonly route53: Route53Calls;
}

/** A resource as it is in the account. */
export interface Found {
  /** Its id in AWS; empty: it has none. */
  readonly id: string;
  /** Its values, by the names that an item has for them; those that are not read are not compared. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Whether it is as wanted, where that is not seen by its values. */
  readonly isAsWanted?: boolean;
  /** Ids of what it refers to, by how it does. */
  readonly refs?: Readonly<Record<string, string | readonly string[]>>;
  /** Its tags; missing: it has none by its kind. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Missing: ready. */
  readonly state?: 'pending' | 'failed' | 'removing';
  /** Why it failed, as AWS answers. */
  readonly cause?: { readonly code: string; readonly message: string };
}

/** How an item is looked up. */
export interface LookUp {
  readonly calls: NetworkCalls;
  /** Ids by key. */
  readonly ids: ReadonlyMap<string, string>;
  /** The name of the network. */
  readonly network: string;
  /** The hash of the plan whose tags what it makes has. */
  readonly owner: string;
  /** Answers of one look, which are not asked for twice. */
  readonly once: <Answer>(key: string, ask: () => Promise<Answer>) => Promise<Answer>;
  readonly signal?: AbortSignal | undefined;
}

/** How an item is made. */
export interface Making extends LookUp {
  readonly token: string;
  /** `<plan hash>/<change id>`. */
  readonly changeTag: string;
}
