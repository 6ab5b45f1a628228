import {
  type DuplicatePolicy,
  defaultDuplicatePolicy,
  duplicatePolicies,
} from '@groundcrew/inventory/duplicates';
import type { StockFileSettings } from '@groundcrew/inventory/stock-file';
import { createSettings, type Environment } from '@groundcrew/lambda';
import { readStockFileSettings } from '../stock-file-settings.ts';

/** The settings of `split-stock-file`, from its environment. */
export interface SplitStockFileSettings {
  readonly rejectsBucket: string;
  readonly file: StockFileSettings;
  readonly duplicates: DuplicatePolicy;
  readonly checkpointEveryMs: number;
  /** How long before its deadline it stops, to be called again. */
  readonly reserveMs: number;
}

/**
 * - `REJECTS_BUCKET`: a name, required.
 * - How files are read: `readStockFileSettings`.
 * - `DUPLICATES`: `reject-conflicts` (default), `last`, `sum`, `max` or `reject`.
 * - `CHECKPOINT_SECONDS` (20), `RESERVE_SECONDS` (60).
 *
 * @throws GroundcrewError `lambda.setting.missing`, `lambda.setting.invalid`
 */
export function readSettings(environment: Environment = process.env): SplitStockFileSettings {
  const settings = createSettings(environment);
  return {
    rejectsBucket: settings.text('REJECTS_BUCKET'),
    file: readStockFileSettings(settings),
    duplicates: settings.oneOf('DUPLICATES', duplicatePolicies, defaultDuplicatePolicy),
    checkpointEveryMs: settings.integer('CHECKPOINT_SECONDS', { min: 1, max: 300 }, 20) * 1000,
    reserveMs: settings.integer('RESERVE_SECONDS', { min: 0, max: 850 }, 60) * 1000,
  };
}
