import type { DateRange, Day, Delivery } from '../model.ts';
import { addDays, dayText } from '../periods/index.ts';
import type { DeliveredDay } from './delivery.ts';

/** Days with usage before a hole that show that there is some on each day: of storage, if of nothing else. */
const DAYS_BEFORE = 14;
/** So many of them are in a row: a whole week, as there are accounts that rest at weekends. */
const WEEK = 7;
/** Days in a row after it, or those that there are. */
const DAYS_AFTER = 3;

/** Days without usage among days that all have some: they are not known to have cost nothing. */
export function holesIn(days: readonly DeliveredDay[]): readonly DateRange[] {
  const used = days
    .filter(({ hasUsage }) => hasUsage)
    .map(({ day }) => day)
    .toSorted();
  const holes: DateRange[] = [];
  /** Days with usage in a row before this one, with it; a hole does not end `all` of them. */
  let [all, row] = [0, 0];
  for (const [at, day] of used.entries()) {
    [all, row] = [all + 1, row + 1];
    const [start, end] = [addDays(day, 1), used[at + 1]];
    if (end === undefined || end === start) continue;
    const isHole = all >= DAYS_BEFORE && row >= WEEK && isDaily(used.slice(at + 1, at + 1 + DAYS_AFTER));
    if (isHole) holes.push({ start, end });
    else all = 0;
    row = 0;
  }
  return holes;
}

function isDaily(days: readonly Day[]): boolean {
  return days.every((day, at) => day === addDays(days[0]!, at));
}

/** How far an export goes, with what is missing on the way. */
export function withHoles(delivery: Delivery | null, days: readonly DeliveredDay[]): Delivery | null {
  const holes = holesIn(days);
  return delivery === null || holes.length === 0 ? delivery : { ...delivery, holes };
}

/** The parts of the source's holes within some days. */
export function holesWithin(delivery: Delivery | null, range: DateRange): DateRange[] {
  return (delivery?.holes ?? [])
    .map(({ start, end }) => ({
      start: start > range.start ? start : range.start,
      end: end < range.end ? end : range.end,
    }))
    .filter(({ start, end }) => start < end);
}

/** Why what a hole cost is unknown: `the export has no usage of 9 October 2026 to 18 October 2026`. */
export function lackText(hole: DateRange, delivery: Delivery | null): string {
  return `${delivery?.of ?? 'the export'} has no usage of ${holeText(hole)}`;
}

/** How what a source lacks is had. */
export function lackAdvice(delivery: Delivery | null): string {
  return delivery?.of === undefined ? 'add the files that have it' : 'it may be there later';
}

/** The days of a hole: `9 October 2026 to 18 October 2026`. */
function holeText({ start, end }: DateRange): string {
  const last: Day = addDays(end, -1);
  return start === last ? dayText(start) : `${dayText(start)} to ${dayText(last)}`;
}

/** The holes in some days, as sentences. */
export function holeNotes(delivery: Pick<Delivery, 'holes' | 'of'> | null, range: DateRange): string[] {
  const what =
    delivery?.of === undefined
      ? 'a part of the export is probably missing, and is'
      : 'their costs are probably not processed yet, and are';
  return (delivery?.holes ?? [])
    .filter(({ start, end }) => start < range.end && end > range.start)
    .map(
      (hole) => `There is no usage of ${holeText(hole)}, and some on each day around: ${what} in no figure.`,
    );
}
