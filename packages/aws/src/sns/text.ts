import { createHash } from 'node:crypto';

/** "Less than 100 characters" (API reference, Publish). */
const MAX_SUBJECT_LENGTH = 99;

/** Both ids of FIFO topics (API reference, PublishBatchRequestEntry). */
const MAX_FIFO_ID_LENGTH = 128;

/**
 * A subject that SNS takes, whatever the text: printable ASCII, on one line, under a hundred characters.
 * A letter that ASCII doesn't have is a question mark.
 */
export function toSubject(text: string): string {
  const ascii = text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .replace(/[^\x20-\x7e]/gu, '?')
    .trim();
  if (ascii === '') return '?';
  return ascii.length <= MAX_SUBJECT_LENGTH
    ? ascii
    : `${ascii.slice(0, MAX_SUBJECT_LENGTH - 3).trimEnd()}...`;
}

/**
 * Text that every kind of subscriber can be sent. SQS refuses the control characters that XML 1.0 doesn't
 * know, and halves of surrogate pairs (SQS API reference, SendMessage): they become U+FFFD.
 */
export function toMessageText(text: string): string {
  return text.replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '\ufffd');
}

/** A group or deduplication id of a FIFO topic: the text itself where SNS takes it, otherwise its SHA-256. */
export function toFifoId(text: string): string {
  return text.length <= MAX_FIFO_ID_LENGTH && /^[\x21-\x7e]+$/.test(text)
    ? text
    : createHash('sha256').update(text).digest('hex');
}

/** FIFO topics are told by their name (API reference, CreateTopic: it has to end so). */
export function isFifoTopic(topicArn: string): boolean {
  return topicArn.endsWith('.fifo');
}
