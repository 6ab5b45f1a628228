import type { S3Client } from '@groundcrew/aws/s3';
import type { BackfillStatus } from './backfill-status.ts';
import { type FollowDeps, followBackfill } from './follow-backfill.ts';
import type { BackfillChoice } from './plan-backfill.ts';
import { listBackfillFiles, startBackfill, type StartOptions } from './start-backfill.ts';

/** What is loaded by a backfill: one object, or all beneath a prefix; of each object the version that is there now. */
export type MapSource = Pick<BackfillChoice, 'bucket' | 'fileTime'> &
  ({ readonly key: string } | { readonly prefix: string });

/**
 * Loads an object or a prefix by both maps of the state machine, and waits for the end. It is a backfill of what is there now; it
 * can be followed, stopped and resumed by its name.
 *
 * @throws GroundcrewError as `listBackfillFiles`, `startBackfill` and `followBackfill`
 */
export async function loadByMap(
  source: MapSource,
  options: StartOptions,
  deps: FollowDeps & { readonly client: S3Client },
): Promise<BackfillStatus> {
  const { bucket, fileTime } = source;
  const choice: BackfillChoice = {
    bucket,
    fileTime,
    isLatestOnly: true,
    ...('key' in source
      ? { prefix: source.key, matches: (key: string) => key === source.key }
      : { prefix: source.prefix }),
  };
  const files = await listBackfillFiles(choice, deps);
  await startBackfill(choice, files, options, deps);
  return await followBackfill(options.name, deps);
}
