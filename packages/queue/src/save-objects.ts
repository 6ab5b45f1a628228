import { failedObjects, type FailedObjectsSource } from './failed-objects.ts';
import type { MessageWriter, SavedMessage } from './message-file.ts';
import type { LeftGroup } from './redrive.ts';
import { tryToDelete } from './try-to-delete.ts';

export interface SaveObjectsOptions extends FailedObjectsSource {
  readonly writer: MessageWriter;
  /** Only objects that contain this text as it is. */
  readonly match?: string | undefined;
  readonly limit: number;
  /** Whether what is on the disk is deleted from the bucket. */
  readonly deletes: boolean;
  readonly onProgress?: (saved: number) => void;
}

/** What became of the batches of a bucket. */
export interface SavedObjects {
  readonly saved: number;
  readonly unmatched: number;
  readonly deleted: number;
  /** Not saved, and so not deleted: an object that cannot be read as text. */
  readonly left: readonly LeftGroup[];
  readonly isLimited: boolean;
}

/** So many are written at a time, and then deleted side by side. */
const MAX_PENDING = 32;
/** Characters of them; batches may have megabytes. */
const MAX_PENDING_LENGTH = 8 * 1024 ** 2;

/**
 * Saves the failed batches of a bucket to a file, and deletes them there, if asked, once they are on the disk: whenever it is killed,
 * each is in the bucket or in the file.
 *
 * @throws GroundcrewError `queue.file.unreadable`; those of `@groundcrew/aws/s3`; the signal's reason if it is aborted
 */
export async function saveObjects(options: SaveObjectsOptions): Promise<SavedObjects> {
  const { s3, bucket, writer, match, limit, deletes, onProgress } = options;
  const left = new Map<string, { messages: number; readonly example: string }>();
  let [examined, saved, unmatched, deleted] = [0, 0, 0, 0];
  let isLimited = false;
  let pending: SavedMessage[] = [];
  let pendingLength = 0;

  async function flush(): Promise<void> {
    if (pending.length === 0) return;
    const written = pending;
    pending = [];
    pendingLength = 0;
    await writer.write(written);
    saved += written.length;
    if (deletes) {
      // Without the signal: a run that is interrupted leaves no copy that could be avoided.
      const outcomes = await Promise.all(written.map(({ id }) => tryToDelete(s3, { bucket, key: id })));
      deleted += outcomes.filter(Boolean).length;
    }
    onProgress?.(saved);
  }

  for await (const { key, body, storedMs, problem } of failedObjects(options)) {
    if (examined === limit) {
      isLimited = true;
      break;
    }
    examined += 1;
    if (problem !== undefined) {
      const known = left.get(problem);
      if (known) known.messages += 1;
      else left.set(problem, { messages: 1, example: key });
      continue;
    }
    if (match !== undefined && !body.includes(match)) {
      unmatched += 1;
      continue;
    }
    pending.push({ id: key, body, sentAtMs: storedMs });
    pendingLength += body.length;
    if (pending.length >= MAX_PENDING || pendingLength >= MAX_PENDING_LENGTH) await flush();
  }
  await flush();
  return {
    saved,
    unmatched,
    deleted,
    left: [...left].map(([reason, group]) => ({ reason, ...group })),
    isLimited,
  };
}
