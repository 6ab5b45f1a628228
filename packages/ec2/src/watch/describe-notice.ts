import { formatDuration, printable } from '@groundcrew/report';
import type { Language } from '@groundcrew/report/languages';
import { noticeText } from '@groundcrew/report/notice-texts';
import type { IdentityDocument } from '../metadata/index.ts';
import { type Notice, type NoticeEvent, secondsLeft } from './notice.ts';

/** The instance that a notice is about. */
export type WatchedInstance = Pick<
  IdentityDocument,
  'instanceId' | 'accountId' | 'region' | 'availabilityZone'
>;

/** A notice as JSON: stable, documented in docs/ec2.md. */
export interface NoticeDocument extends WatchedInstance {
  readonly kind: Notice['kind'];
  readonly id: string;
  readonly action: string;
  readonly time: string | null;
  /** As of the time the document was written. */
  readonly secondsLeft: number | null;
  readonly description: string;
  readonly event: NoticeEvent;
}

/** The facts of a notice. */
export function noticeDocument(notice: Notice, instance: WatchedInstance, nowMs: number): NoticeDocument {
  const { kind, id, action, time, event } = notice;
  const { instanceId, accountId, region, availabilityZone } = instance;
  return {
    kind,
    id,
    action,
    time,
    secondsLeft: secondsLeft(notice, nowMs),
    description: noticeSentence(notice, instance, nowMs),
    instanceId,
    accountId,
    region,
    availabilityZone,
    event,
  };
}

/** A notice as one line for people; default: in English. */
export function noticeSentence(
  notice: Notice,
  instance: WatchedInstance,
  nowMs: number,
  language: Language = 'en',
): string {
  return printable(sentenceOf(notice, instance, nowMs, language));
}

function sentenceOf(
  notice: Notice,
  { instanceId: instance }: WatchedInstance,
  nowMs: number,
  language: Language,
): string {
  const { kind, action, event } = notice;
  const when = whenText(notice, nowMs, language);
  switch (kind) {
    case 'spot':
      return noticeText('spot', language, { instance, action, when });
    case 'maintenance': {
      const { description: about = '' } = event as { description?: string };
      const key = about === '' ? 'maintenance' : 'maintenanceAbout';
      return noticeText(key, language, { instance, action, when, about });
    }
    case 'auto-scaling': {
      const state = 'autoScalingState' in event ? event.autoScalingState : '';
      return noticeText('auto-scaling', language, { instance, action, state });
    }
    case 'rebalance':
      return noticeText('rebalance', language, { instance });
  }
}

function whenText(notice: Notice, nowMs: number, language: Language): string {
  const time = String(notice.time);
  const seconds = secondsLeft(notice, nowMs);
  if (seconds === null || seconds === 0) return time;
  return seconds < SECONDS_COUNTED
    ? noticeText('seconds', language, { time, n: String(seconds) })
    : noticeText('later', language, { time, duration: formatDuration(seconds * 1000, language) });
}

/** Less than five minutes are counted in seconds: each of them matters. */
const SECONDS_COUNTED = 300;

/** The facts of a notice as environment variables of a command: only text, nothing that a shell would interpret. */
export function noticeEnvironment(
  notice: Notice,
  instance: WatchedInstance,
  nowMs: number,
): Record<string, string> {
  const document = noticeDocument(notice, instance, nowMs);
  const facts = {
    GROUNDCREW_NOTICE_KIND: document.kind,
    GROUNDCREW_NOTICE_ID: document.id,
    GROUNDCREW_NOTICE_ACTION: document.action,
    GROUNDCREW_NOTICE_TIME: document.time,
    GROUNDCREW_NOTICE_SECONDS_LEFT: document.secondsLeft,
    GROUNDCREW_NOTICE_DESCRIPTION: document.description,
    GROUNDCREW_NOTICE_JSON: JSON.stringify(document),
    GROUNDCREW_INSTANCE_ID: document.instanceId,
    GROUNDCREW_ACCOUNT_ID: document.accountId,
    GROUNDCREW_REGION: document.region,
    GROUNDCREW_AVAILABILITY_ZONE: document.availabilityZone,
  };
  // A variable can't contain NUL; unknown values are empty, so that all are set with `set -u`.
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, String(value ?? '').replaceAll('\0', '')]),
  );
}
