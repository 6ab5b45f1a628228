import { createAssign } from '../assignment/index.ts';
import type { Calendar } from '../calendar/index.ts';
import { decide, type Decision, type Memory, type ModedInterval, type Override } from '../deciding/index.ts';
import type { Schedule, ScheduleFile } from '../file/schedule.ts';
import { intervalAt } from '../intervals/index.ts';
import type { ScheduledResource } from '../resources/scheduled-resource.ts';
import { zoneOf } from '../time/index.ts';

/** What is known besides the resources; all of it may be missing. */
export interface Remembered {
  readonly memoryOf: (arn: string) => Memory;
  readonly overridesOf: (resource: ScheduledResource, schedule: Schedule | undefined) => readonly Override[];
}

export const nothingRemembered: Remembered = { memoryOf: () => ({}), overridesOf: () => [] };

/** What is to be done about a resource that is on a schedule, or why that can't be determined. */
export type ResourceDecision = { readonly resource: ScheduledResource } & (
  | { readonly schedule: Schedule; readonly interval: ModedInterval; readonly decision: Decision }
  | { readonly schedule: undefined; readonly problem: string }
);

/** The interval that a schedule was last asked for: many resources are on it, and the next run may still be in it. */
const current = new WeakMap<
  Schedule,
  { readonly calendar: Calendar | undefined; readonly interval: ModedInterval }
>();

function isWithin({ startMs, endMs }: ModedInterval, nowMs: number): boolean {
  return startMs <= nowMs && nowMs < endMs;
}

/** Decides on each resource that is on a schedule or says wrongly on which; the others are left out. */
export function decideResources(
  resources: readonly ScheduledResource[],
  file: ScheduleFile,
  calendars: ReadonlyMap<string, Calendar>,
  nowMs: number,
  { memoryOf, overridesOf }: Remembered = nothingRemembered,
): ResourceDecision[] {
  const assign = createAssign(file);
  const intervalOf = (schedule: Schedule): ModedInterval => {
    const calendar = schedule.calendar === undefined ? undefined : calendars.get(schedule.calendar);
    const known = current.get(schedule);
    if (known?.calendar === calendar && known?.interval && isWithin(known.interval, nowMs))
      return known.interval;
    const interval = { ...intervalAt(schedule, calendar, zoneOf(schedule.zone), nowMs), mode: schedule.mode };
    current.set(schedule, { calendar, interval });
    return interval;
  };
  return resources.flatMap((resource): ResourceDecision[] => {
    const { schedule, ...assignment } = assign(resource);
    if (!schedule) {
      const problem = 'problem' in assignment ? assignment.problem : undefined;
      return problem === undefined ? [] : [{ resource, schedule: undefined, problem }];
    }
    const interval = intervalOf(schedule);
    const overrides = overridesOf(resource, schedule);
    const decision = decide(interval, resource.observed, memoryOf(resource.arn), overrides, nowMs);
    return [{ resource, schedule, interval, decision }];
  });
}
