import fc from 'fast-check';
import { describe, expect, inject, test } from 'vitest';
import type { Mode, Schedule } from '../file/index.ts';
import { intervalAt, intervals } from '../intervals/index.ts';
import { at, scheduleOf } from '../testing/schedules.ts';
import { HOUR_MS, MINUTE_MS, zoneOf } from '../time/index.ts';
import { decide, type Memory, type ModedInterval, type Observed, type Override, remember } from './index.ts';

const eight = at('UTC', '2027-01-04 08:00');
const on: ModedInterval = {
  startMs: eight,
  endMs: eight + 12 * HOUR_MS,
  wanted: 'on',
  once: false,
  because: [],
  omitted: [],
  mode: 'enforce',
};
const off: ModedInterval = { ...on, wanted: 'off' };
const noon = eight + 4 * HOUR_MS;
const stoppedAt = (sinceMs: number): Observed => ({ state: 'stopped', sinceMs });
const runningSince = (sinceMs: number): Observed => ({ state: 'running', sinceMs });
const override = (wanted: 'on' | 'off'): Override => ({
  id: 'o1',
  wanted,
  fromMs: eight,
  untilMs: noon + HOUR_MS,
  reason: 'release',
  by: 'mina',
});

describe('what is decided', () => {
  test.each([
    ['start', on, stoppedAt(eight - 1), {}, []],
    ['none', on, runningSince(eight), {}, []],
    ['stop', off, runningSince(eight - 1), {}, []],
    ['none', off, stoppedAt(eight), {}, []],
    ['none', on, { state: 'starting' }, {}, []],
    ['none', on, { state: 'stopping' }, {}, []],
    ['none', on, { state: 'gone' }, {}, []],
    ['none', { ...on, wanted: 'any' }, stoppedAt(eight), {}, []],
    // What a person did in a window does not stay with enforce, and does with respect-manual, until the window ends.
    ['start', on, stoppedAt(eight + 1), {}, []],
    ['none', { ...on, mode: 'respect-manual' }, stoppedAt(eight + 1), {}, []],
    ['start', { ...on, mode: 'respect-manual' }, stoppedAt(eight - 1), {}, []],
    ['none', { ...off, mode: 'respect-manual' }, runningSince(eight + 1), {}, []],
    ['stop', { ...off, mode: 'respect-manual' }, runningSince(eight - 1), {}, []],
    ['none', { ...off, once: true }, runningSince(eight + 1), {}, []],
    ['stop', { ...off, once: true }, runningSince(eight - 1), {}, []],
    // What was done here was not done by a person: an override that ended stopped it at ten.
    [
      'start',
      { ...on, mode: 'respect-manual' },
      stoppedAt(eight + 2 * HOUR_MS),
      { lastAction: { kind: 'stop', atMs: eight + 2 * HOUR_MS - 5000 } },
      [],
    ],
    // A person stopped it again later.
    [
      'none',
      { ...on, mode: 'respect-manual' },
      stoppedAt(eight + 3 * HOUR_MS),
      { lastAction: { kind: 'stop', atMs: eight + 2 * HOUR_MS } },
      [],
    ],
    // A service that does not return since when: what was seen as wanted in this window and is not now, a person changed.
    ['start', { ...on, mode: 'respect-manual' }, { state: 'stopped' }, {}, []],
    [
      'none',
      { ...on, mode: 'respect-manual' },
      { state: 'stopped' },
      { reached: { wanted: 'on', atMs: eight + HOUR_MS } },
      [],
    ],
    // What happened at the instant at which the window begins was within it.
    ['none', { ...on, mode: 'respect-manual' }, stoppedAt(eight), {}, []],
    [
      'none',
      { ...on, mode: 'respect-manual' },
      { state: 'stopped' },
      { reached: { wanted: 'on', atMs: eight } },
      [],
    ],
    // Ten minutes from what was done here is its own still.
    ...[10 * MINUTE_MS, 10 * MINUTE_MS + 1].map(
      (ms): [string, ModedInterval, Observed, Memory, Override[]] => [
        ms > 10 * MINUTE_MS ? 'none' : 'start',
        { ...on, mode: 'respect-manual' },
        stoppedAt(eight + HOUR_MS + ms),
        { lastAction: { kind: 'stop', atMs: eight + HOUR_MS } },
        [],
      ],
    ),
    // It was stopped here in the run that saw it as wanted.
    [
      'start',
      { ...on, mode: 'respect-manual' },
      { state: 'stopped' },
      {
        reached: { wanted: 'on', atMs: eight + HOUR_MS },
        lastAction: { kind: 'stop', atMs: eight + HOUR_MS },
      },
      [],
    ],
    // AWS started it by itself after seven days.
    [
      'stop',
      { ...off, mode: 'respect-manual' },
      { state: 'running', sinceMs: eight + 1, byService: true },
      {},
      [],
    ],
    ['none', { ...on, mode: 'stop-only' }, stoppedAt(0), {}, []],
    ['none', { ...off, mode: 'start-only' }, runningSince(0), {}, []],
    ['start', { ...on, mode: 'start-only' }, stoppedAt(0), {}, []],
    ['stop', { ...off, mode: 'stop-only' }, runningSince(0), {}, []],
    // An override goes before the schedule, its mode, and what a person did before.
    ['stop', { ...on, mode: 'start-only' }, runningSince(eight), {}, [override('off')]],
    ['start', off, stoppedAt(eight), {}, [override('on')]],
    ['stop', { ...on, mode: 'respect-manual' }, runningSince(eight + 1), {}, [override('off')]],
    ['none', on, stoppedAt(0), {}, [override('off')]],
    ['start', on, stoppedAt(0), {}, [{ ...override('off'), untilMs: noon }]],
    ['none', on, stoppedAt(0), {}, [{ ...override('off'), fromMs: noon }]],
    ['start', on, stoppedAt(0), {}, [{ ...override('off'), fromMs: noon + 1 }]],
    ['start', on, stoppedAt(0), {}, [{ ...override('on'), fromMs: eight + 1 }, override('off')]],
  ] satisfies [string, ModedInterval, Observed, Memory, Override[]][])(
    'is %s (row %#)',
    (action, interval, observed, memory, overrides) => {
      expect(decide(interval, observed, memory, overrides, noon).action).toBe(action);
    },
  );

  test('waits after a failure, longer each time, and reports its name and when it tries again', () => {
    let memory: Memory = {};
    const gaps: number[] = [];
    let lastMs = noon;
    for (let nowMs = noon; gaps.length < 6; nowMs += MINUTE_MS) {
      const decision = decide(on, stoppedAt(0), memory, [], nowMs);
      if (decision.action === 'none') {
        expect(decision.because).toMatchObject({
          code: 'backoff',
          failure: { name: 'InsufficientInstanceCapacity' },
        });
        continue;
      }
      if (nowMs > noon) gaps.push((nowMs - lastMs) / MINUTE_MS);
      lastMs = nowMs;
      memory = remember(memory, stoppedAt(0), decision, nowMs, 'InsufficientInstanceCapacity');
    }
    expect(gaps).toEqual([5, 10, 20, 40, 60, 60]);
    expect(memory.failure).toMatchObject({ count: 7, firstMs: noon });
    expect(
      remember(memory, runningSince(noon), decide(on, runningSince(noon), memory, [], noon), noon),
    ).not.toHaveProperty('failure');
    // A failure to start does not keep it from being stopped.
    expect(decide(off, runningSince(0), memory, [], lastMs).action).toBe('stop');
  });
});

/** A machine, and a run at each tick; returns when it was started and stopped. */
function play(
  schedule: Schedule,
  {
    fromMs,
    toMs,
    tickMs,
    skipped,
  }: { fromMs: number; toMs: number; tickMs: number; skipped?: (nowMs: number) => boolean },
): [string, number][] {
  const zone = zoneOf('America/New_York');
  const all = intervals(schedule, undefined, zone, fromMs - 40 * 24 * HOUR_MS, toMs + HOUR_MS);
  let observed: Observed = { state: 'stopped', sinceMs: fromMs - 41 * 24 * HOUR_MS };
  let memory: Memory = {};
  const done: [string, number][] = [];
  for (let nowMs = Math.ceil(fromMs / tickMs) * tickMs; nowMs < toMs; nowMs += tickMs) {
    if (skipped?.(nowMs)) continue;
    const interval = all.find(({ startMs, endMs }) => startMs <= nowMs && nowMs < endMs)!;
    const decision = decide({ ...interval, mode: schedule.mode }, observed, memory, [], nowMs);
    memory = remember(memory, observed, decision, nowMs);
    if (decision.action === 'none') continue;
    done.push([decision.action, nowMs]);
    observed = { state: decision.action === 'start' ? 'running' : 'stopped', sinceMs: nowMs };
  }
  return done;
}

const hour = fc.integer({ min: 0, max: 23 });
const minute = fc.constantFrom(0, 7, 15, 30, 59);
const time = fc
  .tuple(hour, minute)
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const anySchedule = fc
  .tuple(
    fc.array(
      fc
        .tuple(fc.constantFrom('mon-fri', 'daily', 'sun', 'fri-mon'), time, time)
        .filter(([, from, to]) => from !== to)
        .map(([days, from, to]) => `days: ${days}, from: "${from}", to: "${to}"`),
      { minLength: 1, maxLength: 3 },
    ),
    fc.constantFrom<Mode>('enforce', 'respect-manual'),
  )
  .map(([windows, mode]) => scheduleOf(windows, [`mode: ${mode}`]));
/** With a change of the clock in the middle. */
const span = { fromMs: Date.UTC(2026, 9, 29), toMs: Date.UTC(2026, 10, 4) };

test('ticks of 1, 5 and 15 minutes make the same starts and stops, rounded up to the tick', () => {
  fc.assert(
    fc.property(anySchedule, (schedule) => {
      const all = intervals(schedule, undefined, zoneOf('America/New_York'), span.fromMs, span.toMs);
      for (const minutes of [1, 5, 15]) {
        const tickMs = minutes * MINUTE_MS;
        const rounded = (atMs: number) => Math.ceil(atMs / tickMs) * tickMs;
        const expected: [string, number][] = [];
        let isOn = false;
        for (const { wanted, startMs, endMs } of all) {
          // What is shorter than a tick, and between two, is not seen.
          if (rounded(startMs) >= Math.min(rounded(endMs), span.toMs) || (wanted === 'on') === isOn) continue;
          isOn = wanted === 'on';
          expected.push([isOn ? 'start' : 'stop', rounded(startMs)]);
        }
        expect(play(schedule, { ...span, tickMs })).toEqual(expected);
      }
    }),
    { numRuns: Math.ceil(150 * inject('effort')) },
  );
});

test('an outage of any length is made good in one tick', () => {
  fc.assert(
    fc.property(
      anySchedule,
      fc.integer({ min: 0, max: 5 * 24 * 12 }),
      fc.integer({ min: 1, max: 400 }),
      (schedule, start, length) => {
        const tickMs = 5 * MINUTE_MS;
        const from = span.fromMs + start * tickMs;
        const end = from + length * tickMs;
        const stateAt = (done: readonly [string, number][], atMs: number) =>
          done.filter(([, when]) => when <= atMs).at(-1)?.[0] ?? 'stop';
        const whole = play(schedule, { ...span, tickMs });
        const interrupted = play(schedule, {
          ...span,
          tickMs,
          skipped: (nowMs) => nowMs >= from && nowMs < end,
        });
        if (end < span.toMs) expect(stateAt(interrupted, end)).toBe(stateAt(whole, end));
      },
    ),
    { numRuns: Math.ceil(200 * inject('effort')) },
  );
});

test('a decision that was carried out is followed by none', () => {
  const observed = fc.record({
    state: fc.constantFrom('running', 'stopped', 'starting', 'stopping', 'gone'),
    sinceMs: fc.integer({ min: -20, max: 4 }).map((hours) => noon + hours * HOUR_MS),
  });
  const memory = fc.constantFrom<Memory>(
    {},
    { lastAction: { kind: 'stop', atMs: noon - HOUR_MS } },
    { reached: { wanted: 'on', atMs: noon - HOUR_MS } },
  );
  const interval = fc
    .tuple(
      fc.constantFrom(on, off, { ...on, wanted: 'any' as const }),
      fc.constantFrom<Mode>('enforce', 'start-only', 'stop-only', 'respect-manual'),
      fc.boolean(),
    )
    .map(([given, mode, once]) => ({ ...given, mode, once }));
  fc.assert(
    fc.property(
      interval,
      observed,
      memory,
      fc.constantFrom([], [override('on')], [override('off')]),
      (given, seen, before, overrides) => {
        const first = decide(given, seen, before, overrides, noon);
        const again = decide(given, seen, before, overrides, noon);
        expect(again).toEqual(first);
        if (first.action === 'none') return;
        const after: Observed = { state: first.action === 'start' ? 'running' : 'stopped', sinceMs: noon };
        expect(
          decide(given, after, remember(before, seen, first, noon), overrides, noon + MINUTE_MS).action,
        ).toBe('none');
      },
    ),
    { numRuns: Math.ceil(2000 * inject('effort')) },
  );
});

test('a stop at 23:59 happens with ticks every five minutes', () => {
  const schedule = scheduleOf(['days: daily, stop: 23:59']);
  const zone = zoneOf('Asia/Seoul');
  const midnight = at('Asia/Seoul', '2027-01-05 00:00');
  for (const [minutes, action] of [
    [-5, 'none'],
    [0, 'stop'],
    [5, 'stop'],
  ] as const) {
    const nowMs = midnight + minutes * MINUTE_MS;
    const interval = { ...intervalAt(schedule, undefined, zone, nowMs), mode: schedule.mode };
    expect(decide(interval, runningSince(midnight - 10 * HOUR_MS), {}, [], nowMs).action).toBe(action);
  }
  const window = scheduleOf(['days: daily, from: 08:00, to: 23:59']);
  const interval = { ...intervalAt(window, undefined, zone, midnight), mode: window.mode };
  expect(decide(interval, runningSince(midnight - 10 * HOUR_MS), {}, [], midnight).action).toBe('stop');
});
