import type { Report } from '@groundcrew/report';
import type { Assignment } from '../assignment/index.ts';
import type { Calendar } from '../calendar/index.ts';
import { describeEntry } from '../file/describe-entry.ts';
import { nextTransitions } from '../intervals/index.ts';
import type { ScheduledResource } from '../resources/scheduled-resource.ts';
import { localTime, localWeekday } from '../simulation/local-time.ts';
import { zoneOf } from '../time/index.ts';
import type { ResourceDecision } from './decide-resources.ts';
import { describeDecision } from './describe-decision.ts';

export interface WhyInput {
  readonly resource: ScheduledResource;
  readonly assignment: Assignment;
  /** `undefined`: it is on no schedule. */
  readonly decided: ResourceDecision | undefined;
  readonly calendars: ReadonlyMap<string, Calendar>;
  readonly nowMs: number;
  /** Whether overrides are known. */
  readonly isWhole: boolean;
}

const NEXT = 3;

/** Why a resource is what it is: its schedule and by what, what that wants now, what a run would do, and what comes next. */
export function whyReport({ resource, assignment, decided, calendars, nowMs, isWhole }: WhyInput): Report {
  const { id, name, observed, region, account } = resource;
  const { schedule } = assignment;
  const zone = zoneOf(schedule?.zone ?? 'UTC');
  const calendar = schedule?.calendar === undefined ? undefined : calendars.get(schedule.calendar);
  const next = schedule ? nextTransitions(schedule, calendar, zone, nowMs, NEXT) : [];
  return {
    title: `Why ${id} is ${observed.state}`,
    sections: [
      {
        kind: 'facts',
        key: 'resource',
        columns: [
          { key: 'id', title: 'Resource' },
          { key: 'name', title: 'Name' },
          { key: 'account', title: 'Account' },
          { key: 'region', title: 'Region' },
          { key: 'state', title: 'State' },
          { key: 'since', title: 'Since' },
          { key: 'schedule', title: 'Schedule' },
          { key: 'by', title: 'By' },
          { key: 'wanted', title: 'Wanted' },
          { key: 'action', title: 'A run would' },
          { key: 'because', title: 'Because' },
        ],
        values: {
          id,
          name: name ?? null,
          account,
          region,
          state: observed.state,
          since: observed.sinceMs === undefined ? null : `${localTime(zone, observed.sinceMs)} ${zone.name}`,
          schedule: schedule?.name ?? 'none',
          by: byText(assignment),
          ...decisionFacts(resource, decided),
        },
      },
      {
        kind: 'table',
        key: 'next',
        title: 'What comes next',
        columns: [
          { key: 'weekday', title: '' },
          { key: 'local', title: `Local time`, whole: true },
          { key: 'wanted', title: 'Wanted' },
          { key: 'windows', title: 'By', wrap: true },
          { key: 'at', title: 'Instant', hidden: true },
        ],
        rows: next.map(({ atMs, interval: { wanted, because } }) => ({
          weekday: localWeekday(zone, atMs),
          local: localTime(zone, atMs),
          wanted,
          windows: schedule
            ? [...new Set(because.map(({ entry }) => describeEntry(schedule.entries[entry]!)))].join('; ') ||
              null
            : null,
          at: new Date(atMs).toISOString(),
        })),
        whenEmpty: 'Nothing.',
      },
    ],
    notes: [
      ...(isWhole ? [] : ['Overrides are not known here: --table Schedules reads them.']),
      'Who started or stopped it is not read here: CloudTrail has the calls StartInstances and StopInstances.',
    ],
  };
}

function byText(assignment: Assignment): string {
  if (assignment.schedule === undefined)
    return assignment.problem ?? 'it bears no schedule, and no rule matches';
  return assignment.by === 'tag' ? 'its tag' : `rules[${assignment.rule}]`;
}

function decisionFacts(
  { refusal }: ScheduledResource,
  decided: ResourceDecision | undefined,
): Readonly<Record<'wanted' | 'action' | 'because', string | null>> {
  if (decided?.schedule === undefined) return { wanted: null, action: 'leave it alone', because: null };
  const { schedule, interval, decision } = decided;
  const because = describeDecision(schedule, interval, decision);
  const isRefused = refusal !== undefined && decision.action !== 'none';
  return {
    wanted: decision.wanted,
    action: decision.action === 'none' || isRefused ? 'leave it as it is' : `${decision.action} it`,
    because: isRefused ? `it ${refusal}; ${because}` : because,
  };
}
