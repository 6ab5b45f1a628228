import { createRandom } from '@groundcrew/async';
import { expect, inject, test } from 'vitest';
import { parseSchedule } from '../file/index.ts';
import { intervalAt } from '../intervals/index.ts';
import { createSimulatedFleet, Killed, type Machine, refused } from '../testing/simulated-fleet.ts';
import { DAY_MS, MINUTE_MS, zoneOf } from '../time/index.ts';
import { createInMemoryStore, runSchedule, type ScheduleRun } from './index.ts';

const file = parseSchedule(
  `version: 1
zone: America/New_York
schedules:
  office: { windows: [{ days: mon-fri, from: 08:00, to: 20:00 }] }
  manual: { mode: respect-manual, windows: [{ days: mon-fri, from: 08:00, to: 20:00 }] }
  nights: { windows: [{ days: daily, from: 22:00, to: 06:00 }] }
limits: { stopPercent: 100 }
`,
  { file: 'schedule.yaml' },
);
const TICK_MS = 5 * MINUTE_MS;
/** The longest retry, and two runs. */
const SETTLED_MS = 75 * MINUTE_MS;
const schedules = ['office', 'manual', 'nights'] as const;
const machinesOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `i-${index}`,
    tags: { Schedule: schedules[index % 3]! },
  }));

interface Played {
  readonly wrong: readonly string[];
  /** How often it was looked whether a machine was where it should be. */
  readonly looked: number;
  readonly runs: readonly ScheduleRun[];
  readonly machines: readonly Machine[];
  readonly reported: readonly (readonly string[])[];
}

/** Days of runs with a seed's faults and people; `wrong` has what was not where it should be at the end of an interval. */
async function play(
  seed: number,
  { days, calm = false }: { readonly days: number; readonly calm?: boolean },
): Promise<Played> {
  const random = createRandom(seed);
  const startMs = Date.UTC(2026, 9, 28);
  let nowMs = startMs;
  const fleet = createSimulatedFleet(machinesOf(9), startMs, {
    onCall() {
      if (calm) return;
      const chance = random();
      if (chance < 0.03) throw new Killed('killed');
      if (chance < 0.06) throw refused('RequestLimitExceeded', 503);
    },
  });
  const store = createInMemoryStore();
  const runs: ScheduleRun[] = [];
  const reported: (readonly string[])[] = [];
  const wrong: string[] = [];
  const completedMs: number[] = [];
  let looked = 0;
  const intervalOf = ({ tags }: Machine, atMs: number) => {
    const schedule = file.schedules.get(tags.Schedule!)!;
    return { schedule, interval: intervalAt(schedule, undefined, zoneOf(schedule.zone), atMs) };
  };
  const current = new Map(fleet.machines.map((machine) => [machine, intervalOf(machine, startMs)]));
  for (; nowMs < startMs + days * DAY_MS; nowMs += TICK_MS) {
    fleet.moveTo(nowMs);
    for (const machine of fleet.machines) {
      const { schedule, interval } = current.get(machine)!;
      if (nowMs < interval.endMs) continue;
      const isHeld = schedule.mode === 'respect-manual' && machine.personMs >= interval.startMs;
      const isQuiet =
        nowMs - Math.max(machine.faultMs, machine.personMs) > SETTLED_MS &&
        completedMs.filter((at) => at >= nowMs - SETTLED_MS && at >= interval.startMs).length >= 5;
      if (isQuiet) looked += 1;
      const wantedState = interval.wanted === 'on' ? 'running' : 'stopped';
      if (
        !isHeld &&
        isQuiet &&
        interval.endMs - interval.startMs > SETTLED_MS &&
        machine.state !== wantedState
      ) {
        wrong.push(`${new Date(nowMs).toISOString()} ${machine.id} is ${machine.state}, not ${wantedState}`);
      }
      if (isHeld && isQuiet && machine.personMs > interval.startMs + TICK_MS) {
        const left = machine.personKind === 'start' ? 'running' : 'stopped';
        if (machine.state !== left) wrong.push(`${machine.id} was not left as a person made it`);
      }
      current.set(machine, intervalOf(machine, nowMs));
    }
    const isCalmHour = nowMs % (4 * 60 * MINUTE_MS) < 2 * 60 * MINUTE_MS;
    if (!calm && !isCalmHour) {
      for (const machine of fleet.machines) {
        if (random() < 0.002) {
          machine.fullUntilMs = nowMs + random() * 60 * MINUTE_MS;
          machine.faultMs = machine.fullUntilMs;
        }
        if (random() < 0.002) fleet.person(machine, machine.state === 'running' ? 'stop' : 'start');
      }
    }
    // A run is left out now and then, or an outage lasts some hours.
    if (!calm && random() < 0.05) continue;
    try {
      const run = await runSchedule({
        file,
        calendars: new Map(),
        readResources: () => fleet.read(),
        store,
        power: fleet.power,
        notify: async (problems) => void reported.push(problems),
        now: () => nowMs,
      });
      runs.push(run);
      if (run.postponed === 0) completedMs.push(nowMs);
    } catch (error) {
      if (!(error instanceof Killed) && !String(error).includes('RequestLimitExceeded')) throw error;
    }
  }
  return { wrong, looked, runs, machines: fleet.machines, reported };
}

test('where nobody interferes there is one start and one stop a window, and nothing is reported', async () => {
  const { wrong, machines, reported } = await play(1, { days: 14, calm: true });
  expect(wrong).toEqual([]);
  expect(reported).toEqual([]);
  // From Tuesday evening, New York, over two weeks with a change of the clock: ten windows of an office, the last not over,
  // and fourteen nights.
  expect(machines.map(({ starts, stops }) => [starts, stops])).toEqual(
    machines.map(({ tags }) => (tags.Schedule === 'nights' ? [14, 14] : [10, 9])),
  );
});

test('with kills, throttling, lack of capacity and people, everything that can be is as scheduled', async () => {
  const seeds = Math.ceil(240 * inject('effort'));
  for (let seed = 1; seed <= seeds; seed += 1) {
    const { wrong, looked } = await play(seed, { days: 8 });
    expect({ seed, wrong }).toEqual({ seed, wrong: [] });
    expect(looked).toBeGreaterThan(40);
  }
});

/** One run over these machines, at noon on a Monday in New York. */
async function runOnce(
  given: Partial<Parameters<typeof runSchedule>[0]>,
  states: readonly ('running' | 'stopped')[],
  tags: Readonly<Record<string, string>>[],
) {
  const nowMs = Date.parse('2026-11-02T17:00:00Z');
  const fleet = createSimulatedFleet(
    tags.map((own, index) => ({ id: `i-${index}`, tags: own })),
    nowMs,
    { onCall: () => undefined },
  );
  for (const [index, state] of states.entries()) fleet.machines[index]!.state = state;
  const reported: (readonly string[])[] = [];
  const deps = {
    file,
    calendars: new Map(),
    readResources: () => fleet.read(),
    store: createInMemoryStore(),
    power: fleet.power,
    notify: async (problems: readonly string[]) => void reported.push(problems),
    now: () => nowMs,
    ...given,
  };
  return { fleet, reported, nowMs, deps, run: await runSchedule(deps) };
}

test('a run that would stop more than its share of all resources stops none, and reports it; starts are made', async () => {
  const careful = { ...file, maxStopPercent: 50 };
  const nights = { Schedule: 'nights' };
  const { run, reported, fleet } = await runOnce(
    { file: careful },
    ['running', 'running', 'stopped'],
    [nights, nights, { Schedule: 'office' }],
  );
  expect(run).toMatchObject({ started: 1, stopped: 0 });
  expect(reported).toEqual([
    ['2 resources would be stopped, more than 50 % of all: none was; check schedule.yaml'],
  ]);
  expect(fleet.machines.map(({ state }) => state)).toEqual(['running', 'running', 'starting']);
});

test('an unknown schedule is reported once, and the others are started', async () => {
  const { run, reported, deps } = await runOnce(
    {},
    ['stopped', 'stopped'],
    [{ Schedule: 'offices' }, { Schedule: 'office' }],
  );
  expect(run).toMatchObject({ examined: 2, scheduled: 1, started: 1 });
  await runSchedule(deps);
  expect(reported).toEqual([
    ['i-0 has Schedule="offices", but there is no schedule of that name; did you mean office?'],
  ]);
});

test('an override goes before the schedule, ends by itself, and leaves nothing behind', async () => {
  const store = createInMemoryStore();
  const nowMs = Date.parse('2026-11-02T17:00:00Z');
  const override = {
    id: 'o',
    what: 'office',
    wanted: 'off',
    fromMs: nowMs - 1,
    untilMs: nowMs + 60 * MINUTE_MS,
    reason: 'release',
    by: 'mina',
  } as const;
  await store.save({ overrides: [override] });
  const { fleet, deps } = await runOnce({ store }, ['running'], [{ Schedule: 'office' }]);
  expect(fleet.machines[0]).toMatchObject({ stops: 1 });
  fleet.moveTo(nowMs + 60 * MINUTE_MS);
  await runSchedule({ ...deps, now: () => nowMs + 60 * MINUTE_MS });
  expect(fleet.machines[0]).toMatchObject({ starts: 1 });
});

test('of a group, a step waits for the one before it, but not forever', async () => {
  const grouped = parseSchedule(
    `version: 1
zone: America/New_York
schedules: { office: { windows: [{ days: mon-fri, from: 11:55, to: 20:00 }] } }
groups: { shop: { order: [{ tag: { Role: db } }, { tag: { Role: web } }], waitMinutes: 15 } }
`,
    { file: 'schedule.yaml' },
  );
  const on = { Schedule: 'office' };
  const { fleet, deps, nowMs, run } = await runOnce(
    { file: grouped },
    ['stopped', 'stopped'],
    [
      { ...on, Role: 'web' },
      { ...on, Role: 'db' },
    ],
  );
  expect(run).toMatchObject({ started: 1, postponed: 1 });
  expect(fleet.machines.map(({ state }) => state)).toEqual(['stopped', 'starting']);
  fleet.moveTo(nowMs + 5 * MINUTE_MS);
  await runSchedule({ ...deps, now: () => nowMs + 5 * MINUTE_MS });
  expect(fleet.machines[0]).toMatchObject({ state: 'starting' });

  const full = await runOnce(
    { file: grouped },
    ['stopped', 'stopped'],
    [
      { ...on, Role: 'web' },
      { ...on, Role: 'db' },
    ],
  );
  expect(full.run.started).toBe(1);
  const stuck = full.fleet.machines[1]!;
  stuck.state = 'stopped';
  stuck.fullUntilMs = Number.POSITIVE_INFINITY;
  for (const minutes of [5, 10, 15])
    await runSchedule({ ...full.deps, now: () => nowMs + minutes * MINUTE_MS });
  expect(full.fleet.machines[0]!.starts).toBe(1);
  // After a quarter of an hour the one without capacity is reported by its name, once.
  full.fleet.moveTo(nowMs + 20 * MINUTE_MS);
  for (const minutes of [20, 30, 40, 60])
    await runSchedule({ ...full.deps, now: () => nowMs + minutes * MINUTE_MS });
  expect(full.reported).toEqual([['i-1 could not be started: InsufficientInstanceCapacity']]);
});

test('one without capacity is found within a run, and all others are started in it', async () => {
  const tags = Array.from({ length: 40 }, () => ({ Schedule: 'office' }));
  const nowMs = Date.parse('2026-11-02T17:00:00Z');
  const fleet = createSimulatedFleet(
    tags.map((own, index) => ({ id: `i-${index}`, tags: own })),
    nowMs,
    { onCall: () => undefined },
  );
  fleet.machines[17]!.fullUntilMs = Number.POSITIVE_INFINITY;
  const run = await runSchedule({
    file,
    calendars: new Map(),
    readResources: () => fleet.read(),
    store: createInMemoryStore(),
    power: fleet.power,
    notify: async () => undefined,
    now: () => nowMs,
  });
  expect(run).toMatchObject({ started: 39, failed: 1 });
  // One for all, and two for each halving.
  expect(run.calls).toBeLessThanOrEqual(1 + 2 * Math.ceil(Math.log2(40)));
  expect(fleet.machines.filter(({ state }) => state === 'starting')).toHaveLength(39);
});

test('what was started and does not come to run is reported after a time, and a start that fell back is named and backed off', async () => {
  const { fleet, deps, nowMs, reported } = await runOnce({}, ['stopped'], [{ Schedule: 'office' }]);
  const [machine] = fleet.machines as [Machine];
  const runAt = (minutes: number, given: Partial<Parameters<typeof runSchedule>[0]> = {}) =>
    runSchedule({ ...deps, ...given, now: () => nowMs + minutes * MINUTE_MS });
  await runAt(15);
  expect(reported).toEqual([['i-0 was started, and is not running yet']]);
  // A key that it may not use: it is stopped again, and EC2 names the reason.
  machine.state = 'stopped';
  const withFault = async () => {
    const { resources } = await fleet.read();
    return {
      unread: [],
      resources: resources.map((resource) => ({
        ...resource,
        observed: { state: 'stopped' as const, fault: 'Client.InternalError' },
      })),
    };
  };
  const runs = [];
  for (let minutes = 20; minutes <= 60; minutes += 5) {
    runs.push((await runAt(minutes, { readResources: withFault })).started);
    machine.state = 'stopped';
  }
  // It failed at 0, is due at once at 20, after 10 minutes at 30, and 20 minutes later.
  expect(runs).toEqual([1, 0, 1, 0, 0, 0, 1, 0, 0]);
  expect(reported.at(-1)).toEqual(['i-0 could not be started: Client.InternalError']);
});

test('what a person stops or starts long after a run did is not reported as slow', async () => {
  const { fleet, deps, nowMs, reported } = await runOnce({}, ['stopped'], [{ Schedule: 'office' }]);
  const [machine] = fleet.machines as [Machine];
  const runAt = (minutes: number) => runSchedule({ ...deps, now: () => nowMs + minutes * MINUTE_MS });
  fleet.moveTo(nowMs + 5 * MINUTE_MS);
  await runAt(5);
  machine.state = 'stopping';
  await runAt(60);
  // A second start of this interval is seen to run as well.
  machine.state = 'stopped';
  await runAt(65);
  machine.state = 'running';
  await runAt(70);
  machine.state = 'starting';
  await runAt(120);
  expect(machine.starts).toBe(2);
  expect(reported).toEqual([]);
});

test('what is throttled at run after run is reported after a time, without being backed off, and no more once it runs', async () => {
  const { fleet, deps, nowMs, reported } = await runOnce({}, ['stopped'], [{ Schedule: 'office' }]);
  fleet.machines[0]!.state = 'stopped';
  let calls = 0;
  const throttling = {
    act: async () => {
      calls += 1;
      throw refused('RequestLimitExceeded', 503);
    },
  };
  const runAt = (minutes: number, power = throttling as typeof fleet.power) =>
    runSchedule({ ...deps, power, now: () => nowMs + minutes * MINUTE_MS });
  for (const minutes of [5, 10, 15]) expect(await runAt(minutes)).toMatchObject({ postponed: 1, failed: 0 });
  expect(reported).toEqual([]);
  await runAt(20);
  await runAt(25);
  expect(calls).toBe(5);
  expect(reported).toEqual([['i-0 could not be started: RequestLimitExceeded']]);
  await runAt(30, fleet.power);
  fleet.moveTo(nowMs + 35 * MINUTE_MS);
  await runAt(35);
  // A stop by somebody, a start that is throttled again: its time starts over.
  fleet.machines[0]!.state = 'stopped';
  await runAt(300);
  expect(reported).toEqual([['i-0 could not be started: RequestLimitExceeded'], []]);
});

test('thousands of problems are reported once, and what is kept of them fits an item of the table', async () => {
  const store = createInMemoryStore();
  const tags = Array.from({ length: 9_000 }, () => ({ Schedule: 'offices-of-the-second-floor' }));
  const { reported, deps } = await runOnce({ store }, [], tags);
  await runSchedule(deps);
  expect(reported.map((problems) => problems.length)).toEqual([9_000]);
  expect((await store.load()).reported.length).toBeLessThan(400_000);
  await runSchedule({ ...deps, readResources: async () => ({ resources: [], unread: [] }) });
  expect(reported.at(-1)).toEqual([]);
});
