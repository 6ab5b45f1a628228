import type { Report } from '@groundcrew/report';
import type { StoredOverride } from '../running/memory-store.ts';
import { localTime } from '../simulation/local-time.ts';
import { zoneOf } from '../time/index.ts';

/** The overrides that count now, or will; `zone`: of the times that people see. */
export function overrideReport(overrides: readonly StoredOverride[], zone: string, nowMs: number): Report {
  const current = overrides
    .filter(({ untilMs }) => untilMs > nowMs)
    .toSorted((one, other) => one.untilMs - other.untilMs);
  return {
    title: 'Overrides',
    catalog: 'schedules',
    sections: [
      {
        kind: 'table',
        key: 'overrides',
        columns: [
          { key: 'id', title: 'Id', whole: true },
          { key: 'what', title: 'What', whole: true },
          { key: 'wanted', title: 'Wanted', words: true },
          { key: 'until', title: `Until (${zone})`, printed: 'untilText' },
          { key: 'by', title: 'By', yields: 1 },
          { key: 'reason', title: 'Why', wrap: true },
        ],
        rows: current.map(({ id, what, wanted, untilMs, by, reason }) => ({
          id,
          what,
          wanted,
          until: new Date(untilMs).toISOString(),
          untilText: localTime(zoneOf(zone), untilMs),
          by,
          reason,
        })),
        whenEmpty: 'No override.',
      },
    ],
  };
}
