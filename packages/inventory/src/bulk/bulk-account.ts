import type { BulkOperation } from '@groundcrew/aws/dynamodb';

/** What the report of an operation shows. */
export interface ReportFacts {
  /** Lines about items that were not written, without those of errors. */
  readonly conditionFailures: number;
  /** Names of parts that errors are about, the first ones. */
  readonly partsWithErrors: readonly string[];
}

/** Where the items of a bulk load are. */
export interface BulkAccount {
  /** Lines of all parts. */
  readonly items: number;
  readonly written: number;
  /** A newer file has written their shelves. */
  readonly superseded: number;
  readonly failed: number;
  /** Not processed: behind what stopped a part, or the operation. */
  readonly unprocessed: number;
  /** Whether `items = written + superseded`, all processed. */
  readonly isComplete: boolean;
  /** What stopped, in a sentence; of one that is not complete. */
  readonly problem?: string;
}

/**
 * Adds up what became of the items of a load. Failed conditions are processed, and not in `FailedItemCount` (API reference,
 * "BulkOperationDescription"): so what is written is what remains.
 *
 * @param items lines of all parts
 */
export function accountFor(
  items: number,
  { status, processedItems, failedItems, failure }: BulkOperation,
  { conditionFailures, partsWithErrors }: ReportFacts,
): BulkAccount {
  const unprocessed = Math.max(0, items - processedItems);
  const written = processedItems - failedItems - conditionFailures;
  const counts = { items, written, superseded: conditionFailures, failed: failedItems, unprocessed };
  const parts = partsWithErrors.length === 0 ? 'a part' : partsWithErrors.join(', ');
  const problem =
    status === 'FAILED' || status === 'CANCELLED'
      ? `the bulk operation ${status === 'FAILED' ? 'failed' : 'was cancelled'}${failure === undefined ? '' : `: ${failure}`}`
      : failedItems > 0
        ? `${parts} stopped: ${failedItems} lines failed, and ${unprocessed} were not processed`
        : unprocessed > 0
          ? `the bulk operation has ended without ${unprocessed} lines`
          : processedItems > items
            ? `the bulk operation has processed ${processedItems - items} lines that are not of this load`
            : written < 0
              ? 'its report has more lines than items that were not written'
              : status === 'COMPLETED_WITH_ERRORS'
                ? 'the bulk operation has ended with errors, and counts no line that failed'
                : undefined;
  return { ...counts, isComplete: problem === undefined, ...(problem !== undefined && { problem }) };
}
