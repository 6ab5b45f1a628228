import { deleteMessages, type QueueMessage, type SQSClient } from '@groundcrew/aws/sqs';
import { matches } from './match.ts';
import type { MessageWriter } from './message-file.ts';
import { createInFlightMessages, type End, receiveAll } from './receive-all.ts';

export interface SaveOptions {
  readonly sqs: SQSClient;
  readonly url: string;
  readonly writer: MessageWriter;
  readonly match?: string | undefined;
  readonly limit: number;
  /** Whether what is on the disk is deleted from the queue. */
  readonly deletes: boolean;
  readonly onProgress?: (saved: number) => void;
  /** How long a poll waits for a message, in seconds; default: 1. */
  readonly waitSeconds?: number | undefined;
  readonly signal: AbortSignal;
}

export interface Saved {
  readonly saved: number;
  readonly unmatched: number;
  readonly deleted: number;
  readonly end: End;
}

const VISIBILITY_SECONDS = 300;

/**
 * Saves the messages of a queue to a file, and deletes them there, if asked, once they are on the disk.
 *
 * @throws GroundcrewError `queue.file.unreadable`; those of `@groundcrew/aws/sqs`; the signal's reason if it is aborted
 */
export async function saveMessages(options: SaveOptions): Promise<Saved> {
  const { sqs, url, writer, match, limit, deletes, onProgress, signal } = options;
  const inFlight = createInFlightMessages(sqs, url);
  let [saved, unmatched, deleted] = [0, 0, 0];
  try {
    const end = await receiveAll({
      sqs,
      url,
      visibilitySeconds: VISIBILITY_SECONDS,
      limit,
      // One writer, and the order of the queue.
      concurrency: 1,
      waitSeconds: options.waitSeconds,
      inFlight,
      signal,
      async onMessages(messages) {
        const wanted = messages.filter((message) => matches(message, match));
        unmatched += messages.length - wanted.length;
        if (wanted.length > 0) await writer.write(wanted);
        saved += wanted.length;
        if (deletes) deleted += await remove(wanted);
        inFlight.add(deletes ? messages.filter((message) => !wanted.includes(message)) : messages);
        onProgress?.(saved);
        return true;
      },
    });
    return { saved, unmatched, deleted, end };
  } finally {
    await inFlight.release();
  }

  async function remove(messages: readonly QueueMessage[]): Promise<number> {
    if (messages.length === 0) return 0;
    const receipts = messages.map(({ receipt }) => receipt);
    return messages.length - (await deleteMessages(sqs, url, receipts)).size;
  }
}
