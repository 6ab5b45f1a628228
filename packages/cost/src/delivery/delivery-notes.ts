import type { DateRange, Delivery } from '../model.ts';
import { addDays, dayText, daysBetween } from '../periods/index.ts';
import type { DeliveredPeriod } from './delivered-period.ts';

export interface DeliveryNotesOptions {
  /** Days that are not final. */
  readonly estimated: DateRange | null;
}

/** How far the data of a period go, as sentences; none if all of its days are delivered and final. */
export function deliveryNotes(
  delivery: Delivery | null,
  { missing, hasDays, late }: DeliveredPeriod,
  { estimated }: DeliveryNotesOptions,
): string[] {
  if (delivery === null || missing === null) return [];
  const { through, partial } = delivery;
  const known = `Data to ${dayText(through)}`;
  const isPart = partial !== null && partial >= missing.start && partial < missing.end;
  if (!hasDays && isPart) {
    return [
      `${known}: no day of the period is delivered as a whole yet; the figures are of ${dayText(partial)} so far.`,
    ];
  }
  if (!hasDays) {
    return [
      `${known}: no day of the period is delivered yet.`,
      `The latest data are of the period ${through.slice(0, 7)}.`,
    ];
  }
  const state = estimated !== null && through >= estimated.start ? 'estimated' : 'final';
  const days = daysBetween(missing.start, missing.end);
  const those =
    days === 1
      ? `${dayText(missing.start)} is not delivered`
      : `the ${days} days to ${dayText(addDays(missing.end, -1))} are not delivered`;
  return [
    `${known} (${state}): ${those}${isPart ? ' as a whole' : ''}, and left out of all figures and comparisons.`,
    ...(late === null
      ? []
      : [`Charges other than usage that are dated after ${dayText(through)} are counted on that day.`]),
  ];
}
