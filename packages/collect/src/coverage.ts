import { failureOf, isFatal, type RegionFailure } from '@groundcrew/aws/ec2/regions';
import { isGroundcrewError } from '@groundcrew/errors';
import { ALL, type Coverage } from '@groundcrew/account';

/** Why even a complete row of {@link OTHER_TYPES} may not be all. */
export const ONLY_TAGGED_REASON =
  'of these types, only resources that are or were tagged are known: the tagging API does not return others';

/**
 * The coverage of a type whose call failed.
 *
 * @param permission the IAM action of the call; named if the refusal does not name it
 * @throws the error itself, if its cause prevents every call, such as missing credentials; the signal's reason
 */
export function failureOfCall(
  error: unknown,
  { region, permission, signal }: { region: string; permission: string; signal: AbortSignal | undefined },
): RegionFailure {
  signal?.throwIfAborted();
  if (isFatal(error)) throw error;
  const failure = failureOf(error, region);
  const named = isGroundcrewError(error) ? error.details.permission : undefined;
  const needed = typeof named === 'string' ? named : permission;
  return failure.status === 'denied' && !failure.reason.includes(needed)
    ? { status: 'denied', reason: `${failure.reason}; allow ${needed}` }
    : failure;
}

/**
 * Merges the rows of a region into one if nothing in it could be listed, for the same reason. Those of buckets,
 * which are listed elsewhere, stay as they are.
 */
export function collapseRegion(rows: readonly Coverage[]): readonly Coverage[] {
  const asked = rows.filter(({ type }) => type !== 's3:bucket');
  const [first] = asked;
  if (first === undefined || asked.length < 2 || first.status === 'listed' || first.status === 'failed')
    return rows;
  if (!asked.every(({ status, resources }) => status === first.status && resources === 0)) return rows;
  const reason = first.status === 'denied' ? `nothing may be listed there: ${first.reason}` : first.reason;
  const buckets = rows.filter(({ type, resources }) => type === 's3:bucket' && resources > 0);
  return [{ ...first, type: ALL, ...(reason !== undefined && { reason }) }, ...buckets];
}
