import { createHash } from 'node:crypto';

/** "Less than 100 characters" (API reference, Publish). */
const MAX_SUBJECT_LENGTH = 99;

/** Both ids of FIFO topics (API reference, PublishBatchRequestEntry). */
const MAX_FIFO_ID_LENGTH = 128;

/**
 * A subject that SNS accepts, whatever the text: printable ASCII, on one line, under a hundred characters. A
 * character outside ASCII becomes a question mark.
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
 * Text that can be delivered to every kind of subscriber. SQS refuses the control characters that XML 1.0 excludes,
 * and unpaired surrogates (SQS API reference, SendMessage): they become U+FFFD.
 */
export function toMessageText(text: string): string {
  return text.replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '\ufffd');
}

/** A group or deduplication id of a FIFO topic: the text itself if SNS accepts it, otherwise its SHA-256. */
export function toFifoId(text: string): string {
  return text.length <= MAX_FIFO_ID_LENGTH && /^[\x21-\x7e]+$/.test(text)
    ? text
    : createHash('sha256').update(text).digest('hex');
}

/** Whether a topic is FIFO, by its name (API reference, CreateTopic: it has to end so). */
export function isFifoTopic(topicArn: string): boolean {
  return topicArn.endsWith('.fifo');
}
