import {
  MAX_BATCH,
  MAX_SEND_BYTES,
  type NewMessage,
  sendMessages,
  sizeBytesOf,
  type SQSClient,
} from '@groundcrew/aws/sqs';

/** Sends a message; resolves to why it was not accepted, or to nothing. */
export type Send = (url: string, message: NewMessage) => Promise<string | undefined>;

interface Pending {
  readonly message: NewMessage;
  readonly resolve: (reason: string | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Sends messages that are given at the same time in the fewest calls, in their order. */
export function createBatchedSend(sqs: SQSClient, signal: AbortSignal): Send {
  const pending = new Map<string, Pending[]>();

  function flush(url: string): void {
    const all = pending.get(url)!;
    pending.delete(url);
    for (const batch of batchesOf(all)) void sendBatch(url, batch);
  }

  async function sendBatch(url: string, batch: readonly Pending[]): Promise<void> {
    try {
      const failures = await sendMessages(
        sqs,
        url,
        batch.map(({ message }) => message),
        { signal },
      );
      for (const [index, { resolve }] of batch.entries()) resolve(failures.get(index));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  return (url, message) =>
    new Promise((resolve, reject) => {
      const waiting = pending.get(url);
      if (waiting) waiting.push({ message, resolve, reject });
      else {
        pending.set(url, [{ message, resolve, reject }]);
        setImmediate(() => flush(url));
      }
    });
}

function batchesOf(all: readonly Pending[]): Pending[][] {
  const batches: Pending[][] = [];
  let sizeBytes = 0;
  for (const each of all) {
    const size = sizeBytesOf(each.message);
    const last = batches.at(-1);
    if (last === undefined || last.length === MAX_BATCH || sizeBytes + size > MAX_SEND_BYTES) {
      batches.push([each]);
      sizeBytes = size;
    } else {
      last.push(each);
      sizeBytes += size;
    }
  }
  return batches;
}
