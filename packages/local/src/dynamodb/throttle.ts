import { AwsError } from '../service.ts';
import type { JsonObject } from '../json-object.ts';

/** Decides which reads and writes a table accepts; implemented by fault injection. */
export interface Throttle {
  /** Whether a write of one item is accepted, of one unit by default; `partition` is the partition key's value as JSON. */
  allowWrite(table: string, partition: string, units?: number): boolean;
  /** Whether another request is writing an item of a transaction. */
  isConflicting(table: string): boolean;
  /** Whether a `BatchWriteItem` request returns this item as unprocessed though the table has capacity. */
  leaveUnprocessed(table: string): boolean;
  allowRead(table: string): boolean;
}

type Requests = Record<string, JsonObject[]>;

/** The accepted and the unprocessed items of a `BatchWriteItem`. */
export interface SplitBatch {
  readonly accepted: Requests;
  readonly unprocessed: Requests;
}

/** Splits a batch by what its tables accept. */
export function splitBatch(
  requestItems: Requests,
  throttle: Throttle,
  partitionKeyOf: (table: string) => string,
): SplitBatch {
  const accepted: Requests = {};
  const unprocessed: Requests = {};
  for (const [table, requests] of Object.entries(requestItems)) {
    const name = partitionKeyOf(table);
    for (const request of requests) {
      const put = request.PutRequest as { Item?: JsonObject } | undefined;
      const deletion = request.DeleteRequest as { Key?: JsonObject } | undefined;
      const partition = JSON.stringify((put?.Item ?? deletion?.Key)?.[name] ?? null);
      const isAccepted = throttle.allowWrite(table, partition) && !throttle.leaveUnprocessed(table);
      const side = isAccepted ? accepted : unprocessed;
      side[table] ??= [];
      side[table].push(request);
    }
  }
  return { accepted, unprocessed };
}

/** DynamoDB's error when a table or a partition has no capacity left. */
export function throughputExceeded(): AwsError {
  return new AwsError(400, 'ProvisionedThroughputExceededException', THROUGHPUT_EXCEEDED);
}

export const THROUGHPUT_EXCEEDED =
  'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.';
