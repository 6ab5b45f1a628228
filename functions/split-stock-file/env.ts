import {
  type DuplicatePolicy,
  DEFAULT_DUPLICATE_POLICY,
  duplicatePolicies,
} from '@groundcrew/inventory/duplicates';
import type { StockFileSettings } from '@groundcrew/inventory/stock-file';
import { createSettings, type Environment } from '@groundcrew/lambda';
import { readStockFileSettings } from '../stock-file-settings.ts';
import { readStepSettings, type StepSettings } from '../step-settings.ts';

/** The settings of `split-stock-file`, from its environment. */
export interface SplitStockFileSettings extends StepSettings {
  readonly file: StockFileSettings;
  readonly duplicates: DuplicatePolicy;
}

/**
 * - How files are read: `readStockFileSettings`.
 * - `DUPLICATES`: `reject-conflicts` (default), `last`, `sum`, `max` or `reject`.
 * - Those of each step of a backfill: `readStepSettings`; `CHECKPOINT_SECONDS` is 20 by default.
 *
 * @throws GroundcrewError `lambda.setting.missing`, `lambda.setting.invalid`
 */
export function readSettings(environment: Environment = process.env): SplitStockFileSettings {
  const settings = createSettings(environment);
  return {
    ...readStepSettings(settings, { checkpointSeconds: 20 }),
    file: readStockFileSettings(settings),
    duplicates: settings.oneOf('DUPLICATES', duplicatePolicies, DEFAULT_DUPLICATE_POLICY),
  };
}
