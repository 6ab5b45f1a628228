import type { RegionChoice } from '@groundcrew/fleet';
import { createSettings, type Environment } from '@groundcrew/lambda';
import { toRegionChoice } from './question.ts';

/** The settings of `lookup-instance`, from its environment. */
export interface LookupInstanceSettings {
  /** The function's own. */
  readonly currentRegion: string;
  /** Where to look when a question doesn't say. */
  readonly regions: RegionChoice;
}

/**
 * - `REGIONS`: `current` (the default), `all`, or names separated by commas.
 * - `AWS_REGION`: Lambda sets it.
 *
 * @throws GroundcrewError `lambda.setting.missing`
 */
export function readSettings(environment: Environment = process.env): LookupInstanceSettings {
  const settings = createSettings(environment);
  return {
    currentRegion: settings.text('AWS_REGION'),
    regions: toRegionChoice(settings.list('REGIONS')) ?? 'current',
  };
}
