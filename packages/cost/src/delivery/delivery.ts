import type { Day, Delivery } from '../model.ts';
import { addDays } from '../periods/index.ts';

/** What a source has of one day. */
export interface DeliveredDay {
  readonly day: Day;
  readonly hasUsage: boolean;
  /** Whether it has other charges than usage. */
  readonly hasOthers: boolean;
  /** The last hour in which usage began, 0 to 23; `null`: unknown. */
  readonly lastHour: number | null;
}

/** Days before the newest one that show whether an export is by the hour, and its days are full. */
const COMPARED_DAYS = 7;
/** A full day of an export by the hour has usage in its last hours: of storage, if of nothing else. */
const LAST_HOURS = 22;

/**
 * How far an export goes. Charges other than usage don't count: a tax or a fee is dated on any day of its month. The
 * newest day is a part if the days before it end in their last hour, and it does not; today is always one.
 *
 * @returns `null` without charges up to today
 */
export function deliveryOfDays(days: readonly DeliveredDay[], today: Day): Delivery | null {
  const begun = days
    .filter(({ day }) => day <= today)
    .toSorted((one, other) => (one.day < other.day ? -1 : 1));
  // An export without any usage, of a filter or of fees alone, goes as far as its charges.
  const used = begun.some(({ hasUsage }) => hasUsage) ? begun.filter(({ hasUsage }) => hasUsage) : begun;
  const newest = used.at(-1);
  if (newest === undefined) return null;
  const isPart = newest.day === today || isTruncated(used);
  return {
    from: begun[0]!.day,
    through: isPart ? addDays(newest.day, -1) : newest.day,
    partial: isPart ? newest.day : null,
    lastOther: begun.findLast(({ hasOthers }) => hasOthers)?.day ?? null,
  };
}

function isTruncated(days: readonly DeliveredDay[]): boolean {
  const newest = days.at(-1)!;
  const before = days.slice(-COMPARED_DAYS - 1, -1);
  if (newest.lastHour === null || before.length < COMPARED_DAYS) return false;
  const areFull = before.every(({ lastHour }) => lastHour !== null && lastHour >= LAST_HOURS);
  return areFull && newest.lastHour < LAST_HOURS;
}
