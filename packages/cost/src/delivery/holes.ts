import type { DateRange, Day, Delivery } from '../model.ts';
import { addDays, dayText } from '../periods/index.ts';
import type { DeliveredDay } from './delivery.ts';

/** Days in a row before and after a hole that show that there is usage on each day: of storage, if of nothing else. */
const [DAYS_BEFORE, DAYS_AFTER] = [14, 3];

/** Days without usage among days that all have some: they are not known to have cost nothing. */
export function holesIn(days: readonly DeliveredDay[]): readonly DateRange[] {
  const used = days
    .filter(({ hasUsage }) => hasUsage)
    .map(({ day }) => day)
    .toSorted();
  return used.flatMap((day, at) => {
    const [start, end] = [addDays(day, 1), used[at + 1]];
    if (end === undefined || end <= start) return [];
    const isFull =
      used[at - DAYS_BEFORE + 1] === addDays(day, 1 - DAYS_BEFORE) &&
      used[at + DAYS_AFTER] === addDays(end, DAYS_AFTER - 1);
    return isFull ? [{ start, end }] : [];
  });
}

/** How far an export goes, with what is missing on the way. */
export function withHoles(delivery: Delivery | null, days: readonly DeliveredDay[]): Delivery | null {
  const holes = holesIn(days);
  return delivery === null || holes.length === 0 ? delivery : { ...delivery, holes };
}

/** The holes in some days, as sentences. */
export function holeNotes(holes: readonly DateRange[] = [], range: DateRange): string[] {
  return holes
    .filter(({ start, end }) => start < range.end && end > range.start)
    .map(({ start, end }) => {
      const last: Day = addDays(end, -1);
      const days = start === last ? dayText(start) : `${dayText(start)} to ${dayText(last)}`;
      return `There is no usage of ${days}, and some on each day around: a part of the export is probably missing, and is in no figure.`;
    });
}
