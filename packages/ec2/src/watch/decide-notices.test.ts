import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MaintenanceEvent } from '../instance.ts';
import type { NoticeParts } from '../metadata/index.ts';
import { decideNotices, initialWatchState } from './decide-notices.ts';
import type { Notice } from './notice.ts';

const times = ['2026-11-21T12:02:00.000Z', '2026-11-21T12:04:00.000Z', '2026-11-22T00:00:00.000Z'] as const;

function event(overrides: Partial<MaintenanceEvent> = {}): MaintenanceEvent {
  return {
    eventId: 'instance-event-1',
    code: 'instance-stop',
    state: 'active',
    description: 'The instance is running on degraded hardware',
    notBefore: times[2],
    notAfter: null,
    notBeforeDeadline: null,
    ...overrides,
  };
}

/** Notices of consecutive readings. */
function decideAll(readings: readonly NoticeParts[]): Notice[] {
  let state = initialWatchState;
  return readings.flatMap((reading) => {
    const decision = decideNotices(state, reading);
    state = decision.state;
    return decision.notices;
  });
}

function idsOf(readings: readonly NoticeParts[]): string[] {
  return decideAll(readings).map(({ id }) => id);
}

describe('decideNotices', () => {
  it('finds nothing without notices', () => {
    const quiet: NoticeParts = {
      spotAction: null,
      rebalance: null,
      maintenance: [],
      autoScalingState: 'InService',
    };

    expect(decideAll([quiet, quiet, {}])).toEqual([]);
  });

  it('returns each kind of notice with its action and time', () => {
    const spotAction = { action: 'hibernate', time: times[0] } as const;
    const rebalance = { noticeTime: times[0] };

    expect(
      decideAll([
        { spotAction },
        { rebalance },
        { maintenance: [event()] },
        { autoScalingState: 'Terminated' },
      ]),
    ).toEqual([
      {
        kind: 'spot',
        id: `spot:hibernate:${times[0]}`,
        action: 'hibernate',
        time: times[0],
        event: spotAction,
      },
      {
        kind: 'rebalance',
        id: `rebalance:${times[0]}`,
        action: 'rebalance',
        time: null,
        event: rebalance,
      },
      {
        kind: 'maintenance',
        id: `maintenance:instance-event-1:${times[2]}`,
        action: 'instance-stop',
        time: times[2],
        event: event(),
      },
      {
        kind: 'auto-scaling',
        id: 'auto-scaling:Terminated',
        action: 'terminate',
        time: null,
        event: { autoScalingState: 'Terminated' },
      },
    ]);
  });

  it('sorts notices by time, those without a time last', () => {
    const reading: NoticeParts = {
      rebalance: { noticeTime: times[0] },
      autoScalingState: 'Terminated',
      maintenance: [event(), event({ eventId: 'instance-event-2', notBefore: times[1] })],
      spotAction: { action: 'terminate', time: times[0] },
    };

    expect(decideAll([reading]).map(({ kind, time }) => [kind, time])).toEqual([
      ['spot', times[0]],
      ['maintenance', times[1]],
      ['maintenance', times[2]],
      ['auto-scaling', null],
      ['rebalance', null],
    ]);
  });

  it('reports a maintenance event again when it is rescheduled, and not when it is over', () => {
    expect(
      idsOf([
        { maintenance: [event()] },
        { maintenance: [event({ notBefore: times[1] })] },
        { maintenance: [event({ state: 'completed' }), event({ eventId: 'other', state: 'canceled' })] },
      ]),
    ).toEqual([`maintenance:instance-event-1:${times[2]}`, `maintenance:instance-event-1:${times[1]}`]);
  });

  it('reports each time an instance leaves service', () => {
    const states = ['Pending', 'InService', 'Warmed:Stopped', null, 'Warmed:Stopped', 'InService'];

    expect(idsOf([...states, ...states].map((autoScalingState) => ({ autoScalingState })))).toEqual([
      'auto-scaling:Warmed:Stopped',
      'auto-scaling:Warmed:Stopped',
    ]);
  });

  it.each([
    ['Terminated', 'terminate'],
    ['Warmed:Terminated', 'terminate'],
    ['Warmed:Stopped', 'stop'],
    ['Warmed:Hibernated', 'hibernate'],
    ['Warmed:Running', 'warm'],
  ])('reads the target state %s as %s', (autoScalingState, action) => {
    expect(decideAll([{ autoScalingState }])).toMatchObject([{ action }]);
  });

  it.each(['InService', 'Standby', 'Detached'])('reports nothing for the target state %s', (state) => {
    expect(decideAll([{ autoScalingState: state }])).toEqual([]);
  });

  it('reports each notice exactly once, in any order of failing and repeated readings', () => {
    const aTime = fc.constantFrom(...times);
    const aReading: fc.Arbitrary<NoticeParts> = fc.record(
      {
        spotAction: fc.option(fc.record({ action: fc.constantFrom('terminate', 'stop'), time: aTime })),
        rebalance: fc.option(fc.record({ noticeTime: aTime })),
        maintenance: fc.array(
          fc
            .record({ eventId: fc.constantFrom('a', 'b'), notBefore: aTime, state: aState })
            .map((each) => event(each)),
          { maxLength: 3 },
        ),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(aReading, { maxLength: 12 }), (readings) => {
        const reported = idsOf(readings);

        const announced = readings.flatMap(({ spotAction, rebalance, maintenance = [] }) => [
          ...(spotAction ? [`spot:${spotAction.action}:${spotAction.time}`] : []),
          ...(rebalance ? [`rebalance:${rebalance.noticeTime}`] : []),
          ...maintenance
            .filter(({ state }) => state === 'active')
            .map(({ eventId, notBefore }) => `maintenance:${eventId}:${notBefore}`),
        ]);
        expect(reported.toSorted()).toEqual([...new Set(announced)].toSorted());
      }),
    );
  });

  it('reports each leaving of service exactly once, in any order of failing and repeated readings', () => {
    const targets = fc.constantFrom('InService', 'Standby', 'Warmed:Stopped', 'Terminated');
    const aHistory = fc.array(
      fc.record({ target: targets, polls: fc.array(fc.boolean(), { minLength: 1 }) }),
    );
    fc.assert(
      fc.property(aHistory, (history) => {
        // Each target is read at least once, after and before any number of readings that fail.
        const readings = history.flatMap(({ target, polls }) => [
          ...polls.map((fails): NoticeParts => (fails ? {} : { autoScalingState: target })),
          { autoScalingState: target },
        ]);

        const leaves = history.filter(
          ({ target }, index) =>
            (target === 'Terminated' || target === 'Warmed:Stopped') && target !== history[index - 1]?.target,
        );
        expect(idsOf(readings)).toEqual(leaves.map(({ target }) => `auto-scaling:${target}`));
      }),
    );
  });

  it('reports a notice once whose time drifts from reading to reading', () => {
    const steps = fc.array(
      fc.record({ driftMs: fc.integer({ min: -119_999, max: 119_999 }), fails: fc.boolean() }),
    );
    fc.assert(
      fc.property(steps, (drifts) => {
        let nowMs = Date.parse(times[0]);
        const readings = [{ driftMs: 0, fails: false }, ...drifts].map((step): NoticeParts => {
          if (step.fails) return {};
          nowMs += step.driftMs;
          const time = new Date(nowMs).toISOString();
          return { spotAction: { action: 'terminate', time }, rebalance: { noticeTime: time } };
        });

        expect(idsOf(readings)).toEqual([`spot:terminate:${times[0]}`, `rebalance:${times[0]}`]);
      }),
    );
  });

  it('reports another interruption, and another advice, two minutes later', () => {
    const reading = (time: string): NoticeParts => ({
      spotAction: { action: 'stop', time },
      rebalance: { noticeTime: time },
    });

    expect(idsOf([reading(times[0]), { spotAction: null, rebalance: null }, reading(times[1])])).toHaveLength(
      4,
    );
  });

  it('does not change its arguments', () => {
    const before = initialWatchState;

    decideNotices(before, { rebalance: { noticeTime: times[0] }, autoScalingState: 'Terminated' });

    expect(before).toEqual({ reportedIds: new Set(), lastTimes: new Map(), autoScalingState: null });
  });
});

const aState = fc.constantFrom('active', 'completed', 'canceled');
