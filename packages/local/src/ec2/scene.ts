import type { Ec2Kind } from '../account/index.ts';
import type { TagRead, TagStore, Tags } from '../tags/index.ts';
import { arnPrefix } from './arns.ts';
import type { Contents } from './contents.ts';
import type { PageTokens } from './paging.ts';

/** What is asked about, and by whom. */
export interface Scene extends Contents {
  /** Of the caller. */
  readonly callerArn: string;
  readonly tokens: PageTokens;
  readonly store: TagStore;
  /** How this call sees tags. */
  readonly tagRead: TagRead;
  /** Whether nobody may change the tags of this resource. */
  readonly deniesTagging: (resource: { readonly arn: string; readonly type: string }) => boolean;
}

/** Reads the tags of resources of one kind, as the call sees them. */
export function tagReader(kind: Ec2Kind, scene: Scene): (id: string, original: Tags) => Tags {
  const prefix = arnPrefix(kind, scene);
  return (id, original) => scene.store.of(prefix + id, original, scene.tagRead);
}
