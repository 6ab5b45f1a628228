import { type Message, toFifoId, toMessageText, toSubject } from '@groundcrew/aws/sns';
import { noticeDocument, type WatchedInstance } from './describe-notice.ts';
import type { Notice } from './notice.ts';

/**
 * The message of one notice: a sentence for people, then the document for programs. On a FIFO topic the notices of an
 * instance keep their order, and one that is published again after a restart is not delivered twice.
 */
export function noticeMessage(
  notice: Notice,
  instance: WatchedInstance,
  { nowMs, isFifo }: { nowMs: number; isFifo: boolean },
): Message {
  const document = noticeDocument(notice, instance, nowMs);
  const { kind, action, id, description } = document;
  const { instanceId, region } = instance;
  return {
    subject: toSubject(`EC2 notice: ${kind}, ${action} of ${instanceId}`),
    body: toMessageText(`${description}\n\n${JSON.stringify(document, null, 2)}\n`),
    attributes: { kind, action: toMessageText(action) || '?', instanceId, region },
    ...(isFifo && {
      fifo: { groupId: toFifoId(instanceId), deduplicationId: toFifoId(`${instanceId}:${id}`) },
    }),
  };
}
