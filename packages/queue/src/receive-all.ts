import { mapConcurrent } from '@groundcrew/async';
import {
  MAX_BATCH,
  type QueueMessage,
  queueDetails,
  receiveMessages,
  releaseMessages,
} from '@groundcrew/aws/sqs';
import type { SQSClient } from '@groundcrew/aws/sqs';

/** Why no further messages are received. `unread`: SQS counts more, and returns none that was not received before. */
export type End = 'all' | 'limit' | 'in-flight-limit' | 'unread' | 'stopped';

export interface ReceiveAllOptions {
  readonly sqs: SQSClient;
  readonly url: string;
  /** For how long nobody else receives a message, in seconds. */
  readonly visibilitySeconds: number;
  /** As many messages at most. */
  readonly limit: number;
  /** How many receive at a time; a FIFO queue is received by one, for the order of its groups. */
  readonly concurrency: number;
  /** How long a poll waits for a message, in seconds; default: 1. */
  readonly waitSeconds?: number | undefined;
  readonly signal: AbortSignal;
  /** For what is received when the signal is aborted. */
  readonly inFlight: InFlightMessages;
  /** Handles messages; those that it does not delete stay invisible until `hold` releases them. Returns false to stop. */
  readonly onMessages: (messages: readonly QueueMessage[]) => Promise<boolean>;
}

/** A long poll asks all servers of a queue; a short one may miss messages (SQS Developer Guide, "Short and long polling"). */
const DEFAULT_WAIT_SECONDS = 1;
/** So many polls in a row without a new message are the end, whatever SQS counts: its count is approximate. */
const MAX_EMPTY_POLLS = 3;
/**
 * With so many messages in flight a queue returns no others; a long poll returns nothing then (SQS Developer Guide, "Amazon SQS
 * message quotas"). The count is approximate.
 */
const ALMOST_ALL_IN_FLIGHT = 115_000;

/**
 * Receives the messages of a queue until there is none left that was not received before.
 *
 * @throws what `onMessages` threw; GroundcrewError those of `receiveMessages`; the signal's reason if it is aborted
 */
export async function receiveAll(options: ReceiveAllOptions): Promise<End> {
  const { sqs, url, visibilitySeconds, limit, concurrency, signal, inFlight, onMessages } = options;
  const { waitSeconds = DEFAULT_WAIT_SECONDS } = options;
  const seen = new Set<string>();
  let end: End | undefined;
  let requested = 0;

  async function worker(): Promise<void> {
    let empty = 0;
    while (end === undefined) {
      signal.throwIfAborted();
      const most = Math.min(MAX_BATCH, limit - requested);
      if (most <= 0) {
        end ??= 'limit';
        return;
      }
      requested += most;
      // Without the signal: what SQS returns while it is aborted would be in flight, and nobody would know its receipts.
      const received = await receiveMessages(sqs, url, { visibilitySeconds, waitSeconds, most });
      const fresh = received.messages.filter(({ id }) => !seen.has(id));
      for (const { id } of fresh) seen.add(id);
      requested -= most - fresh.length;
      if (signal.aborted) {
        inFlight.add(fresh);
        signal.throwIfAborted();
      }
      if (fresh.length > 0) {
        empty = 0;
        if (!(await onMessages(fresh))) end = 'stopped';
      } else {
        empty += 1;
        end ??= received.isFull ? 'in-flight-limit' : await endAfter(empty);
      }
    }
  }

  /** Whether polls without a new message are the end. */
  async function endAfter(emptyPolls: number): Promise<End | undefined> {
    const { waiting, inFlight } = await queueDetails(sqs, url, { signal });
    if (waiting === 0) return 'all';
    if (emptyPolls < MAX_EMPTY_POLLS) return undefined;
    return inFlight >= ALMOST_ALL_IN_FLIGHT ? 'in-flight-limit' : 'unread';
  }

  // All are waited for: nothing is received any more once this has returned, or thrown.
  const workers = Array.from({ length: concurrency }, async () => {
    try {
      await worker();
    } catch (error) {
      end = 'stopped';
      throw error;
    }
  });
  const failed = (await Promise.allSettled(workers)).find(({ status }) => status === 'rejected');
  if (failed) throw (failed as PromiseRejectedResult).reason;
  return end!;
}

/** Messages that stay in flight, invisible to others, while a queue is read, so that each is received once. */
export interface InFlightMessages {
  add(messages: readonly QueueMessage[]): void;
  /** Makes them visible again, as far as that succeeds: the others are when their visibility timeout ends. */
  release(): Promise<void>;
}

/** As many receipts are remembered; further messages become visible when their timeout ends. */
const MAX_IN_FLIGHT = 100_000;
const RELEASES_AT_A_TIME = 8;

export function createInFlightMessages(sqs: SQSClient, url: string): InFlightMessages {
  let receipts: string[] = [];
  return {
    add(messages) {
      for (const { receipt } of messages) if (receipts.length < MAX_IN_FLIGHT) receipts.push(receipt);
    },
    async release() {
      const batches: string[][] = [];
      for (let at = 0; at < receipts.length; at += MAX_BATCH)
        batches.push(receipts.slice(at, at + MAX_BATCH));
      receipts = [];
      await mapConcurrent(batches, RELEASES_AT_A_TIME, (batch) =>
        releaseMessages(sqs, url, batch).catch(() => {}),
      );
    },
  };
}
