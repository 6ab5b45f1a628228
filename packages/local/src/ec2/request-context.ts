import type { Ec2Kind } from '../account/index.ts';
import type { TagRead, TagStore, Tags } from '../tags/index.ts';
import { arnPrefix } from './arns.ts';
import type { PageTokens } from './paging.ts';
import type { RegionState } from './region-state.ts';

/** What is asked about, and by whom. */
export interface RequestContext extends RegionState {
  /** Of the caller. */
  readonly callerArn: string;
  readonly tokens: PageTokens;
  readonly tagStore: TagStore;
  /** How this call sees tags. */
  readonly tagRead: TagRead;
  /** Whether nobody may change the tags of this resource. */
  readonly deniesTagging: (resource: { readonly arn: string; readonly type: string }) => boolean;
}

/** Reads the tags of resources of one kind, as the call sees them. */
export function tagReader(kind: Ec2Kind, context: RequestContext): (id: string, original: Tags) => Tags {
  const prefix = arnPrefix(kind, context);
  return (id, original) => context.tagStore.of(prefix + id, original, context.tagRead);
}
