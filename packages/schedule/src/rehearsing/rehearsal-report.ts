import { countOf, type Report, type Row, type Section } from '@groundcrew/report';
import { HOUR_MS } from '../time/index.ts';
import type { ScheduleRehearsal } from './rehearse-schedule.ts';
import { changesSection, localOf, place, placeOf, transitionsSection } from './transitions-section.ts';

export interface ScheduleRehearsalInput {
  readonly file: string;
  readonly rehearsal: ScheduleRehearsal;
  /** When the snapshot was taken: ISO 8601, UTC. */
  readonly takenAt: string;
  readonly intervalMinutes: number;
  /** When Lambda ends a run. */
  readonly timeoutMs: number;
  /** What the copy lacks. */
  readonly notes: readonly string[];
  /** The injected faults, as they were written. */
  readonly faults?: string | undefined;
  /** Whether people see each resource's starts and stops; data has them always. */
  readonly withTransitions: boolean;
}

/** What the function would have done in these days. */
export function scheduleRehearsalReport(input: ScheduleRehearsalInput): Report {
  const { file, rehearsal, takenAt, withTransitions } = input;
  const { late, checked, startMs, endMs } = rehearsal;
  const verdict =
    checked === 0
      ? 'No interval of a resource on a schedule was compared.'
      : late.length === 0
        ? `Everything is as scheduled at the end of each interval: ${countOf(checked, 'comparison')}.`
        : `${late.length} of ${countOf(checked, 'comparison')} at the end of an interval found a resource that is not as scheduled.`;
  return {
    title: `Rehearsal of ${file} on a copy of ${takenAt}`,
    catalog: 'schedules',
    csv: 'transitions',
    lead: [verdict],
    sections: [
      summarySection(input),
      hoursSection(rehearsal),
      lateSection(rehearsal),
      problemsSection(rehearsal),
      failuresSection(rehearsal),
      changesSection(rehearsal.transitions),
      ...(withTransitions ? [transitionsSection(rehearsal.transitions)] : []),
      requestsSection(rehearsal),
    ],
    notes: [
      verdict,
      `From ${new Date(startMs).toISOString().slice(0, 16)}Z to ${new Date(endMs).toISOString().slice(0, 16)}Z.`,
      ...timeoutNotes(input),
      ...(input.faults === undefined ? [] : [`With the faults ${input.faults}.`]),
      ...input.notes,
      ...(withTransitions || rehearsal.transitions.length === 0
        ? []
        : [
            `${countOf(rehearsal.transitions.length, 'start and stop', 'starts and stops')} of resources: --transitions lists them.`,
          ]),
      'A copy knows no policies of IAM and no people: what those would refuse or change is not in it. Calls to the bucket, the table and the topic are not counted.',
    ],
  };
}

/** Whether everything was where it should be, as far as that can be determined. */
export function isWhereScheduled({ late, undetermined }: ScheduleRehearsal): boolean {
  return late.length === 0 && undetermined === 0;
}

function timeoutNotes({ rehearsal, timeoutMs }: ScheduleRehearsalInput): string[] {
  const { longestWaitMs } = rehearsal;
  if (longestWaitMs < timeoutMs) return [];
  return [
    `The longest run waits ${Math.round(longestWaitMs / 1000)} s for the rates of AWS, and Lambda ends it after ${timeoutMs / 1000} s: the next one does the rest.`,
  ];
}

function summarySection({ rehearsal, intervalMinutes }: ScheduleRehearsalInput): Section {
  const { runs, failedRuns, examined, hours, started, stopped, late, waitedMs, longestWaitMs } = rehearsal;
  return {
    kind: 'facts',
    key: 'summary',
    columns: [
      { key: 'resources', title: 'Resources', unit: 'count' },
      { key: 'scheduled', title: 'On schedules', unit: 'count' },
      { key: 'intervalMinutes', title: 'Minutes between runs', unit: 'count' },
      { key: 'runs', title: 'Runs', unit: 'count' },
      { key: 'failedRuns', title: 'Runs that failed', unit: 'count' },
      { key: 'started', title: 'Starts sent', unit: 'count' },
      { key: 'stopped', title: 'Stops sent', unit: 'count' },
      { key: 'late', title: 'Not where scheduled', unit: 'count' },
      { key: 'calls', title: 'Calls', unit: 'count' },
      { key: 'waitMs', title: 'Waiting for rates', unit: 'duration' },
      { key: 'longestWaitMs', title: 'Longest in a run', unit: 'duration' },
    ],
    values: {
      resources: examined,
      scheduled: hours.length,
      intervalMinutes,
      runs,
      failedRuns: failedRuns.length,
      started,
      stopped,
      late: late.length,
      calls: [...rehearsal.requests.values()].reduce((sum, count) => sum + count, 0),
      waitMs: Math.round(waitedMs),
      longestWaitMs: Math.round(longestWaitMs),
    },
  };
}

function hoursSection({ hours }: ScheduleRehearsal): Section {
  const groups = Map.groupBy(hours, ({ schedule, resource }) =>
    JSON.stringify([schedule.name, resource.type]),
  );
  return {
    kind: 'table',
    key: 'hours',
    title: 'Hours on',
    columns: [
      { key: 'schedule', title: 'Schedule', whole: true },
      { key: 'type', title: 'Type', whole: true },
      { key: 'count', title: 'Resources', unit: 'count' },
      { key: 'nowHours', title: 'As they are', unit: 'count' },
      { key: 'onHours', title: 'On schedule', unit: 'count' },
      { key: 'changeHours', title: 'Change', unit: 'count', signed: true },
    ],
    rows: [...groups.values()].map((group): Row => {
      const [{ schedule, resource }] = group as [(typeof group)[number]];
      const onMs = group.reduce((sum, one) => sum + one.onMs, 0);
      const nowMs = group.reduce((sum, one) => sum + one.unscheduledMs, 0);
      return {
        schedule: schedule.name,
        type: resource.type,
        count: group.length,
        nowHours: hoursOf(nowMs),
        onHours: hoursOf(onMs),
        changeHours: hoursOf(onMs - nowMs),
      };
    }),
    whenEmpty: 'No resource of the snapshot is on a schedule.',
  };
}

function lateSection({ late }: ScheduleRehearsal): Section {
  return {
    kind: 'table',
    key: 'late',
    title: 'Not as scheduled when an interval ends',
    columns: [
      ...place,
      { key: 'local', title: 'Local time', whole: true },
      { key: 'wanted', title: 'Wanted', words: true },
      { key: 'state', title: 'State', words: true },
      { key: 'because', title: 'Because', wrap: true, words: true },
      { key: 'at', title: 'Instant', hidden: true },
    ],
    rows: late.map((one) => ({
      ...placeOf(one),
      local: localOf(one.schedule, one.atMs),
      wanted: one.wanted,
      state: one.resource.observed.state,
      because: one.why,
      at: new Date(one.atMs).toISOString(),
    })),
    whenEmpty: 'Nothing.',
  };
}

/** Sentences of the function are about all accounts: their times are UTC. */
function problemsSection({ problems }: ScheduleRehearsal): Section {
  const utc = (ms: number) => `${new Date(ms).toISOString().slice(0, 16)}Z`;
  return {
    kind: 'table',
    key: 'problems',
    title: 'What would be reported to the topic',
    columns: [
      { key: 'first', title: 'First', whole: true },
      { key: 'last', title: 'Last', whole: true },
      { key: 'message', title: 'Problem', wrap: true, words: true },
    ],
    rows: problems.map(({ message, firstMs, lastMs }) => ({
      first: utc(firstMs),
      last: utc(lastMs),
      message,
    })),
    whenEmpty: 'Nothing.',
  };
}

function failuresSection({ failures, failedRuns }: ScheduleRehearsal): Section {
  return {
    kind: 'table',
    key: 'failures',
    title: 'Refused or fallen back',
    columns: [
      ...place,
      { key: 'local', title: 'First', whole: true },
      { key: 'action', title: 'Action', words: true },
      { key: 'code', title: 'Code', wrap: true },
      { key: 'times', title: 'Times', unit: 'count' },
      { key: 'at', title: 'Instant', hidden: true },
    ],
    rows: [
      ...failures.map((one) => ({
        ...placeOf(one),
        local: localOf(one.schedule, one.firstMs),
        action: one.action,
        code: one.name,
        times: one.times,
        at: new Date(one.firstMs).toISOString(),
      })),
      ...failedRuns.map(({ atMs, message }) => ({
        resource: 'a run',
        name: null,
        type: null,
        account: null,
        region: null,
        schedule: null,
        local: `${new Date(atMs).toISOString().slice(0, 16)}Z`,
        action: null,
        code: message,
        times: 1,
        at: new Date(atMs).toISOString(),
      })),
    ],
    whenEmpty: 'Nothing.',
  };
}

function requestsSection({ requests }: ScheduleRehearsal): Section {
  return {
    kind: 'table',
    key: 'requests',
    title: 'Calls',
    columns: [
      { key: 'action', title: 'Action' },
      { key: 'calls', title: 'Calls', unit: 'count' },
    ],
    rows: [...requests]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([action, calls]) => ({ action, calls })),
    whenEmpty: 'No call is made.',
  };
}

function hoursOf(ms: number): number {
  return Math.round((ms / HOUR_MS) * 100) / 100;
}
