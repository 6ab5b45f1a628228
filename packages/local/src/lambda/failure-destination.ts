import { sequenceNumberOf } from '../dynamodb/stream-record.ts';
import type { Outcome } from './outcome.ts';

/** The reason for discarding an event. */
export type DiscardCondition = 'RetriesExhausted' | 'EventAgeExceeded';

/** A discarded asynchronous event. */
export interface DiscardedEvent {
  readonly requestId: string;
  readonly functionArn: string;
  readonly condition: DiscardCondition;
  readonly invokeCount: number;
  /** JSON */
  readonly payload: string;
  /** Of the last attempt; `undefined` if there was none. */
  readonly outcome: Outcome | undefined;
  readonly now: number;
}

/**
 * What Lambda sends to the failure destination of asynchronous invocations.
 *
 * Rules: "Capturing records of Lambda asynchronous invocations" in the Lambda developer guide.
 */
export function asyncFailureRecord(event: DiscardedEvent): string {
  const { outcome } = event;
  return JSON.stringify({
    version: '1.0',
    timestamp: new Date(event.now).toISOString(),
    requestContext: {
      requestId: event.requestId,
      functionArn: `${event.functionArn}:$LATEST`,
      condition: event.condition,
      approximateInvokeCount: event.invokeCount,
    },
    requestPayload: JSON.parse(event.payload) as unknown,
    ...(outcome && {
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: JSON.parse(outcome.payload) as unknown,
    }),
  });
}

/** A discarded stream batch. */
export interface DiscardedBatch {
  readonly requestId: string;
  readonly functionArn: string;
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  readonly invokeCount: number;
  readonly streamArn: string;
  readonly shardId: string;
  readonly records: readonly { readonly ordinal: number; readonly at: number }[];
  readonly now: number;
}

/**
 * What Lambda sends to the failure destination of a DynamoDB stream mapping: the position of the records, and to a bucket the
 * event of the function as text.
 *
 * Rules: "Retain discarded records for a DynamoDB event source in Lambda" in the Lambda developer guide.
 *
 * @param payload for a bucket: the event of the function, as JSON
 */
export function streamFailureRecord(batch: DiscardedBatch, payload?: string): string {
  const first = batch.records[0]!;
  const last = batch.records.at(-1)!;
  return JSON.stringify({
    requestContext: {
      requestId: batch.requestId,
      functionArn: `${batch.functionArn}:$LATEST`,
      condition: batch.condition,
      approximateInvokeCount: batch.invokeCount,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: new Date(batch.now).toISOString(),
    DDBStreamBatchInfo: {
      shardId: batch.shardId,
      startSequenceNumber: sequenceNumberOf(first.ordinal),
      endSequenceNumber: sequenceNumberOf(last.ordinal),
      approximateArrivalOfFirstRecord: new Date(first.at).toISOString(),
      approximateArrivalOfLastRecord: new Date(last.at).toISOString(),
      batchSize: batch.records.length,
      streamArn: batch.streamArn,
    },
    ...(payload !== undefined && { payload }),
  });
}

/** The key of a batch in a bucket; the rule is on the same page. */
export function failureObjectKey(mappingId: string, shardId: string, nowMs: number, random: string): string {
  const [day, time] = new Date(nowMs).toISOString().slice(0, 19).split('T') as [string, string];
  return `aws/lambda/${mappingId}/${shardId}/${day.replaceAll('-', '/')}/${day}T${time.replaceAll(':', '.')}-${random}`;
}
