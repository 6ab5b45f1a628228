import type { ServiceObjects } from '../service-objects.ts';
import { randomUUID } from 'node:crypto';
import { messageOf } from '@groundcrew/errors';
import type { Activity } from '../activity.ts';
import type { Clock } from '../clock.ts';
import { indexOfOrdinal, type Stream } from '../dynamodb/stream.ts';
import {
  partitionHash,
  type StreamRecord,
  sequenceNumberOf,
  toWireRecord,
} from '../dynamodb/stream-record.ts';
import type { OnEvent } from '../events.ts';
import { AwsError } from '../service.ts';
import { type DiscardedBatch, failureObjectKey, streamFailureRecord } from './failure-destination.ts';
import type { LambdaFunction } from './function.ts';
import type { Invoker } from './invoker.ts';
import {
  type Batch,
  type BatchResult,
  type PlanSettings,
  planAfter,
  readBatchResponse,
  splitByAge,
} from './stream-plan.ts';

export interface MappingSettings extends PlanSettings {
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly parallelizationFactor: number;
  /** By name: a queue receives the position of discarded records, a bucket the records too. Omitted: nothing does. */
  readonly failureDestination?: { readonly queue: string } | { readonly bucket: string };
}

export interface MappingOptions {
  readonly stream: Stream;
  readonly target: LambdaFunction;
  readonly settings: MappingSettings;
  readonly clock: Clock;
  readonly activity: Activity;
  readonly invoker: Invoker;
  readonly onEvent: OnEvent;
  /** For each shard, the ordinal up to which all records are processed; omitted: none. */
  readonly processedOrdinals?: readonly number[];
  /** Called when more records of a shard are processed. */
  onProgress?(shard: number, ordinal: number): void;
  /** Delay after a batch's `failures`-th failure. */
  retryDelayMs(failures: number): number;
  /** Whether to deliver a batch again after it succeeded. */
  redeliver(): boolean;
  /** Identifies the mapping, as its UUID does. */
  readonly mappingId: string;
  sendToQueue(queueName: string, body: string): void;
  readonly objects: Pick<ServiceObjects, 'put'>;
  readonly metrics: MappingMetrics;
}

/** What Lambda measures of a mapping. */
export interface MappingMetrics {
  /** Of the last record of a batch, when the function is invoked with it. */
  onBatch(functionName: string, ageMs: number): void;
  /** Records were sent to the failure destination, or could not be. */
  onDiscarded(mapping: { readonly id: string; readonly functionName: string }, discarded: Discarded): void;
}

export interface Discarded {
  readonly records: number;
  readonly isDelivered: boolean;
  readonly hasDestination: boolean;
}

/** A stream that feeds a function. */
export interface Mapping {
  /** When the oldest record was written that is not processed yet, in milliseconds since 1970. */
  oldestMs(): number | undefined;
  close(): void;
}

/** Records of one shard that must stay in order: those of the partition keys that share a lane. */
interface Lane {
  readonly shard: number;
  /** Not delivered to the function yet, from `head` on. */
  pending: StreamRecord[];
  head: number;
  /** To be redelivered, before any pending. */
  retry: Batch[];
  busy: boolean;
  /** Ordinal of the oldest unprocessed record. */
  oldest(): number | undefined;
  current: Batch | undefined;
  end: (() => void) | undefined;
}

// The payload limit of an invocation, minus the envelope of the records.
const MAX_EVENT_BYTES = 6 * 1024 * 1024 - 1024;

/**
 * Feeds a function from a stream as Lambda does: in order for each partition key, batch by batch, a failed batch
 * blocking its lane until it succeeds or is discarded.
 *
 * Rules: "Using AWS Lambda with Amazon DynamoDB" in the Lambda developer guide.
 */
export function createStreamMapping(options: MappingOptions): Mapping {
  const { stream, target, settings, clock, activity, invoker } = options;
  const { parallelizationFactor } = settings;
  const lanes = stream.shards.map((_, shard) =>
    Array.from({ length: parallelizationFactor }, () => createLane(shard)),
  );
  let closed = false;

  stream.shards.forEach(({ records }, shard) => {
    const start = indexOfOrdinal(records, (options.processedOrdinals?.[shard] ?? 0) + 1);
    for (const record of records.slice(start)) push(record, shard);
  });
  const unsubscribe = stream.subscribe(push);

  function push(record: StreamRecord, shard: number): void {
    // The shard was chosen by the hash's remainder; its quotient spreads evenly over the lanes.
    const spread = Math.floor(partitionHash(record.key) / stream.shards.length);
    const lane = lanes[shard]![spread % parallelizationFactor]!;
    lane.pending.push(record);
    if (lane.busy) return;
    lane.busy = true;
    lane.end = activity.begin('stream-records');
    // Deferred, so that the records of one write form one batch.
    setImmediate(() => {
      work(lane).catch((error: unknown) => options.onEvent({ type: 'bug', message: messageOf(error) }));
    });
  }

  async function work(lane: Lane): Promise<void> {
    while (!closed && lane.oldest() !== undefined) {
      lane.current = lane.retry.shift() ?? (await takePending(lane));
      await deliverOrRetry(lane, lane.current);
      // What was under way is delivered again after a restart.
      if (closed) break;
      lane.current = undefined;
      progress(lane.shard);
    }
    lane.busy = false;
    lane.end?.();
  }

  /** A failure record that a full disk refused is made again later, with its batch: a lane must not stop for it. */
  async function deliverOrRetry(lane: Lane, batch: Batch): Promise<void> {
    try {
      await deliver(lane, batch);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      lane.retry.unshift(batch);
      await pause(lane, options.retryDelayMs(1));
    }
  }

  async function takePending(lane: Lane): Promise<Batch> {
    const first = lane.pending[lane.head]!;
    const waitMs = first.at + settings.windowSeconds * 1000 - clock.now();
    if (waitMs > 0 && lane.pending.length - lane.head < settings.batchSize) await pause(lane, waitMs);
    const records = lane.pending.slice(lane.head, lane.head + settings.batchSize);
    lane.head += records.length;
    if (lane.head === lane.pending.length) {
      lane.pending = [];
      lane.head = 0;
    }
    return { records, failures: 0 };
  }

  async function deliver(lane: Lane, whole: Batch): Promise<void> {
    const { tooOld, rest: batch } = splitByAge(whole, clock.now(), settings);
    if (tooOld) await discard(lane, tooOld, 'RecordAgeExceeded', randomUUID());
    if (!batch) return;
    const requestId = randomUUID();
    const { event, count } = eventOf(stream, batch.records);
    if (count < batch.records.length) {
      lane.retry.unshift({ records: batch.records.slice(count), failures: batch.failures });
    }
    const sent = { records: batch.records.slice(0, count), failures: batch.failures };
    const result = await invokeWith(event, sent, requestId);
    if (closed) return;
    if (result === 'done') {
      if (options.redeliver()) await invokeWith(event, sent, randomUUID());
      return;
    }
    const plan = planAfter(sent, result, settings);
    lane.retry.unshift(...plan.retry);
    if (plan.discard) await discard(lane, plan.discard, 'RetryAttemptsExhausted', requestId);
    else await pause(lane, options.retryDelayMs(Math.max(1, plan.retry[0]!.failures)));
  }

  async function invokeWith(
    event: string,
    { records, failures }: Batch,
    requestId: string,
  ): Promise<BatchResult> {
    options.metrics.onBatch(target.settings.name, Math.max(0, clock.now() - records.at(-1)!.at));
    const outcome = await invoker.invoke(target, event, requestId, failures + 1);
    if (outcome.failed) return 'failed';
    return readBatchResponse(
      outcome.payload,
      records.map(({ ordinal }) => sequenceNumberOf(ordinal)),
    );
  }

  async function discard(
    { shard }: Lane,
    { records, failures }: Batch,
    condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded',
    requestId: string,
  ): Promise<void> {
    const { name, arn } = target.settings;
    let destination = settings.failureDestination;
    if (destination !== undefined) {
      const shardId = stream.shards[shard]!.id;
      const facts = { requestId, functionArn: arn, condition, invokeCount: failures, shardId, records };
      const now = clock.now();
      const batch = { ...facts, streamArn: stream.facts.arn, now };
      try {
        if ('queue' in destination) options.sendToQueue(destination.queue, streamFailureRecord(batch));
        else await putRecords(destination.bucket, batch);
      } catch (error) {
        // A destination that was deleted, or that refuses the record, gets none, as on AWS; a full disk may have room later.
        if (!(error instanceof AwsError) || error.status >= 500) throw error;
        destination = undefined;
      }
    }
    const isDelivered = destination !== undefined;
    const hasDestination = settings.failureDestination !== undefined;
    const mapping = { id: options.mappingId, functionName: name };
    options.metrics.onDiscarded(mapping, { records: records.length, isDelivered, hasDestination });
    options.onEvent({ type: 'discarded', function: name, requestId, condition, ...destination });
  }

  /** The records as the function was invoked with them. */
  async function putRecords(
    bucket: string,
    batch: Omit<DiscardedBatch, 'records'> & { readonly records: readonly StreamRecord[] },
  ): Promise<void> {
    const texts = batch.records.map((record) => JSON.stringify(toWireRecord(record, stream.facts, 'lambda')));
    const payload = `{"Records":[${texts.join(',')}]}`;
    const key = failureObjectKey(options.mappingId, batch.shardId, batch.now, randomUUID());
    await options.objects.put(bucket, key, streamFailureRecord(batch, payload));
  }

  /** Waits for the clock: counted as waiting, not as work in progress. */
  async function pause(lane: Lane, delayMs: number): Promise<void> {
    if (delayMs <= 0) return;
    const endWaiting = activity.begin('waiting');
    lane.end?.();
    await new Promise<void>((resolve) => clock.after(delayMs, resolve));
    lane.end = activity.begin('stream-records');
    endWaiting();
  }

  function progress(shard: number): void {
    if (!options.onProgress) return;
    const unfinished = lanes[shard]!.map((lane) => lane.oldest()).filter((ordinal) => ordinal !== undefined);
    options.onProgress(shard, unfinished.length > 0 ? Math.min(...unfinished) - 1 : stream.newest());
  }

  return {
    oldestMs() {
      const times = lanes.flat().flatMap((lane) => {
        const ordinal = lane.oldest();
        if (ordinal === undefined) return [];
        const { records } = stream.shards[lane.shard]!;
        return records[indexOfOrdinal(records, ordinal)]?.at ?? [];
      });
      return times.length === 0 ? undefined : Math.min(...times);
    },
    close() {
      closed = true;
      unsubscribe();
    },
  };
}

function createLane(shard: number): Lane {
  return {
    shard,
    pending: [],
    head: 0,
    retry: [],
    busy: false,
    current: undefined,
    end: undefined,
    oldest() {
      const batch = this.current ?? this.retry[0];
      return batch ? batch.records[0]!.ordinal : this.pending[this.head]?.ordinal;
    },
  };
}

/** The event of as many records as fit into an invocation; at least one. */
function eventOf(stream: Stream, records: readonly StreamRecord[]): { event: string; count: number } {
  const texts: string[] = [];
  let sizeBytes = 0;
  for (const record of records) {
    const text = JSON.stringify(toWireRecord(record, stream.facts, 'lambda'));
    sizeBytes += Buffer.byteLength(text) + 1;
    if (texts.length > 0 && sizeBytes > MAX_EVENT_BYTES) break;
    texts.push(text);
  }
  return { event: `{"Records":[${texts.join(',')}]}`, count: texts.length };
}
