import type { RegionChoice } from '@groundcrew/aws/ec2/regions';
import { createSettings, type Environment } from '@groundcrew/lambda';
import { toRegionChoice } from './question.ts';

/** The settings of `lookup-instance`, from its environment. */
export interface LookupInstanceSettings {
  /** The function's own region. */
  readonly currentRegion: string;
  /** Regions to search if a question names none. */
  readonly regions: RegionChoice;
  /** Timeout of a call to a region. */
  readonly requestTimeoutMs: number;
}

/**
 * - `REGIONS`: `current` (default), `all`, or names separated by commas.
 * - `REQUEST_TIMEOUT_MS` (4,000): timeout of a call to a region; after two, it is reported as timed out.
 * - `AWS_REGION`: Lambda sets it.
 *
 * @throws GroundcrewError `lambda.setting.missing`, `lambda.setting.invalid`
 */
export function readSettings(environment: Environment = process.env): LookupInstanceSettings {
  const settings = createSettings(environment);
  return {
    currentRegion: settings.text('AWS_REGION'),
    regions: toRegionChoice(settings.list('REGIONS')) ?? 'current',
    requestTimeoutMs: settings.integer('REQUEST_TIMEOUT_MS', { min: 100, max: 15_000 }, 4_000),
  };
}
