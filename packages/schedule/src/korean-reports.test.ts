import { parseAccounts } from '@groundcrew/account/file';
import type { TrailEvent } from '@groundcrew/aws/cloudtrail';
import type { Report } from '@groundcrew/report';
import { englishLeft } from '@groundcrew/report/testing/english-left';
import { translateReport } from '@groundcrew/report/messages';
import { describe, expect, test } from 'vitest';
import { createAssign } from './assignment/index.ts';
import { readCalendars } from './calendar/index.ts';
import type { Memory, Observed } from './deciding/index.ts';
import { parseSchedule } from './file/index.ts';
import { problemReport, scheduleReport } from './file/schedule-report.ts';
import { overrideReport } from './overriding/override-report.ts';
import { decideResources } from './planning/index.ts';
import { whyReport } from './planning/why-report.ts';
import { rehearseSchedule } from './rehearsing/index.ts';
import { scheduleRehearsalReport } from './rehearsing/rehearsal-report.ts';
import type { ScheduledResource } from './resources/index.ts';
import {
  checkExpectations,
  findingsOf,
  parseExpectations,
  simulateFleet,
  simulateYear,
} from './simulation/index.ts';
import { simulationReport } from './simulation/simulation-report.ts';
import { MINUTE_MS } from './time/index.ts';

const file = parseSchedule(
  `version: 1
zone: America/New_York
calendars: { company: { days: { 2027-05-06: Day } } }
schedules:
  office:
    calendar: company
    skip: 2027-05-07
    windows:
      - { days: mon-fri, from: 08:00, to: 20:00 }
      - { days: mon, from: 10:00, to: 20:30 }
      - { days: mon, from: 21:00, to: 21:30 }
      - { dates: 2027-05-06, from: 22:00, to: 23:00 }
      - { dates: 2026-05-06, from: 22:00, to: 23:00 }
  nights: { windows: [{ days: sun, from: 02:00, to: 02:45 }, { days: sun, from: 01:15, to: 01:30 }] }
  ends: { windows: [{ days: sun, from: 01:50, to: 02:15 }] }
  none-of: { windows: [{ days: sun, from: 02:30, to: 03:15 }] }
  once: { windows: [{ days: sun, stop: 02:10 }, { days: sun, start: 01:10 }, { days: sun, stop: 01:10 }] }
  started: { mode: start-only, windows: [{ days: mon, from: 08:00, to: 09:00 }] }
  manual: { mode: respect-manual, windows: [{ days: mon, from: 08:00, to: 20:00 }] }
rules: [{ match: { tag: { Env: dev } }, schedule: office }]
groups: { shop: { order: [{ tag: { Role: db } }, { tag: { Role: web } }], waitMinutes: 20 } }
`,
  { file: 'schedule.yaml' },
);
const calendars = await readCalendars(file.calendars, async () => '');
const years = [2027, 2028];

/** Text of the file, names, and what is as it is in every language. */
const isName = (text: string) =>
  /^(?:schedule\.yaml|kim wants|office$|[\w, -]*\d\d:\d\d to [\s\S]*)/.test(text);

async function expectKorean(report: Report): Promise<void> {
  expect(await englishLeft(report, isName)).toEqual([]);
}

test('a file, with what is to be known of it', async () => {
  const findings = findingsOf(file, calendars, years).map((finding) => ({ ...finding, line: 1, column: 1 }));
  expect(new Set(findings.map(({ code }) => code)).size).toBe(9);
  await expectKorean(scheduleReport(file, findings));
  const well = scheduleReport({ ...file, rules: [], groups: [] }, []);
  await expectKorean(well);
  expect(well.lead).toEqual(['schedule.yaml can be used: it has no problems, and there is nothing to know.']);
  expect(scheduleReport(file, findings).lead).toEqual([
    `schedule.yaml can be used: it has no problems; look at ${findings.length} findings.`,
  ]);
  await expectKorean(problemReport('schedule.yaml', []));
});

test('a year, with its resources and expectations', async () => {
  const simulations = [...file.schedules.values()].map((schedule) =>
    simulateYear(schedule, calendars.get(schedule.calendar ?? ''), 2027),
  );
  const expectations = parseExpectations(
    `version: 1
expect:
  - { schedule: office, at: 2027-01-04 09:00, is: off }
  - { schedule: office, days: 2027-01-04..2027-01-05, is: off }
  - { schedule: office, from: 2027-01-04 09:00, to: 2027-01-04 10:00, is: on }
  - { schedule: office, year: 2027, hours: { max: 10 } }
  - { schedule: office, year: 2027, hours: { min: 10 } }
  - { schedule: office, month: 2027-02, starts: 4, stops: { min: 2, max: 9 } }
`,
    { file: 'tests.yaml', schedules: file.schedules },
  );
  const resource = (id: string, tags: Readonly<Record<string, string>> | null) => ({
    ...{ id, arn: id, type: 'ec2:instance', account: '111122223333', region: 'us-east-1', tags },
  });
  const fleet = simulateFleet(
    file,
    simulations,
    [
      resource('i-1', { Schedule: 'office' }),
      resource('i-2', { Schedule: 'offic' }),
      resource('i-3', { Schedule: 'what-is-this' }),
      resource('i-4', { schedule: 'office' }),
      resource('i-5', null),
      resource('i-6', {}),
    ],
    () => undefined,
  );
  const input = {
    file: 'schedule.yaml',
    year: 2027,
    simulations,
    findings: [],
    outcomes: checkExpectations(expectations, calendars),
    expectFile: 'tests.yaml',
    withTransitions: true,
    fleet: { fleet, snapshot: 'account.gz', gaps: 2, bill: { name: 'bill.csv', month: '2027-01' } },
  };
  await expectKorean(simulationReport(input));
  await expectKorean(simulationReport({ ...input, outcomes: [], withTransitions: false }));
  const priced = simulateFleet(file, simulations, [resource('i-1', { Schedule: 'office' })], () => ({
    perHour: 0.1,
    currency: 'USD',
  }));
  const saving = simulationReport({ ...input, outcomes: [], fleet: { ...input.fleet, fleet: priced } });
  await expectKorean(saving);
  expect(saving.lead?.[0]).toMatch(/^About [\d.]+ of 73 USD a month is saved, [\d.]+%\.$/);
  expect(saving.figures?.[0]).toMatchObject({ title: 'Saved, a month', currency: 'USD', tone: 'good' });
  expect(saving.lead?.at(-1)).toBe(`The table has ${simulations.length - 3} schedules more.`);
  const one = simulationReport({ ...input, simulations: simulations.slice(0, 1), outcomes: [] });
  await expectKorean(one);
  expect(one.figures?.map(({ title }) => title)).toEqual([
    'Resources',
    'Hours on',
    'Of the year',
    'Starts and stops',
  ]);
  const many = Array.from({ length: 101 }, () => simulations[0]!);
  await expectKorean(simulationReport({ ...input, simulations: many, outcomes: input.outcomes.slice(2, 3) }));
});

test('the notes of a calendar are in Korean for people, and in English for programs', () => {
  const simulations = [simulateYear(file.schedules.get('office')!, calendars.get('company'), 2027)];
  const report = translateReport(
    simulationReport({
      ...{
        file: 'schedule.yaml',
        year: 2027,
        simulations,
        findings: [],
        outcomes: [],
        withTransitions: false,
      },
    }),
    'ko',
  );
  const calendar = report.sections.find(({ kind }) => kind === 'calendar');
  const days = calendar?.kind === 'calendar' ? calendar.calendars[0]!.days : [];
  expect(
    days.filter(({ note }) => note !== undefined).map(({ note, printedNote }) => [note, printedNote]),
  ).toEqual([
    ['the clock changes: 23 hours', '시계가 바뀜: 23시간'],
    ['Day', 'Day'],
    ['left out', '제외'],
    ['the clock changes: 25 hours', '시계가 바뀜: 25시간'],
  ]);
});

describe('why', () => {
  const nowMs = Date.parse('2027-05-06T18:00:00Z');
  const resourceOf = (
    observed: Observed,
    more: Partial<ScheduledResource> = {},
    schedule = 'office',
  ): ScheduledResource => ({
    id: 'i-1',
    arn: 'i-1',
    type: 'ec2:instance',
    account: '111122223333',
    region: 'us-east-1',
    tags: { Schedule: schedule },
    observed,
    ...more,
  });
  const failure = { kind: 'start', name: 'Full', count: 2, firstMs: nowMs, lastMs: nowMs } as const;
  const sizes = { current: { min: 0, desired: 0, max: 0 }, kept: { min: 1, desired: 1, max: 1 } };
  test.each<[ScheduledResource, Memory, ('on' | 'off')?]>([
    [resourceOf({ state: 'running' }), {}],
    [resourceOf({ state: 'stopped' }), {}, 'on'],
    [resourceOf({ state: 'running' }), {}, 'off'],
    [resourceOf({ state: 'starting' }), {}],
    [resourceOf({ state: 'stopping' }), {}, 'on'],
    [resourceOf({ state: 'running', busy: 'backing-up' }), {}],
    [resourceOf({ state: 'stopped' }), { failure }, 'on'],
    [resourceOf({ state: 'running', sinceMs: nowMs - MINUTE_MS }, {}, 'manual'), {}],
    [resourceOf({ state: 'running' }, {}, 'started'), {}],
    [resourceOf({ state: 'running' }, {}, 'offic'), {}],
    [resourceOf({ state: 'running' }, { tags: {} }), {}],
    [resourceOf({ state: 'running' }, { tags: { Env: 'dev' } }), {}],
    [resourceOf({ state: 'stopped' }, { sizes }), {}],
    [resourceOf({ state: 'running' }, { refusal: 'is a multi-AZ DB cluster, and cannot be stopped' }), {}],
  ])('case %#', async (resource, memory, wanted) => {
    const override = { id: 'o', fromMs: nowMs - 1, untilMs: nowMs + 1, reason: 'release', by: 'kim' };
    const [decided] = decideResources([resource], file, calendars, nowMs, {
      memoryOf: () => memory,
      overridesOf: () => (wanted === undefined ? [] : [{ ...override, wanted }]),
    });
    const events: readonly TrailEvent[] = [
      { name: 'StartInstances', atMs: nowMs, by: 'user/kim', error: undefined },
      { name: 'StopInstances', atMs: nowMs, by: undefined, error: 'Denied' },
    ];
    for (const changes of [
      { events, isWhole: true },
      { events: [], isWhole: false },
      { events: [], isWhole: true },
      { unread: 'no' },
    ]) {
      await expectKorean(
        whyReport({
          resource: decided?.resource ?? resource,
          assignment: createAssign(file)(resource),
          decided,
          calendars,
          nowMs,
          isWhole: wanted === undefined,
          changes,
        }),
      );
    }
  });
});

test('overrides', async () => {
  const override = { id: 'o', what: 'office', fromMs: 0, untilMs: 2, reason: 'release', by: 'kim' };
  await expectKorean(overrideReport([{ ...override, wanted: 'on' }], 'Asia/Seoul', 1));
  await expectKorean(overrideReport([], 'Asia/Seoul', 1));
});

test('rehearsals', async () => {
  const tags = { Schedule: 'office' };
  const instances = [
    { id: 'i-00000001', type: 't3.micro', tags },
    { id: 'i-00000002', type: 't3.micro', lifecycle: 'spot', tags },
    { id: 'i-00000003', type: 't3.micro', rootDevice: 'instance-store', tags },
    { id: 'i-00000004', type: 't3.micro', tags: { Schedule: 'offic' } },
    { id: 'i-00000005', type: 't3.micro', tags: { ...tags, 'aws:autoscaling:groupName': 'web' } },
  ];
  const copied = {
    accounts: parseAccounts({ accounts: [{ id: '111122223333', regions: { 'us-east-1': { instances } } }] }),
    regions: new Map([['111122223333', ['us-east-1']]]),
    takenAt: '2027-01-03T00:00:00Z',
    resources: 5,
    unknown: 2,
    notes: [
      'The tags of 2 resources are unknown: the copy has none of them.',
      'The snapshot has no state or no tags of 2 resources: the copy lacks them.',
      'A snapshot does not have the kind of request of 1 spot instance: the copy takes it as one-time.',
      'Not collected, and not in the copy: rds:db in us-east-1 of 111122223333 (denied).',
      'The snapshot does not list rds:cluster.',
    ],
  };
  const rehearsal = await rehearseSchedule({
    file: { ...file, maxStopPercent: 100 },
    calendars,
    copied,
    startMs: Date.parse('2027-01-04T00:00:00Z'),
    days: 1,
    intervalMs: 30 * MINUTE_MS,
    signal: AbortSignal.timeout(60_000),
  });
  const failed = rehearsal.late[0]!;
  const input = {
    file: 'schedule.yaml',
    rehearsal: {
      ...rehearsal,
      longestWaitMs: 300_000,
      failures: [{ ...failed, action: 'start' as const, name: 'Full', firstMs: 0, times: 2 }],
      failedRuns: [{ atMs: 0, message: 'slow' }],
      problems: [
        ...rehearsal.problems,
        ...[
          '3 resources would be stopped, more than 50 % of all: none was; check schedule.yaml',
          'i-1 could not be started: Full',
          'i-1 was started, and is not running yet',
          'rds:db in eu-west-1 could not be read: denied',
        ].map((message) => ({ message, firstMs: 0, lastMs: 0 })),
      ],
    },
    takenAt: copied.takenAt,
    intervalMinutes: 30,
    timeoutMs: 240_000,
    notes: copied.notes,
    faults: '7',
    withTransitions: true,
  };
  await expectKorean(scheduleRehearsalReport(input));
  const nothing = {
    ...input.rehearsal,
    late: [],
    problems: [],
    failures: [],
    transitions: [],
    hours: [],
    checked: 0,
  };
  await expectKorean(scheduleRehearsalReport({ ...input, rehearsal: nothing, withTransitions: false }));
  await expectKorean(scheduleRehearsalReport({ ...input, rehearsal: { ...nothing, checked: 5 } }));
});
