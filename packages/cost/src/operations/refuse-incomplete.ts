import { GroundcrewError } from '@groundcrew/errors';
import { type DeliveredPeriod, holesWithin, lackAdvice, lackText } from '../delivery/index.ts';
import type { CostAnswer, CostSource, DateRange, Delivery } from '../model.ts';
import { dayText, type Period, periodText } from '../periods/index.ts';

/**
 * Refuses periods of which the source lacks days: the rest of the days would cost less, and that would be the change.
 *
 * @throws GroundcrewError `cost.period.incomplete`
 */
export function refuseIncomplete(delivered: readonly DeliveredPeriod[], delivery: Delivery | null): void {
  if (delivery === null) return;
  for (const { period, hasDays } of delivered) {
    const { range } = period;
    if (!hasDays)
      throw incomplete(
        period,
        range,
        `no day of it is delivered, the data end on ${dayText(delivery.through)}; compare days that are there`,
      );
    if (delivery.from > range.start)
      throw incomplete(
        period,
        { start: range.start, end: delivery.from < range.end ? delivery.from : range.end },
        `the data begin on ${dayText(delivery.from)}; add the files of the days before, or compare days that are there`,
      );
    const [hole] = holesWithin(delivery, range);
    if (hole !== undefined)
      throw incomplete(
        period,
        hole,
        `${lackText(hole, delivery)}; ${lackAdvice(delivery)}, or compare days that are there`,
      );
  }
}

/**
 * Refuses a period without any line, as long as nothing is filtered: it is not known to have cost nothing.
 *
 * @throws GroundcrewError `cost.period.incomplete`
 */
export function refuseEmpty(period: Period, { lines }: CostAnswer, { name }: Pick<CostSource, 'name'>): void {
  if (lines.length > 0) return;
  throw incomplete(period, period.range, `${name} has no costs of it; compare days that have some`);
}

function incomplete(period: Period, missing: DateRange, reason: string): GroundcrewError {
  return new GroundcrewError('cost.period.incomplete', `${period.label} can't be compared: ${reason}`, {
    details: { period: period.label, missing: periodText(missing) },
  });
}
