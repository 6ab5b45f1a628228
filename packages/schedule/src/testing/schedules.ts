import { parseSchedule, type Schedule } from '../file/index.ts';
import { zoneOf } from '../time/index.ts';

/** The only schedule of a file with these lines below `windows:`, and these beside it. */
export function scheduleOf(windows: readonly string[], more: readonly string[] = []): Schedule {
  const text = [
    'version: 1',
    'zone: UTC',
    'schedules:',
    '  test:',
    ...more.map((line) => `    ${line}`),
    '    windows:',
    ...windows.map((line) => `      - { ${line} }`),
  ].join('\n');
  const [schedule] = parseSchedule(text, { file: 'schedule.yaml' }).schedules.values();
  return schedule!;
}

/** The instant of a local time: `2027-01-04 08:00`, the first if it is repeated. */
export function at(zone: string, local: string): number {
  return zoneOf(zone).toInstant(Date.parse(`${local.replace(' ', 'T')}Z`)).instantMs;
}
