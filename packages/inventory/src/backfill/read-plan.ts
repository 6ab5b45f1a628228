import { GroundcrewError } from '@groundcrew/errors';
import { type BackfillPlan, getJson, type Staging, stagingKeys } from './staging.ts';

/**
 * The plan of a backfill that was started.
 *
 * @throws GroundcrewError `inventory.backfill.unknown`
 */
export async function readPlan(staging: Staging, name: string): Promise<BackfillPlan> {
  const plan = await getJson<BackfillPlan>(staging, stagingKeys(name).plan);
  if (plan !== undefined) return plan;
  throw new GroundcrewError(
    'inventory.backfill.unknown',
    `there is no backfill ${JSON.stringify(name)}: it has another name or another bucket, or it was removed after 90 days`,
  );
}
