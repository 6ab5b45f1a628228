import { createRandom, type Random } from '@groundcrew/async';
import { addDays, dayOf, daysOf } from '@groundcrew/cost/periods';

/** How the cost of a service goes, without anything unusual. */
export const rhythms = ['stable', 'weekly', 'monthly fee', 'biweekly', 'sporadic', 'growth'] as const;
export type Rhythm = (typeof rhythms)[number];

/** What happens to it. */
export const incidents = ['none', 'new service', 'leak', 'level shift', 'five-day doubling'] as const;
export type Incident = (typeof incidents)[number];

/** A series of daily costs, and the days on which something unusual happens. */
export interface LabelledSeries {
  readonly rhythm: Rhythm;
  readonly incident: Incident;
  readonly firstDay: string;
  readonly values: readonly number[];
  /** Its first and last day, both included; `null`: nothing happens. */
  readonly label: readonly [first: number, last: number] | null;
  /** What it adds on these days. */
  readonly extra: number;
}

/** Three months of history, and two that are judged. */
export const HISTORY = 92;
export const JUDGED = 61;
export const FIRST_DAY = '2026-06-01';

/**
 * A series by its seed, the same on each machine. The noise of a day is 3 to 10 percent of its cost; levels are from ten to
 * a thousand dollars a day.
 */
export function makeSeries(rhythm: Rhythm, incident: Incident, seed: number): LabelledSeries {
  const random = createRandom(seed * 7919 + rhythms.indexOf(rhythm) * 131 + incidents.indexOf(incident));
  const length = HISTORY + JUDGED;
  const level = 10 * 10 ** (2 * random());
  const noise = 0.03 + 0.07 * random();
  const base = baseOf(rhythm, level, random);
  const from = HISTORY + 3 + Math.floor(random() * (JUDGED - 25));
  const last = incident === 'five-day doubling' ? from + 4 : length - 1;
  const usual = daysOf({ start: FIRST_DAY, end: addDays(FIRST_DAY, length) }).map(
    (day, index) => base(index, day) * Math.max(0, 1 + noise * normal(random)),
  );
  // What it costs a day when the incident begins.
  const before = usual.slice(from - 28, from).reduce((sum, value) => sum + value, 0) / 28;
  const values = usual.map((value, index) => {
    const isInside = index >= from && index <= last;
    if (incident === 'new service') return cents(isInside ? value : 0);
    return cents(isInside ? value + extraOf(incident, value, before, index - from) : value);
  });
  const without = incident === 'new service' ? values.map(() => 0) : usual.map(cents);
  const extra = values.reduce((sum, value, index) => sum + value - without[index]!, 0);
  return {
    rhythm,
    incident,
    firstDay: FIRST_DAY,
    values,
    label: incident === 'none' ? null : [from, last],
    extra,
  };
}

function extraOf(incident: Incident, usual: number, level: number, day: number): number {
  switch (incident) {
    // Something that is forgotten and grows: an eighth of what the service costs, more each week.
    case 'leak':
      return level * (0.12 + 0.02 * (day / 7));
    case 'level shift':
      return 0.5 * usual;
    case 'five-day doubling':
      return usual;
    default:
      return 0;
  }
}

function baseOf(rhythm: Rhythm, level: number, random: Random): (index: number, day: string) => number {
  const weekday = (index: number) => (index % 7 >= 5 ? 0.55 : 1);
  switch (rhythm) {
    case 'stable':
      return () => level;
    case 'weekly':
      return (index) => level * weekday(index);
    case 'monthly fee': {
      const dayOfMonth = 1 + Math.floor(random() * 28);
      const fee = level * (3 + 5 * random());
      return (index, day) => level * weekday(index) + (Number(day.slice(8)) === dayOfMonth ? fee : 0);
    }
    case 'biweekly': {
      const phase = Math.floor(random() * 14);
      const batch = level * (1 + 2 * random());
      return (index) => level + (index % 14 === phase ? batch : 0);
    }
    case 'sporadic': {
      const rate = 0.1 + 0.2 * random();
      return () => (random() < rate ? level * (0.5 + random()) : 0);
    }
    case 'growth': {
      const weeklyGrowth = 0.01 + 0.04 * random();
      return (index) => level * weekday(index) * (1 + weeklyGrowth) ** (index / 7);
    }
  }
}

/** Standard normal, by Box and Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function cents(value: number): number {
  return Math.round(value * 100) / 100;
}

/** The day of an index. */
export function dayAt(index: number): string {
  return dayOf(Date.parse(`${FIRST_DAY}T00:00:00Z`) + index * 86_400_000);
}
