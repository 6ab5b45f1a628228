import { mapConcurrent } from '@groundcrew/async';
import type { RegionFailure } from '@groundcrew/aws/ec2/regions';
import { isGroundcrewError } from '@groundcrew/errors';
import { failureOfCall } from './coverage.ts';
import type { RegionContext } from './deps.ts';
import type { Draft } from './draft.ts';
import { hasTagCall, type ListedType, readOwnTags } from './listed-types.ts';
import { TAGGING_PERMISSION, typePermissions } from './permissions.ts';

/** Concurrent calls in one region. */
const CONCURRENCY = 4;

/**
 * Reads the tags of drafts that have none yet by their service's own call, one each; `null` for those that could not
 * be read. After a denied call no more are made: the next ones most likely would be denied too.
 *
 * @param tagging how the tagging API failed, which would have returned a hundred at a time
 * @returns the drafts without those that are gone meanwhile, and what to do about those that could not be read
 */
export async function readMissingTags(
  context: RegionContext,
  type: ListedType,
  drafts: readonly Draft[],
  tagging: RegionFailure,
): Promise<{ readonly present: readonly Draft[]; readonly reason: string | undefined }> {
  const { clients, signal } = context;
  const untagged = drafts.filter(({ tags }) => tags === undefined);
  const permission = typePermissions[type].tags.join(' and ');
  if (!hasTagCall(type)) {
    for (const draft of untagged) draft.tags = null;
    const reason = `tags could not be read: ${tagging.reason}`;
    return { present: drafts, reason: untagged.length > 0 ? reason : undefined };
  }
  const gone = new Set<Draft>();
  let last: RegionFailure | undefined;
  await mapConcurrent(untagged, CONCURRENCY, async (draft) => {
    draft.tags = null;
    if (last?.status === 'denied') return;
    try {
      draft.tags = await readOwnTags(type, clients, draft, signal ? { signal } : {});
    } catch (error) {
      if (isGone(error)) gone.add(draft);
      else last = failureOfCall(error, { ...context, permission });
    }
  });
  const present = gone.size === 0 ? drafts : drafts.filter((draft) => !gone.has(draft));
  if (last === undefined) return { present, reason: undefined };
  const denied = tagging.status === 'denied' ? `allow ${TAGGING_PERMISSION}, or ${permission}` : 'try again';
  const reason = `tags could not be read: ${tagging.reason}; nor one by one: ${last.reason}; ${denied}`;
  return { present, reason };
}

/** Whether the service reports that the resource does not exist. */
export function isGone(error: unknown): boolean {
  return isGroundcrewError(error) && /\bnot-found$/.test(error.code);
}
