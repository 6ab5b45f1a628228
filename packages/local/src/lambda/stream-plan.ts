import type { StreamRecord } from '../dynamodb/stream-record.ts';

/** Records that a function receives in one invocation. */
export interface Batch {
  /** Oldest first; at least one. */
  readonly records: readonly StreamRecord[];
  /** How often it failed; splitting a batch does not count. */
  readonly failures: number;
}

/** A function's result for a batch: all succeeded, all failed, or failed from the record at `index` on. */
export type BatchResult = 'done' | 'failed' | { readonly failedFrom: number };

export interface PlanSettings {
  readonly bisectOnError: boolean;
  /** -1: until the records are trimmed. */
  readonly maximumRetryAttempts: number;
  /** -1: no limit. */
  readonly maximumRecordAgeSeconds: number;
}

/** What to do next, in this order. */
export interface RetryPlan {
  readonly discard: Batch | undefined;
  readonly retry: readonly Batch[];
}

/**
 * Plans the next steps after a batch's failure.
 *
 * Rules: "Configuring partial batch response with DynamoDB and Lambda" and "Lambda parameters for Amazon DynamoDB
 * event source mappings" in the Lambda developer guide: records are retried from the lowest failed sequence
 * number on; a split does not count as a retry. A batch that fails at its first record has failed as a whole.
 */
export function planAfter(
  { records, failures }: Batch,
  result: Exclude<BatchResult, 'done'>,
  settings: PlanSettings,
): RetryPlan {
  const from = result === 'failed' ? 0 : result.failedFrom;
  const rest = records.slice(from);
  if (settings.bisectOnError && from > 0) return { discard: undefined, retry: [{ records: rest, failures }] };
  if (settings.bisectOnError && rest.length > 1) {
    const middle = rest.length >> 1;
    return {
      discard: undefined,
      retry: [
        { records: rest.slice(0, middle), failures },
        { records: rest.slice(middle), failures },
      ],
    };
  }
  const batch = { records: rest, failures: failures + 1 };
  const exhausted = settings.maximumRetryAttempts >= 0 && batch.failures > settings.maximumRetryAttempts;
  return exhausted ? { discard: batch, retry: [] } : { discard: undefined, retry: [batch] };
}

/** Splits off the records that exceed the maximum age. */
export function splitByAge(
  { records, failures }: Batch,
  now: number,
  { maximumRecordAgeSeconds }: PlanSettings,
): { readonly tooOld: Batch | undefined; readonly rest: Batch | undefined } {
  const oldest = maximumRecordAgeSeconds < 0 ? 0 : now - maximumRecordAgeSeconds * 1000;
  const young = records.findIndex(({ at }) => at >= oldest);
  const index = young < 0 ? records.length : young;
  const batch = (part: readonly StreamRecord[]) =>
    part.length > 0 ? { records: part, failures } : undefined;
  return { tooOld: batch(records.slice(0, index)), rest: batch(records.slice(index)) };
}

/**
 * Parses a function's response to a batch.
 *
 * Rules: the page on partial batch responses (see above): an empty or missing list is success; a missing, empty
 * or unknown identifier is a failure of the whole batch.
 */
export function readBatchResponse(payload: string, sequenceNumbers: readonly string[]): BatchResult {
  const response = JSON.parse(payload) as { batchItemFailures?: unknown } | null;
  if (typeof response !== 'object' || response === null) return 'done';
  const failures = response.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return 'failed';
  let failedFrom = sequenceNumbers.length;
  for (const failure of failures as ({ itemIdentifier?: unknown } | null)[]) {
    const index = sequenceNumbers.indexOf(String(failure?.itemIdentifier));
    if (index < 0) return 'failed';
    failedFrom = Math.min(failedFrom, index);
  }
  return failedFrom === sequenceNumbers.length ? 'done' : { failedFrom };
}
