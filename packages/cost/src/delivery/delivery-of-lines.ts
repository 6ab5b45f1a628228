import type { CostLine, Day, Delivery } from '../model.ts';
import { deliveryOfDays } from './delivery.ts';
import { withHoles } from './holes.ts';

/**
 * How far the lines of an answer by day go, for a source that does not know without a paid request.
 *
 * @param options.atLeast days up to this one count as delivered, because the query was filtered and may have selected
 * nothing that was used on them; default: none
 */
export function deliveryOfLines(
  lines: readonly CostLine[],
  today: Day,
  { atLeast }: { readonly atLeast?: Day } = {},
): Delivery | null {
  const [used, others] = [new Set<Day>(), new Set<Day>()];
  for (const { day, charge } of lines) (charge === 'usage' ? used : others).add(day);
  const days = [...new Set([...used, ...others])].map((day) => ({
    day,
    hasUsage: used.has(day),
    hasOthers: others.has(day),
    lastHour: null,
  }));
  const delivery = deliveryOfDays(days, today);
  // A filter may have selected nothing of the days between, too.
  if (atLeast === undefined) return withHoles(delivery, days);
  if (delivery === null || atLeast <= delivery.through) return delivery;
  return { ...delivery, through: atLeast };
}
