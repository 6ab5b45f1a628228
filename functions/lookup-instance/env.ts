import type { RegionChoice } from '@groundcrew/aws/ec2/regions';
import { createSettings, type Environment } from '@groundcrew/lambda';
import { toRegionChoice } from './question.ts';

/** The settings of `lookup-instance`, from its environment. */
export interface LookupInstanceSettings {
  /** The function's own. */
  readonly currentRegion: string;
  /** Where to look when a question doesn't say. */
  readonly regions: RegionChoice;
  /** How long a region may take to answer a call. */
  readonly requestTimeoutMs: number;
}

/**
 * - `REGIONS`: `current` (the default), `all`, or names separated by commas.
 * - `REQUEST_TIMEOUT_MS` (4,000): how long a region may take to answer a call; after two, it is told as timed out.
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
