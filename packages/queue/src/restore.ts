import { MAX_BATCH, MAX_SEND_BYTES, sendMessages, sizeBytesOf, type SQSClient } from '@groundcrew/aws/sqs';
import type { SavedMessage } from './message-file.ts';
import type { LeftGroup } from './redrive.ts';

export interface RestoreOptions {
  readonly sqs: SQSClient;
  readonly url: string;
  readonly isFifo: boolean;
  readonly messages: AsyncIterable<SavedMessage>;
  /** As many of the first messages were sent by an earlier run. */
  readonly skip: number;
  /** Is called after each batch: as many of the first messages need not be sent again. */
  readonly onSent: (processed: number) => Promise<void>;
  readonly onProgress?: (sent: number) => void;
  readonly signal: AbortSignal;
}

export interface Restored {
  readonly sent: number;
  readonly skipped: number;
  readonly refused: readonly LeftGroup[];
}

/**
 * Sends saved messages to a queue, in their order. Messages of a FIFO queue go one by one, and their ids of deduplication are of
 * the saved message: what a killed run sent is not sent twice within five minutes.
 *
 * @throws those of `@groundcrew/aws/sqs`; the signal's reason if it is aborted
 */
export async function restoreMessages(options: RestoreOptions): Promise<Restored> {
  const { sqs, url, isFifo, messages, skip, onSent, onProgress, signal } = options;
  const refused = new Map<string, { messages: number; readonly example: string }>();
  const maxEntries = isFifo ? 1 : MAX_BATCH;
  let batch: SavedMessage[] = [];
  let [batchBytes, processed, sent] = [0, 0, 0];

  async function flush(): Promise<void> {
    if (batch.length === 0) return;
    const failures = await sendMessages(sqs, url, batch.map(toSend), { signal });
    for (const [index, reason] of failures) refuse(batch[index]!, reason);
    sent += batch.length - failures.size;
    processed += batch.length;
    batch = [];
    batchBytes = 0;
    await onSent(processed);
    onProgress?.(sent);
  }

  function refuse(message: SavedMessage, reason: string): void {
    const known = refused.get(reason);
    if (known) known.messages += 1;
    else refused.set(reason, { messages: 1, example: message.id });
  }

  function toSend({ id, body, attributes, groupId }: SavedMessage) {
    return {
      body,
      ...(attributes && { attributes }),
      ...(isFifo && { groupId: groupId ?? 'restored', deduplicationId: `restore-${id}` }),
    };
  }

  for await (const message of messages) {
    if (processed + batch.length < skip) {
      processed += 1;
      continue;
    }
    const size = sizeBytesOf(message);
    if (batch.length >= maxEntries || batchBytes + size > MAX_SEND_BYTES) await flush();
    batch.push(message);
    batchBytes += size;
  }
  await flush();
  return {
    sent,
    skipped: Math.min(skip, processed),
    refused: [...refused].map(([reason, group]) => ({ reason, ...group })),
  };
}
