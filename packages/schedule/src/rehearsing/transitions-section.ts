import { type Column, type Row, type Section } from '@groundcrew/report';
import type { Schedule } from '../file/schedule.ts';
import { localTime, localWeekday } from '../simulation/local-time.ts';
import { zoneOf } from '../time/index.ts';
import type { RehearsedTransition } from './rehearsal-record.ts';

/** What was started and stopped together. */
export function changesSection(transitions: readonly RehearsedTransition[]): Section {
  const groups = Map.groupBy(transitions, ({ schedule, action, sentMs, seenMs, because }) =>
    JSON.stringify([schedule.name, action, sentMs ?? seenMs, because]),
  );
  return {
    kind: 'table',
    key: 'changes',
    title: 'Starts and stops',
    columns: [
      { key: 'schedule', title: 'Schedule', whole: true },
      { key: 'weekday', title: '', words: true },
      { key: 'local', title: 'Local time', whole: true },
      { key: 'action', title: 'Action', words: true },
      { key: 'count', title: 'Resources', unit: 'count' },
      { key: 'seen', title: 'Seen by', whole: true },
      { key: 'because', title: 'Because', wrap: true, words: true },
      { key: 'at', title: 'Instant', hidden: true },
    ],
    rows: [...groups.values()].map((group): Row => {
      const [{ schedule, action, because, sentMs, seenMs }] = group as [RehearsedTransition];
      const seenByMs = group.reduce((latest, each) => Math.max(latest, each.seenMs), seenMs);
      const atMs = sentMs ?? seenMs;
      return {
        schedule: schedule.name,
        weekday: localWeekday(zoneOf(schedule.zone), atMs),
        local: localOf(schedule, atMs),
        action,
        count: group.length,
        seen: localOf(schedule, seenByMs).slice(11),
        because,
        at: new Date(atMs).toISOString(),
      };
    }),
    whenEmpty: 'Nothing is started or stopped.',
  };
}

export function transitionsSection(transitions: readonly RehearsedTransition[]): Section {
  return {
    kind: 'table',
    key: 'transitions',
    title: 'Starts and stops of each resource',
    columns: [
      ...place,
      { key: 'action', title: 'Action', words: true },
      { key: 'sent', title: 'Sent', whole: true },
      { key: 'seen', title: 'Seen', whole: true },
      { key: 'because', title: 'Because', wrap: true, words: true },
      { key: 'sentAt', title: 'Sent at', hidden: true },
      { key: 'seenAt', title: 'Seen at', hidden: true },
    ],
    rows: transitions.map((one) => ({
      ...placeOf(one),
      action: one.action,
      sent: one.sentMs === undefined ? null : localOf(one.schedule, one.sentMs),
      seen: localOf(one.schedule, one.seenMs),
      because: one.because,
      sentAt: one.sentMs === undefined ? null : new Date(one.sentMs).toISOString(),
      seenAt: new Date(one.seenMs).toISOString(),
    })),
    whenEmpty: 'Nothing is started or stopped.',
  };
}

/** The columns that identify a resource. */
export const place: readonly Column[] = [
  { key: 'resource', title: 'Resource', whole: true },
  { key: 'name', title: 'Name', yields: 2 },
  { key: 'type', title: 'Type', hidden: true },
  { key: 'account', title: 'Account', hidden: true },
  { key: 'region', title: 'Region', hidden: true },
  { key: 'schedule', title: 'Schedule', yields: 1 },
];

/** The cells of {@link place}. */
export function placeOf({ resource, schedule }: Pick<RehearsedTransition, 'resource' | 'schedule'>): Row {
  const { id, name, type, account, region } = resource;
  return { resource: id, name: name ?? null, type, account, region, schedule: schedule.name };
}

/** On the wall of the schedule's zone. */
export function localOf({ zone }: Schedule, instantMs: number): string {
  return localTime(zoneOf(zone), instantMs);
}
