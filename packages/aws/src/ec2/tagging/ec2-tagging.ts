import { CreateTagsCommand, DeleteTagsCommand } from '@aws-sdk/client-ec2';
import { createCall, isThrottle } from '@groundcrew/aws-core';
import { type Ec2ErrorContext, wrapEc2Error, wrapTagError } from '../errors.ts';
import { failureOf } from '../failure.ts';
import { type CallOptions, sendOptions } from '../../call.ts';
import type { Ec2Settings } from '../settings.ts';
import { checkTagCall } from './check-tags.ts';
import { readTaggable, type TaggableQuery } from './describe-taggable.ts';
import type { TaggableKind } from './kinds.ts';
import type { TaggableResource } from './taggable-resource.ts';

/** The tags of EC2's resources, of one account in one region. Every call waits for its token. */
export interface Ec2Tagging {
  /**
   * All resources of a kind with their tags, page by page, also those never tagged, which the Resource Groups Tagging API
   * leaves out. Only the account's own snapshots and images; no terminated instances. An id that does not exist is not an
   * error.
   *
   * @throws GroundcrewError `aws-ec2.describe-taggable-failed`, `aws-ec2.pages.loop`; the signal's reason, if it is
   * aborted
   */
  describeTaggable(
    kind: TaggableKind,
    query?: TaggableQuery,
    options?: CallOptions,
  ): AsyncIterable<readonly TaggableResource[]>;
  /**
   * Sets tags of up to 1,000 resources, all or none of them. One attempt: the caller that plans the changes retries.
   *
   * @throws GroundcrewError `aws-ec2.create-tags-failed` with `details.reason` and, if EC2 names the resources at fault,
   * `details.resourceIds`; `aws-ec2.tags.invalid` if EC2's limits are exceeded
   */
  createTags(
    ids: readonly string[],
    tags: Readonly<Record<string, string>>,
    options?: CallOptions,
  ): Promise<void>;
  /**
   * Deletes tags of up to 1,000 resources: with a value only if the tag still has that value, with `undefined` in any
   * case. One attempt.
   *
   * @throws GroundcrewError `aws-ec2.delete-tags-failed`, as `createTags`; `aws-ec2.tags.invalid`
   */
  deleteTags(
    ids: readonly string[],
    tags: Readonly<Record<string, string | undefined>>,
    options?: CallOptions,
  ): Promise<void>;
}

export function createEc2Tagging({ client, ...settings }: Ec2Settings): Ec2Tagging {
  const { limiter } = settings;
  const call = createCall(settings);

  /** One attempt of a call about these resources. */
  async function once(
    { code, doing }: Pick<Ec2ErrorContext, 'code' | 'doing'>,
    ids: readonly string[],
    signal: AbortSignal | undefined,
    attempt: () => Promise<unknown>,
  ): Promise<void> {
    await limiter.take('mutating', signal);
    try {
      await attempt();
    } catch (error) {
      if (isThrottle(error)) limiter.throttled('mutating');
      const what = `${doing} of ${ids.length === 1 ? String(ids[0]) : `${ids.length} resources`}`;
      throw await failureOf(client, signal, (region) =>
        wrapTagError(error, { code, doing: what, region }, ids),
      );
    }
  }

  return {
    async *describeTaggable(kind, query = {}, { signal } = {}) {
      try {
        yield* readTaggable(client, call, kind, query, signal);
      } catch (error) {
        const doing = `list the resources of type ${kind}`;
        throw await failureOf(client, signal, (region) =>
          wrapEc2Error(error, { code: 'aws-ec2.describe-taggable-failed', doing, region }),
        );
      }
    },

    async createTags(ids, tags, { signal } = {}) {
      checkTagCall(ids, tags);
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      await once({ code: 'aws-ec2.create-tags-failed', doing: 'set tags' }, ids, signal, () =>
        client.send(new CreateTagsCommand({ Resources: [...ids], Tags }), sendOptions(signal)),
      );
    },

    async deleteTags(ids, tags, { signal } = {}) {
      checkTagCall(ids, tags);
      const Tags = Object.entries(tags).map(([Key, Value]) =>
        Value === undefined ? { Key } : { Key, Value },
      );
      await once({ code: 'aws-ec2.delete-tags-failed', doing: 'delete tags' }, ids, signal, () =>
        client.send(new DeleteTagsCommand({ Resources: [...ids], Tags }), sendOptions(signal)),
      );
    },
  };
}
