import { anyText } from '@groundcrew/errors/testing/any-text';
import { MAX_PAYLOAD_BYTES, messageBytes } from '@groundcrew/aws/sns';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideNotices, initialWatchState } from './decide-notices.ts';
import {
  noticeDocument,
  noticeEnvironment,
  noticeSentence,
  type WatchedInstance,
} from './describe-notice.ts';
import { noticeMessage } from './notice-message.ts';

const instance: WatchedInstance = {
  instanceId: 'i-0123456789abcdef0',
  accountId: '123456789012',
  region: 'ap-northeast-2',
  availabilityZone: 'ap-northeast-2a',
};
const nowMs = Date.parse('2026-11-21T12:00:01.500Z');

function noticeOf(reading: Parameters<typeof decideNotices>[1]) {
  return decideNotices(initialWatchState, reading).notices[0]!;
}

const spot = noticeOf({ spotAction: { action: 'terminate', time: '2026-11-21T12:02:00.000Z' } });
const rebalance = noticeOf({ rebalance: { noticeTime: '2026-11-21T12:00:00.000Z' } });
const maintenance = (description: string, code = 'instance-stop') =>
  noticeOf({
    maintenance: [
      {
        eventId: 'instance-event-1',
        code,
        state: 'active',
        description,
        notBefore: '2026-11-23T12:00:00.000Z',
        notAfter: null,
        notBeforeDeadline: null,
      },
    ],
  });

describe('a notice', () => {
  it('is a sentence for people', () => {
    const sentences = [
      spot,
      rebalance,
      maintenance('degraded hardware'),
      noticeOf({ autoScalingState: 'Warmed:Stopped' }),
    ].map((notice) => noticeSentence(notice, instance, nowMs));

    expect(sentences).toEqual([
      'EC2 interrupts the spot instance i-0123456789abcdef0: terminate at 2026-11-21T12:02:00.000Z, in 118 s',
      'EC2 advises to move the work of the spot instance i-0123456789abcdef0 elsewhere: an interruption is likely',
      'EC2 has scheduled instance-stop for i-0123456789abcdef0 at 2026-11-23T12:00:00.000Z, in 2 d: degraded hardware',
      'Auto Scaling takes i-0123456789abcdef0 out of service: stop (Warmed:Stopped)',
    ]);
  });

  it('is in Korean where that is set, ids and names of AWS apart', () => {
    const notices = [
      spot,
      rebalance,
      maintenance('degraded hardware'),
      maintenance(''),
      noticeOf({ autoScalingState: 'Warmed:Stopped' }),
    ];
    expect(notices.map((notice) => noticeSentence(notice, instance, nowMs, 'ko'))).toEqual([
      'EC2가 스팟 인스턴스 i-0123456789abcdef0을 중단합니다: terminate, 2026-11-21T12:02:00.000Z, 118초 뒤',
      'EC2가 스팟 인스턴스 i-0123456789abcdef0의 작업을 다른 곳으로 옮기라고 권고합니다: 중단될 가능성이 높습니다',
      'EC2가 i-0123456789abcdef0에 instance-stop을(를) 예약했습니다: 2026-11-23T12:00:00.000Z, 2일 뒤, degraded hardware',
      'EC2가 i-0123456789abcdef0에 instance-stop을(를) 예약했습니다: 2026-11-23T12:00:00.000Z, 2일 뒤',
      'Auto Scaling이 i-0123456789abcdef0을 서비스에서 제외합니다: stop (Warmed:Stopped)',
    ]);
  });

  it('is published in Korean, with the same document for programs', () => {
    const { subject, body } = noticeMessage(spot, instance, { nowMs, isFifo: false, language: 'ko' });
    const english = noticeMessage(spot, instance, { nowMs, isFifo: false });
    expect(subject).toBe('EC2 알림: i-0123456789abcdef0 spot, terminate');
    expect(body).toMatch(/^EC2가 스팟 인스턴스/);
    expect(body.split('\n\n')[1]).toBe(english.body.split('\n\n')[1]);
  });

  it('has no time left when its time has come', () => {
    const late = Date.parse('2026-11-21T12:02:00.000Z');

    expect(noticeDocument(spot, instance, late)).toMatchObject({ secondsLeft: 0 });
    expect(noticeDocument(spot, instance, late + 60_000)).toMatchObject({ secondsLeft: 0 });
    expect(noticeSentence(spot, instance, late)).toMatch(/Z$/);
  });

  it('is one line in a terminal, for any text of the service', () => {
    const sentence = noticeSentence(maintenance('a\nb\u001b[2J'), instance, nowMs);

    expect(sentence).not.toMatch(/\p{Cc}/u);
  });

  it('is an environment with empty variables for unknown values', () => {
    expect(noticeEnvironment(rebalance, { ...instance, availabilityZone: null }, nowMs)).toEqual({
      GROUNDCREW_NOTICE_KIND: 'rebalance',
      GROUNDCREW_NOTICE_ID: 'rebalance:2026-11-21T12:00:00.000Z',
      GROUNDCREW_NOTICE_ACTION: 'rebalance',
      GROUNDCREW_NOTICE_TIME: '',
      GROUNDCREW_NOTICE_SECONDS_LEFT: '',
      GROUNDCREW_NOTICE_DESCRIPTION: expect.stringContaining('advises') as string,
      GROUNDCREW_NOTICE_JSON: expect.stringContaining('"kind":"rebalance"') as string,
      GROUNDCREW_INSTANCE_ID: 'i-0123456789abcdef0',
      GROUNDCREW_ACCOUNT_ID: '123456789012',
      GROUNDCREW_REGION: 'ap-northeast-2',
      GROUNDCREW_AVAILABILITY_ZONE: '',
    });
  });

  it('is a valid environment for any text of the service', () => {
    fc.assert(
      fc.property(anyText(), anyText(), (description, code) => {
        const environment = noticeEnvironment(maintenance(description, code), instance, nowMs);

        for (const value of Object.values(environment)) expect(value).not.toContain('\0');
        const document = JSON.parse(environment.GROUNDCREW_NOTICE_JSON!) as { event: unknown };
        expect(document.event).toMatchObject({ description, code });
      }),
    );
  });

  it('is a message for people and programs', () => {
    const message = noticeMessage(spot, instance, { nowMs, isFifo: false });

    expect(message).toMatchObject({
      subject: 'EC2 notice: spot, terminate of i-0123456789abcdef0',
      attributes: {
        kind: 'spot',
        action: 'terminate',
        instanceId: 'i-0123456789abcdef0',
        region: 'ap-northeast-2',
      },
    });
    expect(message).not.toHaveProperty('fifo');
    const [sentence, json] = message.body.split('\n\n');
    expect(sentence).toBe(noticeSentence(spot, instance, nowMs));
    expect(JSON.parse(json!)).toEqual(noticeDocument(spot, instance, nowMs));
  });

  it('is the same message after a restart, to a FIFO topic', () => {
    const first = noticeMessage(spot, instance, { nowMs, isFifo: true });
    const again = noticeMessage(spot, instance, { nowMs: nowMs + 60_000, isFifo: true });

    expect(first.fifo).toEqual({
      groupId: 'i-0123456789abcdef0',
      deduplicationId: 'i-0123456789abcdef0:spot:terminate:2026-11-21T12:02:00.000Z',
    });
    expect(again.fifo).toEqual(first.fifo);
  });

  it('is within the limits of SNS for any text of the service', () => {
    fc.assert(
      fc.property(anyText(), anyText(), (description, code) => {
        const message = noticeMessage(maintenance(description, code), instance, { nowMs, isFifo: true });

        expect(message.subject).toMatch(/^\P{Cc}+$/u);
        expect(message.subject!.length).toBeLessThan(100);
        expect(message.fifo!.deduplicationId).toMatch(/^[\x21-\x7e]{1,128}$/);
        expect(messageBytes(message)).toBeLessThanOrEqual(MAX_PAYLOAD_BYTES);
        for (const value of Object.values(message.attributes)) expect(value.length).toBeGreaterThan(0);
      }),
    );
  });
});
