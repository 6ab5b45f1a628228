import { type Message, toFifoId, toMessageText, toSubject } from '@groundcrew/aws/sns';
import type { Language } from '@groundcrew/report/languages';
import { noticeText } from '@groundcrew/report/notice-texts';
import { noticeDocument, noticeSentence, type WatchedInstance } from './describe-notice.ts';
import type { Notice } from './notice.ts';

/**
 * The message of one notice: a sentence for people, then the document for programs, which is the same in each language. On a FIFO topic the notices of an
 * instance keep their order, and one that is published again after a restart is not delivered twice.
 */
export function noticeMessage(
  notice: Notice,
  instance: WatchedInstance,
  { nowMs, isFifo, language = 'en' }: { nowMs: number; isFifo: boolean; language?: Language },
): Message {
  const document = noticeDocument(notice, instance, nowMs);
  const { kind, action, id } = document;
  const { instanceId, region } = instance;
  return {
    subject: toSubject(noticeText('subject', language, { kind, action, instance: instanceId })),
    body: toMessageText(
      `${noticeSentence(notice, instance, nowMs, language)}\n\n${JSON.stringify(document, null, 2)}\n`,
    ),
    attributes: { kind, action: toMessageText(action) || '?', instanceId, region },
    ...(isFifo && {
      fifo: { groupId: toFifoId(instanceId), deduplicationId: toFifoId(`${instanceId}:${id}`) },
    }),
  };
}
