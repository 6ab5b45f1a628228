import type { Report, Section } from '@groundcrew/report';
import type { Assignment } from '../assignment/index.ts';
import type { Calendar } from '../calendar/index.ts';
import { describeEntry } from '../file/describe-entry.ts';
import { nextTransitions } from '../intervals/index.ts';
import { sizesText } from '../resources/group-sizes.ts';
import type { ScheduledResource } from '../resources/scheduled-resource.ts';
import { localTime, localWeekday } from '../simulation/local-time.ts';
import { type Zone, zoneOf } from '../time/index.ts';
import type { ResourceDecision } from './decide-resources.ts';
import { describeDecision } from './describe-decision.ts';
import type { KnownChanges } from './look-up-changes.ts';

export interface WhyInput {
  readonly resource: ScheduledResource;
  readonly assignment: Assignment;
  /** `undefined`: it is on no schedule. */
  readonly decided: ResourceDecision | undefined;
  readonly calendars: ReadonlyMap<string, Calendar>;
  readonly nowMs: number;
  /** Whether overrides are known. */
  readonly isWhole: boolean;
  /** Who started and stopped it, by CloudTrail. */
  readonly changes: KnownChanges;
}

const NEXT = 3;

/** Why a resource is what it is: its schedule and by what, what that wants now, what a run would do, and what comes next. */
export function whyReport(input: WhyInput): Report {
  const { resource, assignment, decided, calendars, nowMs, isWhole, changes } = input;
  const { id, name, observed, region, account } = resource;
  const { schedule } = assignment;
  const zone = zoneOf(schedule?.zone ?? 'UTC');
  const calendar = schedule?.calendar === undefined ? undefined : calendars.get(schedule.calendar);
  const next = schedule ? nextTransitions(schedule, calendar, zone, nowMs, NEXT) : [];
  return {
    title: `Why ${id} is ${observed.state}`,
    catalog: 'schedules',
    sections: [
      {
        kind: 'facts',
        key: 'resource',
        columns: [
          { key: 'id', title: 'Resource' },
          { key: 'name', title: 'Name' },
          { key: 'account', title: 'Account' },
          { key: 'region', title: 'Region' },
          { key: 'state', title: 'State', words: true },
          { key: 'since', title: 'Since' },
          { key: 'sizes', title: 'Sizes', words: true },
          { key: 'changedBy', title: 'Changed by', words: true },
          { key: 'schedule', title: 'Schedule' },
          { key: 'by', title: 'By', words: true },
          { key: 'wanted', title: 'Wanted', words: true },
          { key: 'action', title: 'A run would', words: true },
          { key: 'because', title: 'Because', words: true },
          { key: 'refusal', title: 'But it', words: true },
        ],
        values: {
          id,
          name: name ?? null,
          account,
          region,
          state: observed.state,
          since: observed.sinceMs === undefined ? null : `${localTime(zone, observed.sinceMs)} ${zone.name}`,
          sizes: sizesOf(resource),
          changedBy: changedBy(resource, changes, zone),
          schedule: schedule?.name ?? 'none',
          by: byText(assignment),
          ...decisionFacts(resource, decided),
        },
      },
      ...eventsSection(changes, zone),
      {
        kind: 'table',
        key: 'next',
        title: 'What comes next',
        columns: [
          { key: 'weekday', title: '', words: true },
          { key: 'local', title: `Local time`, whole: true },
          { key: 'wanted', title: 'Wanted', words: true },
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
      ...('unread' in changes ? [`Who started or stopped it may not be read: ${changes.unread}`] : []),
      ...(isWhole ? [] : ['Overrides are not known here: --table Schedules reads them.']),
    ],
  };
}

function sizesOf({ sizes }: ScheduledResource): string | null {
  if (!sizes) return null;
  const { current, kept } = sizes;
  const remembered = current.max === 0 && kept ? `, remembered: ${sizesText(kept)}` : '';
  return `${sizesText(current)}${remembered}`;
}

const START_PATTERN = /^(Start|Run)/;

/** Of the calls that worked, the newest that made it what it is. */
function changedBy({ observed, sizes }: ScheduledResource, changes: KnownChanges, zone: Zone): string | null {
  if ('unread' in changes) return null;
  const isUp = observed.state === 'running' || observed.state === 'starting';
  const found = changes.events.find(
    ({ name, error }) => error === undefined && (sizes !== undefined || START_PATTERN.test(name) === isUp),
  );
  return found
    ? `${found.by ?? 'unknown'} at ${localTime(zone, found.atMs)} ${zone.name} (${found.name})`
    : null;
}

/** CloudTrail keeps 90 days: a call may be older than its events. */
function eventsSection(changes: KnownChanges, zone: Zone): Section[] {
  if ('unread' in changes) return [];
  return [
    {
      kind: 'table',
      key: 'changes',
      title: 'Who started and stopped it',
      columns: [
        { key: 'local', title: 'Local time', whole: true },
        { key: 'call', title: 'Call', whole: true },
        { key: 'by', title: 'By', wrap: true },
        { key: 'error', title: 'Refused' },
        { key: 'at', title: 'Instant', hidden: true },
      ],
      rows: changes.events.map(({ name, atMs, by, error }) => ({
        local: localTime(zone, atMs),
        call: name,
        by: by ?? null,
        error: error ?? null,
        at: new Date(atMs).toISOString(),
      })),
      whenEmpty: changes.isWhole
        ? 'CloudTrail has no call in the last 90 days.'
        : 'CloudTrail has no call among its newest events of it.',
    },
  ];
}

function byText(assignment: Assignment): string {
  if (assignment.schedule === undefined)
    return assignment.problem ?? 'it has no tag that names a schedule, and no rule matches it';
  return assignment.by === 'tag' ? 'its tag' : `rules[${assignment.rule}]`;
}

function decisionFacts(
  { refusal }: ScheduledResource,
  decided: ResourceDecision | undefined,
): Readonly<Record<'wanted' | 'action' | 'because' | 'refusal', string | null>> {
  if (decided?.schedule === undefined)
    return { wanted: null, action: 'leave it alone', because: null, refusal: null };
  const { schedule, interval, decision } = decided;
  const isRefused = refusal !== undefined && decision.action !== 'none';
  return {
    wanted: decision.wanted,
    action: decision.action === 'none' || isRefused ? 'leave it as it is' : `${decision.action} it`,
    because: describeDecision(schedule, interval, decision),
    refusal: isRefused ? refusal : null,
  };
}
