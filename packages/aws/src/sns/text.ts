import { createHash } from 'node:crypto';

/** "Less than 100 characters" (API reference, Publish). */
const MAX_SUBJECT_LENGTH = 99;

/** Both ids of FIFO topics (API reference, PublishBatchRequestEntry). */
const MAX_FIFO_ID_LENGTH = 128;

/**
 * A subject that SNS accepts, whatever the text: on one line, without control characters or characters that are not seen,
 * under a hundred UTF-16 units. It may be in any script: "Subjects must be UTF-8 text with no line breaks or control
 * characters" (API reference, Publish).
 */
export function toSubject(text: string): string {
  const line = text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cn}\p{Co}]/gu, '')
    .trim();
  if (line === '') return '?';
  if (line.length <= MAX_SUBJECT_LENGTH) return line;
  const cut = line.slice(0, MAX_SUBJECT_LENGTH - '...'.length).replace(/[\ud800-\udbff]$/, '');
  return `${cut.trimEnd()}...`;
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
