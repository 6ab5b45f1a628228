import { isJsonObject } from '../json-object.ts';
import { AwsError } from '../service.ts';
import { type Action, queueNameOf } from './action.ts';
import {
  batchTooLong,
  emptyBatch,
  idsNotDistinct,
  invalidEntryId,
  invalidValue,
  tooManyEntries,
} from './errors.ts';
import { needText, readMessage, readNumber } from './input.ts';
import { MAX_MESSAGE_BYTES, sizeOf } from './message.ts';
import { sentResult } from './message-actions.ts';

type Entry = Readonly<Record<string, unknown>> & { readonly Id: string };

/** At most ten entries; each one succeeds or fails on its own. */
export const batchActions: Readonly<Record<string, Action>> = {
  SendMessageBatch({ input, store }) {
    const queue = store.queue(queueNameOf(input));
    const entries = readEntries(input);
    const sizeBytes = entries.reduce((sum, entry) => sum + sizeOfEntry(entry), 0);
    if (sizeBytes > MAX_MESSAGE_BYTES) throw batchTooLong(sizeBytes, MAX_MESSAGE_BYTES);
    return eachEntry(entries, (entry) => {
      const message = readMessage(entry);
      return sentResult(message, store.send(queue, message), queue);
    });
  },

  DeleteMessageBatch({ input, store }) {
    const queue = store.queue(queueNameOf(input));
    return eachEntry(readEntries(input), (entry) => {
      store.deleteMessage(queue, needText(entry, 'ReceiptHandle'));
      return {};
    });
  },

  ChangeMessageVisibilityBatch({ input, store }) {
    const queue = store.queue(queueNameOf(input));
    return eachEntry(readEntries(input), (entry) => {
      // Here it may be missing: it is required of ChangeMessageVisibility alone.
      const seconds = readNumber(entry, 'VisibilityTimeout', 0, 43_200) ?? 0;
      queue.changeVisibility(needText(entry, 'ReceiptHandle'), seconds * 1000);
      return {};
    });
  },
};

/** What an entry without a body is missing fails the batch; an invalid value fails the entry alone. */
function sizeOfEntry({ MessageBody, MessageAttributes }: Entry): number {
  return sizeOf(readMessage({ MessageBody, MessageAttributes }));
}

function readEntries({ Entries }: Readonly<Record<string, unknown>>): readonly Entry[] {
  const entries = Array.isArray(Entries) ? (Entries as Entry[]) : [];
  if (!entries.every(isJsonObject)) throw invalidValue('Entries must be a list of structures.');
  if (entries.length === 0) throw emptyBatch();
  if (entries.length > 10) throw tooManyEntries(entries.length);
  const seen = new Set<string>();
  for (const entry of entries) {
    const id = needText(entry, 'Id');
    if (!/^[\w-]{1,80}$/.test(id)) throw invalidEntryId(id);
    if (seen.has(id)) throw idsNotDistinct(id);
    seen.add(id);
  }
  return entries;
}

function eachEntry(entries: readonly Entry[], act: (entry: Entry) => object) {
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...act(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const [code] = (error.headers['x-amzn-query-error'] ?? error.code).split(';');
      Failed.push({ Id: entry.Id, SenderFault: true, Code: code, Message: error.message });
    }
  }
  return { Successful, Failed };
}
