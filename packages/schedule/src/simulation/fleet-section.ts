import { countOf, type Figure, formatCount, type Row, type Section } from '@groundcrew/report';
import type { FleetSimulation } from './simulate-fleet.ts';

export interface FleetInput {
  readonly fleet: FleetSimulation;
  /** The file of the snapshot, and when it was taken. */
  readonly snapshot: string;
  /** The bill of the prices, as people know it; `undefined`: none was asked. */
  readonly bill?: { readonly name: string; readonly month: string };
  /** What could not be collected into the snapshot. */
  readonly gaps: number;
}

/** The hours and, where prices are known, the money of the resources of a snapshot. */
export function fleetSection({ fleet, bill }: FleetInput): Section {
  const money = bill === undefined ? [] : moneyColumns;
  return {
    kind: 'table',
    key: 'resources',
    title: 'Resources in the year',
    columns: [
      { key: 'schedule', title: 'Schedule', whole: true },
      { key: 'type', title: 'Type', whole: true },
      { key: 'count', title: 'Resources', unit: 'count' },
      { key: 'onHours', title: 'Hours on', unit: 'count' },
      { key: 'offHours', title: 'Hours off', unit: 'count' },
      ...money,
    ],
    rows: fleet.rows.flatMap(({ schedule, type, count, onHours, offHours, costs }): Row[] => {
      const base = {
        schedule,
        type,
        count,
        onHours: round(onHours * count),
        offHours: round(offHours * count),
      };
      if (costs.length === 0)
        return [{ ...base, priced: 0, currency: null, always: null, scheduled: null, saved: null }];
      return costs.map(({ currency, priced, always, scheduled }) => ({
        ...base,
        priced,
        currency,
        always: round(always),
        scheduled: round(scheduled),
        saved: round(always - scheduled),
      }));
    }),
    whenEmpty: 'No resource of the snapshot is on a schedule.',
  };
}

const moneyColumns = [
  { key: 'priced', title: 'With a price', unit: 'count' },
  { key: 'currency', title: 'Currency' },
  { key: 'always', title: 'Always on, a month', unit: 'count' },
  { key: 'scheduled', title: 'Scheduled, a month', unit: 'count' },
  { key: 'saved', title: 'Saved, a month', unit: 'count' },
] as const;

interface Saving {
  readonly currency: string;
  always: number;
  scheduled: number;
}

/** What is saved a month, of each currency. */
function savingsOf({ rows }: FleetSimulation): readonly Saving[] {
  const savings = new Map<string, Saving>();
  for (const { currency, always, scheduled } of rows.flatMap(({ costs }) => costs)) {
    const saving = savings.get(currency) ?? { currency, always: 0, scheduled: 0 };
    saving.always += always;
    saving.scheduled += scheduled;
    savings.set(currency, saving);
  }
  return [...savings.values()];
}

/** The money in words. Without prices there is none. */
export function savingSentences({ fleet }: FleetInput): string[] {
  return savingsOf(fleet)
    .filter(({ always }) => always > 0)
    .map(({ currency, always, scheduled }) => {
      const saved = round(always - scheduled);
      const percent = Math.round((saved / always) * 1000) / 10;
      return `About ${formatCount(saved)} of ${formatCount(round(always))} ${currency} a month is saved, ${formatCount(percent)}%.`;
    });
}

export function fleetFigures({ fleet }: FleetInput): readonly Figure[] {
  return [
    ...savingsOf(fleet).map(({ currency, always, scheduled }): Figure => ({
      title: 'Saved, a month',
      value: String(round(always - scheduled)),
      unit: 'money',
      currency,
      tone: 'good',
    })),
    { title: 'Resources', value: fleet.rows.reduce((sum, { count }) => sum + count, 0) },
  ];
}

/** More are in the data. */
const SHOWN = 20;

export function fleetNotes({ fleet, snapshot, bill, gaps }: FleetInput): string[] {
  const { unscheduled, unknown, problems, rows } = fleet;
  const count = rows.reduce((sum, row) => sum + row.count, 0);
  const priced = rows.reduce((sum, row) => sum + row.costs.reduce((all, cost) => all + cost.priced, 0), 0);
  return [
    `Resources are those of ${snapshot}: ${countOf(count, 'resource')} on schedules, ${unscheduled} on none.`,
    ...(gaps > 0
      ? [`The snapshot has ${countOf(gaps, 'gap')}: what could not be collected is in no figure.`]
      : []),
    ...(unknown > 0
      ? [`The tags of ${countOf(unknown, 'resource')} are unknown, and so is the schedule.`]
      : []),
    ...problems.slice(0, SHOWN).map(({ id, problem }) => `${id} ${problem}`),
    ...(problems.length > SHOWN ? [`And ${problems.length - SHOWN} more such problems.`] : []),
    ...(bill === undefined
      ? []
      : [
          `Prices are the cost of an hour in ${bill.month} by ${bill.name}, before credits; storage continues to be charged while a resource is stopped, and a reservation or Savings Plan costs the same. An estimate.`,
          ...(priced < count
            ? [`${countOf(count - priced, 'resource')} have no price in it, and are in no amount.`]
            : []),
        ]),
  ];
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
