import { GroundcrewError, toError } from '@groundcrew/errors';
import type { LoadSummary } from '../load/summary.ts';
import type { LoadEvent } from './load-event.ts';
import { nameOf } from './load-event.ts';
import { type LoadUploadDeps, loadUpload } from './load-upload.ts';

/** Notifications while an event's uploads are loaded. */
export interface LoadObserver {
  ended(summary: LoadSummary): void;
  failed(error: Error, object: string | undefined): void;
}

/**
 * Loads every upload of an event, one after the other; a failure does not prevent the others from being loaded. At
 * the
 * end, failures are thrown, so that Lambda retries the event: the finished uploads are duplicates then.
 *
 * @throws the only error, or GroundcrewError `inventory.load.some-failed` for several
 */
export async function loadUploads(
  { uploads, problems }: LoadEvent,
  deps: LoadUploadDeps,
  observer: LoadObserver,
): Promise<LoadSummary[]> {
  const summaries: LoadSummary[] = [];
  const failures: Error[] = [];
  const fail = (thrown: unknown, object?: string): void => {
    const error = toError(thrown);
    failures.push(error);
    observer.failed(error, object);
  };
  for (const problem of problems) fail(problem);
  for (const upload of uploads) {
    try {
      const summary = await loadUpload(upload, deps);
      summaries.push(summary);
      observer.ended(summary);
    } catch (error) {
      fail(error, nameOf(upload));
    }
  }
  const [first] = failures;
  if (failures.length > 1) throw someFailed(failures, uploads.length + problems.length);
  if (first !== undefined) throw first;
  return summaries;
}

function someFailed(failures: readonly Error[], count: number): GroundcrewError {
  return new GroundcrewError(
    'inventory.load.some-failed',
    `${failures.length} of the ${count} uploads of the event could not be loaded; the log contains each error`,
    { fault: 'service', cause: new AggregateError(failures) },
  );
}
