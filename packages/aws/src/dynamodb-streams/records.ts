import {
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as SdkRecord,
} from '@aws-sdk/client-dynamodb-streams';
import { wrapServiceError } from '@groundcrew/aws-core';
import { type CallOptions, callService, isErrorNamed } from '../call.ts';

/** Records that follow each other in a shard, the last one included. */
export interface StreamRange {
  readonly streamArn: string;
  readonly shardId: string;
  readonly startSequenceNumber: string;
  readonly endSequenceNumber: string;
}

/** A shard that is read to its newest record has an iterator for what comes next: so many pages without a record are the end. */
const MAX_EMPTY_PAGES = 10;

/**
 * The records of a range, as a function gets them in its event.
 *
 * @throws GroundcrewError `aws-dynamodb-streams.expired`: the stream has dropped some, or all;
 * `aws-dynamodb-streams.read-failed`; the signal's reason if it is aborted
 */
export async function readStreamRecords(
  client: DynamoDBStreamsClient,
  { streamArn, shardId, startSequenceNumber, endSequenceNumber }: StreamRange,
  { signal }: CallOptions = {},
): Promise<readonly object[]> {
  return callService(
    signal,
    async (options) => {
      const { ShardIterator } = await client.send(
        new GetShardIteratorCommand({
          StreamArn: streamArn,
          ShardId: shardId,
          ShardIteratorType: 'AT_SEQUENCE_NUMBER',
          SequenceNumber: startSequenceNumber,
        }),
        options,
      );
      const records: object[] = [];
      let iterator = ShardIterator;
      for (let empty = 0; iterator !== undefined && empty < MAX_EMPTY_PAGES;) {
        const page = await client.send(new GetRecordsCommand({ ShardIterator: iterator }), options);
        for (const record of page.Records ?? []) {
          const number = record.dynamodb?.SequenceNumber ?? '';
          if (isAfter(number, endSequenceNumber)) return records;
          records.push(eventRecordOf(record, streamArn));
          if (number === endSequenceNumber) return records;
        }
        empty = page.Records?.length ? 0 : empty + 1;
        iterator = page.NextShardIterator;
      }
      return records;
    },
    (error) => {
      // TrimmedDataAccessException: older than a day. ResourceNotFoundException: the stream, or its shard with it, is gone.
      const isGone = ['TrimmedDataAccessException', 'ResourceNotFoundException'].some((name) =>
        isErrorNamed(error, name),
      );
      return wrapServiceError(error, {
        code: isGone ? 'aws-dynamodb-streams.expired' : 'aws-dynamodb-streams.read-failed',
        doing: `read records of the stream "${streamArn}"`,
      });
    },
  );
}

/** Sequence numbers are whole numbers of 21 to 40 digits. */
function isAfter(one: string, other: string): boolean {
  return one.length === other.length ? one > other : one.length > other.length;
}

/**
 * The SDK has a date where an event has seconds, and bytes where it has base64 (Lambda Developer Guide, "Using AWS Lambda with
 * Amazon DynamoDB").
 */
function eventRecordOf(record: SdkRecord, streamArn: string): object {
  const { dynamodb } = record;
  const changed = {
    ...record,
    eventSourceARN: streamArn,
    dynamodb: {
      ...dynamodb,
      ...(dynamodb?.ApproximateCreationDateTime && {
        ApproximateCreationDateTime: dynamodb.ApproximateCreationDateTime.getTime() / 1_000,
      }),
    },
  };
  return JSON.parse(JSON.stringify(changed, base64OfBytes)) as object;
}

function base64OfBytes(this: unknown, key: string, value: unknown): unknown {
  const own = (this as Record<string, unknown>)[key];
  return own instanceof Uint8Array ? Buffer.from(own).toString('base64') : value;
}
