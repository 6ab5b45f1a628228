import type { Decision, ModedInterval } from '../deciding/index.ts';
import { describeEntry } from '../file/describe-entry.ts';
import { omissionText } from '../intervals/index.ts';
import type { Schedule } from '../file/schedule.ts';
import { localTime } from '../simulation/local-time.ts';
import { type Zone, zoneOf } from '../time/index.ts';

/** Why a decision is what it is, in words: `office-hours: on since 2027-01-04 08:00 by mon-fri 08:00 to 20:00`. */
export function describeDecision(schedule: Schedule, interval: ModedInterval, { because }: Decision): string {
  const zone = zoneOf(schedule.zone);
  const local = (instantMs: number) => localTime(zone, instantMs);
  switch (because.code) {
    case 'override': {
      const { wanted, untilMs, reason, by } = because.override;
      return `${by} wants it ${wanted} until ${local(untilMs)}: ${reason}`;
    }
    case 'gone':
      return 'it does not exist any more';
    case 'no-word':
      return `${schedule.name} has no start or stop before`;
    case 'mode':
      return `${schedule.name} is of mode ${because.mode}`;
    case 'in-transition':
      return `it is on its way to ${because.to}`;
    case 'busy':
      return `its status is ${because.status}, in which it cannot be changed`;
    case 'by-hand':
      return because.sinceMs === undefined
        ? `somebody changed it since ${local(interval.startMs)}; it stays so until ${local(interval.endMs)}`
        : `somebody changed it at ${local(because.sinceMs)}; it stays so until ${local(interval.endMs)}`;
    case 'backoff':
      return `it failed ${because.failure.count} times (${because.failure.name}); it is tried again at ${local(because.nextMs)}`;
    case 'interval':
      return describeInterval(schedule, interval, zone);
  }
}

function describeInterval(schedule: Schedule, interval: ModedInterval, zone: Zone): string {
  const { wanted, startMs, because, omitted } = interval;
  const names = [...new Set(because.map(({ entry }) => describeEntry(schedule.entries[entry]!)))];
  const by = names.length > 0 ? ` by ${names.join('; ')}` : '';
  const days = [...new Set(omitted.map(omissionText))];
  const without = days.length > 0 ? `; left out: ${days.join(', ')}` : '';
  return `${schedule.name}: ${wanted} since ${localTime(zone, startMs)}${by}${wanted === 'off' ? without : ''}`;
}
