import { type Cause, causeOf, keyOfCause } from './cause.ts';
import { failedObjects, type FailedObjectsSource } from './failed-objects.ts';

export interface LookAtObjectsOptions extends FailedObjectsSource {
  /** Only objects that contain this text as it is. */
  readonly match?: string | undefined;
  /** Looks at as many objects at most. */
  readonly limit: number;
  readonly onProgress?: (examined: number) => void;
}

/** The batches of one cause. */
export interface ObjectGroup extends Cause {
  readonly objects: number;
  /** Records of streams in them. */
  readonly records: number;
  readonly oldestMs: number;
  readonly newestMs: number;
  /** The key of one. */
  readonly example: string;
}

export interface ObjectsLook {
  readonly examined: number;
  readonly matched: number;
  readonly records: number;
  /** There may be more objects. */
  readonly isLimited: boolean;
  /** The largest first. */
  readonly causes: readonly ObjectGroup[];
  /** Objects of further causes: not each of very many is kept. */
  readonly otherObjects: number;
}

const MAX_CAUSES = 200;

/**
 * What failed permanently and is in a bucket, by cause. Nothing is changed.
 *
 * @throws those of `@groundcrew/aws/s3`; the signal's reason if it is aborted
 */
export async function lookAtObjects(options: LookAtObjectsOptions): Promise<ObjectsLook> {
  const { match, limit, onProgress } = options;
  const groups = new Map<string, ObjectGroup>();
  let [examined, matched, records, otherObjects] = [0, 0, 0, 0];
  let isLimited = false;
  for await (const { key, storedMs, body, failure, problem } of failedObjects(options)) {
    if (examined === limit) {
      isLimited = true;
      break;
    }
    examined += 1;
    onProgress?.(examined);
    if (match !== undefined && !body.includes(match)) continue;
    matched += 1;
    const ofBatch = failure.kind === 'stream-batch' ? failure.records : 0;
    records += ofBatch;
    const cause = causeOf(failure, problem);
    const causeKey = keyOfCause(cause);
    const known = groups.get(causeKey);
    if (known === undefined && groups.size >= MAX_CAUSES) {
      otherObjects += 1;
      continue;
    }
    groups.set(causeKey, {
      ...cause,
      objects: (known?.objects ?? 0) + 1,
      records: (known?.records ?? 0) + ofBatch,
      oldestMs: Math.min(known?.oldestMs ?? storedMs, storedMs),
      newestMs: Math.max(known?.newestMs ?? storedMs, storedMs),
      example: known?.example ?? key,
    });
  }
  const causes = [...groups.values()].sort((a, b) => b.objects - a.objects);
  return { examined, matched, records, isLimited, causes, otherObjects };
}
