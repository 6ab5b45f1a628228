import {
  type FailureInfo,
  GetResourcesCommand,
  type ResourceGroupsTaggingAPIClient,
  type ResourceTagMapping,
  TagResourcesCommand,
  UntagResourcesCommand,
} from '@aws-sdk/client-resource-groups-tagging-api';
import {
  type Call,
  createCall,
  createPageGuard,
  isThrottle,
  isTransient,
  wrapServiceError,
} from '@groundcrew/aws-core';
import { type ErrorCode, GroundcrewError } from '@groundcrew/errors';
import type { TaggingBucket, TaggingLimiter } from './limiters.ts';
import { canonicalArn } from './resource-types.ts';
import { type CallOptions, isErrorNamed, sendOptions } from '../call.ts';

/** A resource as the tagging API returns it. */
export interface ResourceTags {
  /** In canonical form: that of a log group without `:*` at its end. */
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface GetResourcesQuery {
  /** `ec2` for all of a service, `ec2:instance` for a type; up to 100. Not together with `arns`. */
  readonly types?: readonly string[] | undefined;
  /** Only these, any number of them: they are requested a hundred at a time. Unknown ones are left out. */
  readonly arns?: readonly string[] | undefined;
}

/** A resource of a call that was not tagged, while others of it were. */
export interface TaggingFailure {
  readonly arn: string;
  /** As the service names it: `AccessDeniedException`. */
  readonly code: string;
  readonly message: string;
  /** The same call may well succeed later. */
  readonly retryable: boolean;
}

/** The calls of the Resource Groups Tagging API that this project needs, of one account in one region. */
export interface Tagging {
  /**
   * Resources that are tagged or were once, a page at a time; those that never were are unknown to it. Where the
   * listing takes so long that its token expires, it restarts, once: some resources are then returned twice.
   *
   * @throws GroundcrewError `aws-tagging.get-resources-failed`, `aws-tagging.pages.loop`; the signal's reason
   */
  getResources(query?: GetResourcesQuery, options?: CallOptions): AsyncIterable<readonly ResourceTags[]>;
  /**
   * Sets tags, by one attempt of one call: all resources that failed are returned, in whatever order AWS reports them.
   *
   * @param arns up to {@link MAX_ARNS_PER_CHANGE}
   * @param tags up to 50
   * @throws GroundcrewError `aws-tagging.tag-failed` if the call failed as a whole; the signal's reason
   */
  tagResources(
    arns: readonly string[],
    tags: Readonly<Record<string, string>>,
    options?: CallOptions,
  ): Promise<{ readonly failed: readonly TaggingFailure[] }>;
  /**
   * Removes tags by key, as {@link Tagging.tagResources} sets them. @throws GroundcrewError
   * `aws-tagging.untag-failed`
   */
  untagResources(
    arns: readonly string[],
    keys: readonly string[],
    options?: CallOptions,
  ): Promise<{ readonly failed: readonly TaggingFailure[] }>;
}

export interface TaggingSettings {
  readonly client: ResourceGroupsTaggingAPIClient;
  /** Left out: calls go as fast as they come. */
  readonly limiter?: TaggingLimiter;
  readonly random?: () => number;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Called when a listing restarts. */
  readonly onRestart?: () => void;
}

/** Resource Groups Tagging API reference, "TagResources", ResourceARNList. */
export const MAX_ARNS_PER_CHANGE = 20;
/** "GetResources", ResourcesPerPage and ResourceARNList: the maximum of both. */
const PAGE_SIZE = 100;
/** Two million resources in one region; at the rate of AWS's quota the list takes three quarters of an hour. */
const MAX_PAGES = 20_000;

const unlimited: TaggingLimiter = { take: async (_, signal) => signal?.throwIfAborted(), throttled() {} };

export function createTagging({
  client,
  limiter = unlimited,
  onRestart,
  ...settings
}: TaggingSettings): Tagging {
  const call = createCall({ limiter, ...settings });
  return {
    async *getResources({ types, arns } = {}, { signal } = {}) {
      try {
        yield* arns
          ? getByArn(client, call, arns, signal)
          : getByType(client, call, types ?? [], signal, onRestart);
      } catch (error) {
        signal?.throwIfAborted();
        throw wrapServiceError(error, {
          code: 'aws-tagging.get-resources-failed',
          doing: 'list tagged resources',
        });
      }
    },

    async tagResources(arns, tags, { signal } = {}) {
      const doing = `tag ${countOf(arns)}`;
      return change(limiter, signal, { code: 'aws-tagging.tag-failed', doing }, () =>
        client.send(
          new TagResourcesCommand({ ResourceARNList: [...arns], Tags: { ...tags } }),
          sendOptions(signal),
        ),
      );
    },

    async untagResources(arns, keys, { signal } = {}) {
      const doing = `remove tags of ${countOf(arns)}`;
      return change(limiter, signal, { code: 'aws-tagging.untag-failed', doing }, () =>
        client.send(
          new UntagResourcesCommand({ ResourceARNList: [...arns], TagKeys: [...keys] }),
          sendOptions(signal),
        ),
      );
    },
  };
}

type TaggingCall = Call<TaggingBucket>;

async function* getByArn(
  client: ResourceGroupsTaggingAPIClient,
  call: TaggingCall,
  arns: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly ResourceTags[], void> {
  for (let from = 0; from < arns.length; from += PAGE_SIZE) {
    // ResourceARNList excludes paging: one response has all of it.
    const command = new GetResourcesCommand({ ResourceARNList: arns.slice(from, from + PAGE_SIZE) });
    const { ResourceTagMappingList = [] } = await call('read', signal, () =>
      client.send(command, sendOptions(signal)),
    );
    const found = ResourceTagMappingList.flatMap(toResourceTags);
    if (found.length > 0) yield found;
  }
}

async function* getByType(
  client: ResourceGroupsTaggingAPIClient,
  call: TaggingCall,
  types: readonly string[],
  signal: AbortSignal | undefined,
  onRestart: (() => void) | undefined,
): AsyncGenerator<readonly ResourceTags[], void> {
  const request = async (token: string | undefined) => {
    const command = new GetResourcesCommand({
      ResourcesPerPage: PAGE_SIZE,
      ...(types.length > 0 && { ResourceTypeFilters: [...types] }),
      ...(token !== undefined && { PaginationToken: token }),
    });
    const { ResourceTagMappingList = [], PaginationToken } = await call('read', signal, () =>
      client.send(command, sendOptions(signal)),
    );
    // After the last page the token is empty, not missing.
    return { found: ResourceTagMappingList.flatMap(toResourceTags), next: PaginationToken || undefined };
  };
  let endlessBecause = createPageGuard({ maxPages: MAX_PAGES });
  let token: string | undefined;
  let mayRestart = true;
  for (;;) {
    let page: Awaited<ReturnType<typeof request>>;
    try {
      page = await request(token);
    } catch (error) {
      if (!mayRestart || !isErrorNamed(error, 'PaginationTokenExpiredException')) throw error;
      mayRestart = false;
      onRestart?.();
      endlessBecause = createPageGuard({ maxPages: MAX_PAGES });
      token = undefined;
      continue;
    }
    if (page.found.length > 0) yield page.found;
    token = page.next;
    const reason = endlessBecause(page.found, token);
    if (reason !== undefined) throw endlessPages(reason);
    if (token === undefined) return;
  }
}

function toResourceTags({ ResourceARN, Tags = [] }: ResourceTagMapping): ResourceTags[] {
  if (ResourceARN === undefined) return [];
  const tags = Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
  return [{ arn: canonicalArn(ResourceARN), tags }];
}

async function change(
  limiter: TaggingLimiter,
  signal: AbortSignal | undefined,
  context: { readonly code: ErrorCode; readonly doing: string },
  send: () => Promise<{ FailedResourcesMap?: Record<string, FailureInfo> | undefined }>,
): Promise<{ readonly failed: readonly TaggingFailure[] }> {
  await limiter.take('write', signal);
  try {
    const { FailedResourcesMap = {} } = await send();
    const failed = Object.entries(FailedResourcesMap).map(([arn, info]) => toFailure(arn, info));
    if (failed.some(({ code }) => isThrottle({ name: code }))) limiter.throttled('write');
    return { failed };
  } catch (error) {
    signal?.throwIfAborted();
    if (isThrottle(error)) limiter.throttled('write');
    throw wrapServiceError(error, context);
  }
}

/** Codes are the tagging API's own, or those of the service that it called in turn. */
function toFailure(arn: string, info: FailureInfo): TaggingFailure {
  const { ErrorCode: code = 'Unknown', ErrorMessage: message = 'AWS returned no reason', StatusCode } = info;
  const error = {
    name: code,
    ...(StatusCode !== undefined && { $metadata: { httpStatusCode: StatusCode } }),
  };
  const retryable = code === 'InternalServiceException' || isThrottle(error) || isTransient(error);
  return { arn: canonicalArn(arn), code, message, retryable };
}

function endlessPages(reason: string): GroundcrewError {
  const text = `the listing of the tagging API would never end: ${reason}`;
  return new GroundcrewError('aws-tagging.pages.loop', text, { fault: 'service' });
}

function countOf(arns: readonly string[]): string {
  return arns.length === 1 ? `"${arns[0]}"` : `${arns.length} resources`;
}
