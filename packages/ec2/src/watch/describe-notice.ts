import { formatDuration, printable } from '@groundcrew/report';
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

/** A notice as one line for people. */
export function noticeSentence(notice: Notice, instance: WatchedInstance, nowMs: number): string {
  return printable(sentenceOf(notice, instance, nowMs));
}

function sentenceOf(notice: Notice, { instanceId }: WatchedInstance, nowMs: number): string {
  const { kind, action, event } = notice;
  const when = `${notice.time}${timeLeft(notice, nowMs)}`;
  switch (kind) {
    case 'spot':
      return `EC2 interrupts the spot instance ${instanceId}: ${action} at ${when}`;
    case 'maintenance': {
      const { description = '' } = event as { description?: string };
      return `EC2 has scheduled ${action} for ${instanceId} at ${when}${description && `: ${description}`}`;
    }
    case 'auto-scaling': {
      const state = 'autoScalingState' in event ? event.autoScalingState : '';
      return `Auto Scaling takes ${instanceId} out of service: ${action} (${state})`;
    }
    case 'rebalance':
      return `EC2 advises to move the work of the spot instance ${instanceId} elsewhere: an interruption is likely`;
  }
}

function timeLeft(notice: Notice, nowMs: number): string {
  const seconds = secondsLeft(notice, nowMs);
  if (seconds === null || seconds === 0) return '';
  return `, in ${seconds < 300 ? `${seconds} s` : formatDuration(seconds * 1000)}`;
}

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
