import { expect, test } from 'vitest';
import { addNotice, type NoticeState } from './notices.ts';

const none: NoticeState = { scheduled: [], history: [] };
const now = Date.UTC(2026, 0, 9, 3, 4, 5, 678);

test('an interruption comes two minutes after its notice by default', () => {
  expect(addNotice(none, 'spot', {}, now).spot).toEqual({
    action: 'terminate',
    time: '2026-01-09T03:06:05Z',
  });
  const time = new Date('2026-01-10T00:00:00Z');
  expect(addNotice(none, 'spot', { action: 'hibernate', time }, now).spot).toEqual({
    action: 'hibernate',
    time: '2026-01-10T00:00:00Z',
  });
});

test('a completed event moves to the history, marked in its description', () => {
  const one = addNotice(none, 'maintenance', { code: 'instance-stop', description: 'degraded' }, now);
  const two = addNotice(one, 'maintenance', {}, now);
  expect(two.scheduled.map(({ Code }) => Code)).toEqual(['instance-stop', 'system-reboot']);
  const eventId = two.scheduled[0]!.EventId;
  const over = addNotice(
    two,
    'maintenance',
    { eventId, code: 'instance-stop', description: 'degraded', state: 'canceled' },
    now,
  );
  expect(over.scheduled.map(({ Code }) => Code)).toEqual(['system-reboot']);
  expect(over.history).toMatchObject([
    { EventId: eventId, State: 'canceled', Description: '[Canceled] degraded' },
  ]);
});

test('events have the time format of the service', () => {
  const time = new Date('2026-02-03T04:05:06Z');
  expect(addNotice(none, 'maintenance', { time }, now).scheduled).toMatchObject([
    {
      NotBefore: '3 Feb 2026 04:05:06 GMT',
      NotAfter: '3 Feb 2026 06:05:06 GMT',
      NotBeforeDeadline: '10 Feb 2026 04:05:06 GMT',
    },
  ]);
});

test('one notice leaves the others unchanged', () => {
  const all = addNotice(
    addNotice(none, 'rebalance', {}, now),
    'auto-scaling',
    { targetState: 'Standby' },
    now,
  );
  expect(all).toEqual({ ...none, rebalance: { noticeTime: '2026-01-09T03:04:05Z' }, targetState: 'Standby' });
});
