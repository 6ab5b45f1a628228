import { type Action, queueNameOf } from './action.ts';
import { invalidAttribute } from './errors.ts';
import { needNumber, needText, readMessage, readNumber, readTexts } from './input.ts';
import { type MessageAttributes, md5Of, md5OfAttributes, type NewMessage } from './message.ts';
import type { Queue, ReceivedMessage, StoredMessage } from './queue.ts';
import { numberOf, queueAttributeNames } from './queue-attributes.ts';

const MAX_VISIBILITY_SECONDS = 43_200;

/** "ReceiveMessage" of the SQS API reference; `AttributeNames`, which came before it, may name attributes of queues as well. */
const systemAttributeNames = new Set([
  'All',
  'SenderId',
  'SentTimestamp',
  'ApproximateReceiveCount',
  'ApproximateFirstReceiveTimestamp',
  'SequenceNumber',
  'MessageDeduplicationId',
  'MessageGroupId',
  'AWSTraceHeader',
  'DeadLetterQueueSourceArn',
]);

/** The actions on messages. */
export const messageActions: Readonly<Record<string, Action>> = {
  SendMessage({ input, store }) {
    const queue = store.queue(queueNameOf(input));
    const message = readMessage(input);
    return sentResult(message, store.send(queue, message), queue);
  },

  async ReceiveMessage({ input, store, request }) {
    const queue = store.queue(queueNameOf(input));
    const maxMessages = readNumber(input, 'MaxNumberOfMessages', 1, 10) ?? 1;
    const visibilitySeconds =
      readNumber(input, 'VisibilityTimeout', 0, MAX_VISIBILITY_SECONDS) ??
      numberOf(queue.attributes, 'VisibilityTimeout');
    const waitSeconds =
      readNumber(input, 'WaitTimeSeconds', 0, 20) ??
      numberOf(queue.attributes, 'ReceiveMessageWaitTimeSeconds');
    const systemNames = [
      ...readTexts(input, 'AttributeNames'),
      ...readTexts(input, 'MessageSystemAttributeNames'),
    ];
    const unknown = systemNames.find(
      (name) => !systemAttributeNames.has(name) && !queueAttributeNames.includes(name),
    );
    if (unknown !== undefined)
      throw invalidAttribute(unknown, `use one of ${[...systemAttributeNames].join(', ')}`);
    const attributeNames = readTexts(input, 'MessageAttributeNames');
    const received = await queue.receive(maxMessages, waitSeconds * 1000, visibilitySeconds * 1000);
    if (received.length === 0) return {};
    const sender = request.caller;
    return {
      Messages: received.map((message) => ({
        MessageId: message.id,
        ReceiptHandle: message.receiptHandle,
        MD5OfBody: md5Of(message.body),
        Body: message.body,
        ...systemAttributes(message, systemNames, sender, queue),
        ...chosenAttributes(message.attributes ?? {}, attributeNames),
      })),
    };
  },

  DeleteMessage({ input, store }) {
    store.deleteMessage(store.queue(queueNameOf(input)), needText(input, 'ReceiptHandle'));
    return {};
  },

  ChangeMessageVisibility({ input, store }) {
    const seconds = needNumber(input, 'VisibilityTimeout', 0, MAX_VISIBILITY_SECONDS);
    store.queue(queueNameOf(input)).changeVisibility(needText(input, 'ReceiptHandle'), seconds * 1000);
    return {};
  },
};

/** The digests that an SDK checks: of the sent message, even if a FIFO queue dropped it as a duplicate. */
export function sentResult(sent: NewMessage, stored: StoredMessage, { isFifo }: Queue) {
  const attributesMd5 = md5OfAttributes(sent.attributes);
  return {
    MessageId: stored.id,
    MD5OfMessageBody: md5Of(sent.body),
    ...(attributesMd5 !== undefined && { MD5OfMessageAttributes: attributesMd5 }),
    ...(sent.traceHeader !== undefined && {
      MD5OfMessageSystemAttributes: md5OfAttributes({
        AWSTraceHeader: { DataType: 'String', StringValue: sent.traceHeader },
      }),
    }),
    ...(isFifo && { SequenceNumber: stored.sequenceNumber }),
  };
}

function systemAttributes(
  message: ReceivedMessage,
  names: readonly string[],
  sender: string,
  { isFifo }: Queue,
) {
  if (names.length === 0) return {};
  const all: Record<string, string | undefined> = {
    SenderId: sender,
    SentTimestamp: String(message.sentMs),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedMs),
    MessageGroupId: message.groupId,
    MessageDeduplicationId: message.deduplicationId,
    SequenceNumber: isFifo ? message.sequenceNumber : undefined,
    AWSTraceHeader: message.traceHeader,
    DeadLetterQueueSourceArn: message.deadLetterSourceArn,
  };
  const chosen = Object.entries(all).filter(
    ([name, value]) => value !== undefined && (names.includes('All') || names.includes(name)),
  );
  return { Attributes: Object.fromEntries(chosen) };
}

/** By name, by `prefix.*`, or all. */
function chosenAttributes(attributes: MessageAttributes, names: readonly string[]) {
  const isChosen = (attribute: string) =>
    names.some(
      (name) =>
        name === 'All' ||
        name === attribute ||
        (name.endsWith('.*') && (name === '.*' || attribute.startsWith(name.slice(0, -1)))),
    );
  const chosen = Object.fromEntries(Object.entries(attributes).filter(([name]) => isChosen(name)));
  const md5 = md5OfAttributes(chosen);
  return md5 === undefined ? {} : { MessageAttributes: chosen, MD5OfMessageAttributes: md5 };
}
