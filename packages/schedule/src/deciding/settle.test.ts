import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time/index.ts';
import { decide, type Memory, type ModedInterval, type Observed, settle } from './index.ts';

const night = Date.parse('2027-01-04T20:00:00Z');
const off: ModedInterval = {
  startMs: night,
  endMs: night + 12 * DAY_MS,
  wanted: 'off',
  once: false,
  because: [],
  omitted: [],
  mode: 'respect-manual',
};
const stopped: Observed = { state: 'stopped', restartsAtMs: night + 7 * DAY_MS };

/** What is remembered after a stop at the start of the interval, and a look an hour later. */
function afterStop(): Memory {
  const memory: Memory = {
    lastAction: { kind: 'stop', atMs: night },
    reached: { wanted: 'off', atMs: night + 5 * MINUTE_MS },
  };
  return settle(memory, stopped, night + HOUR_MS);
}

function actionAt(memory: Memory, observed: Observed, nowMs: number, interval = off) {
  return decide(interval, observed, settle(memory, observed, nowMs), [], nowMs).action;
}

test('a database that RDS started after seven days is stopped again, whatever the mode', () => {
  const later = night + 7 * DAY_MS + 20 * MINUTE_MS;
  expect(actionAt(afterStop(), { state: 'running' }, later)).toBe('stop');
  expect(actionAt(afterStop(), { state: 'running' }, later, { ...off, mode: 'enforce' })).toBe('stop');
  // Once more, a week later: the time is that of the second stop then.
  const again = settle(afterStop(), { state: 'stopped', restartsAtMs: night + 14 * DAY_MS }, later + HOUR_MS);
  expect(again.restartsAtMs).toBe(night + 14 * DAY_MS);
});

test('it is its service that starts one at the very instant for that', () => {
  expect(actionAt(afterStop(), { state: 'running' }, night + 7 * DAY_MS)).toBe('stop');
});

test('a start that was seen as wanted at once has not failed', () => {
  const memory: Memory = {
    lastAction: { kind: 'start', atMs: night },
    reached: { wanted: 'on', atMs: night },
  };
  expect(settle(memory, { state: 'stopped', fault: 'Server.InternalError' }, night + HOUR_MS)).toBe(memory);
});

test('one that a person started before stays as it is, with respect-manual', () => {
  const nextDay = night + DAY_MS;
  const memory = settle(afterStop(), { state: 'running' }, nextDay);
  expect(memory.restartsAtMs).toBeUndefined();
  expect(actionAt(memory, { state: 'running' }, nextDay)).toBe('none');
  // Later too: RDS had nothing to start.
  expect(actionAt(memory, { state: 'running' }, night + 8 * DAY_MS)).toBe('none');
});

test('a memory with nothing new stays the same', () => {
  const memory = afterStop();
  expect(settle(memory, stopped, night + 2 * HOUR_MS)).toBe(memory);
  expect(settle({}, { state: 'running' }, night)).toEqual({});
});

test('one that is at work is left until it can be changed, and a group may be changed while it starts', () => {
  expect(actionAt({}, { state: 'running', busy: 'backing-up' }, night)).toBe('none');
  expect(actionAt({}, { state: 'starting' }, night)).toBe('none');
  expect(actionAt({}, { state: 'starting', mayInterrupt: true }, night)).toBe('stop');
  expect(actionAt({}, { state: 'stopping', mayInterrupt: true }, night)).toBe('none');
});

test('a start that fell back counts as failed once, and one of before does not', () => {
  const fallen: Observed = { state: 'stopped', fault: 'Client.InternalError' };
  const started: Memory = { lastAction: { kind: 'start', atMs: night } };
  const once = settle(started, fallen, night + HOUR_MS);
  expect(once.failure).toMatchObject({ name: 'Client.InternalError', count: 1, lastMs: night });
  expect(settle(once, fallen, night + 2 * HOUR_MS)).toBe(once);
  const ran: Memory = { ...started, reached: { wanted: 'on', atMs: night + MINUTE_MS } };
  expect(settle(ran, fallen, night + HOUR_MS)).toBe(ran);
  expect(settle(started, { ...fallen, sinceMs: night - HOUR_MS }, night)).toBe(started);
});
