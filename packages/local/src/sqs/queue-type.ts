import { createHash } from 'node:crypto';
import { invalidValue, missingParameter } from './errors.ts';
import type { NewMessage } from './message.ts';
import type { QueueAttributes } from './queue-attributes.ts';

/**
 * A message as a queue of that type stores it.
 *
 * Rules: "SendMessage" of the SQS API reference: both kinds of queues take `MessageGroupId` (fair queues); FIFO queues need it, and a
 * deduplication id or `ContentBasedDeduplication`; `MessageDeduplicationId` is for them alone; only their queue may have a delay. The
 * codes are those that AWS was seen to return.
 *
 * @throws AwsError `MissingParameter` for a FIFO queue without a group, else `InvalidParameterValue`
 */
export function prepareMessage(
  message: NewMessage,
  isFifo: boolean,
  attributes: QueueAttributes,
): NewMessage {
  const { groupId, deduplicationId } = message;
  if (isFifo && !groupId) throw missingParameter('MessageGroupId');
  checkId('MessageGroupId', groupId);
  if (!isFifo) {
    if (deduplicationId !== undefined) throw notOfThisType('MessageDeduplicationId', deduplicationId);
    return message;
  }
  checkId('MessageDeduplicationId', deduplicationId);
  if (deduplicationId !== undefined) return message;
  if (attributes.ContentBasedDeduplication !== 'true') {
    throw invalidValue(
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
  return { ...message, deduplicationId: createHash('sha256').update(message.body).digest('hex') };
}

/** A delay of 0 is none. @throws AwsError `InvalidParameterValue` for a message with a delay of its own in a FIFO queue */
export function checkDelay({ delayMs = 0 }: NewMessage, isFifo: boolean): void {
  if (isFifo && delayMs > 0) throw notOfThisType('DelaySeconds', String(delayMs / 1000));
}

/** Letters, digits and punctuation of ASCII. */
function checkId(name: string, id: string | undefined): void {
  if (id === undefined || /^[!-~]{1,128}$/.test(id)) return;
  throw invalidValue(
    `Value ${id} for parameter ${name} is invalid. Reason: ${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  );
}

function notOfThisType(name: string, value: string) {
  return invalidValue(
    `Value ${value} for parameter ${name} is invalid. Reason: The request include parameter that is not valid for this queue type.`,
  );
}
