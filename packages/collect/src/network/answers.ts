import type { Ec2Networks } from '@groundcrew/aws/ec2';
import type { RegionFailure } from '@groundcrew/aws/ec2/regions';
import type { ElbBalancers } from '@groundcrew/aws/elbv2';
import type { Route53Zones } from '@groundcrew/aws/route53';

/** What is asked about the networks of one account in one region. */
export interface NetworkClients {
  readonly ec2: Ec2Networks;
  readonly elb: ElbBalancers;
  readonly route53: Route53Zones;
}

/** An answer under the name of the file that `network show --how-to-save` gives it, without `.json`. */
export interface CollectedAnswer {
  readonly path: string;
  /** With the names of the AWS CLI's JSON; dates may be `Date`. */
  readonly value: Readonly<Record<string, unknown>>;
}

/** An answer that could not be had: not the same as an empty one. */
export interface MissingAnswer extends RegionFailure {
  readonly path: string;
  /** The IAM action that was asked for. */
  readonly permission: string;
}

export interface CollectedNetwork {
  readonly answers: readonly CollectedAnswer[];
  readonly missing: readonly MissingAnswer[];
}

/** A network of a network file: what only it needs is asked, and no more of what is not its own. */
export interface OwnNetwork {
  /** The ownership tag. */
  readonly tag: { readonly key: string; readonly value: string };
  /** The ids of the hosted zones of its records. Once there are load balancers of it, all zones of the account are asked. */
  readonly hostedZones: readonly string[];
}

export interface NetworkQuery {
  readonly region: string;
  /** Given: what a plan of this network needs. Left out: what traces need. */
  readonly own?: OwnNetwork;
  /** What plans of any network need as well: for a snapshot. The key of the ownership tag. */
  readonly anyWithTag?: string;
  /** Without Route 53, which has the same for all regions of an account. */
  readonly withoutDns?: boolean;
}

export interface CollectNetworkDeps {
  readonly clients: NetworkClients;
  readonly signal?: AbortSignal | undefined;
  /** Calls at once; default: 8. The limiters of the clients decide how fast. */
  readonly concurrency?: number | undefined;
  /** Receives how many answers there are so far, of how many that are known to be needed. */
  readonly onProgress?: ((progress: { readonly done: number; readonly of: number }) => void) | undefined;
}
