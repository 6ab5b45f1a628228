import { englishLeft } from '@groundcrew/report/testing/english-left';
import { describe, expect, test } from 'vitest';
import type { FailureKind } from './failed-event.ts';
import { objectsLookReport, restoreObjectsReport, saveObjectsReport } from './objects-report.ts';
import { lookReport, moveReport, redriveReport, restoreReport, saveReport } from './queue-report.ts';
import type { End } from './receive-all.ts';

const ends: readonly End[] = ['all', 'limit', 'in-flight-limit', 'unread', 'stopped'];
const details = { arn: 'arn:1', isFifo: true, waiting: 3, inFlight: 2, delayed: 0, retentionSeconds: 60 };
const kinds: readonly FailureKind[] = [
  'invocation',
  'event',
  'stream-batch',
  'rule-target',
  'schedule-target',
  'notification',
  'message',
];
const causes = kinds.map((kind) => ({
  kind,
  failed: undefined,
  error: '',
  messages: 1,
  oldestMs: 0,
  newestMs: 0,
  example: { id: '1', body: '' },
}));
const look = { details, examined: 9, matched: 7, causes, otherMessages: 2, end: 'all' as const };
const redrive = {
  examined: 9,
  accepted: 3,
  acceptedBy: { 'arn:1': 3 },
  unmatched: 1,
  notDeleted: 1,
  returned: 0,
};

describe('a report on a queue in Korean has no English sentence and no English label', () => {
  test.each(ends)('of what is in it, at the end %s', async (end) => {
    const facts = { name: '1', hasBodies: true, nowMs: 0 };
    const move = { status: 'RUNNING' as const, moved: 1, toMove: 2, startedAtMs: 0 };
    expect(await englishLeft(lookReport({ ...facts, look: { ...look, end, move } }))).toEqual([]);
    const none = { ...look, causes: [], matched: 0, otherMessages: 0, end };
    expect(await englishLeft(lookReport({ ...facts, look: none }))).toEqual([]);
    expect(await englishLeft(lookReport({ ...facts, look: { ...none, examined: 0 } }))).toEqual([]);
    expect(await englishLeft(lookReport({ ...facts, look: { ...look, otherMessages: 1 } }))).toEqual([]);
  });

  test.each(ends)('of a redrive, at the end %s', async (end) => {
    const left = [
      'an earlier message of its group stays in the queue',
      'the scheduler truncated the payload',
      'the message does not name the queue that it came from; pass --to',
    ].map((reason) => ({ reason, messages: 1, example: '1' }));
    expect(
      await englishLeft(redriveReport({ name: '1', details, redrive: { ...redrive, left, end } })),
    ).toEqual([]);
  });

  test('of what is in a bucket', async () => {
    const group = { records: 2, oldestMs: 0, newestMs: 0, example: '1', failed: undefined, error: '' };
    const inBucket = kinds.map((kind, at) => ({ ...group, kind, objects: at + 1 }));
    const facts = { name: '1', next: '2', nowMs: 0 };
    const of = { examined: 9, matched: 7, records: 3, isLimited: true, causes: inBucket, otherObjects: 2 };
    for (const each of [
      of,
      { ...of, otherObjects: 1, matched: 1, causes: inBucket.slice(0, 1) },
      { ...of, matched: 0, causes: [] },
      { ...of, examined: 0, matched: 0, causes: [] },
    ])
      expect(await englishLeft(objectsLookReport({ ...facts, look: each }))).toEqual([]);
  });

  test('of a save and a restore of what is in a bucket', async () => {
    const left = [{ reason: 'its key is not one of failed batches', messages: 1, example: '1' }];
    const saved = { saved: 1, unmatched: 0, deleted: 1, left: [], isLimited: true };
    expect(await englishLeft(saveObjectsReport({ name: '1', file: '2' }, saved))).toEqual([]);
    const restored = { stored: 1, present: 2, refused: left };
    expect(
      await englishLeft(restoreObjectsReport({ name: '1', file: '2', isTruncated: true }, restored)),
    ).toEqual([]);
  });

  test('of a move, a save and a restore', async () => {
    const status = (text: string) => text === 'COMPLETED';
    const move = { status: 'COMPLETED' as const, moved: 1, startedAtMs: 0 };
    expect(await englishLeft(moveReport('1', move), status)).toEqual([]);
    const saved = { saved: 1, unmatched: 0, deleted: 1, end: 'limit' as const };
    expect(await englishLeft(saveReport({ name: '1', details, file: '2' }, saved))).toEqual([]);
    const refused = [{ reason: 'other reasons', messages: 1, example: '1' }];
    const restored = { sent: 1, skipped: 0, refused };
    expect(await englishLeft(restoreReport({ name: '1', file: '2', isTruncated: true }, restored))).toEqual(
      [],
    );
  });
});
