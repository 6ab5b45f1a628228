import { isGroundcrewError } from '@groundcrew/errors';
import { priceOf } from '../cost-explorer/spend.ts';
import type { CostAnswer } from '../model.ts';

/** In place of the compared days, if Cost Explorer refuses them; the request may have been paid for. */
export const refusedDays: CostAnswer = { lines: [], estimated: null, notes: [], paid: priceOf(1) };

/** Whether Cost Explorer refused a query that it accepted for other days: the account has not enabled days so far back. */
export function isOfRefusedDays(error: unknown): boolean {
  return (
    isGroundcrewError(error, 'aws-cost-explorer.get-cost-failed') &&
    error.details?.['awsError'] === 'ValidationException'
  );
}
