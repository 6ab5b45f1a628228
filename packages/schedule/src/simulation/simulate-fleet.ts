import { type Assign, createAssign, type ResourceFacts } from '../assignment/index.ts';
import type { ScheduleFile } from '../file/schedule.ts';
import { HOUR_MS } from '../time/index.ts';
import type { Simulation } from './simulate.ts';

/** A resource of a snapshot; `tags`: `null` if they are unknown. */
export interface FleetResource extends Omit<ResourceFacts, 'tags'> {
  readonly arn: string;
  readonly tags: ResourceFacts['tags'] | null;
}

/** What an hour of a resource costs while it runs. */
export interface Price {
  readonly perHour: number;
  readonly currency: string;
}

/** The resources of one type on one schedule, in a year. */
export interface FleetRow {
  readonly schedule: string;
  readonly type: string;
  readonly count: number;
  /** In which one of them is on. */
  readonly onHours: number;
  readonly offHours: number;
  /** Of those with a price, by currency; a month is a twelfth of the year. */
  readonly costs: readonly FleetCost[];
}

export interface FleetCost {
  readonly currency: string;
  readonly priced: number;
  /** If it always ran. */
  readonly always: number;
  readonly scheduled: number;
}

export interface FleetSimulation {
  readonly rows: readonly FleetRow[];
  /** On no schedule. */
  readonly unscheduled: number;
  /** Whose tags are unknown, and so is their schedule. */
  readonly unknown: number;
  readonly problems: readonly { readonly id: string; readonly problem: string }[];
}

/** What schedules make of the resources of a snapshot: hours, and money where prices are known. */
export function simulateFleet(
  file: ScheduleFile,
  simulations: readonly Simulation[],
  resources: readonly FleetResource[],
  priceOf: (resource: FleetResource) => Price | undefined = () => undefined,
): FleetSimulation {
  const assign = createAssign(file);
  const byName = new Map(simulations.map((simulation) => [simulation.schedule.name, simulation]));
  const groups = new Map<string, { simulation: Simulation; type: string; members: FleetResource[] }>();
  const problems: { id: string; problem: string }[] = [];
  let [unscheduled, unknown] = [0, 0];
  for (const resource of resources) {
    const found = assignmentOf(resource, assign);
    if (found === undefined) unknown += 1;
    else if (!found.schedule) {
      if ('problem' in found && found.problem !== undefined)
        problems.push({ id: resource.id, problem: found.problem });
      else unscheduled += 1;
    } else {
      const simulation = byName.get(found.schedule.name);
      // Of a schedule that was not asked for.
      if (!simulation) continue;
      const key = JSON.stringify([found.schedule.name, resource.type]);
      const group = groups.get(key) ?? { simulation, type: resource.type, members: [] };
      group.members.push(resource);
      groups.set(key, group);
    }
  }
  const rows = [...groups.values()].map(({ simulation, type, members }): FleetRow => {
    const { schedule, onMs, offMs, anyMs } = simulation;
    return {
      schedule: schedule.name,
      type,
      count: members.length,
      onHours: onMs / HOUR_MS,
      offHours: offMs / HOUR_MS,
      costs: costsOf(members, priceOf, {
        whole: (onMs + offMs + anyMs) / HOUR_MS,
        // What a schedule does not set may run.
        on: (onMs + anyMs) / HOUR_MS,
      }),
    };
  });
  return { rows, unscheduled, unknown, problems };
}

function assignmentOf({ tags, ...facts }: FleetResource, assign: Assign): ReturnType<Assign> | undefined {
  return tags === null ? undefined : assign({ ...facts, tags });
}

const MONTHS = 12;

function costsOf(
  members: readonly FleetResource[],
  priceOf: (resource: FleetResource) => Price | undefined,
  hours: { readonly whole: number; readonly on: number },
): FleetCost[] {
  const sums = new Map<string, { priced: number; perHour: number }>();
  for (const member of members) {
    const price = priceOf(member);
    if (!price) continue;
    const sum = sums.get(price.currency) ?? { priced: 0, perHour: 0 };
    sums.set(price.currency, { priced: sum.priced + 1, perHour: sum.perHour + price.perHour });
  }
  return [...sums].map(([currency, { priced, perHour }]) => ({
    currency,
    priced,
    always: (perHour * hours.whole) / MONTHS,
    scheduled: (perHour * hours.on) / MONTHS,
  }));
}
