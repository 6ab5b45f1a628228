import type { LiveLoads } from '@groundcrew/inventory/backfill';
import { createSettings, type Environment } from '@groundcrew/lambda';
import { readStepSettings, type StepSettings } from '../step-settings.ts';

/** The settings of `reduce-shelves`, from its environment. */
export interface ReduceShelvesSettings extends StepSettings {
  readonly inventoryTable: string;
  readonly live: LiveLoads;
}

/**
 * - `INVENTORY_TABLE`: a name, required.
 * - `ORDER_GUARD`, `FULL_EXPORTS`: as `load-inventory` has them.
 * - Those of each step of a backfill: `readStepSettings`; `CHECKPOINT_SECONDS` is 10 by default.
 *
 * @throws GroundcrewError `lambda.setting.missing`, `lambda.setting.invalid`
 */
export function readSettings(environment: Environment = process.env): ReduceShelvesSettings {
  const settings = createSettings(environment);
  return {
    inventoryTable: settings.text('INVENTORY_TABLE'),
    ...readStepSettings(settings, { checkpointSeconds: 10 }),
    live: {
      orderGuard: settings.oneOf('ORDER_GUARD', ['files', 'item', 'none'], 'files'),
      hasFullExports: settings.list('FULL_EXPORTS').length > 0,
    },
  };
}
