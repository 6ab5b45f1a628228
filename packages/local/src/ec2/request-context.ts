import type { InstanceDetails } from '../account/index.ts';
import type { TagRead, TagStore, Tags } from '../tags/index.ts';
import { arnPrefix, type TaggedKind } from './arns.ts';
import type { NetworkQuotas } from './network/options.ts';
import type { RegionNetwork } from './network/region-network.ts';
import type { PageTokens } from './paging.ts';
import type { RegionState } from './region-state.ts';

/** The account and region of a request, and its caller. */
export interface RequestContext extends RegionState {
  /** ARN of the caller. */
  readonly callerArn: string;
  readonly tokens: PageTokens;
  readonly tagStore: TagStore;
  /** Tag visibility of this call: current or stale. */
  readonly tagRead: TagRead;
  /** Starts or stops the instance at a position. */
  readonly changeInstance: (position: number, kind: 'start' | 'failed-start' | 'stop') => void;
  /** The instance as it is after that. */
  readonly currentInstance: (position: number) => InstanceDetails;
  /** What networks there are, and what was made of them since. */
  readonly network: RegionNetwork;
  readonly networkSettings: NetworkSettings;
  /** Whether tag changes of this resource are denied. */
  readonly deniesTagging: (resource: { readonly arn: string; readonly type: string }) => boolean;
}

/** Quotas and delays of networks, and the faults of one call. */
export interface NetworkSettings {
  readonly quotas: NetworkQuotas;
  readonly natPendingMs: number;
  readonly natDeletingMs: number;
  readonly draw: {
    readonly lateMs: () => number;
    readonly natFails: () => boolean;
    readonly natSlowMs: () => number;
  };
}

/** Reads the tags of resources of one kind, as visible to the call. */
export function tagReader(kind: TaggedKind, context: RequestContext): (id: string, original: Tags) => Tags {
  const prefix = arnPrefix(kind, context);
  return (id, original) => context.tagStore.of(prefix + id, original, context.tagRead);
}
