import type { LiveLoads } from '@groundcrew/inventory/backfill';
import { createSettings, type Environment } from '@groundcrew/lambda';

/** The settings of `reduce-shelves`, from its environment. */
export interface ReduceShelvesSettings {
  readonly inventoryTable: string;
  readonly rejectsBucket: string;
  readonly live: LiveLoads;
  readonly checkpointEveryMs: number;
  /** How long before its deadline it stops, to be called again. */
  readonly reserveMs: number;
}

/**
 * - `INVENTORY_TABLE`, `REJECTS_BUCKET`: names, required.
 * - `ORDER_GUARD`, `FULL_EXPORTS`: as `load-inventory` has them.
 * - `CHECKPOINT_SECONDS` (10), `RESERVE_SECONDS` (60).
 *
 * @throws GroundcrewError `lambda.setting.missing`, `lambda.setting.invalid`
 */
export function readSettings(environment: Environment = process.env): ReduceShelvesSettings {
  const settings = createSettings(environment);
  return {
    inventoryTable: settings.text('INVENTORY_TABLE'),
    rejectsBucket: settings.text('REJECTS_BUCKET'),
    live: {
      orderGuard: settings.oneOf('ORDER_GUARD', ['files', 'item', 'none'], 'files'),
      hasFullExports: settings.list('FULL_EXPORTS').length > 0,
    },
    checkpointEveryMs: settings.integer('CHECKPOINT_SECONDS', { min: 1, max: 300 }, 10) * 1000,
    reserveMs: settings.integer('RESERVE_SECONDS', { min: 0, max: 850 }, 60) * 1000,
  };
}
