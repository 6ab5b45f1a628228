import type { EC2Client } from '@aws-sdk/client-ec2';
import type { Call } from '../call.ts';
import { pagesAhead } from '../pages-ahead.ts';
import type { TaggableKind } from './kinds.ts';
import { type SourceQuery, sources } from './sources.ts';
import type { TaggableResource } from './taggable-resource.ts';

/** Amazon EC2 User Guide, "Filtering": the most values of one filter. */
const IDS_PER_CALL = 200;

/**
 * Reads resources of a kind, page by page; with ids, those of them that there are. Ids go in a filter, as EC2 refuses
 * a call whose list of ids has one that does not exist. Errors are those of the SDK.
 */
export async function* readTaggable(
  client: EC2Client,
  call: Call,
  kind: TaggableKind,
  ids: readonly string[] | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly TaggableResource[], void, undefined> {
  const { idFilter, pageSize, ask } = sources[kind];

  const read = (filter: SourceQuery) =>
    pagesAhead(
      (token, abortSignal) => {
        const query: SourceQuery = {
          ...filter,
          ...(pageSize > 0 && { MaxResults: pageSize }),
          ...(token !== undefined && { NextToken: token }),
        };
        const isWhole = pageSize === 0 && filter.Filters === undefined;
        return call(isWhole ? 'unfiltered' : 'filtered', abortSignal, () => ask(client, query, abortSignal));
      },
      { signal },
    );

  if (ids === undefined) {
    yield* read({});
    return;
  }
  const wanted = new Set(ids);
  const distinct = [...wanted];
  for (let from = 0; from < distinct.length; from += IDS_PER_CALL) {
    const Values = distinct.slice(from, from + IDS_PER_CALL);
    for await (const page of read({ Filters: [{ Name: idFilter, Values }] })) {
      // A filter takes `*` and `?` for wildcards.
      const found = page.filter(({ id }) => wanted.has(id));
      if (found.length > 0) yield found;
    }
  }
}
