import type { DateRange, Day, Delivery } from '../model.ts';
import { addDays, type Period, periodText } from '../periods/index.ts';

/** The part of a period that is delivered. */
export interface DeliveredPeriod {
  readonly period: Period;
  /** Whether any day of it is delivered; if not, `period` is the whole one. */
  readonly hasDays: boolean;
  /** Days of the period after its delivered ones. */
  readonly missing: DateRange | null;
  /** Days after it that have charges other than usage, which are counted on its last day. */
  readonly late: DateRange | null;
}

/** Cuts a period after the last delivered day, so that no day counts as zero because it is unknown. */
export function deliveredPeriod(period: Period, delivery: Delivery | null): DeliveredPeriod {
  const whole = { period, hasDays: true, missing: null, late: null };
  if (delivery === null) return whole;
  const { start, end } = period.range;
  const cut: Day = addDays(delivery.through, 1);
  if (cut >= end) return whole;
  if (cut <= start) return { ...whole, hasDays: false, missing: period.range };
  const range = { start, end: cut };
  // Of a day that is delivered in part, other charges are, too.
  const lateStart = delivery.partial !== null && delivery.partial >= cut ? addDays(delivery.partial, 1) : cut;
  return {
    period: { range, label: `${periodText(range)}, so far`, complete: false },
    hasDays: true,
    missing: { start: cut, end },
    late:
      delivery.lastOther !== null && delivery.lastOther >= lateStart && lateStart < end
        ? { start: lateStart, end }
        : null,
  };
}
