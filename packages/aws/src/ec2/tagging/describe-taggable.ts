import type { EC2Client } from '@aws-sdk/client-ec2';
import type { Call } from '@groundcrew/aws-core';
import type { Ec2Bucket } from '../limiters.ts';
import { prefetchPages } from '../prefetch-pages.ts';
import type { TaggableKind } from './kinds.ts';
import { type SourceQuery, sources } from './sources.ts';
import type { TaggableResource } from './taggable-resource.ts';

/** The resources of a kind; default: all. */
export interface TaggableQuery {
  /** Only these; ids that don't exist are ignored. */
  readonly ids?: readonly string[];
  /** Ids of instances: the volumes or network interfaces that are attached to them. Other kinds have none. */
  readonly attachedTo?: readonly string[];
  /** Whether to read attributes and all that it refers to, from the same responses. */
  readonly details?: boolean;
}

/** Amazon EC2 User Guide, "Filtering": the maximum number of values of one filter. */
const VALUES_PER_CALL = 200;

/**
 * Reads resources of a kind, page by page. Ids are in a filter, because EC2 refuses a call if one id in a list does not
 * exist. Errors are those of the SDK.
 */
export async function* readTaggable(
  client: EC2Client,
  call: Call<Ec2Bucket>,
  kind: TaggableKind,
  { ids, attachedTo, details }: TaggableQuery,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly TaggableResource[], void, undefined> {
  const { idFilter, instanceFilter, pageSize, ask } = sources[kind];

  const read = (filter: SourceQuery) =>
    prefetchPages(
      (token, abortSignal) => {
        const query: SourceQuery = {
          ...filter,
          ...(pageSize > 0 && { MaxResults: pageSize }),
          ...(token !== undefined && { NextToken: token }),
        };
        const isWhole = pageSize === 0 && filter.Filters === undefined;
        return call(isWhole ? 'unfiltered' : 'filtered', abortSignal, () =>
          ask(client, query, abortSignal, details),
        );
      },
      { signal },
    );

  if (attachedTo !== undefined) {
    if (instanceFilter === undefined) return;
    for (const Values of parts(attachedTo)) yield* read({ Filters: [{ Name: instanceFilter, Values }] });
  } else if (ids !== undefined) {
    yield* readByIds(ids, idFilter, read);
  } else {
    yield* read({});
  }
}

/** With this number of ids, a page of the whole list is tried first: if it has most of them, fewer calls are needed. */
const MANY_IDS = 5 * VALUES_PER_CALL;

async function* readByIds(
  ids: readonly string[],
  idFilter: string,
  read: (query: SourceQuery) => AsyncIterable<readonly TaggableResource[]>,
): AsyncGenerator<readonly TaggableResource[], void, undefined> {
  const wanted = new Set(ids);
  // `*` and `?` are wildcards in a filter, so its results are checked.
  const take = (page: readonly TaggableResource[]) => page.filter(({ id }) => wanted.delete(id));
  if (wanted.size > MANY_IDS) {
    for await (const page of read({})) {
      const found = take(page);
      if (found.length > 0) yield found;
      // Fewer than a call with a filter would return.
      if (found.length < VALUES_PER_CALL) break;
    }
  }
  for (const Values of parts(wanted)) {
    for await (const page of read({ Filters: [{ Name: idFilter, Values }] })) {
      const found = take(page);
      if (found.length > 0) yield found;
    }
  }
}

function* parts(values: Iterable<string>): Generator<string[], void, undefined> {
  const distinct = [...new Set(values)];
  for (let from = 0; from < distinct.length; from += VALUES_PER_CALL) {
    yield distinct.slice(from, from + VALUES_PER_CALL);
  }
}
