import { GroundcrewError } from '@groundcrew/errors';
import type { Day } from '../model.ts';
import { addMonths, dayOf, firstOfMonth } from '../periods/index.ts';

/** API reference, StartCostAllocationTagBackfill. */
const MAX_MONTHS = 12;

/**
 * The first day of the month from which the states of keys are applied to costs: `2026-05`.
 *
 * @throws GroundcrewError `cost.tags.backfill-month` for what is not a month, or one that AWS refuses
 */
export function backfillMonth(text: string, nowMs: number): Day {
  const current = firstOfMonth(dayOf(nowMs));
  const earliest = addMonths(current, -MAX_MONTHS);
  const isMonth = /^[12]\d{3}-(?:0[1-9]|1[0-2])$/.test(text.trim());
  const day = `${text.trim()}-01`;
  if (isMonth && day >= earliest && day <= current) return day;
  throw new GroundcrewError(
    'cost.tags.backfill-month',
    `"${text}" is not a month from which tags can be applied; write one from ${earliest.slice(0, 7)} to ${current.slice(0, 7)}`,
    { details: { text } },
  );
}
