import { usageError } from '@groundcrew/cli';
import { timeOfName } from '@groundcrew/inventory/order';

/** What stands where the source does: a bucket and a prefix, or what to do with a backfill that there is. */
export type BackfillRequest =
  | { readonly action: 'start'; readonly bucket: string; readonly prefix: string }
  | { readonly action: 'status' | 'stop' | 'resume' | 'set'; readonly name: string };

const actions = ['status', 'stop', 'resume', 'set'] as const;

/** @throws GroundcrewError `cli.usage` */
export function readRequest(first: string, name: string | undefined): BackfillRequest {
  const action = actions.find((each) => each === first);
  if (action !== undefined) {
    if (name !== undefined) return { action, name };
    throw usageError(`pass the name of the backfill: groundcrew inventory backfill ${action} NAME`);
  }
  const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(first) ?? [];
  if (bucket === undefined) {
    throw usageError(
      `"${first}" names no prefix; write s3://BUCKET/PREFIX, or one of ${actions.join(', ')} and the name of a backfill`,
    );
  }
  if (name !== undefined)
    throw usageError(`"${name}" is one argument too many; backfill one prefix after the other`);
  return { action: 'start', bucket, prefix };
}

/** @throws GroundcrewError `cli.usage` */
export function readSince(since: string | undefined): number | undefined {
  if (since === undefined) return undefined;
  const found = timeOfName(since);
  if ('timeMs' in found) return found.timeMs;
  throw usageError(`--since "${since}" is not a date; write it like 2026-03-01 or 2026-03-01T08:30Z`);
}
