import type { Form } from '../form.ts';
import { AwsError } from '../service.ts';
import type { XmlElements } from '../xml.ts';
import { type Action, needText } from './action.ts';
import type { Publication } from './envelope.ts';
import {
  batchTooLong,
  emptyBatch,
  idsNotDistinct,
  invalidEntryId,
  invalidParameter,
  tooManyEntries,
} from './errors.ts';
import { MAX_MESSAGE_BYTES, readMessage, sizeOf } from './message.ts';
import type { Publisher } from './publisher.ts';

const MAX_ENTRIES = 10;

/** Publish and PublishBatch. */
export function createPublishActions(publisher: Publisher): Readonly<Record<string, Action>> {
  return {
    Publish({ form, store, endpoint }) {
      if (form.text('PhoneNumber') !== undefined) {
        throw invalidParameter('PhoneNumber: the embedded AWS sends no text messages');
      }
      const arn = form.text('TopicArn') ?? needText(form, 'TargetArn');
      return resultOf(publisher.publish(store.topic(arn), readMessage(form), endpoint));
    },

    PublishBatch({ form, store, endpoint }) {
      const topic = store.topic(needText(form, 'TopicArn'));
      const entries = readEntries(form);
      const sizeBytes = entries.reduce((sum, { message }) => sum + sizeOf(message), 0);
      if (sizeBytes > MAX_MESSAGE_BYTES) throw batchTooLong(sizeBytes, MAX_MESSAGE_BYTES);
      const successful: XmlElements[] = [];
      const failed: XmlElements[] = [];
      for (const { id, message } of entries) {
        try {
          successful.push({ Id: id, ...resultOf(publisher.publish(topic, message, endpoint)) });
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          failed.push({ Id: id, Code: error.code, Message: error.message, SenderFault: true });
        }
      }
      return { Successful: { member: successful }, Failed: { member: failed } };
    },
  };
}

function readEntries(form: Form) {
  const entries = form.list('PublishBatchRequestEntries');
  if (entries.length === 0) throw emptyBatch();
  if (entries.length > MAX_ENTRIES) throw tooManyEntries(entries.length);
  const seen = new Set<string>();
  return entries.map((entry) => {
    const id = entry.text('Id') ?? '';
    if (!/^[\w-]{1,80}$/.test(id)) throw invalidEntryId(id);
    if (seen.has(id)) throw idsNotDistinct(id);
    seen.add(id);
    return { id, message: readMessage(entry) };
  });
}

function resultOf({ messageId, sequenceNumber }: Publication): XmlElements {
  return { MessageId: messageId, SequenceNumber: sequenceNumber };
}
