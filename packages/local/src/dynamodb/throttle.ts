import { AwsError } from '../service.ts';
import type { JsonObject } from './table-schema.ts';

/** Says which reads and writes a table takes; given by whoever rehearses faults. */
export interface Throttle {
  /** Whether a write of one item is taken; `partition` is the partition key's value as JSON. */
  allowWrite(table: string, partition: string): boolean;
  /** Whether a `BatchWriteItem` request leaves this item for later though the table had room. */
  leaveUnprocessed(table: string): boolean;
  allowRead(table: string): boolean;
}

type Requests = Record<string, JsonObject[]>;

/** What of a `BatchWriteItem` is carried out, and what the answer calls unprocessed. */
export interface SplitBatch {
  readonly accepted: Requests;
  readonly unprocessed: Requests;
}

/**
 * Splits a batch by what its tables take. As on AWS the whole request is refused where they take nothing of it.
 *
 * @throws AwsError `ProvisionedThroughputExceededException`
 */
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
  if (Object.keys(accepted).length === 0) throw throughputExceeded();
  return { accepted, unprocessed };
}

/** What DynamoDB answers where a table or a partition has no capacity left. */
export function throughputExceeded(): AwsError {
  return new AwsError(
    400,
    'ProvisionedThroughputExceededException',
    'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
  );
}
