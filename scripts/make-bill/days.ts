import type { Day } from '@groundcrew/cost/model';

const DAY_MS = 86_400_000;

/** A day of the bill, and the facts that the shop's usage depends on. */
export interface BillDay {
  readonly day: Day;
  readonly next: Day;
  /** Days since the start of the bill. */
  readonly index: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly daysOfMonth: number;
  readonly monthStart: Day;
  readonly monthEnd: Day;
}

function dayOf(timeMs: number): Day {
  return new Date(timeMs).toISOString().slice(0, 10);
}

/** Every day from `start` to `end`, exclusive. */
export function billDays(start: Day, end: Day): BillDay[] {
  const from = Date.parse(start);
  return Array.from({ length: Math.round((Date.parse(end) - from) / DAY_MS) }, (_, index) => {
    const time = new Date(from + index * DAY_MS);
    const [year, month] = [time.getUTCFullYear(), time.getUTCMonth()];
    return {
      day: dayOf(time.getTime()),
      next: dayOf(time.getTime() + DAY_MS),
      index,
      weekday: time.getUTCDay(),
      daysOfMonth: new Date(Date.UTC(year, month + 1, 0)).getUTCDate(),
      monthStart: dayOf(Date.UTC(year, month, 1)),
      monthEnd: dayOf(Date.UTC(year, month + 1, 1)),
    };
  });
}

/** More people shop on weekends, and fewer at the start of the week. */
const weekdayRhythm = [1.22, 0.88, 0.9, 0.94, 0.99, 1.08, 1.27];
/** Gifts from November to Christmas, a sale in July. */
const monthRhythm = [0.94, 0.92, 0.97, 1, 1.03, 1, 1.1, 1, 0.97, 1, 1.18, 1.25];

/** The load of the shop: about 1 at the start of the bill, and 1.5 after a year. */
export function demandOf({ day, index, weekday }: BillDay, random: () => number): number {
  const growth = 1 + (0.5 * index) / 365;
  const month = monthRhythm[Number(day.slice(5, 7)) - 1]!;
  return growth * month * weekdayRhythm[weekday]! * (0.96 + 0.08 * random());
}

/** Usage from Monday to Friday, nearly none on weekends. */
export function isWorkday({ weekday }: BillDay): boolean {
  return weekday > 0 && weekday < 6;
}
