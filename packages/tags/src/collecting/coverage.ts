import { failureOf, isFatal, type RegionFailure } from '@groundcrew/aws/ec2/regions';
import type { Coverage } from '../model.ts';

/** Of what only GetResources tells: a row of this type stands for all of them in a region. */
export const OTHER_TYPES = 'other';

/** Why even a complete row of {@link OTHER_TYPES} may not be all. */
export const ONLY_TAGGED_REASON =
  'of these types, only resources that are or were tagged are known: the tagging API tells of no others';

/**
 * What a failed call tells of a type.
 *
 * @param permission the IAM action that the call takes; named where a refusal does not
 * @throws the error itself, where nothing could be asked with what caused it, such as credentials; the signal's reason
 */
export function failureOfCall(
  error: unknown,
  { region, permission, signal }: { region: string; permission: string; signal: AbortSignal | undefined },
): RegionFailure {
  signal?.throwIfAborted();
  if (isFatal(error)) throw error;
  const failure = failureOf(error, region);
  return failure.status === 'denied' && !failure.reason.includes(permission)
    ? { status: 'denied', reason: `${failure.reason}; allow ${permission}` }
    : failure;
}

/**
 * Puts the rows of a region into one where nothing in it could be asked, and always in the same way. Those of buckets,
 * which are listed elsewhere, stay as they are.
 */
export function collapseRegion(rows: readonly Coverage[]): readonly Coverage[] {
  const asked = rows.filter(({ type }) => type !== 's3:bucket');
  const [first] = asked;
  if (first === undefined || asked.length < 2 || first.status === 'listed' || first.status === 'failed')
    return rows;
  if (!asked.every(({ status, resources }) => status === first.status && resources === 0)) return rows;
  const reason = first.status === 'denied' ? `nothing may be asked there: ${first.reason}` : first.reason;
  const buckets = rows.filter(({ type, resources }) => type === 's3:bucket' && resources > 0);
  return [{ ...first, type: 'all', ...(reason !== undefined && { reason }) }, ...buckets];
}
