import { createAssign } from '../assignment/index.ts';
import type { Calendar } from '../calendar/index.ts';
import {
  decide,
  type Decision,
  type Memory,
  type ModedInterval,
  type Override,
  settle,
} from '../deciding/index.ts';
import type { Schedule, ScheduleFile } from '../file/schedule.ts';
import { intervalAt } from '../intervals/index.ts';
import { SIZES_TAG, usableSizes } from '../resources/group-sizes.ts';
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
  | {
      readonly schedule: Schedule;
      readonly interval: ModedInterval;
      readonly decision: Decision;
      /** What was remembered, with what its state adds to it. */
      readonly memory: Memory;
    }
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

/** Decides on each resource that is on a schedule or names one that does not exist; the others are left out. */
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
    const memory = settle(memoryOf(resource.arn), resource.observed, nowMs);
    const decision = decide(interval, resource.observed, memory, overrides, nowMs);
    return [{ resource: withKeptSizes(resource, memory), schedule, interval, decision, memory }];
  });
}

/** The tag of a group goes before the table: people can correct it. A stopped group without either can't be started. */
function withKeptSizes(resource: ScheduledResource, { sizes: remembered }: Memory): ScheduledResource {
  const { sizes, refusal, observed } = resource;
  if (sizes === undefined) return resource;
  const kept = sizes.kept ?? (remembered && usableSizes(remembered));
  if (kept !== undefined) return { ...resource, sizes: { ...sizes, kept } };
  const isStopped = observed.state === 'stopped' || observed.state === 'stopping';
  if (refusal !== undefined || !isStopped) return resource;
  return {
    ...resource,
    refusal: `has the sizes 0-0-0, and nothing remembers others; set its sizes, or its tag ${SIZES_TAG} to "min=1 desired=1 max=1"`,
  };
}
