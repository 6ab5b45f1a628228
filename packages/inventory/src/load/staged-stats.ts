import type { TableWriterStats } from '@groundcrew/aws/dynamodb';

/** What a writer reports that puts rows into objects, not into a table: nothing is declined, superseded or throttled. */
export function stagedStats(written: number, requests = 0): TableWriterStats {
  return {
    written,
    superseded: 0,
    declined: 0,
    requests,
    retriedItems: 0,
    throttles: 0,
    inFlightLimit: 1,
  };
}
